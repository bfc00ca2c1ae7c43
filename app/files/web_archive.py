"""A web page saved as one file (.mht), as which Word saves some .doc files."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes

from app.files.html import read_html
from app.files.values import FileText, Unreadable

MAX_PARTS = 2000


def read_mht(data: bytes) -> FileText:
    """The text of the first page in it. Raises Unreadable."""
    return replace(read_html(*page_in(data)), media_type="multipart/related")


def page_in(data: bytes) -> tuple[bytes, str | None]:
    """The first page in it, and its charset as told. Raises Unreadable."""
    for number, part in enumerate(message_from_bytes(data).walk()):
        if number > MAX_PARTS:
            break
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return page, part.get_content_charset()
    raise Unreadable("kind")
