"""归并记录: what was grouped when, from what, with what figures."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.opinions.runs import runs_of
from app.web.office.clause import PAGE
from app.web.office.frame import clause, frame
from app.web.pages import house, page
from app.web.present import show

router = APIRouter()


@router.get(PAGE + "/runs")
async def all_runs(request: Request, slug: str, clause_slug: str) -> Response:
    """What was grouped when, from what, with what figures."""
    _, view, shown = await frame(request, slug, "clauses")
    found = await clause(request, view, clause_slug)
    runs = await house(request).read(runs_of, found.id)
    return page("office/runs.html", **shown, item=show(found), runs=runs)
