"""Tying one segment: the strongest evidence first, and how sure that makes.

Numbers come first, words of the draft correct them; what is only alike comes last. From SURE
upwards nobody looks: only an explicit citation that fits one clause, an exact heading, or long
words of one clause alone reach it.
"""

from __future__ import annotations

from app.core.citations.by_likeness import likest
from app.core.citations.by_number import by_number, by_reference, unbased
from app.core.citations.by_words import (
    as_annex,
    as_preamble,
    as_whole,
    by_heading,
    by_line_number,
    by_quote,
    by_the_rest,
)
from app.core.citations.evidence import Evidence, Tie
from app.core.citations.index import Index
from app.core.citations.page import Page
from app.core.citations.segments import Segment


def tie(page: Page, draft: Index, segment: Segment, last: int | None, counted: bool) -> list[Tie]:
    """The clauses that a segment speaks about; one Tie to None where it speaks about none.

    ``counted``: the number at its start belongs to the writer's own counting.
    """
    evidence = Evidence(page, draft, segment, last)
    numbered = by_number(evidence)
    open_end = bool(numbered) and unbased(evidence, numbered)
    if numbered and not open_end:
        return numbered
    for rule in (as_whole, as_preamble, as_annex, by_heading, by_quote, by_reference):
        if (rule is not by_reference or not numbered) and (found := rule(evidence)):
            return found
    if numbered:
        alike = likest(evidence)
        return [alike] if alike else numbered
    if not counted and (found := by_line_number(evidence)):
        return found
    return [by_the_rest(evidence)]
