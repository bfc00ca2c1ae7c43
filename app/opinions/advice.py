"""What the machine advises on a clause: likeliest opinions, reading order, bundles, merges to ask.

The core learns from each decision; the state in which it does is kept for the clauses worked on
last, so that a key is answered at once. What looks at all pairs (order, bundles, merges) is made
anew beside the work where a clause is large. Nothing here is law: law stands in the database.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from copy import copy, deepcopy
from dataclasses import dataclass

from app.core.clustering.merge_questions import merge_questions
from app.core.clustering.reading_order import bundles, order
from app.core.clustering.suggestions import Coding
from app.opinions.entries import Place
from app.opinions.plan import NOTHING, Plan, plan_of
from app.opinions.settled import Settled
from app.opinions.snapshot import Snapshot
from app.opinions.words import as_concepts

# So many more comments than a state knows are read without suggestions before it is made anew.
_GROWTH, _SMALL = 0.02, 2_000
# Of more demands all is made beside the work: reading them takes seconds.
BESIDE = 2_000
# Up to so many demands the plan is made anew at once, else beside the work every few decisions.
_AT_ONCE, _EVERY = 300, 10
Words = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Likely:
    """An opinion that a demand may belong to; ``score`` from 0 to 1."""

    opinion_id: int
    score: float


class State:
    """One clause's coding, with what it was told so far."""

    def __init__(self, taken: Snapshot) -> None:
        self._lock = threading.Lock()
        self._words = taken.words
        self._spans = {span[0]: None if span[2] is None else span[2:] for span in taken.spans}
        self._settled = self._planned_with = Settled(taken.constraints.apart, taken.decided)
        self._told: dict[int, int] = {}
        self._planned: dict[int, int] = {}
        self._busy = False
        self.plan: Plan = NOTHING
        self._coding = Coding(
            taken.items,
            {},
            families={one: to for one, to in taken.families.items() if to is not None},
            terms=[word for _, word in taken.words],
            own=as_concepts(taken.words),
        )

    def fits(self, places: Sequence[Place], words: Words) -> bool:
        """Whether the state still speaks about these demands, with these words."""
        if self._words != words:
            return False
        known = self._spans
        if any(known.get(p.demand_id, p.span) != p.span for p in places):
            return False
        fresh = sum(p.demand_id not in known for p in places)
        return fresh == 0 or (len(places) > _SMALL and fresh < _GROWTH * len(places))

    def tell(self, places: Sequence[Place], settled: Settled) -> None:
        """Learn what staff decided since; make the plan anew where that is due."""
        confirmed = _confirmed(places)
        with self._lock:
            self._settled = settled
            known = self._coding.confirmed
            for one in [one for one in known if one not in confirmed]:
                self._coding.withdraw(one)
            for one, opinion in confirmed.items():
                if one in self._coding.place and known.get(one) != opinion:
                    self._coding.confirm(one, opinion)
            self._told = {p.demand_id: p.opinion_id for p in places if p.opinion_id is not None}
            # Another thread may be at it: then this one goes on with the plan there is.
            if not self._due():
                return
            self._busy = True
            work = self._copy()
            guesses = {one: to for one, to in self._told.items() if one in work.place}
            self._planned_with = settled
        first = self.plan is NOTHING and len(places) <= BESIDE
        if len(places) <= _AT_ONCE or first:
            self._make(work, guesses)
        else:
            threading.Thread(target=self._make, args=(work, guesses), daemon=True).start()

    def likely(self, demand_id: int, now: int | None) -> list[Likely]:
        """The five likeliest opinions of a demand; where it is ``now`` is among them."""
        with self._lock:
            found: list[Likely] = []
            if demand_id in self._coding.place:
                offer = self._coding.offers([demand_id])[demand_id]
                found = [Likely(one.opinion, one.score) for one in offer.suggestions]
        if now is not None and all(one.opinion_id != now for one in found):
            found = [*found[:4], Likely(now, 0.0)]
        return found

    def _due(self) -> bool:
        if self._busy:
            return False
        if self.plan is NOTHING or self._settled.apart != self._planned_with.apart:
            return True
        changed = sum(
            self._planned.get(one) != to for one, to in self._coding.confirmed.items()
        ) + sum(one not in self._coding.confirmed for one in self._planned)
        return changed >= (1 if len(self._spans) <= _AT_ONCE else _EVERY)

    def _copy(self) -> Coding:
        """The coding as it stands, to be looked at while the work goes on."""
        made = copy(self._coding)
        made.confirmed = dict(self._coding.confirmed)
        shared = {id(self._coding.likeness): self._coding.likeness}
        made.affinities = deepcopy(self._coding.affinities, shared)
        return made

    def _make(self, work: Coding, guesses: Mapping[int, int]) -> None:
        try:
            law = self._planned_with
            questions = merge_questions(work.likeness, work.place, guesses, law.apart, most=3)
            self.plan = plan_of(
                order(work, guesses), bundles(work, guesses), questions, guesses, law.decided
            )
            self._planned = work.confirmed
        finally:
            self._busy = False


def _confirmed(places: Sequence[Place]) -> dict[int, int]:
    """What staff said; for an opinion on which they said nothing yet, its first demand speaks."""
    found = {p.demand_id: p.opinion_id for p in places if p.by_staff and p.opinion_id is not None}
    spoken = set(found.values())
    for place in sorted(places, key=lambda one: one.demand_id):
        if place.opinion_id is not None and place.opinion_id not in spoken:
            spoken.add(place.opinion_id)
            found[place.demand_id] = place.opinion_id
    return found
