"""Which clause does a text without any citation sound like: shared words, and the same matters.

Runs of one to three characters say as much as they are rare among the clauses; a matter
(`everyday`) that a letter speaks of in its own words counts as a rare word does. What stands above
a clause counts a little for it: 下列行为 says nothing without the line before it.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from app.core.citations import everyday
from app.core.citations.quantities import Quantity, quantities
from app.core.citations.words import Words

_DIGIT = re.compile("[0-9]")
_LONGEST = 2_000
# How much a run of so many characters says beside its rarity.
_RUNS = {1: 0.4, 2: 1.0, 3: 1.0}
_MATTER = 2.0
_QUANTITY = 1.5
# So many characters at the beginning say so much more.
_FIRST, _FIRST_SAY = 20, 0.5
# A run that stands in a heading says so much more.
_HEADS = 0.6
_ABOVE = 0.3
_SHORTEST = 100
# One matter that is spoken of in several words says more, but not in proportion.
_MOST_WORDS = 2
# What every eighth clause says is said of none.
_COMMON = 8
# So many runs are kept ready: some 10 MB.
_MOST_KNOWN = 30_000
# An array of shape (clauses,): bits, evened out by the length of each clause.
Scores = Any


@dataclass(frozen=True, slots=True)
class Like:
    """A clause with its score in bits, evened out by length."""

    at: int
    score: float


class Likeness:
    """The clauses by their words and matters; clauses are known by their position."""

    def __init__(self, words: Words, above: Callable[[int], Sequence[int]]) -> None:
        self._words = words
        self._above = above
        self._known: dict[str, list[tuple[float, Any]]] = {}

    def rank(self, said: str, limit: int = 5) -> tuple[Like, ...]:
        """The clauses that the bare text sounds like, best first; none without a shared word."""
        return self.best(self.scores(said), limit)

    def best(self, scores: Scores, limit: int) -> tuple[Like, ...]:
        """The clauses with the highest scores above 0."""
        if not len(scores):
            return ()
        first = np.argpartition(-scores, min(limit, len(scores) - 1))[:limit]
        likes = [Like(int(at), float(scores[at])) for at in first if scores[at] > 0]
        return tuple(sorted(likes, key=lambda like: (-like.score, like.at)))

    def own(self, bits: Scores, at: int) -> float:
        """The bits of a clause without those of what it stands in."""
        return float(bits[at] - _ABOVE * sum(bits[above] for above in self._above(at)))

    def scores(self, said: str) -> Scores:
        """How much the bare text sounds like each clause."""
        return self.bits_and_scores(said)[1]

    def bits_and_scores(self, said: str) -> tuple[Scores, Scores]:
        """What the words that each clause shares with the text say, and the same evened out."""
        said = said[:_LONGEST]
        own = self._own(said)
        if len(said) > _FIRST:
            # What begins the text says what it is about.
            own = (own + _FIRST_SAY * self._own(said[:_FIRST])) / (1 + _FIRST_SAY / 2)
        bits = own[:-1] + _ABOVE * own[self._line].sum(axis=0)
        return bits, bits / self._even

    def _own(self, said: str) -> Any:
        """The bits of each clause without what it stands in; 0 behind the last."""
        words = self._words
        found = [
            row for size in _RUNS for gram in words.known(said, size) for row in self._rows(gram)
        ]
        found += self._spoken(said)
        found += [self._measures[one] for one in sorted(quantities(said)) if one in self._measures]
        if not found:
            return np.zeros(len(words.texts) + 1)
        weights = np.repeat([bits for bits, _ in found], [len(places) for _, places in found])
        places = np.concatenate([places for _, places in found])
        return np.bincount(places, weights, len(words.texts) + 1)

    def _rows(self, gram: str) -> list[tuple[float, Any]]:
        """What the run says in bits, and the clauses in which it stands; then those whose headings
        have it. Nothing where too many have it."""
        if (known := self._known.get(gram)) is not None:
            return known
        places = self._words.places(gram)
        number = len(self._words.texts)
        found: list[tuple[float, Any]] = []
        telling = len(places) <= max(2, number // _COMMON) and len(places) < number
        # 2017 and 45 say nothing about what a clause is about.
        if telling and not _DIGIT.search(gram):
            bits = _RUNS[len(gram)] * math.log2(number / len(places))
            heads = [at for at in places if len(gram) > 1 and gram in self._words.headings[at]]
            found.append((bits, np.array(places, np.intp)))
            if heads:
                found.append((_HEADS * bits, np.array(heads, np.intp)))
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[gram] = found
        return found

    def _spoken(self, said: str) -> list[tuple[float, Any]]:
        """As `_rows`, for the matters that the text speaks of."""
        counts: Counter[int] = Counter()
        for matters in everyday.said(said).values():
            counts.update(matters)
        return [
            (_MATTER * bits * math.sqrt(min(_MOST_WORDS, count)), places)
            for matter, count in counts.items()
            if matter in self._matters
            for bits, places in (self._matters[matter],)
        ]

    @cached_property
    def _even(self) -> Any:
        return np.sqrt(_SHORTEST + np.array([len(text) for text in self._words.texts], float))

    @cached_property
    def _line(self) -> Any:
        """Shape (levels above, clauses): the clauses each stands in; where none, one past the last."""
        lines = [self._above(at) for at in range(len(self._words.texts))]
        table = np.full((max(map(len, lines), default=0), len(lines)), len(lines), np.intp)
        for at, line in enumerate(lines):
            table[: len(line), at] = line
        return table

    @cached_property
    def _measures(self) -> dict[Quantity, tuple[float, Any]]:
        """For each quantity its bits and the clauses that name it."""
        bearing: dict[Quantity, list[int]] = defaultdict(list)
        for at, text in enumerate(self._words.texts):
            for quantity in quantities(text):
                bearing[quantity].append(at)
        number = len(self._words.texts)
        return {
            quantity: (_QUANTITY * math.log2(1 + number / len(places)), np.array(places, np.intp))
            for quantity, places in bearing.items()
        }

    @cached_property
    def _matters(self) -> dict[int, tuple[float, Any]]:
        """For each matter its bits and the clauses that print it."""
        bearing: dict[int, list[int]] = defaultdict(list)
        for at, text in enumerate(self._words.texts):
            for matter in everyday.printed(text):
                bearing[matter].append(at)
        number = len(self._words.texts)
        return {
            matter: (math.log2(1 + number / len(places)), np.array(places, np.intp))
            for matter, places in bearing.items()
        }
