"""Mails that became no submission: 与征求意见无关, and a courtesy that is a comment after all."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from app.mail import aside
from app.web.office import guard
from app.web.pages import RowId, house

router = APIRouter()


@router.post("/office/mail/{message_id}/unrelated")
async def unrelated(request: Request, message_id: RowId) -> Response:
    """Sets a mail aside as having nothing to do with any consultation; ``undo`` takes it back."""
    desk, form = await guard.posted(request)
    undo = form.get("undo") == "1"
    done = await house(request).writer.run(aside.set_unrelated, message_id, not undo, desk.staff.id)
    if not done:
        raise HTTPException(404)
    if form.get("list") != "1":
        return RedirectResponse(f"/office/mail/{message_id}", 303)
    word = "back" if undo else "unrelated"
    return RedirectResponse(f"/office/mail?done={word}&which={message_id}#lines", 303)


@router.post("/office/mail/{message_id}/comment")
async def comment(request: Request, message_id: RowId) -> Response:
    """A letter that was read as mere thanks says something: it is read again as a comment."""
    desk, _ = await guard.posted(request)
    if not await house(request).writer.run(aside.speaks, message_id, desk.staff.id):
        raise HTTPException(404)
    return RedirectResponse(f"/office/mail/{message_id}?done=comment", 303)
