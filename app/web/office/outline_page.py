"""What the page of an outline prints: a sheet of its clauses, its source, where doubts lead."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

from app.core.outline.sheets import sheets
from app.core.outline.values import Clause, Outline
from app.locale.mending import ASIDES
from app.locale.outline import DOUBTS
from app.web.office.source import segments

# A doubt in every line is told once for all: more than these nobody reads.
MOST_DOUBTS = 100


@dataclass(frozen=True, slots=True)
class SheetLink:
    """A sheet in the list of them: its number from 1, its first and last clause in words."""

    number: int
    first: str
    last: str


def outline_values(outline: Outline, opened: Clause | None, wanted: int) -> dict[str, Any]:
    """The sheet with the opened clause, else the ``wanted`` one (from 1), with its source."""
    clauses = outline.clauses
    depths = [clause.address.count("/") + 1 for clause in clauses]
    cut = sheets(depths)
    at = min(max(wanted, 1), len(cut)) - 1
    if opened is not None:
        at = _sheet_of(cut, clauses.index(opened))
    places = cut[at]
    starts = [clause.start for clause in clauses]
    first = clauses[places.start].start if at and places else 0
    last = clauses[places.stop].start if places.stop < len(clauses) else len(outline.text)
    return {
        "count": len(clauses),
        "clauses": [(clauses[place], depths[place]) for place in places],
        "sheets": [
            SheetLink(number, _words(clauses[one.start]), _words(clauses[one.stop - 1]))
            for number, one in enumerate(cut, start=1)
            if one
        ],
        "sheet": at + 1,
        "opened": opened,
        "segments": segments(outline, opened, first, last),
        "doubt_count": len(outline.doubts),
        "doubts": [
            (DOUBTS[doubt.code].format(words=doubt.words), _place_of(outline, starts, doubt.at))
            for doubt in outline.doubts[:MOST_DOUBTS]
        ],
        "asides": [(ASIDES[one.role], one.title) for one in outline.asides if one.role != "title"],
    }


def _sheet_of(cut: list[range], place: int) -> int:
    return next((at for at, one in enumerate(cut) if place in one), 0)


def _words(clause: Clause) -> str:
    top = clause.address.split("/")[0]
    return top if clause.label else clause.heading or top


def _place_of(outline: Outline, starts: list[int], offset: int) -> str:
    """Where a link to a place in the text leads: to its clause, opened, or to the source."""
    at = bisect_right(starts, offset) - 1
    if at >= 0 and offset < outline.clauses[at].end:
        slug = outline.clauses[at].slug
        return f"row={slug}#r-{slug}"
    found = [one.start for one in outline.asides if one.start <= offset < one.end]
    return f"#a-{found[0]}" if found else ""
