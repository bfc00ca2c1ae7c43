"""What points have with confirmed opinions, kept up to date decision by decision."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.core.clustering.likeness import Likeness
from app.core.clustering.signs import CHUNK

MOST = 5
# Logistic curves fitted on tests/data/opinions read in random order, each clause with a curve of
# the others: AUC .84 for known or not, .82 for the first being right. By the logarithm of the best
# affinity, how far it is above the second, opinions a point read, logarithm of the points read.
_KNOWN = (1.63, 0.0, 3.1, 0.75, -1.4)
_SURE = (0.94, 1.36, 1.1, 0.66, -2.9)
_FLOOR, _MARGIN_FLOOR = 0.01, 0.02
# The curves know of clauses of a hundred comments: what more reading teaches is not known.
_READ = 90


@dataclass(frozen=True, slots=True)
class Ranking:
    """For each of n points: ``opinions`` and ``scores`` of shape (n, 5 or fewer), best first;
    ``new`` and ``sure`` of shape (n,): about the probabilities that it is of none of all, and
    that the first is right."""

    opinions: Any
    scores: Any
    new: Any
    sure: Any


class Affinities:
    """``confirmed``: points with their opinions; a point may come several times (a letter's
    copies) and counts once."""

    def __init__(self, likeness: Likeness, confirmed: Iterable[tuple[int, int]]) -> None:
        self._likeness = likeness
        self._inside: dict[int, Counter[int]] = defaultdict(Counter)
        for place, opinion in confirmed:
            self._inside[opinion][place] += 1
        self._row = {opinion: at for at, opinion in enumerate(sorted(self._inside))}
        # Sums of likeness, an opinion a row.
        self._sums = np.zeros((max(16, 2 * len(self._row)), likeness.number), np.float32)
        self._begin()

    def members(self) -> dict[int, list[int]]:
        """The points of each opinion, ascending."""
        return {opinion: sorted(points) for opinion, points in sorted(self._inside.items())}

    def enter(self, place: int, opinion: int) -> None:
        """A point was confirmed for an opinion, maybe a new one."""
        if opinion not in self._row:
            self._make_room()
            self._row[opinion] = len(self._row)
        self._inside[opinion][place] += 1
        if self._inside[opinion][place] == 1:
            self._sums[self._row[opinion]] += self._alike([place])[0]

    def leave(self, place: int, opinion: int) -> None:
        """As often as it entered. An opinion without points is none."""
        inside = self._inside[opinion]
        inside[place] -= 1
        if inside[place]:
            return
        del inside[place]
        row = self._row[opinion]
        if inside:
            self._sums[row] -= self._alike([place])[0]
            return
        del self._inside[opinion], self._row[opinion]
        last = len(self._row)
        for other, at in self._row.items():
            if at == last:
                self._sums[row], self._row[other] = self._sums[last], row
        self._sums[last] = 0

    def ranking(self, places: Any) -> Ranking:
        """The best opinions of each of the points; ties go to the opinion that came first."""
        names = np.array(sorted(self._row, key=self._row.__getitem__), np.int64)
        roots = np.array([len(self._inside[one]) ** 0.5 for one in names.tolist()], np.float32)
        table = self._sums[: len(names), places] / roots[:, None]
        np.maximum(table, 0, out=table)
        order = _best(table)
        best = np.take_along_axis(table, order, axis=0)
        known, sure = _probabilities(best, self._read())
        # Far ones have little, but there may be many: all share what is not new.
        power = table * np.sqrt(table)
        shares = np.take_along_axis(power, order, axis=0) / np.maximum(power.sum(axis=0), 1e-12)
        scores = np.round(known * shares, 4)
        return Ranking(names[order.T], scores.T, np.round(1 - known, 4), np.round(sure, 4))

    def _read(self) -> tuple[float, float]:
        """Opinions a point read, and the logarithm of the points read."""
        points = sum(map(len, self._inside.values()))
        return len(self._inside) / (points + 1), float(np.log(min(points, _READ) + 1))

    def _begin(self) -> None:
        pairs = [(place, row) for one, row in self._row.items() for place in self._inside[one]]
        for first in range(0, len(pairs), CHUNK):
            part = pairs[first : first + CHUNK]
            np.add.at(self._sums, [row for _, row in part], self._alike([p for p, _ in part]))

    def _alike(self, places: list[int]) -> Any:
        return self._likeness.block(np.array(places), slice(None)).astype(np.float32)

    def _make_room(self) -> None:
        if len(self._row) == len(self._sums):
            self._sums = np.concatenate([self._sums, np.zeros_like(self._sums)])


def _best(table: Any) -> Any:
    """The rows of each column's best five, best first."""
    kept = min(MOST, len(table))
    if not kept:
        return np.zeros((0, table.shape[1]), int)
    part = np.sort(np.argpartition(-table, kept - 1, axis=0)[:kept], axis=0)
    values = np.take_along_axis(table, part, axis=0)
    return np.take_along_axis(part, np.argsort(-values, axis=0, kind="stable"), axis=0)


def _probabilities(best: Any, read: tuple[float, float]) -> tuple[Any, Any]:
    """That a point is of one of the opinions, and that it is of the first."""
    if not len(best):
        return np.zeros(best.shape[1]), np.zeros(best.shape[1])
    first = best[0].astype(float)
    second = best[1] if len(best) > 1 else np.zeros_like(first)
    level = np.log(first + _FLOOR)
    margin = np.log((first + _MARGIN_FLOOR) / (second + _MARGIN_FLOOR))
    known, sure = (
        _curve(a * level + b * margin + c * read[0] + d * read[1] + e)
        for a, b, c, d, e in (_KNOWN, _SURE)
    )
    return known, np.minimum(known, sure)


def _curve(values: Any) -> Any:
    return 1 / (1 + np.exp(-values))
