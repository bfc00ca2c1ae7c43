"""Staff's edits of a clause's opinions, as plain forms: merge, move, rename, confirm, undo."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.consultations.values import ClauseView, ConsultationView
from app.opinions import apart, changes, edits, undo
from app.opinions.asked import on_clause
from app.opinions.values import BadEdit
from app.review import decisions
from app.review.decisions import BadDecision
from app.web.forms.body import PostedForm
from app.web.forms.body import number as number_of
from app.web.office.clause import PAGE, back, own_opinion, posted
from app.web.office.desk_page import Shown, clause_of, desk_page
from app.web.office.frame import values
from app.web.office.guard import Desk
from app.web.office.said import REFUSED
from app.web.pages import RowId, house, page
from app.web.present import show

router = APIRouter()


@router.post(PAGE + "/rename/{opinion_id}")
async def rename(request: Request, slug: str, clause_slug: str, opinion_id: RowId) -> Response:
    """Gives an opinion the office's words."""
    desk, view, found, form = await posted(request, slug, clause_slug)
    await own_opinion(request, found, opinion_id)
    name = form.get("name")[:300]
    return await _edited(
        request,
        desk,
        view,
        found,
        "renamed",
        edits.rename,
        opinion_id,
        name,
        opened=opinion_id,
        typed=form,
    )


@router.post(PAGE + "/confirm/{opinion_id}")
async def confirm(request: Request, slug: str, clause_slug: str, opinion_id: RowId) -> Response:
    """Says that all members of an opinion want the same thing."""
    desk, view, found, _ = await posted(request, slug, clause_slug)
    await own_opinion(request, found, opinion_id)
    return await _edited(
        request, desk, view, found, "confirmed", edits.confirm, opinion_id, opened=opinion_id
    )


@router.post(PAGE + "/merge")
async def merge(request: Request, slug: str, clause_slug: str) -> Response:
    """Merges the chosen opinions into the first of them; or asks for one answer to all of them."""
    desk, view, found, form = await posted(request, slug, clause_slug)
    chosen = _numbers(form, "opinion")
    for opinion_id in chosen:
        await own_opinion(request, found, opinion_id)
    if form.get("do") == "together":
        return await _together(request, desk, view, found, chosen)
    if len(chosen) < 2:
        shown = Shown(error="one-only" if chosen else "nothing", status=422)
        return await desk_page(request, desk, view, found, shown)
    if form.get("do") == "apart":
        return await _edited(
            request, desk, view, found, "apart", apart.keep_apart, chosen[0], chosen[1]
        )
    own = await clause_of(request, found)
    every = (*own.groups, *own.singles)
    decided = [one for one in every if one.id in chosen and one.decision is not None]
    done = "merged" if len(decided) < 2 else "merged-decided"
    return await _edited(request, desk, view, found, done, edits.merge, chosen[0], chosen[1:])


@router.post(PAGE + "/together")
async def together(request: Request, slug: str, clause_slug: str) -> Response:
    """One answer to several opinions; those that have one keep theirs."""
    desk, view, found, form = await posted(request, slug, clause_slug)
    chosen = _numbers(form, "opinion")
    for opinion_id in chosen:
        await own_opinion(request, found, opinion_id)
    try:
        done, had = await house(request).writer.run(
            decisions.decide_many, chosen, form.get("outcome"), form.get("reason"), desk.staff.id
        )
    except BadDecision as error:
        return await _together(request, desk, view, found, chosen, form, error.code)
    edit = await house(request).read(changes.last_change, found.id)
    return back(view, found, {"done": "together", "n": done, "had": had, "edit": edit})


@router.post(PAGE + "/move")
async def move(request: Request, slug: str, clause_slug: str) -> Response:
    """Moves chosen comments to another opinion, to a new one, or off the clause's topic."""
    desk, view, found, form = await posted(request, slug, clause_slug)
    demands = _numbers(form, "demand")
    by_demand = await house(request).read(on_clause, found.id, demands)
    if not demands or by_demand.keys() != set(demands):
        shown = Shown(error="nothing", status=422)
        return await desk_page(request, desk, view, found, shown)
    target = form.get("to")
    if not target:
        return await desk_page(request, desk, view, found, Shown(error="no-target", status=422))
    if target == "off":
        for comment in dict.fromkeys(by_demand[demand] for demand in demands):
            await house(request).writer.run(edits.set_off_topic, comment, True, desk.staff.id)
        edit = await house(request).read(changes.last_change, found.id)
        return back(view, found, {"done": "off", "edit": edit})
    if target.startswith("not:") and number_of(target[4:]) is not None:
        await own_opinion(request, found, int(target[4:]))
        return await _edited(
            request, desk, view, found, "not-same", apart.not_same, demands, int(target[4:])
        )
    opinion = number_of(target)
    return await _edited(request, desk, view, found, "moved", edits.move, demands, opinion)


@router.post(PAGE + "/undo")
async def take_back(request: Request, slug: str, clause_slug: str) -> Response:
    """Undoes one deed, or the person's last one on this clause."""
    desk, view, found, form = await posted(request, slug, clause_slug)
    edit = form.get("edit")
    writer = house(request).writer
    try:
        if number_of(edit) is not None:
            undone = await writer.run(undo.undo, int(edit), desk.staff.id, found.id)
        else:
            undone = await writer.run(undo.undo_last, found.id, desk.staff.id)
    except BadEdit as error:
        return await desk_page(request, desk, view, found, Shown(error=error.code, status=409))
    at = {"at": undone.comment} if undone.comment else {}
    return back(view, found, {"done": "undone", **at}, "queue" if at else "")


async def _edited(
    request: Request,
    desk: Desk,
    view: ConsultationView,
    found: ClauseView,
    done: str,
    work: Any,
    *arguments: object,
    opened: int | None = None,
    typed: PostedForm | None = None,
) -> Response:
    try:
        count = await house(request).writer.run(work, *arguments, desk.staff.id)
    except BadEdit as error:
        shown = Shown(opened, typed, error.code, status=409)
        return await desk_page(request, desk, view, found, shown)
    edit = await house(request).read(changes.last_change, found.id)
    query: dict[str, object] = {"done": done, "edit": edit}
    if done == "confirmed":
        query["n"] = count
    if opened:
        query["open"] = opened
    return back(view, found, query, f"op-{opened}" if opened else "")


async def _together(
    request: Request,
    desk: Desk,
    view: ConsultationView,
    found: ClauseView,
    chosen: list[int],
    typed: PostedForm | None = None,
    error: str = "",
) -> Response:
    own = await clause_of(request, found)
    opinions = [one for one in (*own.groups, *own.singles) if one.id in set(chosen)]
    if not opinions:
        code = "no-such-opinion" if chosen else "nothing"
        shown = Shown(0, typed, code, status=422)
        return await desk_page(request, desk, view, found, shown)
    return page(
        "office/together.html",
        422 if error else 200,
        **await values(request, desk, view, "clauses"),
        item=show(found),
        opinions=opinions,
        had=sum(one.decision is not None for one in opinions),
        typed=typed,
        error=REFUSED.get(error, ""),
        error_code=error,
    )


def _numbers(form: PostedForm, name: str) -> list[int]:
    return list(dict.fromkeys(form.ordered(name)))
