"""条款工作页: the opinions on one clause, opened, decided; all comments of one opinion."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from app.consultations.values import ClauseView, ConsultationView
from app.opinions.read import opinion_state
from app.review import decisions
from app.review.decisions import BadDecision, Conflict
from app.web.forms.body import PostedForm
from app.web.forms.body import number as number_of
from app.web.office import guard
from app.web.office.desk_page import Shown, desk_page
from app.web.office.frame import clause, consultation, frame
from app.web.office.guard import Desk
from app.web.pages import RowId, house

router = APIRouter()
PAGE = "/office/c/{slug}/clauses/{clause_slug}"


@router.get(PAGE)
async def show_clause(request: Request, slug: str, clause_slug: str) -> Response:
    """The clause's opinions, one of them open."""
    desk, view, _ = await frame(request, slug, "clauses")
    found = await clause(request, view, clause_slug)
    opened = request.query_params.get("open", "")
    shown = Shown(number_of(opened))
    return await desk_page(request, desk, view, found, shown)


@router.post(PAGE + "/decide/{opinion_id}")
async def decide(request: Request, slug: str, clause_slug: str, opinion_id: RowId) -> Response:
    """Decides one opinion; on a conflict both answers are shown."""
    desk, view, found, form = await posted(request, slug, clause_slug)
    await own_opinion(request, found, opinion_id)
    seen = form.get("revision")
    revision = number_of(seen) or 0
    work = decisions.undecide if form.get("undo") else decisions.decide
    typed: tuple[object, ...] = (
        () if form.get("undo") else (form.get("outcome"), form.get("reason"))
    )
    try:
        await house(request).writer.run(work, opinion_id, *typed, desk.staff.id, revision)
    except BadDecision as error:
        shown = Shown(opinion_id, form, error.code, status=422)
        return await desk_page(request, desk, view, found, shown)
    except Conflict as conflict:
        shown = Shown(opinion_id, form, conflict=conflict, status=409)
        return await desk_page(request, desk, view, found, shown)
    done = "undecided" if form.get("undo") else "decided"
    return back(view, found, {"open": opinion_id, "done": done}, f"op-{opinion_id}")


async def posted(
    request: Request, slug: str, clause_slug: str
) -> tuple[Desk, ConsultationView, ClauseView, PostedForm]:
    """Who posts what about which clause."""
    desk, form = await guard.posted(request)
    view = await consultation(request, slug)
    return desk, view, await clause(request, view, clause_slug), form


async def own_opinion(request: Request, found: ClauseView, opinion_id: int) -> None:
    """An opinion of this clause, or 404: no form reaches into another one."""
    state = await house(request).read(opinion_state, opinion_id)
    if state is None or state[0] != found.id:
        raise HTTPException(404)


def back(
    view: ConsultationView, found: ClauseView, query: Mapping[str, object], anchor: str = ""
) -> Response:
    """To the clause's page, saying what was done."""
    address = PAGE.format(slug=view.slug, clause_slug=found.slug)
    hash_ = f"#{anchor}" if anchor else ""
    return RedirectResponse(f"{address}?{urlencode(dict(query))}{hash_}", 303)
