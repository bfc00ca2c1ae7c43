"""Assisted coding: the opinions that an unread comment likeliest belongs to.

A drafter reads one comment after another; each decision is learnt from at once. What a comment
has with an opinion is its likeness to all confirmed members over the root of their number: more
than the nearest alone, less than the crowd. A letter's copies count as one voice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.core.clustering.affinities import Affinities, Ranking
from app.core.clustering.content import read
from app.core.clustering.likeness import RANKING, Likeness
from app.core.clustering.thesaurus.concepts import Concept
from app.core.clustering.thesaurus.lexicon import lexicon
from app.core.clustering.values import Item, Vector
from app.core.text.cuts import cutter


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An opinion that a comment may belong to; ``score`` from 0 to 1, about its probability."""

    opinion: int
    score: float


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered for one unread comment.

    ``suggestions``: at most five, the best first; with ``new``, about the probability that it
    is none of all, the scores sum up to 1 at most. ``sure``: about the probability that the
    first is right; 0 if there is none.
    """

    id: int
    suggestions: tuple[Suggestion, ...]
    new: float
    sure: float


class Coding:
    """A clause while it is read. Making it takes about a millisecond a comment; a decision, and
    then the ranking of all 10,000 others, less than a tenth of a second.

    ``confirmed``: item id to opinion id, as staff decided so far. ``families``: item id to its
    family's representative, as grouping found them. ``terms``, ``own``, ``meanings``: as for
    ``group``. Raises ValueError if two items have one id,
    KeyError for an id that is no item's.
    """

    def __init__(
        self,
        items: Sequence[Item],
        confirmed: Mapping[int, int],
        *,
        families: Mapping[int, int] | None = None,
        terms: Sequence[str] = (),
        own: Sequence[Concept] = (),
        meanings: Mapping[int, Vector] | None = None,
    ) -> None:
        texts = {item.id: item.text for item in items}
        if len(texts) != len(items):
            raise ValueError("two items have one id")
        of = families or {}
        leads = {id_: of[id_] if of.get(id_) in texts else id_ for id_ in texts}
        order = sorted(set(leads.values()))
        at = {id_: place for place, id_ in enumerate(order)}
        self.ids = tuple(sorted(texts))
        self.place = {id_: at[leads[id_]] for id_ in self.ids}
        knife, words = cutter(terms), lexicon(own)
        readings = [read(texts[id_], knife, words) for id_ in order]
        known = [(meanings or {}).get(id_) for id_ in order]
        self.likeness = Likeness(readings, words, RANKING, known)
        self.confirmed = {id_: one for id_, one in sorted(confirmed.items()) if id_ in texts}
        places = [(self.place[id_], opinion) for id_, opinion in self.confirmed.items()]
        self.affinities = Affinities(self.likeness, places)

    def confirm(self, id_: int, opinion: int) -> None:
        """Staff say that the item belongs to the opinion (a known one or a new id)."""
        place = self.place[id_]
        self.withdraw(id_)
        self.confirmed[id_] = opinion
        self.affinities.enter(place, opinion)

    def withdraw(self, id_: int) -> None:
        """Staff take it back; nothing happens if the item is unread."""
        opinion = self.confirmed.pop(id_, None)
        if opinion is not None:
            self.affinities.leave(self.place[id_], opinion)

    def unread(self) -> tuple[int, ...]:
        """The ids of the items that staff have not decided on, ascending."""
        return tuple(id_ for id_ in self.ids if id_ not in self.confirmed)

    def ranking(self, ids: Sequence[int]) -> Ranking:
        """The best opinions of each of the items, as arrays parallel to ``ids``."""
        return self.affinities.ranking(np.array([self.place[id_] for id_ in ids], int))

    def offers(self, ids: Iterable[int] | None = None) -> dict[int, Offer]:
        """What to offer for each of the ids (all unread ones), by id."""
        chosen = self.unread() if ids is None else tuple(ids)
        found = self.ranking(chosen)
        rows = zip(
            chosen,
            found.opinions.tolist(),
            found.scores.tolist(),
            found.new.tolist(),
            found.sure.tolist(),
            strict=True,
        )
        return {
            id_: Offer(id_, tuple(map(Suggestion, opinions, scores)), new, sure)
            for id_, opinions, scores, new, sure in rows
        }


def suggestions(
    items: Sequence[Item],
    confirmed: Mapping[int, int],
    *,
    families: Mapping[int, int] | None = None,
    terms: Sequence[str] = (),
    own: Sequence[Concept] = (),
    meanings: Mapping[int, Vector] | None = None,
) -> dict[int, Offer]:
    """The offers for all unread items, by id, in one go; see ``Coding`` for the parameters."""
    desk = Coding(items, confirmed, families=families, terms=terms, own=own, meanings=meanings)
    return desk.offers()
