"""A copy of the draft that was sent back with changes: which lines differ, and of which clause."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from app.core.outline.values import Outline

_SHORTEST = 8
_FEWEST_LINES = 5
# So much of the draft stands in the file, line for line.
_SHARE = 0.6
_ALIKE = 55.0
MOST_CHANGES = 500


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the copy that the draft does not have. ``address``: of the clause whose line it is
    most like; None: it is like none."""

    line: str
    address: str | None


def changes(text: str, outline: Outline) -> tuple[Change, ...] | None:
    """What a copy of the draft has that the draft does not, in order; None if it is no copy."""
    own = _draft_lines(outline)
    long = {line for line in own if len(line) >= _SHORTEST}
    lines = [(line.strip(), _bare(line)) for line in text.split("\n") if line.strip()]
    there = long & {bare for _, bare in lines}
    if len(there) < max(_FEWEST_LINES, _SHARE * len(long)):
        return None
    gone = sorted(long - there)
    changed = [(line, bare) for line, bare in lines if bare and bare not in own][:MOST_CHANGES]
    return tuple(Change(line, _origin(bare, gone, own)) for line, bare in changed)


def _origin(bare: str, gone: list[str], own: dict[str, str | None]) -> str | None:
    found = process.extractOne(bare, gone, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return own[found[0]] if found else None


def _draft_lines(outline: Outline) -> dict[str, str | None]:
    """Each line of the draft, bare, with the address of the clause that it stands in."""
    lines: dict[str, str | None] = {}
    at = 0
    starts = sorted((clause.start, clause.address) for clause in outline.clauses)
    place, address = 0, None
    for line in outline.text.split("\n"):
        end = at + len(line)
        while place < len(starts) and starts[place][0] < max(end, at + 1):
            address = starts[place][1]
            place += 1
        if bare := _bare(line):
            lines.setdefault(bare, address)
        at = end + 1
    return lines


def _bare(line: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", line))
