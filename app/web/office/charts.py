"""Pictures of numbers, as plain values for the templates: the map's steps, bars by day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.consultations.values import WHOLE_KIND, ClauseView
from app.opinions.figure_values import ClauseFigures

_ROUND = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
MEASURES: Mapping[str, Callable[[ClauseFigures], int]] = {
    "comments": lambda one: one.comments,
    "people": lambda one: one.people,
    "undecided": lambda one: one.undecided_groups + one.undecided_singles,
    "unread": lambda one: one.comments - one.read,
}
HEIGHT = 40
WIDTH = 360
MOST_BARS = 60


@dataclass(frozen=True, slots=True)
class Cell:
    """A clause in the map: what stands in the cell, its colour step 0 to 4, its figures."""

    clause: ClauseView
    words: str
    step: int
    figures: ClauseFigures
    value: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """A day: where its bar stands in a picture of 360 × 42, and its number."""

    day: date
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Bars by day with the finding in words."""

    bars: tuple[Bar, ...]
    first: date
    last: date
    most: Bar | None
    today_x: float | None

    @property
    def finding(self) -> str:
        """What the picture shows, in a sentence."""
        if self.most is None:
            return "还没有收到意见"
        total = sum(bar.count for bar in self.bars)
        most = self.most
        return f"共{total}条，最多的一天是{most.day.month}月{most.day.day}日，{most.count}条"


def limits(most: int) -> tuple[int, int, int, int]:
    """From how many comments a cell takes steps 1 to 4: round numbers that suit the largest."""
    if most <= 4:
        return 1, 2, 3, 4
    wanted = [
        1,
        *(
            next(n for n in reversed(_ROUND) if n <= max(most * part, 1))
            for part in (0.15, 0.35, 0.7)
        ),
    ]
    for place in range(1, 4):
        if wanted[place] <= wanted[place - 1]:
            wanted[place] = next(n for n in _ROUND if n > wanted[place - 1])
    return wanted[0], wanted[1], wanted[2], wanted[3]


def clause_map(
    clauses: Sequence[ClauseView], figures: Mapping[int, ClauseFigures], by: str = "comments"
) -> tuple[list[tuple[str, list[Cell]]], tuple[int, int, int, int]]:
    """The cells by part, and the limits of the steps. A clause has a cell if it has words of its
    own or comments. ``by``: comments, people, undecided or unread."""
    measure = MEASURES[by]
    most = max((measure(one) for one in figures.values()), default=0)
    steps = limits(most)
    groups: list[tuple[str, list[Cell]]] = []
    key, named = ("", ""), ""
    for clause in clauses:
        top = _top(clause)
        found = figures.get(clause.id, ClauseFigures(clause.id))
        if not (clause.text or clause.kind in (WHOLE_KIND, "article") or found.comments):
            continue
        if clause.kind in ("paragraph", "item", "subitem", "dash") and not found.comments:
            continue
        if not groups or key != (clause.draft, top):
            # A draft is named once, where it begins.
            name = f"《{clause.draft}》" if clause.draft and clause.draft != named else ""
            groups.append((name + top, []))
            key, named = (clause.draft, top), clause.draft
        value = measure(found)
        step = sum(value >= limit for limit in steps)
        groups[-1][1].append(Cell(clause, _cell_words(clause), step, found, value))
    return groups, steps


def arrivals(
    by_day: Sequence[tuple[date, int]], opens: date, closes: date, today: date
) -> Arrivals:
    """A bar a day from the opening to the deadline (or as far as something came)."""
    days = dict(by_day)
    first = min([opens, *days])
    last = max([closes, *days])
    length = (last - first).days + 1
    each = max(1, -(-length // MOST_BARS))
    slots = -(-length // each)
    width = WIDTH / slots
    top = 0
    sums = []
    for slot in range(slots):
        start = first + timedelta(days=slot * each)
        count = sum(days.get(start + timedelta(days=n), 0) for n in range(each))
        sums.append((start, count))
        top = max(top, count)
    bars = tuple(
        Bar(
            start,
            count,
            round(slot * width, 1),
            round(HEIGHT - HEIGHT * count / top, 1) if top else HEIGHT,
            round(max(width - 2, 1), 1),
            round(HEIGHT * count / top, 1) if top else 0,
        )
        for slot, (start, count) in enumerate(sums)
    )
    most = max(bars, key=lambda bar: bar.count) if top else None
    inside = first <= today <= last
    today_x = round(((today - first).days + 1) / each * width, 1) if inside else None
    return Arrivals(bars, first, last, most, today_x)


def _top(clause: ClauseView) -> str:
    """What a clause is grouped by in the map: the part it stands in. Of several drafts the articles
    that stand in none are one group."""
    top = clause.own_address.split("/")[0]
    alone = top == clause.own_address and clause.kind in ("article", WHOLE_KIND)
    return "" if clause.draft and alone else top


def _cell_words(clause: ClauseView) -> str:
    step = clause.address.rpartition("/")[2]
    if clause.kind == WHOLE_KIND:
        return "全"
    if clause.kind == "preamble":
        return "序"
    return step.strip("()").removeprefix("第").removesuffix("条")[:3]
