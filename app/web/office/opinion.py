"""All comments of one opinion: copies beside each other, each to be moved or answered alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from app.consultations.values import ClauseView
from app.opinions.decided import decisions_on
from app.opinions.panel import additions
from app.opinions.read import opinion_comments
from app.review import decisions
from app.review.decisions import BadDecision, Conflict
from app.web.forms.body import number as number_of
from app.web.office.clause import PAGE, own_opinion, posted
from app.web.office.desk_page import Shown, clause_of, desk_page, opinion_of
from app.web.office.differing import differing
from app.web.office.frame import clause, frame
from app.web.office.said import REFUSED
from app.web.pages import RowId, house, page
from app.web.present import show

router = APIRouter()
PER_PAGE = 50


@router.get(PAGE + "/opinions/{opinion_id}")
async def all_comments(
    request: Request, slug: str, clause_slug: str, opinion_id: RowId
) -> Response:
    """All comments of an opinion, copies beside each other, each to be moved or answered alone."""
    _, view, shown = await frame(request, slug, "clauses")
    found = await clause(request, view, clause_slug)
    return await _comments_page(request, shown, found, opinion_id)


@router.post(PAGE + "/comments/{comment_id}/decide")
async def decide_comment(
    request: Request, slug: str, clause_slug: str, comment_id: int
) -> Response:
    """Answers one comment otherwise than its opinion, or takes that back."""
    desk, view, found, form = await posted(request, slug, clause_slug)
    opinion = form.get("opinion")
    opinion_id = number_of(opinion) or 0
    await own_opinion(request, found, opinion_id)
    members = await house(request).read(opinion_comments, opinion_id)
    own = opinion_of(await clause_of(request, found), opinion_id)
    if own is None or comment_id not in {one.id for one in members}:
        # A colleague moved it meanwhile: what was written is given back on the clause's page.
        shown = Shown(0, form, "no-such-comment", status=409)
        return await desk_page(request, desk, view, found, shown)
    seen = form.get("revision")
    outcome = "" if form.get("undo") else form.get("outcome") or "-"
    error, status = "", 200
    try:
        await house(request).writer.run(
            decisions.decide_comment,
            comment_id,
            outcome,
            form.get("reason"),
            desk.staff.id,
            (number_of(seen) or 0),
        )
    except BadDecision as bad:
        error, status = bad.code, 422
    except Conflict:
        error, status = "conflict", 409
    if error:
        _, _, values = await frame(request, slug, "clauses")
        problem = {"comment": comment_id, "error": error, "typed": form}
        return await _comments_page(request, values, found, opinion_id, problem, status)
    address = PAGE.format(slug=slug, clause_slug=clause_slug)
    return RedirectResponse(f"{address}/opinions/{opinion_id}#c-{comment_id}", 303)


async def _comments_page(
    request: Request,
    shown: dict[str, Any],
    found: ClauseView,
    opinion_id: int,
    problem: Mapping[str, Any] | None = None,
    status: int = 200,
) -> Response:
    own = await clause_of(request, found)
    opinion = opinion_of(own, opinion_id)
    if opinion is None or opinion.id != opinion_id:
        raise HTTPException(404)
    comments = await house(request).read(opinion_comments, opinion_id)
    number = request.query_params.get("page", "1")
    at = max(number_of(number) or 1, 1)
    part = comments[(at - 1) * PER_PAGE : at * PER_PAGE]
    return page(
        "office/opinion.html",
        status,
        **shown,
        item=show(found),
        opinion=opinion,
        groups=own.groups,
        comments=part,
        differing=differing(part),
        added={one.id: one for one in await house(request).read(additions, opinion_id)},
        answered=await house(request).read(decisions_on, [one.id for one in part]),
        problem=problem or {},
        refused=REFUSED,
        at=at,
        pages=-(-len(comments) // PER_PAGE),
    )
