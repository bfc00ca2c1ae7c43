"""Who may open an office page, and whether a form came from it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from fastapi import HTTPException, Request

from app.accounts import sign_in
from app.accounts.roles import Role, may
from app.accounts.sign_in import Staff
from app.web import csrf
from app.web.forms.body import PostedForm, read_form
from app.web.office.kept import Kept, came_from, of_form
from app.web.pages import house

COOKIE = "zhutiao_session"
SIGN_IN = "/office/sign-in"


class SessionOver(Exception):
    """A form was posted after the session ended: what was typed is kept."""

    def __init__(self, kept: Kept) -> None:
        super().__init__("session over")
        self.kept = kept


class StaleForm(Exception):
    """A form of an earlier session was posted in a new one: what was typed is kept."""

    def __init__(self, kept: Kept, csrf: str) -> None:
        super().__init__("stale form")
        self.kept = kept
        self.csrf = csrf


@dataclass(frozen=True, slots=True)
class Desk:
    """A signed-in request: who, and the token for the forms of the page."""

    staff: Staff
    csrf: str

    def may(self, role: Role) -> bool:
        """Whether this person has the rights of a role."""
        return may(self.staff.role, role)


async def desk(request: Request, role: Role = "reader") -> Desk:
    """Who opens this page: else to sign-in (nobody) or 403 (not allowed)."""
    found = await _signed_in(request)
    if found is None:
        query = request.url.query
        here = quote(f"{request.url.path}?{query}" if query else request.url.path)
        raise HTTPException(303, headers={"Location": f"{SIGN_IN}?next={here}"})
    if not found.may(role):
        raise HTTPException(403)
    return found


async def posted(request: Request, role: Role = "drafter") -> tuple[Desk, PostedForm]:
    """Who posts what, with the form's token checked. Raises SessionOver or StaleForm with what was
    typed."""
    form = await read_form(request)
    found = await _signed_in(request)
    if found is None:
        raise SessionOver(of_form(form, request.url.path, came_from(request)))
    if not found.may(role):
        raise HTTPException(403)
    token = request.cookies.get(COOKIE, "")
    if not csrf.fits(house(request).secret_key, token, form.get("csrf")):
        raise StaleForm(of_form(form, request.url.path, came_from(request)), found.csrf)
    return found, form


async def _signed_in(request: Request) -> Desk | None:
    token = request.cookies.get(COOKIE, "")
    if not token:
        return None
    staff = await house(request).read(sign_in.who, token, now=house(request).clock())
    return Desk(staff, csrf.token(house(request).secret_key, token)) if staff else None
