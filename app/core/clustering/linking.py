"""Average link with law: what starts together stays so, what is kept apart never meets.

Two engines with one meaning. Up to ``DENSE`` points the whole matrix of likeness is kept;
above, only each point's nearest neighbours, all other pairs counting as unlike.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.core.clustering.likeness import Likeness
from app.core.clustering.values import Pair
from app.core.clustering.vectors import Matrix

NO_HOME, SEVERAL = -1, -2

DENSE = 2_500
_NEIGHBOURS = 40
_CHUNK = 512
_NEVER = -np.inf
# Chosen on tests/data/opinions: from 0.5 to 1 groups are as good, at 0 (plain average) F1 is .02
# less: two comments that share one sentence met before either met its own.
_DOUBT = 0.7
# How much less like two groups are that pull against each other (see ``against``), and how much of
# it is but a slip in reading. Chosen on tests/data/opinions and benchmarks/fields, flat around it.
_AGAINST, _SLIP = 15.0, 0.04


@dataclass(frozen=True, slots=True)
class Law:
    """What may not be linked, by numbers of first clusters.

    ``apart``: pairs. ``homes``: the opinion each first cluster is from (``NO_HOME``, ``SEVERAL``),
    empty for none at all. ``bound``: clusters that staff gave their home. Into an opinion that
    staff made come only clusters without another home: what people have seen elsewhere stays
    there.
    """

    apart: Sequence[Pair] = ()
    homes: Sequence[int] = ()
    bound: frozenset[int] = field(default_factory=frozenset)


def link_dense(
    likeness: Any, start: Sequence[int], law: Law, threshold: float, agreement: Any = None
) -> list[int]:
    """A cluster for each point.

    ``likeness`` and ``agreement`` (None: nothing is known of it): shape (n, n), symmetric;
    ``start``: each point's first cluster, numbered from 0 without gaps. Clusters are merged while
    ``shrunk`` of the best two, less what they pull ``against`` each other, is at least
    ``threshold``.
    """
    from scipy import sparse

    number = max(start, default=-1) + 1
    sizes = np.bincount(start, minlength=number).astype(float)
    member = sparse.csr_matrix(
        (np.ones(len(start)), (list(start), range(len(start)))), shape=(number, len(start))
    )
    sums = _summed(member, likeness)
    pulls = None if agreement is None else _summed(member, agreement)
    for a, b in law.apart:
        sums[a, b] = sums[b, a] = _NEVER
    homes = np.asarray(law.homes)
    for one in law.bound:
        elsewhere = (homes != NO_HOME) & (homes != homes[one])
        sums[one, elsewhere] = sums[elsewhere, one] = _NEVER
    np.fill_diagonal(sums, _NEVER)
    parent = _merged(sums, pulls, sizes, threshold)
    return [_root(parent, cluster) for cluster in start]


def shrunk(total: Any, pairs: Any) -> Any:
    """The average likeness of two clusters, less where few pairs vouch for it.

    ``total``: sum over their ``pairs``. As if ``_DOUBT`` of a pair more were wholly unlike.
    """
    return total / (pairs + _DOUBT)


def against(total: Any, pairs: Any) -> Any:
    """What is left of the likeness of two clusters whose texts pull against each other: 1 where
    they do not. ``total``: sum of the agreement of their ``pairs``.

    Of the mean of all pairs, not pair by pair: of two camps few comments say openly what they are
    against, and those speak for the others.
    """
    return np.exp(_AGAINST * np.minimum(0.0, total / pairs + _SLIP))


def _summed(member: Any, pairs: Any) -> Any:
    sums = np.asarray(member @ (member @ pairs).T)
    return (sums + sums.T) / 2


def _merged(sums: Any, pulls: Any, sizes: Any, threshold: float) -> list[int]:
    """Each cluster's parent, itself if it was merged into none; what is given goes."""
    number = len(sizes)
    parent = list(range(number))
    if number < 2:
        return parent
    values = shrunk(sums, np.outer(sizes, sizes))
    if pulls is not None:
        values *= against(pulls, np.outer(sizes, sizes))
    near = values.argmax(axis=1)
    best = values[np.arange(number), near]
    while True:
        a = int(best.argmax())
        if best[a] < threshold:
            return parent
        keep, gone = sorted((a, int(near[a])))
        parent[gone] = keep
        sums[keep] += sums[gone]
        sums[:, keep] = sums[keep]
        sizes[keep] += sizes[gone]
        values[keep] = shrunk(sums[keep], sizes[keep] * sizes)
        if pulls is not None:
            pulls[keep] += pulls[gone]
            pulls[:, keep] = pulls[keep]
            values[keep] *= against(pulls[keep], sizes[keep] * sizes)
        values[keep, keep] = _NEVER
        values[:, keep] = values[keep]
        # A row of sums that is never stays so when it is added to.
        sums[gone] = sums[:, gone] = values[gone] = values[:, gone] = _NEVER
        best[gone] = _NEVER
        _look_again(values, near, best, keep, gone)


