"""来件: one submission as the office sees it; withdrawing it for its sender."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from app.comments import receipts
from app.comments.receipts import CannotWithdraw
from app.core import deadline, receipt_numbers
from app.locale import audit as words
from app.locale.words import CHANNELS, KINDS
from app.mail import on_behalf
from app.review import audited
from app.web.office import guard
from app.web.office.frame import consultation, frame
from app.web.pages import RowId, house, page

router = APIRouter()
ONE = "/office/c/{slug}/submissions/{submission_id}"
REFUSED = {
    "no-reason": "请写理由，它会记入操作记录",
    "already-withdrawn": "这件来件已经撤回",
    "deadline-passed": "征求意见已截止，不能再撤回。对方另有说明的，请记在处理理由里",
    "not-by-office": "这件来件不是本单位撤回的，不能恢复",
}


@router.get("/office/submissions")
async def find(request: Request) -> Response:
    """Finds a submission by its receipt number; no code is asked for, since this is the office."""
    desk = await guard.desk(request)
    typed = request.query_params.get("receipt", "").strip()[:60]
    number = receipt_numbers.read(typed)
    found = await house(request).read(on_behalf.find, number) if number else None
    if found is not None:
        slug, submission_id = found
        return RedirectResponse(f"/office/c/{quote(slug)}/submissions/{submission_id}", 303)
    status = 404 if typed else 200
    return page("office/find_submission.html", status, desk=desk, here="mail", typed=typed)


@router.get(ONE)
async def one(request: Request, slug: str, submission_id: RowId) -> Response:
    """The submission, what was done to it, and the form that withdraws it."""
    return await _show(request, slug, submission_id)


@router.get(ONE + "/withdraw")
async def back(request: Request, slug: str, submission_id: RowId) -> Response:
    """Where a sign-in leads back to after a session was over: the submission, nothing done."""
    await guard.desk(request)
    return RedirectResponse(f"/office/c/{quote(slug)}/submissions/{submission_id}", 303)


@router.post(ONE + "/withdraw")
async def withdraw(request: Request, slug: str, submission_id: RowId) -> Response:
    """Withdraws it for its sender, with a reason; ``undo`` restores what the office withdrew."""
    desk, form = await guard.posted(request)
    view = await consultation(request, slug)
    deed = on_behalf.restore if form.get("undo") == "1" else on_behalf.withdraw
    reason = form.get("reason")
    try:
        await house(request).writer.run(deed, view.id, submission_id, reason, desk.staff.id)
    except CannotWithdraw as refusal:
        if refusal.code not in REFUSED:
            raise HTTPException(404) from refusal
        return await _show(request, slug, submission_id, REFUSED[refusal.code], reason)
    return RedirectResponse(f"/office/c/{quote(slug)}/submissions/{submission_id}", 303)


async def _show(
    request: Request, slug: str, submission_id: int, error: str = "", typed: str = ""
) -> Response:
    _, view, shown = await frame(request, slug, "dashboard")
    read = house(request).read
    receipt = await read(on_behalf.receipt_of, view.id, submission_id)
    seen = await read(receipts.view, receipt) if receipt else None
    if seen is None:
        raise HTTPException(404)
    return page(
        "office/submission.html",
        422 if error else 200,
        **shown,
        seen=seen,
        message_id=await read(on_behalf.message_of, submission_id),
        by_office=await read(on_behalf.by_office, submission_id),
        over=deadline.is_late(house(request).clock(), seen.deadline),
        trail=await read(audited.of_subject, "submission", submission_id),
        words=words,
        kinds=KINDS,
        channels=CHANNELS,
        error=error,
        typed=typed,
    )
