"""What staff says about a letter: how many signed it, whether it says something after all."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from app.comments import positions
from app.comments.positions import BadPosition
from app.mail import views
from app.mail.views import MessageView
from app.web.office import guard
from app.web.office.message import show
from app.web.pages import RowId, house

router = APIRouter()


@router.post("/office/mail/{message_id}/signers")
async def signers(request: Request, message_id: RowId) -> Response:
    """Says how many signed the letter."""
    desk, form = await guard.posted(request)
    mail = await _submission(request, message_id)
    typed = form.get("signers").strip()
    number = int(typed) if typed.isdecimal() and len(typed) < 8 else 0
    try:
        await house(request).writer.run(
            positions.set_signers, mail.submission_id, number, desk.staff.id
        )
    except BadPosition as error:
        if error.code != "not-a-number":
            raise HTTPException(404) from error
        return await show(request, desk, message_id, error="signers", typed=typed[:20])
    return RedirectResponse(f"/office/mail/{message_id}?done=signers", 303)


@router.post("/office/mail/{message_id}/speaks")
async def speaks(request: Request, message_id: RowId) -> Response:
    """A letter that was read as 无意见 says something: its words wait for their clause."""
    desk, _ = await guard.posted(request)
    mail = await _submission(request, message_id)
    kept = mail.reading
    said = kept.get("body", "").strip() or kept.get("subject", "").strip()
    text = said or "\n".join(f"附件《{one['name']}》" for one in kept.get("attachments", []))
    try:
        await house(request).writer.run(
            positions.make_comment, mail.submission_id, text, desk.staff.id
        )
    except BadPosition as error:
        raise HTTPException(404) from error
    return RedirectResponse(f"/office/mail/{message_id}?done=speaks", 303)


async def _submission(request: Request, message_id: int) -> MessageView:
    mail = await house(request).read(views.message_view, message_id)
    if mail is None or mail.submission_id is None:
        raise HTTPException(404)
    return mail
