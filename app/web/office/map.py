"""条款地图: which clauses, which opinions, when they came; pictures drawn here, tables below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.consultations import read
from app.consultations.values import ClauseView
from app.core.deadline import BEIJING, last_day
from app.opinions.figures import consultation_figures
from app.opinions.overview import NAMED, ClauseOverview, overview
from app.web.office import charts
from app.web.office.dashboard import counted
from app.web.office.frame import frame
from app.web.pages import house, page

router = APIRouter()
MEASURES = {
    "comments": ("意见", "条"),
    "people": ("人", "人"),
    "undecided": ("未处理", "个"),
    "unread": ("待读", "条"),
}
CELL, GAP = 18, 2
MOST_DAYS = 45
# Room for the words above a column.
HEAD_WIDTH = 80


@dataclass(frozen=True, slots=True)
class Shade:
    """A cell of the calendar: place in pixels, colour step, number."""

    x: int
    y: int
    step: int
    count: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """Clauses by days; ``shaded``: how far these go, in pixels; ``heads``: the days over every seventh column; ``rows``: clause and sum."""

    width: int
    shaded: int
    height: int
    cells: tuple[Shade, ...]
    heads: tuple[tuple[int, date], ...]
    rows: tuple[tuple[int, ClauseView, ClauseOverview], ...]
    steps: tuple[int, int, int, int]
    finding: str


@router.get("/office/c/{slug}/map")
async def show(request: Request, slug: str) -> Response:
    """The map by one measure, the opinions of the busiest clauses, the calendar."""
    _, view, shown = await frame(request, slug, "clauses")
    by = request.query_params.get("by", "comments")
    by = by if by in MEASURES else "comments"
    ask = house(request).read
    counts = await counted(request, consultation_figures, view)
    figures = counts.value
    clauses = await ask(read.clauses_of, view.id)
    found = (await counted(request, overview, view)).value
    groups, steps = charts.clause_map(clauses, figures.by_clause, by)
    names = {clause.id: clause for clause in clauses}
    today = house(request).clock().astimezone(BEIJING).date()
    opens = view.opens_at.astimezone(BEIJING).date()
    rows = [(names[one.clause_id], one) for one in found if one.clause_id in names]
    return page(
        "office/map.html",
        **shown,
        figures=figures,
        counted_at=counts.at,
        by=by,
        measures=MEASURES,
        map_groups=groups,
        map_steps=steps,
        rows=rows[:NAMED],
        more=max(len(rows) - NAMED, 0),
        most=max((one.comments for one in found), default=1),
        calendar=calendar(rows[:NAMED], opens, min(today, last_day(view.deadline))),
        arrivals=charts.arrivals(figures.by_day, opens, last_day(view.deadline), today),
    )


def calendar(
    rows: Sequence[tuple[ClauseView, ClauseOverview]], first: date, last: date
) -> Calendar | None:
    """The rows' days as cells; the newest 45 days where there are more. None without rows."""
    days = {day for _, one in rows for day, _ in one.by_day}
    if not days:
        return None
    end = max(last, *days)
    start = max(min(first, *days), end - timedelta(days=MOST_DAYS - 1))
    length = (end - start).days + 1
    most = max(count for _, one in rows for _, count in one.by_day)
    steps = charts.limits(most)
    cells = tuple(
        Shade(
            (day - start).days * (CELL + GAP),
            at * (CELL + GAP),
            sum(count >= limit for limit in steps),
            count,
        )
        for at, (_, one) in enumerate(rows)
        for day, count in one.by_day
        if day >= start
    )
    busiest = max(
        ((count, clause, day) for clause, one in rows for day, count in one.by_day),
        key=lambda found: (found[0], found[2]),
    )
    words = f"{busiest[2].month}月{busiest[2].day}日{busiest[1].address}最多，{busiest[0]}条"
    heads = tuple((n * (CELL + GAP), start + timedelta(days=n)) for n in range(0, length, 7))
    return Calendar(
        width=max(length * (CELL + GAP), heads[-1][0] + HEAD_WIDTH),
        shaded=length * (CELL + GAP),
        height=len(rows) * (CELL + GAP),
        cells=cells,
        heads=heads,
        rows=tuple((at * (CELL + GAP), *row) for at, row in enumerate(rows)),
        steps=steps,
        finding=words,
    )
