"""How like one new text is to the opinions of a clause, without looking at every member.

The signs of ``likeness.py`` are bilinear: their average over an opinion's members is one product
with the sum of the members. So a newcomer costs as much as it has words, times opinions.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.core.clustering import likeness
from app.core.clustering.content import Reading, read_form
from app.core.clustering.linking import against
from app.core.clustering.related import concepts_of, relatedness
from app.core.clustering.stance import AXES
from app.core.clustering.thesaurus.lexicon import lexicon
from app.core.text.cuts import cutter
from app.core.text.normalise import normalise

# A new comment is read so far: it must be placed within a millisecond.
LOOKED_AT = 200
_CONCERNS = 20
# As in the average link: as if so much of a pair more were wholly unlike.
_DOUBT = 0.7
_SIGNS = (
    *(likeness.WEIGHTS.words, likeness.WEIGHTS.request, likeness.WEIGHTS.concepts),
    likeness.WEIGHTS.aims,
)
_AIMS = 3


@dataclass(frozen=True, slots=True)
class Side:
    """One sign's half of a text: ``at`` and ``values`` of its features, what it has with itself
    (``own``), ``off`` and ``scale`` as in ``signs.Sign``."""

    at: Any
    values: Any
    own: float
    off: float
    scale: float


class Space:
    """Features of one sign: ``through`` (None: identity), and what its mean takes off."""

    def __init__(self, rows: Any, through: Any, share: float) -> None:
        self.through = through
        mean = np.asarray(rows.mean(axis=0)).ravel() if rows.shape[0] else np.zeros(rows.shape[1])
        self._seen = share * (mean if through is None else through @ mean)
        self.both = share * float(mean @ self._seen)
        self.width = len(mean)
        self._row = np.zeros(self.width)

    def side(self, at: Any, values: Any) -> Side:
        """A text's half."""
        own = self._own(at, values)
        off = float(self._seen[at] @ values)
        square = max(own - 2 * off + self.both, 1e-9)
        return Side(at, values, own, off, 1 / math.sqrt(square) if own > 1e-9 else 0.0)

    def expanded(self, at: Any, values: Any) -> tuple[Any, Any]:
        """The text's row seen through: where it is not 0 (some places several times), and what."""
        if self.through is None:
            return at, values
        where, lengths = spans(self.through.indptr, at)
        return self.through.indices[where], self.through.data[where] * np.repeat(values, lengths)

    def _own(self, at: Any, values: Any) -> float:
        if self.through is None:
            return float(values @ values)
        self._row[at] = values
        where, seen = self.expanded(at, values)
        own = float(self._row[where] @ seen)
        self._row[at] = 0.0
        return own


def spans(pointers: Any, rows: Any) -> tuple[Any, Any]:
    """The places of all entries of some rows of a sparse matrix, and how many each row has."""
    begins, lengths = pointers[rows], pointers[rows + 1] - pointers[rows]
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(begins - ends + lengths, lengths), lengths


class Reader:
    """Reads texts as ``likeness.Likeness`` would among the texts it was made of."""

    def __init__(self, texts: Sequence[str], terms: Sequence[str] = ()) -> None:
        self._knife, self._lexicon = cutter(terms), lexicon(())
        readings = [self.read(text) for text in texts]
        documents = Counter(word for reading in readings for word in reading.words)
        vocabulary = sorted(documents) or [""]
        self._places = {word: at for at, word in enumerate(vocabulary)}
        weights = likeness._weights(vocabulary, documents, len(texts), self._lexicon)
        self._weight_list: list[float] = weights.tolist()
        concepts = concepts_of(vocabulary, self._lexicon)
        self._concepts = concepts.tocsr()
        number = len(texts)
        share = likeness._MEAN_OFF * number / (number + likeness._MEAN_FROM)
        whole = number / (number + likeness._MEAN_FROM / 10)
        related = relatedness(vocabulary, concepts).tocsr()
        said = Counter(c for reading in readings for c in self._said(reading))
        width = max(1, len(self._lexicon.concepts))
        texts_of = np.bincount(list(said.elements()), minlength=width)
        self._idf = np.log((1 + number) / (1 + texts_of)) + 1
        words, asked = (self._matrix(readings, part) for part in (self._words, self._asked))
        self.spaces = (
            Space(words(len(vocabulary)), related, share),
            Space(asked(width), None, whole),
            Space(self._matrix([], self._entries)(width), None, 0.0),
            Space(self._matrix([], self._aims)(width), None, 0.0),
        )

    def read(self, text: str) -> Reading:
        return self.read_form(normalise(text[: 2 * LOOKED_AT]))

    def read_form(self, form: str) -> Reading:
        """The same of a text that is normalised already."""
        return read_form(form[:LOOKED_AT], self._knife, self._lexicon)

    def sides(self, reading: Reading) -> list[Side]:
        at, values = said = self._counted(reading.words)
        # Where all sentences ask, the request is the text.
        asked = said if reading.request is reading.words else self._counted(reading.request)
        parts = (
            *((at, _unit(values)), self._of_concepts(asked)),
            *(self._entries(reading), self._aims(reading)),
        )
        return [space.side(*part) for space, part in zip(self.spaces, parts, strict=True)]

    def _matrix(self, readings: Sequence[Reading], part: Any) -> Any:
        from scipy import sparse

        rows = [part(reading) for reading in readings]
        ends = np.cumsum([0, *(len(at) for at, _ in rows)])
        columns = np.concatenate([np.zeros(0, int), *(at for at, _ in rows)])
        values = np.concatenate([np.zeros(0), *(values for _, values in rows)])
        return lambda width: sparse.csr_matrix((values, columns, ends), shape=(len(rows), width))

    def _counted(self, words: Mapping[str, int]) -> tuple[Any, Any]:
        # As ``likeness.damped``: for some dozens of words arrays take longer than a loop.
        places, weights = self._places, self._weight_list
        known = [(places[word], n) for word, n in words.items() if word in places]
        values = [
            weights[at] if n == 1 else math.copysign(1 + math.log(abs(n)), n) * weights[at]
            for at, n in known
        ]
        return np.array([at for at, _ in known], int), np.array(values, float)

    def _words(self, reading: Reading) -> tuple[Any, Any]:
        at, values = self._counted(reading.words)
        return at, _unit(values)

    def _of_concepts(self, counted: tuple[Any, Any]) -> tuple[Any, Any]:
        at, values = counted
        if not len(at):
            return at, values
        where, lengths = spans(self._concepts.indptr, at)
        weight = np.repeat(values, lengths) * self._concepts.data[where]
        sums = np.bincount(self._concepts.indices[where], weight)
        found = np.flatnonzero(sums)
        sums = sums[found]
        if len(found) > _CONCERNS:
            sizes = np.abs(sums)
            kept = sizes >= np.partition(sizes, -_CONCERNS)[-_CONCERNS]
            found, sums = found[kept], sums[kept]
        return found, sums

    def _aims(self, reading: Reading) -> tuple[Any, Any]:
        at, values = self._of_concepts(self._counted(reading.aims))
        return at, _unit(values)

    def _asked(self, reading: Reading) -> tuple[Any, Any]:
        return self._of_concepts(self._counted(reading.request))

    def _entries(self, reading: Reading) -> tuple[Any, Any]:
        said = self._said(reading)
        at = np.array(list(said), int)
        values = np.array([math.copysign(math.log1p(abs(v)), v) for v in said.values()])
        return at, _unit(values * self._idf[at]) if len(at) else values

    def _said(self, reading: Reading) -> dict[int, float]:
        return likeness._said(reading, self._lexicon, 2)


