"""Reading one comment after another: is the right opinion among those offered, and what it costs.

A drafter is simulated who knows the gold grouping. A key each: tie to one of the five offered, a
new opinion, confirm a bundle, take one out of a bundle. Four keys for an opinion that was not
offered: search, two letters, enter.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from app.core.clustering.affinities import MOST
from app.core.clustering.reading_order import bundles, order
from app.core.clustering.suggestions import Coding
from app.core.clustering.values import Item
from benchmarks.opinion_data import Clause

SEARCH = 4
TOPS = (1, 3, 5)
# From the likeness to what is given (n,) with its opinions to the opinions, the best first.
Rank = Callable[[Any, Sequence[str]], list[str]]


def nearest(alike: Any, opinions: Sequence[str]) -> list[str]:
    """The opinions by their nearest member."""
    return list(dict.fromkeys(opinions[at] for at in np.argsort(-alike, kind="stable")))


def by_root(alike: Any, opinions: Sequence[str]) -> list[str]:
    """As the product ranks: sums of likeness over the root of the number."""
    names = sorted(set(opinions))
    owner = np.array([names.index(one) for one in opinions])
    sums = np.bincount(owner, alike, len(names)) / np.sqrt(np.bincount(owner))
    return [names[at] for at in np.argsort(-sums, kind="stable")]


def half_and_half(alike: Any, gold: Sequence[str], rank: Rank, seeds: int) -> Iterator[int]:
    """For each comment asked its right opinion's place (0 is first; -1: not among the given)."""
    for seed in range(seeds):
        given = random.Random(seed).sample(range(len(gold)), len(gold) // 2)
        opinions = [gold[at] for at in given]
        for at in sorted(set(range(len(gold))) - set(given)):
            yield _place(rank(alike[at, given], opinions), gold[at])


def one_by_one(alike: Any, gold: Sequence[str], rank: Rank, seeds: int) -> Iterator[int]:
    """The same, each comment asked when all before it in a random order are given."""
    for seed in range(seeds):
        chosen = random.Random(seed).sample(range(len(gold)), len(gold))
        for number, at in enumerate(chosen):
            given = chosen[:number]
            ranked = rank(alike[at, given], [gold[one] for one in given]) if given else []
            yield _place(ranked, gold[at])


def hits(places: Sequence[int]) -> str:
    """Rates among those whose opinion is known, and (in brackets) among all."""
    known = [one for one in places if one >= 0]
    of_known = [sum(one < top for one in known) / len(known) for top in TOPS]
    of_all = [sum(one < top for one in known) / len(places) for top in TOPS]
    return (
        " ".join(f"{one:.3f}" for one in of_known)
        + "   ("
        + " ".join(f"{one:.3f}" for one in of_all)
        + ")"
    )


def keys_by_rank(alike: Any, gold: Sequence[str], rank: Rank, seeds: int) -> float:
    """Keys a comment in the order received (random), five offered, no bundles."""
    places = list(one_by_one(alike, gold, rank, seeds))
    cost = [1 if one < MOST else SEARCH for one in places]
    return sum(cost) / len(cost)


def keys_without(gold: Sequence[str]) -> float:
    """Keys a comment when nothing is offered: a new one costs a key, each other a search."""
    return (len(set(gold)) + SEARCH * (len(gold) - len(set(gold)))) / len(gold)


def keys_at_the_desk(clause: Clause, guesses: dict[int, int]) -> float:
    """Keys a comment with the product's reading order, bundles and offers."""
    names = clause.names
    gold = {at: names[one] for at, one in enumerate(clause.gold)}
    desk = Coding([Item(at, text) for at, text in enumerate(clause.texts)], {})
    keys = 0
    refused: set[int] = set()
    while unread := desk.unread():
        keys += _bundle(desk, gold, guesses, refused) or _single(desk, gold, guesses, unread)
    return keys / len(clause.texts)


def _bundle(desk: Coding, gold: dict[int, int], guesses: dict[int, int], refused: set[int]) -> int:
    """The keys for one bundle; 0 if there is none worth a look."""
    for bundle in bundles(desk, guesses):
        ids = [id_ for id_ in bundle.ids if id_ not in refused]
        if len(ids) < 2:
            continue
        opinion = gold[ids[0]] if bundle.opinion is None else bundle.opinion
        known = opinion in desk.confirmed.values()
        right = [id_ for id_ in ids if gold[id_] == opinion]
        refused |= set(ids) - set(right)
        cost = 1 if bundle.opinion is not None or not known else _tie(desk, ids[0], opinion)
        for id_ in right:
            desk.confirm(id_, opinion)
        return len(ids) - len(right) + cost * bool(right)
    return 0


def _single(
    desk: Coding, gold: dict[int, int], guesses: dict[int, int], unread: Sequence[int]
) -> int:
    id_ = order(desk, guesses)[0]
    opinion = gold[id_]
    cost = _tie(desk, id_, opinion) if opinion in desk.confirmed.values() else 1
    desk.confirm(id_, opinion)
    return cost


def _tie(desk: Coding, id_: int, opinion: int) -> int:
    offered = [one.opinion for one in desk.offers([id_])[id_].suggestions]
    return 1 if opinion in offered else SEARCH


def _place(ranked: Sequence[str], right: str) -> int:
    return ranked.index(right) if right in ranked else -1
