"""More demands on a clause than can be held against each other: a core is linked, the rest joins.

The core is what the law and the last run speak of, the letters with most copies, and a sample of
the others (the same in every run). Every other demand joins the group it is most like by its
character pairs, if it is as like as members are and does not pull against them, or stays alone:
work and memory grow with the number of demands, not with that of their pairs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.clustering.blocks import Blocks
from app.core.clustering.forms import as_codes, forms, separators
from app.core.clustering.leaning import Leaning
from app.core.clustering.opinions import Points

# So many points are linked; with all that is looked at in them this takes some seconds.
CORE = 3_000
# Of each block under law, and of each opinion of the last run, so many stand in the core.
_SPOKEN_FOR = 3
ALONE = -1
_BUCKETS = 1 << 18
_FEATURES, _LONGEST = 96, 600
_CHUNK = 20_000
_ONE, _TWO, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(31)
Numbers = NDArray[np.int64]


def core(given: Points, blocks: Blocks, copies: Mapping[int, int], most: int = CORE) -> list[int]:
    """Numbers of the points that are linked, ascending: all, if they are few.

    ``copies``: how many copies the family of an item has.
    """
    number = len(given.ids)
    if number <= most:
        return list(range(number))
    chosen: set[int] = set()
    spoken: Counter[tuple[str, int]] = Counter()
    law = set(blocks.under_law(dict.fromkeys(given.block)))
    for at in range(number):
        names = [("block", given.block[at])] if given.block[at] in law else []
        if given.before[at] >= 0:
            names.append(("opinion", given.before[at]))
        if any(spoken[name] < _SPOKEN_FOR for name in names):
            spoken.update(names)
            chosen.add(at)
    order = sorted(
        range(number), key=lambda at: (-copies.get(given.ids[at], 1), _shuffled(given.ids[at]))
    )
    for at in order:
        if len(chosen) >= most:
            break
        chosen.add(at)
    return sorted(chosen)


def _shuffled(id_: int) -> int:
    """An order that has nothing to do with when a comment came, and is always the same."""
    return (id_ * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF


def spread(
    given: Points,
    linked: Mapping[int, int],
    texts: Mapping[int, str],
    shut: Callable[[int], bool],
) -> list[int]:
    """A cluster for each point: ``linked`` (point number to cluster) and what joins them.

    Points of one block stay together; those of an opinion of the last run stay in it; others join
    by likeness, but no cluster of a block that is ``shut``.
    """
    of_block: dict[int, int] = {given.block[at]: cluster for at, cluster in linked.items()}
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    for at, cluster in linked.items():
        votes[given.before[at]][cluster] += 1
    closed = {cluster for at, cluster in linked.items() if shut(given.block[at])}
    asks: dict[int, int] = {}
    for at, block in enumerate(given.block):
        if block in of_block:
            continue
        if given.before[at] >= 0 and votes[given.before[at]]:
            of_block[block] = votes[given.before[at]].most_common(1)[0][0]
            asks.pop(block, None)
        else:
            asks.setdefault(block, at)
    _join(given, linked, texts, closed, asks, of_block)
    fresh = max(linked.values(), default=0) + 1
    for block in given.block:
        if block not in of_block:
            of_block[block] = fresh
            fresh += 1
    return [of_block[block] for block in given.block]


def _join(
    given: Points,
    linked: Mapping[int, int],
    texts: Mapping[int, str],
    closed: AbstractSet[int],
    asks: Mapping[int, int],
    of_block: dict[int, int],
) -> None:
    if not asks:
        return
    core = [texts[given.ids[at]] for at in linked]
    nearest = Nearest(core, list(linked.values()), closed)
    leaning = Leaning(core, list(linked.values()))
    waiting = list(asks.items())
    for first in range(0, len(waiting), _CHUNK):
        part = waiting[first : first + _CHUNK]
        found = nearest.of([texts[given.ids[at]] for _, at in part])
        for (block, at), cluster in zip(part, found, strict=True):
            if cluster != ALONE and not leaning.opposes(texts[given.ids[at]], cluster):
                of_block[block] = cluster


class Nearest:
    """Groups by the character pairs that tell them from others, and how like members are."""

    def __init__(
        self, texts: Sequence[str], clusters: Sequence[int], closed: AbstractSet[int]
    ) -> None:
        from scipy import sparse

        rows, columns, self._number = *_pairs(texts), len(texts)
        once = np.unique(rows * _BUCKETS + columns) % _BUCKETS
        inside = np.bincount(once, minlength=_BUCKETS)
        self._idf = np.where(inside > 0, np.log((1 + len(texts)) / (1 + inside)) + 0.1, 0.0)
        names, of = np.unique(np.asarray(clusters), return_inverse=True)
        self._names = names
        values = self._unit(rows, columns, len(texts))
        matrix = sparse.csr_matrix((values, (rows, columns)), shape=(len(texts), _BUCKETS))
        member = sparse.csr_matrix(
            (np.ones(len(texts)), (of, np.arange(len(texts)))), shape=(len(names), len(texts))
        )
        sums = member @ matrix
        sizes = np.bincount(of)
        self._centres, self._used = _strongest(sums, sizes)
        open_ = (sizes > 1) & ~np.isin(names, list(closed))
        self._open = open_
        self._least = self._border(matrix, sums, sizes, of, open_)

    def of(self, texts: Sequence[str]) -> list[int]:
        """The cluster that each text joins, ALONE for none."""
        from scipy import sparse

        rows, columns = _pairs(texts)
        values = self._unit(rows, columns, len(texts))
        kept = self._used[columns]
        matrix = sparse.csr_matrix(
            (values[kept], (rows[kept], columns[kept])), shape=(len(texts), _BUCKETS)
        )
        return self._best((matrix @ self._centres.T).tocsr())

    def _best(self, likeness: Any) -> list[int]:
        found = np.full(likeness.shape[0], ALONE, np.int64)
        values = likeness.data * self._open[likeness.indices]
        filled = np.flatnonzero(np.diff(likeness.indptr))
        if len(filled):
            best = np.maximum.reduceat(values, likeness.indptr[filled])
            sizes = np.diff(likeness.indptr)[filled]
            # Backwards, so that of equals the first stays.
            top = np.flatnonzero(values == np.repeat(best, sizes))[::-1]
            row = np.repeat(filled, sizes)[top]
            found[row] = self._names[likeness.indices[top]]
            # With what is closed a text has 0, which members without words may not even reach.
            found[filled[(best < self._least) | (best <= 0)]] = ALONE
        chosen: list[int] = found.tolist()
        return chosen

    def _unit(self, rows: Numbers, columns: Numbers, number: int) -> Any:
        values = self._idf[columns]
        lengths = np.sqrt(np.bincount(rows, values**2, minlength=number))
        return values / np.maximum(lengths[rows], 1e-9)

    def _border(self, matrix: Any, sums: Any, sizes: Any, of: Any, open_: Any) -> float:
        """The likeness that parts members (held against their group without them) from those that
        stand alone, with the fewest mistakes."""
        norms = np.sqrt(np.asarray(sums.multiply(sums).sum(axis=1)).ravel())
        own = np.asarray(matrix.multiply(sums[of]).sum(axis=1)).ravel()
        left = np.sqrt(np.maximum(norms[of] ** 2 - 2 * own + 1, 1e-9))
        members = ((own - 1) / left)[open_[of]]
        alone = matrix[~open_[of]] @ self._centres[np.flatnonzero(open_)].T
        strangers = np.asarray(alone.max(axis=1).todense()).ravel() if alone.shape[1] else members
        if not len(members):
            return float("inf")
        borders = np.quantile(members, np.linspace(0.02, 0.98, 49))
        right = [(members >= one).sum() + (strangers < one).sum() for one in borders]
        return float(borders[int(np.argmax(right))])


def _strongest(sums: Any, sizes: Any) -> tuple[Any, Any]:
    """Each centre's strongest features, rows of length 1; and which features any centre has."""
    from scipy import sparse

    sums = sums.tocsr()
    for row in range(sums.shape[0]):
        begin, end = sums.indptr[row], sums.indptr[row + 1]
        part = sums.data[begin:end]
        if len(part) > _FEATURES and sizes[row] > 1:
            part[part < np.partition(part, -_FEATURES)[-_FEATURES]] = 0
    sums.eliminate_zeros()
    lengths = np.sqrt(np.asarray(sums.multiply(sums).sum(axis=1)).ravel())
    centres = (sparse.diags(1 / np.maximum(lengths, 1e-9)) @ sums).tocsr()
    used = np.zeros(_BUCKETS, bool)
    used[centres.indices] = True
    return centres, used


def _pairs(texts: Sequence[str]) -> tuple[Numbers, Numbers]:
    """(text, bucket) of each text's character pairs."""
    codes = as_codes(forms(texts, _LONGEST))
    ends = np.flatnonzero(separators(codes))
    wide = codes.astype(np.uint64)
    hashes = wide[:-1] * _ONE + wide[1:] * _TWO
    hashes ^= hashes >> _MIX
    places = np.searchsorted(ends, np.arange(len(hashes)))
    whole = ~separators(codes[:-1]) & ~separators(codes[1:])
    return places[whole], (hashes[whole] % np.uint64(_BUCKETS)).astype(np.int64)
