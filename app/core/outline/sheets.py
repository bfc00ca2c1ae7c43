"""A long outline in sheets that a page can hold."""

from __future__ import annotations

from collections.abc import Sequence

MOST = 400
# A sheet that is so full ends before the next clause of the top level; a full one before any of the
# second; what has neither in reach is cut where it is full by half again.
_FULL_ENOUGH = MOST // 2
_OVERFULL = MOST + MOST // 2


def sheets(depths: Sequence[int]) -> list[range]:
    """Places of clauses, cut before a clause as high up as can be; one sheet for most drafts.

    ``depths`` of the clauses in order, 1 at the top.
    """
    found = []
    start = 0
    if len(depths) > MOST:
        for at, depth in enumerate(depths):
            length = at - start
            ends = (
                (depth <= 1 and length >= _FULL_ENOUGH)
                or (depth <= 2 and length >= MOST)
                or length >= _OVERFULL
            )
            if ends:
                found.append(range(start, at))
                start = at
    return [*found, range(start, len(depths))]
