"""The weights of the signs and the ratio of the border, learnt from some clauses for another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from scipy.optimize import minimize

from app.core.clustering.likeness import WEIGHTS, Weights
from app.core.clustering.linking import Law, link_dense
from app.core.clustering.opinions import border_of
from benchmarks.measures import figures
from benchmarks.opinion_data import Clause

# Words, requests, entries. What stance and aims weigh is not learnt: of all pairs of a clause far
# too few are of two opposing camps.
FITTED = 3
RATIOS = np.arange(0.7, 1.6, 0.06)


def fit(tables: Sequence[Any], clauses: Sequence[Clause]) -> Weights:
    """Logistic regression over all pairs of each clause; no sign that is learnt counts against.

    ``tables``: each clause's signs, shape (signs, n, n).
    """
    rows, same, kept = [], [], []
    for table, clause in zip(tables, clauses, strict=True):
        above = np.triu_indices(len(clause.gold), 1)
        gold = np.array(clause.gold)
        rows.append(table[:FITTED, above[0], above[1]].T)
        kept.append(WEIGHTS.stance * table[3][above] + WEIGHTS.aims * table[4][above])
        same.append((gold[:, None] == gold[None, :])[above])
    given, wanted = np.concatenate(rows), np.concatenate(same).astype(float)
    known = np.concatenate(kept)
    scale = given.std(axis=0)
    scale[scale < 1e-6] = 1.0
    given = np.c_[given / scale, np.ones(len(given))]

    def loss(weights: Any) -> tuple[float, Any]:
        total = given @ weights + known
        small = 0.5 * np.r_[weights[:-1], 0]
        value = (np.logaddexp(0, total) - wanted * total).sum() + small @ weights / 2
        return value, given.T @ (1 / (1 + np.exp(-total)) - wanted) + small

    start = np.r_[np.full(FITTED, 0.1), -3.0]
    bounds = [(0, None)] * FITTED + [(None, None)]
    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x
    words, request, concepts = (found[:FITTED] / scale).tolist()
    return replace(
        WEIGHTS, words=words, request=request, concepts=concepts, constant=float(found[FITTED])
    )


def ratio(tables: Sequence[Any], clauses: Sequence[Clause], weights: Weights) -> float:
    """The ratio with the best F1 and ARI, looked at with its two neighbours: one alone is luck."""
    scores = np.zeros(len(RATIOS))
    for table, clause in zip(tables, clauses, strict=True):
        alike = weights.of(table)
        for at, one in enumerate(RATIOS):
            _, _, f1, ari, _ = figures(linked(alike, one, table), clause.gold)
            scores[at] += len(clause.gold) * (f1 + 0.7 * ari)
    smooth = np.convolve(np.pad(scores, 1, mode="edge"), np.ones(3), "valid")
    return float(RATIOS[smooth.argmax()])


def linked(alike: Any, ratio: float, table: Any) -> list[int]:
    """``table``: the signs of the clause, of which stance and aims say who pulls against whom."""
    agreement = table[3] + table[4]
    return link_dense(alike, range(len(alike)), Law(), border_of(alike, ratio), agreement)
