"""A sign that two texts want the same: a bilinear form on sparse rows, had block by block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

_TINY = 1e-9
CHUNK = 256


@dataclass(frozen=True, slots=True)
class Sign:
    """``rows[i] @ through @ rows[j]`` less a share of the mean row, over both lengths.

    ``through`` is symmetric, None for the identity. ``off[i]`` is what the mean takes off row i,
    ``mean`` what it has with itself, ``scale`` one over the length.
    """

    rows: Any
    through: Any
    off: Any
    mean: float
    scale: Any

    def of(self, chosen: Any) -> Sign:
        """The same of chosen rows alone; the mean stays that of all."""
        return Sign(
            self.rows[chosen], self.through, self.off[chosen], self.mean, self.scale[chosen]
        )

    def block(self, rows: Any, columns: Any) -> Any:
        """Shape (rows, columns)."""
        # A sparse by a dense matrix takes a third of the time of two sparse ones.
        cross = (self.rows[columns] @ self._through(rows).toarray().T).T
        cross = cross - self.off[rows][:, None] - self.off[columns][None, :] + self.mean
        return np.clip(cross * self.scale[rows][:, None] * self.scale[columns][None, :], -1, 1)

    def pairs(self, rows: Any, columns: Any) -> Any:
        """Each row with its column; ``rows`` ascending and within ``CHUNK`` of each other."""
        near = self._through(np.arange(rows[0], rows[-1] + 1)).toarray()
        cross = products(near, rows - rows[0], self.rows[columns])
        cross = cross - self.off[rows] - self.off[columns] + self.mean
        return np.clip(cross * self.scale[rows] * self.scale[columns], -1, 1)

    def _through(self, rows: Any) -> Any:
        return self.rows[rows] if self.through is None else self.rows[rows] @ self.through


def sign(rows: Any, through: Any = None, share: float = 0.0) -> Sign:
    """The sign of ``rows`` (n, features), with ``share`` of their mean taken off."""
    number, features = rows.shape
    mean = np.asarray(rows.mean(axis=0)).ravel() if number else np.zeros(features)
    seen = mean if through is None else through @ mean
    off = share * np.asarray(rows @ seen).ravel()
    both = share * share * float(mean @ seen)
    own = np.concatenate([np.zeros(0), *_own(rows, through)])
    squares = np.maximum(own - 2 * off + both, _TINY)
    # Of a text without words nothing is known: its likeness is that of chance.
    lengths = np.where(own > _TINY, np.sqrt(squares), np.inf)
    return Sign(rows, through, off, both, 1 / lengths)


def dense_rows(vectors: Sequence[Sequence[float] | None]) -> Any:
    """Rows of length 1 for the vectors, zeros for None; None if there is no vector at all."""
    from scipy import sparse

    lengths = {len(one) for one in vectors if one is not None}
    if not lengths:
        return None
    if len(lengths) > 1:
        raise ValueError("vectors of several lengths")
    empty = [0.0] * lengths.pop()
    rows = np.array([empty if one is None else one for one in vectors], float)
    sizes = np.linalg.norm(rows, axis=1, keepdims=True)
    return sparse.csr_matrix(rows / np.where(sizes > 0, sizes, 1))


def _own(rows: Any, through: Any) -> Iterator[Any]:
    """Each row with itself, in chunks: rows times ``through`` are large."""
    for first in range(0, rows.shape[0], CHUNK):
        part = rows[first : first + CHUNK]
        other = part if through is None else part @ through
        yield np.asarray(part.multiply(other).sum(axis=1)).ravel()


def products(dense: Any, rows: Any, matrix: Any) -> Any:
    """The product of ``dense[rows[i]]`` and row i of a sparse ``matrix``, for each i."""
    at = np.repeat(rows, np.diff(matrix.indptr))
    ends = np.cumsum(dense[at, matrix.indices] * matrix.data)
    ends = np.append(ends, 0.0)  # The end of nothing, by the place -1.
    return ends[matrix.indptr[1:] - 1] - ends[matrix.indptr[:-1] - 1]
