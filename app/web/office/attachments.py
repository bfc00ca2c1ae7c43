"""The attachments of a mail, to be saved and never shown by a browser."""

from __future__ import annotations

import re
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from app.mail import files
from app.web.office import guard
from app.web.pages import RowId, house

router = APIRouter()
DOWNLOAD = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@router.get("/office/mail/{message_id}/files/{number}")
async def attachment(request: Request, message_id: RowId, number: RowId) -> Response:
    """An attachment's octets as they came, always as a download of no type that a browser opens."""
    await guard.desk(request)
    found = await house(request).read(files.attachment, message_id, number)
    if found is None:
        raise HTTPException(404)
    return Response(
        found.content,
        media_type="application/octet-stream",
        headers={**DOWNLOAD, "Content-Disposition": disposition(found.name, number)},
    )


def disposition(name: str, number: int) -> str:
    """The header that makes a browser save a file; its name as it came (RFC 6266), without paths,
    line ends and signs that change the direction of reading."""
    bare = re.sub(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", name)
    bare = re.split(r"[\\/]", bare)[-1].strip(" .") or f"attachment-{number}"
    whole = bare[-120:]
    return f"attachment; filename=\"attachment-{number}\"; filename*=UTF-8''{quote(whole, safe='')}"
