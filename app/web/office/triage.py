"""待归条: the passages that wait for their clause in a list, one of them beside it with its mail."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from app.consultations import read
from app.locale.mail import WAITS
from app.mail import queue, triage
from app.mail.triage import BadTie
from app.web.forms.body import PostedForm
from app.web.office import guard, marked
from app.web.office.frame import consultation, frame, values
from app.web.office.guard import Desk
from app.web.pages import RowId, house, page

router = APIRouter()
PER_PAGE = 50


@router.get("/office/c/{slug}/triage")
async def waiting(request: Request, slug: str) -> Response:
    """What waits, and the one that is chosen (the first where none is)."""
    _, view, shown = await frame(request, slug, "triage")
    after = _number(request.query_params.get("after", ""))
    lines = await house(request).read(queue.lines, view.id, limit=PER_PAGE + 1, after=after)
    chosen = _number(request.query_params.get("open", ""))
    # On a phone the list comes first, and one alone when it is chosen.
    alone = bool(chosen)
    chosen = chosen or (lines[0].comment_id if lines else 0)
    return await _page(request, shown, lines, chosen, after=after, alone=alone)


@router.get("/office/c/{slug}/triage/{comment_id}")
async def back(request: Request, slug: str, comment_id: RowId) -> Response:
    """Where a sign-in leads back to after a session was over: the same comment, nothing done."""
    await guard.desk(request)
    return RedirectResponse(f"/office/c/{quote(slug)}/triage?open={comment_id}", 303)


@router.post("/office/c/{slug}/triage/{comment_id}")
async def tie(request: Request, slug: str, comment_id: RowId) -> Response:
    """Ties one comment, or says that it has nothing to do with the consultation; then the next."""
    desk, form = await guard.posted(request)
    view = await consultation(request, slug)
    if not await house(request).read(triage.belongs, comment_id, view.id):
        raise HTTPException(404)
    clause: int | None = None
    if not form.get("off"):
        clause = await _clause(request, view.id, form)
        if clause is None:
            shown = await values(request, desk, view, "triage")
            return await _wrong(request, desk, shown, comment_id, form)
    try:
        if clause is None:
            await house(request).writer.run(triage.set_off_topic, comment_id, True, desk.staff.id)
        else:
            await house(request).writer.run(triage.tie, comment_id, clause, desk.staff.id)
    except BadTie as error:
        raise HTTPException(404) from error
    following = await house(request).read(queue.after, view.id, comment_id)
    done = "off" if clause is None else "tied"
    opened = f"&open={following}" if following and form.get("alone") else ""
    return RedirectResponse(f"/office/c/{slug}/triage?done={done}{opened}", 303)


async def _clause(request: Request, consultation_id: int, form: PostedForm) -> int | None:
    """The clause that was chosen; what was typed counts more than the guess that was marked."""
    typed = form.get("other").strip()
    if typed:
        return await house(request).read(queue.clause_called, consultation_id, typed)
    return _number(form.get("clause")) or None


async def _wrong(
    request: Request, desk: Desk, shown: dict[str, Any], comment_id: int, form: PostedForm
) -> Response:
    """The page again, with what was typed."""
    typed = form.get("other").strip()[:200]
    said = f"没有找到“{typed}”这一条，请写条款号，或从提示里选" if typed else "请先选一条，再点按钮"
    lines = await house(request).read(queue.lines, shown["view"].id, limit=PER_PAGE)
    return await _page(
        request, shown, lines, comment_id, alone=True, status=422, error=said, typed=typed
    )


async def _page(
    request: Request,
    shown: dict[str, Any],
    lines: list[queue.Line],
    chosen: int,
    *,
    after: int = 0,
    alone: bool = False,
    status: int = 200,
    error: str = "",
    typed: str = "",
) -> Response:
    view = shown["view"]
    one = await house(request).read(queue.untied, view.id, chosen) if chosen else None
    following = await house(request).read(queue.after, view.id, chosen) if one else None
    return page(
        "office/triage.html",
        status,
        **shown,
        lines=lines[:PER_PAGE],
        first=after,
        more=lines[PER_PAGE - 1].comment_id if len(lines) > PER_PAGE else None,
        one=one,
        pieces=marked.pieces(one.body, one.passages) if one else [],
        waits=WAITS,
        inside=one is not None and _inside(one),
        following=following if following != chosen else None,
        alone=alone and one is not None,
        clauses=await house(request).read(read.clauses_of, view.id),
        done=request.query_params.get("done", ""),
        error=error,
        typed=typed,
    )


def _inside(one: queue.Untied) -> bool:
    """Whether the passage stands in the mail's body; else in an attachment, and is shown apart."""
    return any(
        piece.passage is not None and piece.passage.comment_id == one.comment_id
        for piece in marked.pieces(one.body, one.passages)
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0
