"""The source text of a draft in the pieces of its outline, to be shown beside it."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.outline.values import Clause, Outline
from app.locale.mending import ASIDES

LONGEST_SHOWN = 400_000
AROUND = 12


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the source: of a clause (``slug``), or of what is none (``aside``: what it is).
    ``start``: its offset in the text."""

    text: str
    slug: str
    aside: str
    here: bool
    start: int


def segments(outline: Outline, opened: Clause | None, first: int, last: int) -> list[Segment]:
    """The text from ``first`` to ``last`` in order, as far as a page can hold it: only what belongs
    to this draft, where its file has several."""
    spans = [(one.start, one.end, one.slug, "") for one in outline.clauses]
    spans += [(one.start, one.end, "", ASIDES[one.role]) for one in outline.asides]
    slug = opened.slug if opened else None
    found = []
    shown = 0
    for start, end, name, aside in sorted(spans):
        if start < first or start >= last or shown >= LONGEST_SHOWN:
            continue
        if outline.text[start:end].strip():
            here = bool(name) and name == slug
            found.append(Segment(outline.text[start:end], name, aside, here, start))
            shown += end - start
    return found


def around(text: str, place: int) -> tuple[str, str, str]:
    """What stands before, at and after an offset, on its line."""
    before = text[max(place - AROUND, 0) : place].rpartition("\n")[2]
    after = text[place + 1 : place + 1 + AROUND].partition("\n")[0]
    return before, text[place], after
