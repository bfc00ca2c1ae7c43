"""Families: exact and near copies of one letter.

Each copy is compared with its family's representative, so that a row of small differences does
not chain two letters together. Work goes in rounds over all texts at once: under each fingerprint
the first text that is no copy yet stands as leader; a text is compared with the leaders it shares
most fingerprints with, and joins the first it is a copy of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.clustering.anchors import Keys, Places, anchors, rates
from app.core.clustering.copies import LONGEST, SHORT, same_letters
from app.core.clustering.forms import forms

# How many leaders under each fingerprint are asked in each round: the first round finds nearly
# all, the later ones those whose letter stands behind a like one.
_DEPTHS = (1, 3, 3, 3, 3)
_COMPARED = 4
# A leader must share so many fingerprints, a pair of neighbours counting double.
_LEAST_VOTES, _LEAST_SHARE, _PAIR_VOTES = 2, 0.15, 2
# Only who shares so many may lie inside the other, whatever the order.
_MOSTLY = 0.5
# A round of so many comparisons that finds next to nothing is the last.
_MANY, _WORTHWHILE = 10_000, 0.01
# Of 32 bits or less where there are tens of millions of them.
Numbers = NDArray[Any]


def families(texts: Mapping[int, str]) -> dict[int, int]:
    """Each id's family, named by the id of its representative: ``{id: representative}``.

    The same for every order of the input. Short texts, and those without a word character
    (emoji only), are copies only of their like; empty ones each stand alone.
    """
    ids = sorted(texts)
    given: dict[str, list[int]] = {}
    for id_ in ids:
        given.setdefault(texts[id_], []).append(id_)
    first: dict[str, int] = {}
    alike: dict[int, int] = {}
    copies: Counter[int] = Counter()
    # Ascending ids, so that a form's first id names it.
    for (text, same), form in zip(given.items(), forms(list(given), 2 * LONGEST), strict=True):
        del text
        for id_ in same:
            alike[id_] = first.setdefault(form, id_) if form else id_
        copies[alike[same[0]]] += len(same)
    long = [(form, id_) for form, id_ in first.items() if len(form) >= SHORT]
    long.sort(key=lambda one: (-copies[one[1]], -len(one[0]), one[1]))
    leaders = _leaders([form[:LONGEST] for form, _ in long])
    leader = {id_: long[at][1] for (_, id_), at in zip(long, leaders.tolist(), strict=True)}
    return {id_: leader.get(one, one) for id_, one in alike.items()}


def _leaders(found: Sequence[str]) -> Numbers:
    """For each form the number of its leader: led by those that stand first, then once more by
    each family's middle."""
    if not found:
        return np.zeros(0, np.int64)
    marks = _Marks(found)
    rough = _lead(marks, np.arange(len(found)))
    marks.keeps = False
    middles = _middles(marks, rough)
    rank = np.empty(len(found), np.int64)
    order = np.concatenate([middles, np.setdiff1d(np.arange(len(found)), middles)])
    rank[order] = np.arange(len(found))
    return _lead(marks, rank)


class _Marks:
    """All fingerprints, sorted by key: those that two texts share at least."""

    def __init__(self, found: Sequence[str]) -> None:
        self.forms = found
        keys, places, pairs = anchors(found)
        self.lengths = np.array([len(form) for form in found])
        self.rates = rates(self.lengths)
        order = np.argsort(keys, kind="stable")
        keys, places, pairs = keys[order], places[order], pairs[order]
        same = keys[1:] == keys[:-1]
        shared = np.zeros(len(keys), bool)
        shared[1:] |= same
        shared[:-1] |= same
        self.keys, self.places = keys[shared], places[shared]
        self.votes = np.where(pairs[shared], _PAIR_VOTES, 1).astype(np.int16)
        self._judged, self._copies = np.zeros(0, np.int64), np.zeros(0, bool)
        # Whether what is judged is kept: who leads for the last time asks for nothing again.
        self.keeps = True

    def same(self, some: Numbers, others: Numbers, inside: Any) -> Any:
        """``same_letters``, which is asked once for a pair: leading again asks for most anew."""
        low, high = np.minimum(some, others), np.maximum(some, others)
        keys = 2 * (low.astype(np.int64) * len(self.forms) + high) + inside
        at = np.searchsorted(self._judged, keys)
        known = at < len(self._judged)
        known[known] = self._judged[at[known]] == keys[known]
        found = np.zeros(len(keys), bool)
        found[known] = self._copies[at[known]]
        fresh = ~known
        found[fresh] = same_letters(self.forms, some[fresh], others[fresh], inside[fresh])
        if not self.keeps:
            return found
        keys = np.concatenate([self._judged, keys[fresh]])
        order = np.argsort(keys, kind="stable")
        self._judged = keys[order]
        self._copies = np.concatenate([self._copies, found[fresh]])[order]
        return found


