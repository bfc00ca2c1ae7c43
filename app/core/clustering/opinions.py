"""Opinions: groups that want the same thing, as far as words tell.

One point for each family in each block, so that a hundred copies weigh as one voice when the
likeness of two groups is measured. What has no like stays alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.core.clustering.blocks import Blocks
from app.core.clustering.likeness import Likeness
from app.core.clustering.linking import DENSE, NO_HOME, SEVERAL, Law, link_dense, link_sparse
from app.core.clustering.vectors import Matrix

# Groups are one at this ratio of the likeness that one pair in ten of the clause has, within
# bounds: what counts as alike depends on how much a clause's words are known. Chosen on
# tests/data/opinions (benchmarks/opinions.py); as good with half of the thesaurus, or with more.
RATIO, _ONE_IN_TEN, _LOWEST, _HIGHEST = 1.12, 0.9, 0.16, 0.25
_LOOKED_AT = 500
# For plain vectors, which huge clauses are linked by.
_PLAIN = 0.075
# Under a dozen points no grouping is forced: only plainly alike ones meet.
_FEW, _FEW_THRESHOLD = 12, 0.5
# Items that were one opinion in the last run are a little more alike, others a little less:
# grouping again must not shuffle what a drafter has begun to read.
_STAY, _STRANGE = 0.3, 0.08


@dataclass(frozen=True, slots=True)
class Points:
    """What is linked: ``ids`` are representatives' item ids, one for each family in each block.

    ``block`` and ``before`` (the opinion of the last run, -1: none) are parallel to ``ids``.
    """

    ids: tuple[int, ...]
    block: tuple[int, ...]
    before: tuple[int, ...]


def points(families: Mapping[int, int], blocks: Blocks, previous: Mapping[int, int]) -> Points:
    """The points of all items of ``families``, in ascending order of their ids."""
    found: dict[tuple[int, int], int] = {}
    before: dict[tuple[int, int], int] = {}
    for id_ in sorted(families):
        key = (blocks.of(id_), families[id_])
        found.setdefault(key, id_)
        if families[id_] == id_:
            found[key] = id_
        if id_ in previous:
            before.setdefault(key, previous[id_])
    order = sorted(found, key=found.__getitem__)
    return Points(
        tuple(found[key] for key in order),
        tuple(key[0] for key in order),
        tuple(before.get(key, -1) for key in order),
    )


def link(
    matrix: Matrix, given: Points, blocks: Blocks, likeness: Likeness | None = None
) -> list[int]:
    """A cluster number for each point; points of one block share it, apart ones never do.

    ``matrix``: vectors of the points; ``likeness`` of the points, None for so many that the
    vectors alone must do.
    """
    if not given.ids:
        return []
    if len(given.ids) < _FEW:
        threshold = _FEW_THRESHOLD
    else:
        threshold = _PLAIN if likeness is None else border(likeness)
    number = {block: at for at, block in enumerate(dict.fromkeys(given.block))}
    start = [number[block] for block in given.block]
    if len(given.ids) > DENSE:
        start = _kept(start, given.before, {number[block] for block in blocks.under_law(number)})
    law = _law(number, start, given.before, blocks)
    if len(given.ids) <= DENSE:
        alike = likeness.whole() if likeness else (matrix @ matrix.T).toarray()
        every = np.arange(len(given.ids))
        pulls = likeness.agreement(every, every) if likeness else None
        return link_dense(_with_memory(alike, given.before), start, law, threshold, pulls)
    return link_sparse(matrix, start, _settled(law, start), threshold, likeness)


def border(likeness: Likeness, ratio: float = RATIO) -> float:
    """The likeness at which two groups of these points are one."""
    chosen = np.unique(np.linspace(0, likeness.number - 1, _LOOKED_AT).astype(int))
    return border_of(likeness.block(chosen, chosen), ratio)


def border_of(alike: Any, ratio: float = RATIO) -> float:
    """The same from the likeness of some points, shape (n, n)."""
    pairs = alike[np.triu_indices(len(alike), 1)]
    common = float(np.quantile(pairs, _ONE_IN_TEN)) if len(pairs) else 0.0
    return min(_HIGHEST, max(_LOWEST, round(ratio * common, 6)))


def _with_memory(likeness: Any, before: Sequence[int]) -> Any:
    last = np.asarray(before)
    known = (last[:, None] >= 0) & (last[None, :] >= 0)
    same = last[:, None] == last[None, :]
    return likeness + _STAY * (known & same) - _STRANGE * (known & ~same)


def _law(
    number: Mapping[int, int], start: Sequence[int], before: Sequence[int], blocks: Blocks
) -> Law:
    apart = [(number[a], number[b]) for a, b in blocks.apart_pairs() if a in number and b in number]
    homes = [NO_HOME] * (max(start) + 1)
    for cluster, opinion in zip(start, before, strict=True):
        if opinion != NO_HOME and homes[cluster] != opinion:
            homes[cluster] = opinion if homes[cluster] == NO_HOME else SEVERAL
    bound = set()
    for block, cluster in number.items():
        if (anchor := blocks.anchor(block)) is not None:
            homes[cluster] = anchor
            bound.add(cluster)
    return Law(apart, homes, frozenset(bound))


def _settled(law: Law, start: Sequence[int]) -> Law:
    """Above the dense limit two opinions of the last run stay two, until staff merge them.

    What was alone there is free to join.
    """
    sizes = Counter(start)
    homes = [
        home if cluster in law.bound or sizes[cluster] > 1 else NO_HOME
        for cluster, home in enumerate(law.homes)
    ]
    settled = {cluster for cluster, home in enumerate(homes) if home not in (NO_HOME, SEVERAL)}
    return Law(law.apart, homes, law.bound | settled)


def _kept(start: Sequence[int], before: Sequence[int], law: set[int]) -> list[int]:
    """Above the dense limit an opinion of the last run starts as one cluster.

    But for clusters that staff spoke about (``law``). The result is numbered as ``start``, with
    gaps for those that went into another.
    """
    home: dict[int, int] = {}
    moved: dict[int, int] = {}
    for cluster, opinion in zip(start, before, strict=True):
        if opinion != NO_HOME and cluster not in law and cluster not in moved:
            moved[cluster] = home.setdefault(opinion, cluster)
    return [moved.get(cluster, cluster) for cluster in start]


def members(
    families: Mapping[int, int], blocks: Blocks, given: Points, clusters: Sequence[int]
) -> list[tuple[int, ...]]:
    """The items of each cluster, ascending; clusters in the order of their first points."""
    of_block = dict(zip(given.block, clusters, strict=True))
    groups: dict[int, list[int]] = defaultdict(list)
    for id_ in sorted(families):
        groups[of_block[blocks.of(id_)]].append(id_)
    return [tuple(group) for group in groups.values()]
