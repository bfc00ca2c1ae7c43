"""邮箱: how the mail room is, mails that need a person, what did not arrive."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from app.core.deadline import BEIJING, print_instant
from app.locale import mail as words
from app.mail import checkpoint, health, outbox, views
from app.web.office import guard
from app.web.pages import RowId, house, page

router = APIRouter()
PER_PAGE = 50
LISTS = {"all": "收到的全部邮件", "aside": "要人看的邮件", **words.MAIL_STATES}


@router.get("/office/mail")
async def room(request: Request) -> Response:
    """The state of the mail room."""
    desk = await guard.desk(request)
    state = request.query_params.get("state", "")
    state = state if state in LISTS else "aside"
    before = request.query_params.get("before", "")
    lines = await house(request).read(
        views.in_state,
        state,
        limit=PER_PAGE + 1,
        before=_number(before),
    )
    now = house(request).clock()
    return page(
        "office/mail.html",
        desk=desk,
        here="mail",
        health=await house(request).read(health.mailbox_health),
        lines=lines[:PER_PAGE],
        more=lines[PER_PAGE - 1].id if len(lines) > PER_PAGE else None,
        state=state,
        lists=LISTS,
        words=words,
        failed=await house(request).read(views.failed_outbox),
        settings=house(request).settings,
        now=now,
        moment=lambda at: moment(at, now),
        done=request.query_params.get("done", ""),
        which=_number(request.query_params.get("which", "")),
    )


@router.get("/office/mail/boxes/{mailbox_id}/fetch")
@router.get("/office/mail/outbox/{outbox_id}/again")
async def back(request: Request) -> Response:
    """Where a sign-in leads back to after a session was over: the page, nothing done."""
    await guard.desk(request)
    return RedirectResponse("/office/mail", 303)


@router.post("/office/mail/boxes/{mailbox_id}/fetch")
async def fetch(request: Request, mailbox_id: RowId) -> Response:
    """Fetches a mailbox now, not when it is due."""
    await guard.posted(request)
    if not await house(request).writer.run(checkpoint.due_now, mailbox_id):
        raise HTTPException(404)
    return RedirectResponse("/office/mail?done=fetch", 303)


@router.post("/office/mail/outbox/{outbox_id}/again")
async def send_again(request: Request, outbox_id: RowId) -> Response:
    """Sends a mail that did not arrive once more."""
    await guard.posted(request)
    if not await house(request).writer.run(outbox.again, outbox_id):
        raise HTTPException(404)
    return RedirectResponse("/office/mail?done=again#out", 303)


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 16 else 0


def moment(at: datetime, now: datetime) -> str:
    """A moment as one says it on the same day: ``10:20``; else with its date."""
    local = at.astimezone(BEIJING)
    return f"{local:%H:%M}" if local.date() == now.astimezone(BEIJING).date() else print_instant(at)
