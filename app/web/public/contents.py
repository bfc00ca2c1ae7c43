"""The table of contents of a sheet, and what a further sheet is called in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.consultations.values import WHOLE_KIND, ClauseView
from app.web.present import printed
from app.web.sheets import Sheet

DEEPEST = 3
_LEFT_OUT = (WHOLE_KIND, "dash", "paragraph", "preamble")


@dataclass(slots=True)
class Entry:
    """A line of the table of contents with what stands below it."""

    clause: ClauseView
    below: list[Entry] = field(default_factory=list)


def contents(clauses: Sequence[ClauseView]) -> list[Entry]:
    """The table of contents: three levels, without dash items and paragraphs."""
    roots: list[Entry] = []
    entries: dict[int, Entry] = {}
    for one in clauses:
        if one.kind in _LEFT_OUT or one.depth > DEEPEST:
            continue
        entries[one.id] = entry = Entry(one)
        above = entries.get(one.parent_id or 0)
        (above.below if above else roots).append(entry)
    return roots


def span_of(sheet: Sheet) -> str:
    """A sheet in the list of all: its first and its last clause with a number, ``第一章—第二章``."""
    listed = [one for one in sheet.clauses if one.kind not in _LEFT_OUT]
    least = min((one.depth for one in listed), default=1)
    top = [one for one in listed if one.depth == least]
    names = [printed(one.label) or one.heading for one in (top[:1] + top[-1:])]
    return "—".join(dict.fromkeys(names)) or f"第{sheet.number}页"
