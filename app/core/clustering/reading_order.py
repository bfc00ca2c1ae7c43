"""In what order a drafter reads: sure ones in bundles to confirm at once, alike ones in a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.core.clustering.suggestions import Coding

# On tests/data/opinions nine of ten that are this sure are right.
SURE = 0.8
# A bundle is read on one screen.
MOST = 9
# Unread comments this alike, of one group and likely of no opinion yet, may begin one together.
_ALIKE, _NEW = 0.25, 0.5
# Of a great group the middle is sought among its first.
_MIDDLE_OF = 200


@dataclass(frozen=True, slots=True)
class Bundle:
    """Items that one key confirms: for ``opinion``, None for a new one. ``sure``: about the
    probability that one of them is right, the mean over all."""

    opinion: int | None
    ids: tuple[int, ...]
    sure: float


def bundles(coding: Coding, guesses: Mapping[int, int] | None = None) -> tuple[Bundle, ...]:
    """What can be confirmed at once, the surest first; no item is in two.

    ``guesses``: item id to the group that the last run put it in.
    """
    unread = coding.unread()
    ranked = coding.ranking(unread)
    by_opinion: dict[int, list[tuple[float, int]]] = defaultdict(list)
    if ranked.opinions.shape[1]:
        for id_, opinion, sure in zip(
            unread, ranked.opinions[:, 0].tolist(), ranked.sure.tolist(), strict=True
        ):
            if sure >= SURE:
                by_opinion[opinion].append((-sure, id_))
    found = [
        Bundle(opinion, tuple(id_ for _, id_ in part), -float(np.mean([sure for sure, _ in part])))
        for opinion, rows in by_opinion.items()
        for part in _screens(sorted(rows))
    ]
    taken = {id_ for bundle in found for id_ in bundle.ids}
    new = dict(zip(unread, ranked.new.tolist(), strict=True))
    loose = [id_ for id_ in unread if id_ not in taken and new[id_] >= _NEW]
    found += _beginnings(coding, loose, guesses or {})
    return tuple(sorted(found, key=lambda one: (-round(one.sure, 4), one.ids)))


def order(coding: Coding, guesses: Mapping[int, int] | None = None) -> tuple[int, ...]:
    """All unread items: large groups first, in each the most typical first, then its likest.

    A group is what the last run made (``guesses``), for other items their likeliest opinion.
    """
    unread = coding.unread()
    ranked = coding.ranking(unread)
    best = ranked.opinions[:, 0].tolist() if ranked.opinions.shape[1] else [None] * len(unread)
    groups: dict[object, list[int]] = defaultdict(list)
    for id_, opinion in zip(unread, best, strict=True):
        guess = (guesses or {}).get(id_)
        groups[("guess", guess) if guess is not None else ("opinion", opinion)].append(id_)
    rows = sorted(groups.values(), key=lambda ids: (-len(ids), ids))
    return tuple(id_ for ids in rows for id_ in _from_middle(coding, ids))


def _beginnings(coding: Coding, loose: Sequence[int], guesses: Mapping[int, int]) -> list[Bundle]:
    groups: dict[int, list[int]] = defaultdict(list)
    for id_ in loose:
        if id_ in guesses:
            groups[guesses[id_]].append(id_)
    found = []
    for ids in groups.values():
        if len(ids) < 2:
            continue
        middle, *others = _from_middle(coding, ids)
        alike = _likeness(coding, middle, others)
        chosen = [id_ for id_, value in zip(others, alike, strict=True) if value >= _ALIKE]
        if chosen:
            sure = float(np.mean([value for value in alike if value >= _ALIKE][: MOST - 1]))
            found.append(Bundle(None, (middle, *chosen[: MOST - 1]), sure))
    return found


def _from_middle(coding: Coding, ids: Sequence[int]) -> list[int]:
    """The items from the one most like all others outwards; equal ones by id."""
    if len(ids) < 3:
        return list(ids)
    places = np.array([coding.place[id_] for id_ in ids])
    block = coding.likeness.block(places[:_MIDDLE_OF], places)
    middle = int(np.round(block.sum(axis=1), 9).argmax())
    near = np.round(block[middle], 9)
    near[middle] = np.inf
    return [ids[at] for at in np.argsort(-near, kind="stable").tolist()]


def _likeness(coding: Coding, id_: int, others: Sequence[int]) -> list[float]:
    places = np.array([coding.place[other] for other in others], int)
    values: list[float] = coding.likeness.block(np.array([coding.place[id_]]), places)[0].tolist()
    return values


def _screens(rows: Sequence[tuple[float, int]]) -> list[Sequence[tuple[float, int]]]:
    return [rows[at : at + MOST] for at in range(0, len(rows), MOST)]
