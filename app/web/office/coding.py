"""待读: each key of the reading queue is a button of a plain form; and what others did meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from app.consultations.values import ClauseView
from app.core.text.sentences import spans_at
from app.opinions import apart, changes, coding, seen, splitting
from app.opinions.asked import demand_of, on_clause
from app.opinions.read import clause_total
from app.opinions.values import BadEdit
from app.web.forms.body import PostedForm
from app.web.forms.body import number as number_of
from app.web.office import guard
from app.web.office.clause import PAGE, back, own_opinion, posted
from app.web.office.desk_page import Shown, desk_page
from app.web.office.frame import clause, consultation
from app.web.office.said import DEEDS
from app.web.pages import house

router = APIRouter()


@router.post(PAGE + "/code")
async def code(request: Request, slug: str, clause_slug: str) -> Response:
    """What a person says about the comment on the screen; then the next one is shown."""
    desk, view, found, form = await posted(request, slug, clause_slug)
    demand = form.get("demand")
    known = await house(request).read(demand_of, (number_of(demand) or 0))
    if known is None or known.clause_id != found.id:
        shown = Shown(error="no-such-demand", status=409)
        return await desk_page(request, desk, view, found, shown)
    if await _touched(request, found, form, desk.staff.id, [known.demand_id]):
        shown = Shown(error="someone-else", status=409)
        return await desk_page(request, desk, view, found, shown)
    do = form.get("do")
    if do.startswith("to:") and number_of(do[3:]) is not None:
        await own_opinion(request, found, int(do[3:]))
    try:
        done, stays = await _do(request, form, known, desk.staff.id)
    except BadEdit as error:
        return await desk_page(request, desk, view, found, Shown(error=error.code, status=409))
    query: dict[str, object] = {"done": done}
    if done != "read":
        query["edit"] = await house(request).read(changes.last_change, found.id)
    after = form.get("after")
    if stays:
        query["at"] = known.comment_id
    elif number_of(after) is not None:
        query["at"] = after
    return back(view, found, query, "queue")


@router.post(PAGE + "/bundle")
async def bundle(request: Request, slug: str, clause_slug: str) -> Response:
    """Confirms comments that nearly repeat an opinion: they were all on the screen."""
    desk, view, found, form = await posted(request, slug, clause_slug)
    to = form.get("to")
    opinion_id = number_of(to) or 0
    await own_opinion(request, found, opinion_id)
    demands = list(await house(request).read(on_clause, found.id, form.ordered("demand")))
    where = dict.fromkeys(demands, opinion_id)
    if await _touched(request, found, form, desk.staff.id, demands):
        shown = Shown(error="someone-else", status=409)
        return await desk_page(request, desk, view, found, shown)
    try:
        count = await house(request).writer.run(coding.place_many, where, desk.staff.id)
    except BadEdit as error:
        return await desk_page(request, desk, view, found, Shown(error=error.code, status=409))
    edit = await house(request).read(changes.last_change, found.id)
    return back(view, found, {"done": "bundle", "n": count, "edit": edit}, "queue")


@router.post(PAGE + "/read")
async def mark_read(request: Request, slug: str, clause_slug: str) -> Response:
    """Comments were open on the screen: told by the script, or by a button below them."""
    desk, view, found, form = await posted(request, slug, clause_slug)
    comments = form.ordered("comment")[:1000]
    await house(request).writer.run(seen.mark_read, found.id, comments, desk.staff.id)
    if request.headers.get("accept", "").startswith("application/json"):
        return Response(status_code=204)
    to = form.get("opinion")
    return back(view, found, {"done": "read", **({"open": to} if to.isdigit() else {})})


@router.get(PAGE + "/changes")
async def others_changes(request: Request, slug: str, clause_slug: str) -> Response:
    """What others did since the page was made, in a line; the page itself stays as it is."""
    desk = await guard.desk(request)
    view = await consultation(request, slug)
    found = await clause(request, view, clause_slug)
    since_, had = (request.query_params.get(name, "") for name in ("since", "comments"))
    since = number_of(since_) or 0
    others = await house(request).read(changes.changes_since, found.id, since, desk.staff.id)
    total = await house(request).read(clause_total, found.id)
    fresh = max(total - (number_of(had) or 0), 0) if had else 0
    words = []
    if others:
        first = others[0]
        deed = "撤销了一步" if first.undone else DEEDS.get(first.action, "处理了")
        words.append(f"{first.who or '同事'}刚{deed}“{first.words}”。")
    if fresh:
        words.append(f"新到{fresh}条意见。")
    return JSONResponse({"words": "".join(words)}, headers={"Cache-Control": "no-store"})


async def _touched(
    request: Request, found: ClauseView, form: PostedForm, reader: int, demands: Sequence[int]
) -> bool:
    """Whether a colleague was quicker: what the form was made from is no longer so."""
    since = form.get("since")
    if (seen := number_of(since)) is None:
        return False
    return await house(request).read(changes.touched_since, found.id, seen, reader, demands)


async def _do(request: Request, form: PostedForm, known: Any, actor: int) -> tuple[str, bool]:
    """Do what a key asks for; what was done, and whether the comment stays on the screen."""
    run, do = house(request).writer.run, form.get("do")
    if do == "off":
        await run(coding.off_topic, known.comment_id, actor)
        return "off", False
    if do == "later":
        await run(coding.later, known.comment_id, actor)
        return "later", False
    if do == "read":
        await run(seen.mark_read, known.clause_id, [known.comment_id], actor)
        return "read", False
    if do == "whole":
        await run(splitting.keep_whole, known.comment_id, actor)
        return "whole", True
    if do in ("split", "split-here"):
        offered = form.get("proposed").split(",") if do == "split" else form.all("cut")
        spans = spans_at(known.text, [at for one in offered if (at := number_of(one)) is not None])
        await run(splitting.split, known.comment_id, spans, actor)
        return "split", True
    if do == "refuse":
        await run(apart.not_same, [known.demand_id], known.offered_to or 0, actor)
        return "not-same", True
    opinion = number_of(do[3:]) if do.startswith("to:") else None
    if opinion is None and do != "new":
        raise BadEdit("nothing")
    await run(coding.place, known.demand_id, opinion, actor)
    return ("new" if opinion is None else "placed"), known.more
