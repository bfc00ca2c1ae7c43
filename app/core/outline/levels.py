"""Which numbering style stands above which, found in the document itself.

Where a style starts again at one after another one came, that other one stands above it; where it
goes on counting, it does not. What the document does not show is decided by what is usual
(``Style.rank``), and for articles, which usually hold lists, by what comes first.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.core.outline.labels import Label
from app.core.outline.styles import ARTICLE, Style
from app.core.outline.votes import votes_of

Ranks = dict[str, int]
_STEP = 10


def find_ranks(labels: Iterable[Label]) -> Ranks:
    """The rank of each style among ``labels``, in their order: the smaller, the higher."""
    first: dict[str, int] = {}
    styles: dict[str, Style] = {}
    above = votes_of(labels, first, styles)
    order: list[str] = []
    for name in sorted(styles, key=lambda name: (styles[name].rank, first[name])):
        at = len(order)
        while at and _stands_above(name, order[at - 1], above, first, styles):
            at -= 1
        order.insert(at, name)
    return {name: _STEP * (at + 1) for at, name in enumerate(order)}


def _stands_above(
    name: str,
    other: str,
    votes: dict[tuple[str, str], int],
    first: dict[str, int],
    styles: dict[str, Style],
) -> bool:
    """Whether a style stands above one that usually stands above it."""
    if styles[other].heads or styles[name].heads or not styles[name].ordered:
        return False
    up, down = votes.get((name, other), 0), votes.get((other, name), 0)
    if other == ARTICLE.name and up <= 0 and down < 0:
        return first[name] < first[other]
    return up > 0 and up > down and down <= 0
