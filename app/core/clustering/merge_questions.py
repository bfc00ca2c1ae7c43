"""“These two opinions look the same: merge?”, asked where the answer pays most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from app.core.clustering.likeness import Likeness
from app.core.clustering.linking import against, shrunk
from app.core.clustering.values import Pair

# Half of what links two groups by itself: below, the answer is nearly always no.
_LEAST = 0.09
# Of a great opinion so many members are held against the others'.
_LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class MergeQuestion:
    """Two opinions, the greater first; ``likeness`` from 0 to 1; ``worth``: likeness times the
    comments whose answer it would change (those of the smaller one)."""

    into: int
    other: int
    likeness: float
    worth: float


def merge_questions(
    likeness: Likeness,
    place: Mapping[int, int],
    opinions: Mapping[int, int],
    apart: Collection[Pair] = (),
    most: int = 10,
) -> tuple[MergeQuestion, ...]:
    """At most ``most`` questions, those that pay most first.

    ``place``: item id to its row in ``likeness``; ``opinions``: item id to opinion id; ``apart``:
    pairs of items that staff said are not the same: their opinions are not asked about.
    """
    members: dict[int, dict[int, None]] = defaultdict(dict)
    sizes: dict[int, int] = defaultdict(int)
    for id_, opinion in sorted(opinions.items()):
        members[opinion][place[id_]] = None
        sizes[opinion] += 1
    names = sorted(members)
    if len(names) < 2:
        return ()
    never = {(opinions[a], opinions[b]) for a, b in apart if a in opinions and b in opinions}
    looked = [list(members[one])[:_LOOKED_AT] for one in names]
    owner = np.repeat(np.arange(len(names)), list(map(len, looked)))
    columns = np.concatenate([np.array(one) for one in looked])
    found = []
    for at, rows in enumerate(looked):
        here = np.array(rows)
        sums = np.bincount(owner, likeness.block(here, columns).sum(axis=0), len(names))
        pulls = np.bincount(owner, likeness.agreement(here, columns).sum(axis=0), len(names))
        counts = np.bincount(owner, minlength=len(names)) * len(rows)
        # Opposing camps share most of their words: nobody is asked to make them one.
        alike = shrunk(sums, counts) * against(pulls, counts)
        for to in np.flatnonzero(alike >= _LEAST).tolist():
            pair = names[at], names[to]
            if to > at and pair not in never and pair[::-1] not in never:
                found.append(_question(pair, sizes, float(alike[to])))
    found.sort(key=lambda one: (-one.worth, one.into, one.other))
    return tuple(found[:most])


def _question(pair: Pair, sizes: Mapping[int, int], alike: float) -> MergeQuestion:
    into, other = sorted(pair, key=lambda one: (-sizes[one], one))
    return MergeQuestion(into, other, round(alike, 4), round(alike * sizes[other], 4))
