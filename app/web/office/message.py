"""邮件原件: one mail with its passages, its times, its thread; reading it again."""

from __future__ import annotations

from datetime import datetime, timedelta

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from app.comments import positions
from app.consultations import read
from app.core.deadline import print_instant
from app.locale import mail as words
from app.mail import passages, take, thread, views
from app.mail.views import MessageView
from app.web.office import guard, marked
from app.web.office.guard import Desk
from app.web.pages import RowId, house, page

router = APIRouter()
NOTICED = timedelta(hours=1)


@router.get("/office/mail/{message_id}")
async def message(request: Request, message_id: RowId) -> Response:
    """One mail: what was read out of it, what became of it, and the way to its bytes."""
    return await show(request, await guard.desk(request), message_id)


async def show(
    request: Request, desk: Desk, message_id: int, *, error: str = "", typed: str = ""
) -> Response:
    """The page of a mail; with ``error`` again, with what was typed."""
    found = await house(request).read(views.message_view, message_id)
    if found is None:
        raise HTTPException(404)
    body = found.reading.get("body", "")
    spoken: tuple[passages.Passage, ...] = ()
    if found.submission_id:
        spoken = await house(request).read(passages.passages, found.submission_id)
    standing = None
    if found.submission_id:
        standing = await house(request).read(positions.standing, found.submission_id)
    letters = await house(request).read(thread.thread, found.first) if found.first else ()
    consultations = await house(request).read(read.all_of_office)
    return page(
        "office/message.html",
        422 if error else 200,
        desk=desk,
        here="mail",
        mail=found,
        written=written(found),
        body=marked.pieces(body, spoken),
        attached=marked.elsewhere(body, spoken),
        rest=marked.rest_of(found.reading.get("text", ""), body),
        letters=letters,
        consultations=consultations,
        view=next((one for one in consultations if one.id == found.consultation_id), None),
        words=words,
        standing=standing,
        done=request.query_params.get("done", ""),
        error=error,
        typed=typed,
    )


@router.get("/office/mail/{message_id}/again")
@router.get("/office/mail/{message_id}/comment")
@router.get("/office/mail/{message_id}/signers")
@router.get("/office/mail/{message_id}/speaks")
@router.get("/office/mail/{message_id}/unrelated")
async def back(request: Request, message_id: RowId) -> Response:
    """Where a sign-in leads back to after a session was over: the mail, nothing done."""
    await guard.desk(request)
    return RedirectResponse(f"/office/mail/{message_id}", 303)


@router.post("/office/mail/{message_id}/again")
async def again(request: Request, message_id: RowId) -> Response:
    """Lets a mail that became no submission be read again, as one of a consultation if named."""
    _, form = await guard.posted(request)
    chosen = form.get("consultation")
    number = int(chosen) if chosen.isdecimal() and len(chosen) < 16 else None
    if number is not None and await house(request).read(read.by_id, number) is None:
        raise HTTPException(404)
    if not await house(request).writer.run(take.again, message_id, number):
        raise HTTPException(404)
    return RedirectResponse(f"/office/mail/{message_id}?done=again", 303)


@router.get("/office/mail/{message_id}/raw")
async def raw(request: Request, message_id: RowId) -> Response:
    """The mail's bytes, always as a download: nothing in it is shown or run by a browser."""
    await guard.desk(request)
    content = await house(request).read(views.raw, message_id)
    if content is None:
        raise HTTPException(404)
    disposition = f'attachment; filename="mail-{message_id}.eml"'
    return Response(
        content,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": disposition,
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def written(mail: MessageView) -> tuple[str, str]:
    """When the sender says he wrote, in Beijing; and how far that is from the time of receipt."""
    said = mail.reading.get("date")
    if not said:
        return "没有写，或读不出", ""
    at = datetime.fromisoformat(said)
    try:
        shown = print_instant(at)
    except (ValueError, OverflowError):
        return str(said), ""
    return shown, _apart(at - mail.line.received_at)


def _apart(gap: timedelta) -> str:
    """By how much the sender's clock differs, if a reader should notice."""
    if abs(gap) < NOTICED:
        return ""
    hours = int(abs(gap).total_seconds()) // 3600
    span = f"{hours // 24}天" if hours >= 48 else f"{hours}小时"
    return f"比收到时间{'晚' if gap > timedelta(0) else '早'}{span}"
