"""How a demand came to be: the whole comment, a part that staff cut, what a copy adds of its own."""

from __future__ import annotations

from collections.abc import Iterable

from app.storage.models import Demand

WHOLE, SPLIT, ADDITION = "whole", "split", "addition"
# A part that staff cut, and that the letter of its comment does not have.
OWN = "own"
CUT = (SPLIT, OWN)
ADDED = (ADDITION, OWN)


def of_part(span: tuple[int, int], before: Iterable[Demand]) -> str:
    """What a part is that staff cut out of a comment with these demands: own if most of it is."""
    start, end = span
    inside = sum(
        max(0, min(end, one.end) - max(start, one.start))
        for one in before
        if one.origin in ADDED and one.start is not None and one.end is not None
    )
    return OWN if 2 * inside > end - start else SPLIT
