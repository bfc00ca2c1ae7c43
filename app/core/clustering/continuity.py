"""Ids that outlive a re-run: each new group takes the id of the old one it shares most with.

Over all groups at once (the assignment problem, Kuhn 1955), so that no group takes the id that
another has the better claim to.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np

# Above this many groups in one tangle ids go by the largest overlap first.
_WHOLE = 1_000


def keep_ids(
    groups: Sequence[Collection[int]],
    previous: Mapping[int, int],
    anchors: Sequence[int | None],
    taken: Collection[int] = (),
) -> list[int | None]:
    """The opinion id of each group, None for a new one.

    ``previous``: item id to opinion id; ``anchors``: ids that groups have by law; ``taken``: ids
    that none of the others may have. No id is given twice.
    """
    ids = list(anchors)
    closed = {*taken, *(anchor for anchor in anchors if anchor is not None)}
    shared: dict[tuple[int, int], int] = Counter(
        (at, previous[id_])
        for at, group in enumerate(groups)
        if anchors[at] is None
        for id_ in group
        if id_ in previous and previous[id_] not in closed
    )
    for at, opinion in _assigned(shared):
        ids[at] = opinion
    return ids


def _assigned(shared: Mapping[tuple[int, int], int]) -> Iterator[tuple[int, int]]:
    for edges in _tangles(shared):
        rows = sorted({at for at, _ in edges})
        columns = sorted({opinion for _, opinion in edges})
        if max(len(rows), len(columns)) > _WHOLE:
            yield from _greedy(edges, shared)
            continue
        yield from _best(rows, columns, shared)


def _best(
    rows: Sequence[int], columns: Sequence[int], shared: Mapping[tuple[int, int], int]
) -> Iterator[tuple[int, int]]:
    if len(rows) == len(columns) == 1:
        yield rows[0], columns[0]
        return
    from scipy.optimize import linear_sum_assignment

    table = np.array([[shared.get((row, column), 0) for column in columns] for row in rows])
    for at, to in zip(*linear_sum_assignment(table, maximize=True), strict=True):
        if table[at, to]:
            yield rows[at], columns[to]


def _greedy(
    edges: Sequence[tuple[int, int]], shared: Mapping[tuple[int, int], int]
) -> Iterator[tuple[int, int]]:
    rows: set[int] = set()
    columns: set[int] = set()
    for row, column in sorted(edges, key=lambda edge: (-shared[edge], edge)):
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            yield row, column


def _tangles(shared: Mapping[tuple[int, int], int]) -> list[list[tuple[int, int]]]:
    """The parts of the overlap that have nothing to do with each other."""
    by_row: dict[int, list[tuple[int, int]]] = defaultdict(list)
    by_column: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for edge in sorted(shared):
        by_row[edge[0]].append(edge)
        by_column[edge[1]].append(edge)
    seen: set[tuple[int, int]] = set()
    parts = []
    for first in sorted(shared):
        if first in seen:
            continue
        seen.add(first)
        part = [first]
        for edge in part:
            for near in (*by_row.pop(edge[0], ()), *by_column.pop(edge[1], ())):
                if near not in seen:
                    seen.add(near)
                    part.append(near)
        parts.append(part)
    return parts