def _lead(marks: _Marks, rank: Numbers) -> Numbers:
    """Every form's leader; ``rank``: who leads before whom."""
    number = len(marks.forms)
    leader = np.full(number, -1, np.int64)
    order = np.lexsort((rank[marks.places], marks.keys)).astype(np.int32)
    keys, places, votes = marks.keys[order], marks.places[order], marks.votes[order]
    del order
    tried = np.zeros(0, np.int64)
    for depth in _DEPTHS:
        # Copies lead nobody: out of the rows that leaders are taken from, and of the askers.
        open_ = (leader[places] < 0) | (leader[places] == places)
        keys, places, votes = keys[open_], places[open_], votes[open_]
        asker, asked, share = _candidates(keys, places, votes, marks, leader, depth)
        pairs = asker.astype(np.int64) * number + asked
        fresh = ~np.isin(pairs, tried)
        asker, asked = asker[fresh], asked[fresh]
        if not len(asker):
            break
        tried = np.concatenate([tried, pairs[fresh]])
        right = marks.same(asker, asked, share[fresh] >= _MOSTLY)
        _settle(leader, rank, asker[right], asked[right])
        if len(asker) > _MANY and right.sum() < _WORTHWHILE * len(asker):
            break
    rest = leader < 0
    leader[rest] = np.flatnonzero(rest)
    return leader


def _candidates(
    keys: Keys, places: Places, votes: Numbers, marks: _Marks, leader: Numbers, depth: int
) -> tuple[Numbers, Numbers, Any]:
    """Who is compared with whom: (asker, asked, share of fingerprints), the likeliest leaders of
    each asker."""
    if not len(keys):
        return places, places, places
    begins = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    sizes = np.diff(np.append(begins, len(keys)))
    waits = leader[places] < 0
    asker, asked, count = _summed(
        [_asked(places, votes, begins, sizes, waits, at) for at in range(depth)]
    )
    # Of the shorter text as many fingerprints as the rarer choice of the two keeps.
    shorter = np.minimum(marks.lengths[asker], marks.lengths[asked])
    expected = shorter / np.maximum(marks.rates[asker], marks.rates[asked])
    share = count / np.maximum(1, expected)
    enough = (count >= _LEAST_VOTES) & (share >= _LEAST_SHARE)
    asker, asked, count, share = asker[enough], asked[enough], count[enough], share[enough]
    order = np.lexsort((asked, -count, asker))
    asker, asked, share = asker[order], asked[order], share[order]
    starts = (
        np.flatnonzero(np.concatenate([[True], asker[1:] != asker[:-1]])) if len(asker) else asker
    )
    place = np.arange(len(asker)) - np.repeat(starts, np.diff(np.append(starts, len(asker))))
    near = place < _COMPARED
    return asker[near], asked[near], share[near]


def _asked(
    places: Places, votes: Numbers, begins: Numbers, sizes: Numbers, waits: Any, at: int
) -> tuple[Numbers, Numbers, Numbers]:
    """(asker, asked, votes) between all that wait and number ``at`` under their fingerprint."""
    # Whoever stands behind that number is in a row that has it.
    number = np.repeat((begins + at).astype(np.int32), sizes)
    asks = waits & (np.arange(len(places), dtype=np.int32) > number)
    return places[asks], places[number[asks]], votes[asks]


def _summed(
    found: list[tuple[Numbers, Numbers, Numbers]],
) -> tuple[Numbers, Numbers, Numbers]:
    """Each pair once, with its votes; ``found`` is emptied on the way, for room."""
    one, other, votes = (np.concatenate(column) for column in zip(*found, strict=True))
    found.clear()
    order = np.lexsort((other, one)).astype(np.int32)
    one, other, votes = one[order], other[order], votes[order]
    del order
    if not len(one):
        return one, other, votes
    fresh = np.concatenate([[True], (one[1:] != one[:-1]) | (other[1:] != other[:-1])])
    begins = np.flatnonzero(fresh)
    return one[begins], other[begins], np.add.reduceat(votes, begins)


def _settle(leader: Numbers, rank: Numbers, asker: Numbers, asked: Numbers) -> None:
    """Give askers the leader they are copies of: one that is itself no copy.

    In the order of rank, so that a leader is settled before its copies.
    """
    for at in np.argsort(rank[asker], kind="stable").tolist():
        one, other = int(asker[at]), int(asked[at])
        if leader[one] < 0 and leader[other] in (-1, other):
            leader[other] = other
            leader[one] = other


def _middles(marks: _Marks, leader: Numbers) -> Numbers:
    """Of each family the member most like the others, in the order of their first members.

    Likeness is how common a member's fingerprints are in its family, summed: what has the whole
    letter comes first, and what is added to it counts nothing.
    """
    # Who has no copy is the middle of its own: with a million such, that is most of the memory.
    several = (np.bincount(leader, minlength=len(leader)) > 1)[leader[marks.places]]
    if not several.any():
        return np.unique(leader)
    keys, places = marks.keys[several], marks.places[several]
    family = leader[places].astype(np.int32)
    order = np.lexsort((keys, family)).astype(np.int32)
    keys, of, places = keys[order], family[order], places[order]
    del order, family
    fresh = np.concatenate([[True], (keys[1:] != keys[:-1]) | (of[1:] != of[:-1])])
    begins = np.flatnonzero(fresh)
    sizes = np.diff(np.append(begins, len(keys)))
    likeness = np.bincount(places, np.repeat(sizes - 1, sizes), minlength=len(leader))
    best = np.lexsort((np.arange(len(leader)), -likeness, leader))
    first = np.concatenate([[True], leader[best][1:] != leader[best][:-1]])
    middles: Numbers = best[first]
    return middles
