"""Linking under law: both engines against a plain one, written for reading."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from app.core.clustering.linking import NO_HOME, Law, against, link_dense, link_sparse, shrunk

Partition = set[frozenset[int]]


def partition(labels: list[int]) -> Partition:
    return {frozenset(at for at, label in enumerate(labels) if label == one) for one in set(labels)}


class Judge:
    """Stands in for ``Likeness``: says of pairs what two tables say."""

    def __init__(self, likeness: np.ndarray, agreement: np.ndarray) -> None:
        self._likeness, self._agreement = likeness, agreement

    def pairs(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        return self._likeness[rows, columns]

    def agreements(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        return self._agreement[rows, columns]


def plain(
    likeness: np.ndarray,
    start: list[int],
    law: Law,
    threshold: float,
    agreement: np.ndarray | None = None,
) -> Partition:
    """Merge the most alike two until none are alike enough."""
    clusters = [frozenset(np.flatnonzero(np.array(start) == one).tolist()) for one in set(start)]
    never = {frozenset(pair) for pair in law.apart}

    def strangers(a: int, b: int) -> bool:
        if frozenset((a, b)) in never:
            return True
        homes = {law.homes[a], law.homes[b]}
        return bool({a, b} & law.bound) and len(homes) > 1 and NO_HOME not in homes

    def mean(a: frozenset[int], b: frozenset[int]) -> float:
        if any(strangers(start[i], start[j]) for i in a for j in b):
            return -1
        number = len(a) * len(b)
        whole = float(shrunk(sum(likeness[i, j] for i in a for j in b), number))
        if agreement is None:
            return whole
        return whole * float(against(sum(agreement[i, j] for i in a for j in b), number))

    while len(clusters) > 1:
        a, b = max(combinations(clusters, 2), key=lambda pair: mean(*pair))
        if mean(a, b) < threshold:
            break
        clusters = [one for one in clusters if one not in (a, b)] + [a | b]
    return set(clusters)


@st.composite
def cases(draw: st.DrawFn) -> tuple[np.ndarray, list[int], Law, float]:
    number = draw(st.integers(1, 12))
    chance = np.random.default_rng(draw(st.integers(0, 10_000)))
    rows = chance.random((number, 5)) * (chance.random((number, 5)) < 0.6)
    raw = draw(st.lists(st.integers(0, number - 1), min_size=number, max_size=number))
    order = {one: at for at, one in enumerate(dict.fromkeys(raw))}
    clusters = st.integers(0, len(order) - 1)
    apart = draw(st.sets(st.tuples(clusters, clusters), max_size=4))
    homes = draw(st.lists(st.integers(-2, 3), min_size=len(order), max_size=len(order)))
    bound = {one for one in draw(st.sets(clusters, max_size=3)) if homes[one] >= 0}
    law = Law(sorted(pair for pair in apart if pair[0] != pair[1]), homes, frozenset(bound))
    return rows, [order[one] for one in raw], law, draw(st.sampled_from([0.3, 0.6, 1.0]))


@given(cases())
def test_both_engines_link_as_the_plain_one(
    case: tuple[np.ndarray, list[int], Law, float],
) -> None:
    rows, start, law, threshold = case
    likeness = rows @ rows.T
    expected = plain(likeness, start, law, threshold)
    assert partition(link_dense(likeness, start, law, threshold)) == expected
    assert partition(link_sparse(sparse.csr_matrix(rows), start, law, threshold)) == expected


@given(cases(), st.integers(0, 10_000))
def test_both_engines_keep_apart_what_pulls_against_each_other(
    case: tuple[np.ndarray, list[int], Law, float], seed: int
) -> None:
    rows, start, law, threshold = case
    axes = np.random.default_rng(seed).integers(-1, 2, (len(rows), 2)) * 0.3
    likeness, agreement = rows @ rows.T, axes @ axes.T
    # What shares no feature is never looked at by the sparse engine.
    agreement[likeness == 0] = 0
    expected = plain(likeness, start, law, threshold, agreement)
    assert partition(link_dense(likeness, start, law, threshold, agreement)) == expected
    judge = Judge(likeness, agreement)
    assert partition(link_sparse(sparse.csr_matrix(rows), start, law, threshold, judge)) == expected  # type: ignore[arg-type]


def test_two_camps_stay_two_though_most_pairs_say_nothing() -> None:
    likeness = np.full((6, 6), 0.5)
    agreement = np.zeros((6, 6))
    assert len(set(link_dense(likeness, range(6), Law(), 0.2, agreement))) == 1
    for a in (0, 1):
        for b in (3, 4):
            agreement[a, b] = agreement[b, a] = -1.0
            agreement[a, 1 - a] = agreement[b, 7 - b] = 1.0
    found = link_dense(likeness, range(6), Law(), 0.2, agreement)
    assert {found[0], found[1]}.isdisjoint({found[3], found[4]})


def test_nothing_to_link() -> None:
    assert link_dense(np.zeros((1, 1)), [0], Law(), 0.1) == [0]
    assert link_sparse(sparse.csr_matrix((3, 4)), [0, 1, 2], Law(), 0.1) == [0, 1, 2]


def test_equal_likeness_ends() -> None:
    assert len(set(link_dense(np.ones((50, 50)), range(50), Law(), 0.5))) == 1
    assert len(set(link_dense(np.ones((50, 50)), range(50), Law([(0, 1)]), 0.5))) == 2
