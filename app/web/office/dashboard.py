"""工作台: what is to be done, where the hot clauses are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app.comments.positions import apart
from app.consultations import read
from app.consultations.values import ClauseView, ConsultationView
from app.core.deadline import BEIJING, last_day
from app.opinions.figure_values import ClauseFigures, ConsultationFigures
from app.opinions.figures import consultation_figures
from app.opinions.kept_figures import Counted, KeptFigures, kept
from app.web.office import charts, guard
from app.web.office.frame import frame
from app.web.pages import house, page
from app.web.present import call_at

router = APIRouter()
T = TypeVar("T")
_KEPT = KeptFigures()
# A table that is longer lists only the clauses with comments: the map has all.
MOST_ROWS = 500
SORTS = {
    "order": lambda row: (row[0].position,),
    "comments": lambda row: (-row[1].comments, row[0].position),
    "people": lambda row: (-row[1].people, row[0].position),
    "unread": lambda row: (row[1].read - row[1].comments, row[0].position),
    "offered": lambda row: (-row[1].offered, row[0].position),
    "undecided": lambda row: (
        -(row[1].undecided_groups + row[1].undecided_singles),
        row[0].position,
    ),
}


@router.get("/office")
async def home(request: Request) -> Response:
    """All consultations; straight to the only one."""
    desk = await guard.desk(request)
    views = await house(request).read(read.all_of_office)
    if len(views) == 1 and "all" not in request.query_params:
        return RedirectResponse(f"/office/c/{views[0].slug}", 303)
    now = house(request).clock()
    return page(
        "office/home.html", desk=desk, here="home", calls=[call_at(view, now) for view in views]
    )


@router.get("/office/c/{slug}")
async def dashboard(request: Request, slug: str) -> Response:
    """One consultation at a glance."""
    _, view, shown = await frame(request, slug, "dashboard")
    figures, clauses = await _loaded(request, view)
    return page(
        "office/dashboard.html",
        **shown,
        **overview(request, view, figures, clauses),
        beside=await house(request).read(apart, view.id),
        rows=_rows(clauses, figures.value, "undecided")[:12],
    )


@router.get("/office/c/{slug}/clauses")
async def clauses(request: Request, slug: str) -> Response:
    """The map large, and the same as a table."""
    _, view, shown = await frame(request, slug, "clauses")
    figures, found = await _loaded(request, view)
    sort = request.query_params.get("sort", "order")
    sort = sort if sort in SORTS else "order"
    rows = _rows(found, figures.value, sort, with_empty=True)
    listed = rows if len(rows) <= MOST_ROWS else [row for row in rows if row[1].comments]
    return page(
        "office/clauses.html",
        **shown,
        **overview(request, view, figures, found),
        rows=listed,
        left_out=len(rows) - len(listed),
        sort=sort,
    )


def overview(
    request: Request,
    view: ConsultationView,
    found: Counted[ConsultationFigures],
    clauses: Sequence[ClauseView],
) -> dict[str, Any]:
    """Map, arrivals and figures."""
    figures = found.value
    groups, steps = charts.clause_map(clauses, figures.by_clause)
    today = house(request).clock().astimezone(BEIJING).date()
    opens = view.opens_at.astimezone(BEIJING).date()
    return {
        "figures": figures,
        "counted_at": found.at,
        "map_groups": groups,
        "map_steps": steps,
        "arrivals": charts.arrivals(figures.by_day, opens, last_day(view.deadline), today),
    }


async def _loaded(
    request: Request, view: ConsultationView
) -> tuple[Counted[ConsultationFigures], list[ClauseView]]:
    figures = await counted(request, consultation_figures, view)
    return figures, await house(request).read(read.clauses_of, view.id)


async def counted(
    request: Request, work: Callable[[Any, int], T], view: ConsultationView
) -> Counted[T]:
    """Figures of a consultation, counted now or, where that takes long, some seconds ago."""
    now = house(request).clock()
    return await house(request).read(kept, work, view.id, _KEPT, now)


def _rows(
    clauses: Sequence[ClauseView],
    figures: ConsultationFigures,
    sort: str,
    *,
    with_empty: bool = False,
) -> list[tuple[ClauseView, ClauseFigures]]:
    rows = [
        (clause, figures.by_clause.get(clause.id, ClauseFigures(clause.id))) for clause in clauses
    ]
    kept = [row for row in rows if row[1].comments or (with_empty and row[0].text)]
    return sorted(kept, key=SORTS[sort])