def _unit(values: Any) -> Any:
    length = math.sqrt(float(values @ values)) if len(values) else 0.0
    return values / length if length else values


class Sums:
    """Opinions as the sums of their members; rows of features, columns of opinions."""

    def __init__(self, reader: Reader, opinions: int) -> None:
        self._reader = reader
        self._room = max(16, 2 * opinions)
        self.sizes = np.zeros(self._room)
        self._axes = np.zeros((AXES, self._room))
        widths = [space.width for space in reader.spaces]
        self._first = [0, *np.cumsum(widths)[:-1].tolist()]
        self._rows: Any = np.zeros((sum(widths), self._room), np.float32)
        self._scales: Any = np.zeros((len(widths), self._room))
        self._offs: Any = np.zeros((len(widths), self._room))
        self.column: dict[int, int] = {}

    def put(self, reading: Reading, opinion: int, sign: float = 1.0) -> None:
        """A member comes (or goes, with -1)."""
        at = self.column.setdefault(opinion, len(self.column))
        if at == self._room:
            self._widen()
        self.sizes[at] += sign
        self._axes[:, at] += sign * np.array(reading.axes)
        for part, side in enumerate(self._reader.sides(reading)):
            where, seen = self._reader.spaces[part].expanded(side.at, side.values)
            np.add.at(self._rows[:, at], where + self._first[part], sign * side.scale * seen)
            self._scales[part, at] += sign * side.scale
            self._offs[part, at] += sign * side.scale * side.off

    def likeness(self, reading: Reading, without: int | None = None) -> Any:
        """To each opinion, by column, as the average link would have it; ``without``: the reading
        is a member of that opinion, and is left out of it."""
        number = len(self.column)
        sides = self._reader.sides(reading)
        # All is linear up to the logistic function: one product for all signs.
        scales = np.array([side.scale * w for side, w in zip(sides, _SIGNS, strict=True)])
        both = np.array([space.both for space in self._reader.spaces])
        both -= [side.off for side in sides]
        at = np.concatenate(
            [side.at + first for side, first in zip(sides, self._first, strict=True)]
        )
        values = np.concatenate(
            [side.values * one for side, one in zip(sides, scales, strict=True)]
        )
        total = values.astype(np.float32) @ self._rows[at, :number]
        total = total + (scales * both) @ self._scales[:, :number]
        total -= scales @ self._offs[:, :number]
        own_axes = np.array(reading.axes)
        stance = own_axes @ self._axes[:, :number]
        total += likeness.WEIGHTS.stance * stance
        aims = sides[_AIMS]
        pulls = (
            stance + aims.values * aims.scale @ self._rows[aims.at + self._first[_AIMS], :number]
        )
        sizes = self.sizes[:number]
        if without is not None:
            own = np.array([side.own for side in sides]) + both - [side.off for side in sides]
            total[self.column[without]] -= (scales * own) @ [side.scale for side in sides]
            total[self.column[without]] -= likeness.WEIGHTS.stance * (own_axes @ own_axes)
            pulls[self.column[without]] -= own_axes @ own_axes + (aims.own > 0)
            sizes = sizes.copy()
            sizes[self.column[without]] -= 1
        average = total / np.maximum(sizes, 1) + likeness.WEIGHTS.constant
        alike = sizes / (sizes + _DOUBT) / (1 + np.exp(-average))
        return np.where(sizes > 0, alike * against(pulls, np.maximum(sizes, 1)), 0.0)

    def _widen(self) -> None:
        more = self._room
        self.sizes = np.concatenate([self.sizes, np.zeros(more)])
        self._rows = np.pad(self._rows, ((0, 0), (0, more)))
        self._scales = np.pad(self._scales, ((0, 0), (0, more)))
        self._axes = np.pad(self._axes, ((0, 0), (0, more)))
        self._offs = np.pad(self._offs, ((0, 0), (0, more)))
        self._room += more