def _look_again(values: Any, near: Any, best: Any, keep: int, gone: int) -> None:
    """Each row's best after a merge: anew where it was one of the merged, else the better one."""
    stale = np.flatnonzero(((near == keep) | (near == gone)) & (best > _NEVER))
    stale = np.union1d(stale, [keep])
    near[stale] = values[stale].argmax(axis=1)
    best[stale] = values[stale, near[stale]]
    better = np.flatnonzero(values[:, keep] > best)
    near[better], best[better] = keep, values[better, keep]


def link_sparse(
    matrix: Matrix,
    start: Sequence[int],
    law: Law,
    threshold: float,
    likeness: Likeness | None = None,
) -> list[int]:
    """As ``link_dense``, from the vectors themselves, in memory that grows with the points.

    With ``likeness`` the vectors only say which pairs are looked at, and it says how alike.
    """
    number = max(start, default=-1) + 1
    clusters = _Clusters(np.bincount(start, minlength=number).tolist(), law)
    near = _near_pairs(matrix)
    unjudged = ((a, b, value, 0.0) for a, b, value in near)
    for a, b, value, agreement in unjudged if likeness is None else _judged(near, likeness):
        clusters.add(start[a], start[b], value, agreement)
    clusters.link(threshold)
    return [_root(clusters.parent, cluster) for cluster in start]


