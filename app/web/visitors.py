"""What little is known of a visitor: an address for the throttle, an origin for forms sent twice."""

from __future__ import annotations

from fastapi import Request

from app.web.pages import house

# A double click, a reload, the back button: within ten minutes the same words of the same browser
# are the same form. Two people behind one address with the same browser and words are rarer.
SLOT_SECONDS = 600


def address_of(request: Request) -> str:
    """The visitor's address (a trusted proxy's word is taken by the server before this)."""
    return request.client.host if request.client else ""


def origins_of(request: Request, key: str) -> tuple[str, str | None]:
    """Where a form came from: its own random key where scripts ran, else browser and time slot;
    and what the browser's would have been one slot earlier, so that no border doubles a form."""
    if key:
        return "key:" + key, None
    slot = int(house(request).clock().timestamp()) // SLOT_SECONDS
    browser = f"browser:{address_of(request)}\n{request.headers.get('user-agent', '')}"
    return f"{browser}\n{slot}", f"{browser}\n{slot - 1}"