class _Clusters:
    """Sums of likeness between clusters, and a heap of what may be merged next."""

    def __init__(self, sizes: list[int], law: Law) -> None:
        self.parent = list(range(len(sizes)))
        self._sizes = sizes
        self._sums: list[dict[int, float]] = [{} for _ in sizes]
        # Of those of them that pull for or against each other.
        self._pulls: list[dict[int, float]] = [{} for _ in sizes]
        self._homes = list(law.homes) or [NO_HOME] * len(sizes)
        self._bound = set(law.bound)
        self._apart: list[set[int]] = [set() for _ in sizes]
        for a, b in law.apart:
            self._apart[a].add(b)
            self._apart[b].add(a)

    def add(self, a: int, b: int, value: float, agreement: float = 0.0) -> None:
        if a != b and not self._kept_apart(a, b):
            for one, other in ((a, b), (b, a)):
                self._sums[one][other] = self._sums[one].get(other, 0.0) + value
                if agreement:
                    self._pulls[one][other] = self._pulls[one].get(other, 0.0) + agreement

    def _kept_apart(self, a: int, b: int) -> bool:
        if b in self._apart[a]:
            return True
        one, other = self._homes[a], self._homes[b]
        if a not in self._bound and b not in self._bound:
            return False
        return one != other and NO_HOME not in (one, other)

    def link(self, threshold: float) -> None:
        """Averages on the heap are never too small; one that is too great goes back."""
        heap = [
            (-self._average(a, b), a, b) for a, near in enumerate(self._sums) for b in near if a < b
        ]
        heap = [entry for entry in heap if -entry[0] >= threshold]
        heapq.heapify(heap)
        while heap:
            value, a, b = heapq.heappop(heap)
            if b not in self._sums[a]:
                continue
            now = self._average(a, b)
            if now < -value:
                if now >= threshold:
                    heapq.heappush(heap, (-now, a, b))
                continue
            for pair in self._merge(a, b):
                if (average := self._average(*pair)) >= threshold:
                    heapq.heappush(heap, (-average, *pair))

    def _average(self, a: int, b: int) -> float:
        # As ``shrunk`` and ``against``; called a hundred times a point.
        pairs = self._sizes[a] * self._sizes[b]
        value = self._sums[a][b] / (pairs + _DOUBT)
        pull = self._pulls[a].get(b, 0.0) / pairs + _SLIP
        return value if pull >= 0 else value * math.exp(_AGAINST * pull)

    def _merge(self, a: int, b: int) -> list[Pair]:
        """Make two clusters one; the pairs whose average may have grown."""
        keep, gone = (a, b) if len(self._sums[a]) >= len(self._sums[b]) else (b, a)
        self.parent[gone] = keep
        self._sizes[keep] += self._sizes[gone]
        for other in self._apart[gone]:
            self._apart[other].add(keep)
            self._apart[keep].add(other)
        if self._homes[gone] not in (NO_HOME, self._homes[keep]):
            unknown = self._homes[keep] == NO_HOME
            self._homes[keep] = self._homes[gone] if unknown else SEVERAL
        if gone in self._bound:
            self._bound.add(keep)
        del self._sums[keep][gone]
        for other, value in self._sums[gone].items():
            if other != keep:
                del self._sums[other][gone]
                self._sums[other][keep] = self._sums[keep][other] = (
                    self._sums[keep].get(other, 0.0) + value
                )
        for other, pull in self._pulls[gone].items():
            self._pulls[other].pop(gone, None)
            if other != keep:
                self._pulls[other][keep] = self._pulls[keep][other] = (
                    self._pulls[keep].get(other, 0.0) + pull
                )
        for other in [other for other in self._sums[keep] if self._kept_apart(keep, other)]:
            del self._sums[keep][other], self._sums[other][keep]
        # A greater cluster pulls less against others, all in all: those averages may grow too.
        opposed = [other for other, pull in self._pulls[keep].items() if pull < 0]
        touched = sorted({*self._sums[gone], *opposed})
        self._sums[gone], self._pulls[gone] = {}, {}
        return [
            (min(keep, other), max(keep, other)) for other in touched if other in self._sums[keep]
        ]


def _near_pairs(matrix: Matrix) -> Iterable[tuple[int, int, float]]:
    """Pairs (a, b, likeness), a < b, in which one is among the other's nearest."""
    across = matrix.T.tocsr()
    seen: dict[int, float] = {}
    number = matrix.shape[0]
    for first in range(0, number, _CHUNK):
        block = matrix[first : first + _CHUNK] @ across
        for row in range(block.shape[0]):
            begin, end = block.indptr[row], block.indptr[row + 1]
            columns, values = block.indices[begin:end], block.data[begin:end]
            if len(values) > _NEIGHBOURS + 1:
                chosen = np.argpartition(values, -_NEIGHBOURS - 1)[-_NEIGHBOURS - 1 :]
                columns, values = columns[chosen], values[chosen]
            here = first + row
            for column, value in zip(columns.tolist(), values.tolist(), strict=True):
                if column != here:
                    seen[min(here, column) * number + max(here, column)] = value
    return ((*divmod(key, number), seen[key]) for key in sorted(seen))


def _judged(
    pairs: Iterable[tuple[int, int, float]], likeness: Likeness
) -> Iterator[tuple[int, int, float, float]]:
    found = list(pairs)
    rows = np.fromiter((a for a, _, _ in found), np.int64, len(found))
    columns = np.fromiter((b for _, b, _ in found), np.int64, len(found))
    values = likeness.pairs(rows, columns)
    agreement = likeness.agreements(rows, columns)
    return zip(rows.tolist(), columns.tolist(), values.tolist(), agreement.tolist(), strict=True)


def _root(parent: list[int], cluster: int) -> int:
    while parent[cluster] != cluster:
        cluster = parent[cluster]
    return cluster
