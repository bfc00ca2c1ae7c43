"""How likely two texts want the same: a few signs, weighed, from 0 to 1.

Each sign is a product of matrices, so that a block of any size can be had at once:
1. words by soft cosine, where related words count in part (``related.py``);
2. the concerns of the sentences that ask;
3. entries of the thesaurus found whole;
4. stance: on which sides of a few axes both stand (for or against, forbid or allow, soon or late);
5. aims: whether both want more, both less, or one each, of what they speak of;
6. concepts that oppose each other;
7. if the caller has vectors of meaning for the texts (embeddings): their cosine.

The weights are those of a logistic regression on pairs of comments, see benchmarks/opinions.py,
which also learns them anew with each clause left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.core.clustering.content import Reading
from app.core.clustering.dictionary import COMMON, Dictionary, dictionary
from app.core.clustering.related import concepts_of, relatedness, strongest, unit_rows
from app.core.clustering.signs import CHUNK, Sign, dense_rows, products, sign
from app.core.clustering.stance import AXES
from app.core.clustering.thesaurus.lexicon import Lexicon
from app.core.clustering.values import Vector

_NUMBER = re.compile(r"[\d.,%:/-]+|[一二三四五六七八九十百千万两几]+")
# A clause has some hundred comments: too few to know from them alone which words say much.
_BACKGROUND = 0.7
_COMMON_SAYS, _GRAMMAR_SAYS, _NUMBER_SAYS, _UNKNOWN_SAYS, _RAREST = 0.2, 0.4, 0.2, 0.7, 3.0
# What all comments of a clause say is no likeness: so much of their mean is taken off.
_MEAN_OFF, _MEAN_FROM = 0.6, 20
# So many concerns of a request or an aim are looked at; it has hundreds that it hardly touches.
_CONCERNS = 20


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the signs, and the constant; likeness is their sum through the logistic function."""

    words: float = 16.0
    request: float = 2.6
    concepts: float = 0.9
    stance: float = 1.2
    aims: float = 0.7
    opposed: float = -3.0
    # Not learnt: no model was at hand to measure with. Of the size of half of what words weigh.
    meaning: float = 6.0
    constant: float = -3.7

    def of(self, signs: Sequence[Any]) -> Any:
        """The likeness for signs in the order of ``Likeness.signs``."""
        each = (
            *(self.words, self.request, self.concepts, self.stance, self.aims),
            *(self.opposed, self.meaning),
        )
        total = sum(weight * sign for weight, sign in zip(each, signs, strict=False))
        return 1 / (1 + np.exp(-(total + self.constant)))


WEIGHTS = Weights()
# To find the right one among opinions that are known, which way a text pulls says more.
RANKING = replace(WEIGHTS, stance=2.6, aims=1.5)


class Likeness:
    """The likeness of all pairs of ``readings``; rows and columns are their places.

    ``meanings``: a vector for each reading, None for one that has none; all of one length, or
    ValueError is raised.
    """

    def __init__(
        self,
        readings: Sequence[Reading],
        lexicon: Lexicon,
        weights: Weights = WEIGHTS,
        meanings: Sequence[Vector | None] = (),
    ) -> None:
        self.number = len(readings)
        self.weights = weights
        words, request, aims, vocabulary = _words(readings, lexicon)
        concepts = concepts_of(vocabulary, lexicon)
        asked = strongest(request @ concepts, _CONCERNS)
        aims = unit_rows(strongest(aims @ concepts, _CONCERNS))
        related = relatedness(vocabulary, concepts)
        share = _MEAN_OFF * self.number / (self.number + _MEAN_FROM)
        found = _concepts(readings, lexicon)
        whole = self.number / (self.number + _MEAN_FROM / 10)
        self._axes = np.array([one.axes for one in readings], float).reshape(len(readings), AXES)
        self._aims = sign(aims)
        self._parts: tuple[Sign, ...] = (
            sign(words, related, share),
            sign(asked, None, whole),
            sign(found),
        )
        # Opposing concepts are a sign of their own, against.
        self._sides = _sides(readings, lexicon) if lexicon.opposites else None
        vectors = dense_rows(meanings)
        self._meaning = None if vectors is None else sign(vectors, None, whole)

    def of(self, chosen: Any) -> Likeness:
        """The same likeness, of chosen texts alone; places are those among them."""
        part = copy(self)
        part.number = len(chosen)
        part._axes = self._axes[chosen]
        part._aims = self._aims.of(chosen)
        part._parts = tuple(sign.of(chosen) for sign in self._parts)
        if self._sides is not None:
            part._sides = self._sides[0][chosen], self._sides[1][chosen]
        part._meaning = None if self._meaning is None else self._meaning.of(chosen)
        return part

    def signs(self, rows: Any, columns: Any) -> list[Any]:
        """The signs in their order, each of shape (rows, columns); meaning only if there is any."""
        stance, aims = self._directions(rows, columns)
        opposed = np.zeros_like(stance)
        if self._sides is not None:
            opposed = (self._sides[0][rows] @ self._sides[1][columns].T).toarray()
        meaning = [] if self._meaning is None else [self._meaning.block(rows, columns)]
        parts = [part.block(rows, columns) for part in self._parts]
        return [*parts, stance, aims, opposed, *meaning]

    def _directions(self, rows: Any, columns: Any) -> tuple[Any, Any]:
        stance = self._axes[rows] @ self._axes[columns].T
        return stance, self._aims.block(rows, columns)

    def agreement(self, rows: Any, columns: Any) -> Any:
        """Whether the texts pull the same way (above 0) or against each other (below 0), whatever
        they speak of; shape (rows, columns)."""
        stance, aims = self._directions(rows, columns)
        return stance + aims

    def block(self, rows: Any, columns: Any) -> Any:
        """Likeness from 0 to 1, shape (rows, columns)."""
        return self.weights.of(self.signs(rows, columns))

    def pairs(self, rows: Any, columns: Any) -> Any:
        """The likeness of each row with its column; ``rows`` ascending."""
        found = np.zeros(len(rows))
        for first in range(0, self.number, CHUNK):
            begin, end = np.searchsorted(rows, [first, first + CHUNK])
            if begin < end:
                found[begin:end] = self._near(rows[begin:end], columns[begin:end])
        return found

    def agreements(self, rows: Any, columns: Any) -> Any:
        """``agreement`` of each row with its column; ``rows`` ascending."""
        found = (self._axes[rows] * self._axes[columns]).sum(axis=1)
        for first in range(0, self.number, CHUNK):
            begin, end = np.searchsorted(rows, [first, first + CHUNK])
            if begin < end:
                found[begin:end] += self._aims.pairs(rows[begin:end], columns[begin:end])
        return found

    def _near(self, rows: Any, columns: Any) -> Any:
        stance = (self._axes[rows] * self._axes[columns]).sum(axis=1)
        aims = self._aims.pairs(rows, columns)
        opposed = np.zeros_like(stance)
        if self._sides is not None:
            near = self._sides[0][rows[0] : rows[-1] + 1].toarray()
            opposed = products(near, rows - rows[0], self._sides[1][columns])
        parts = [part.pairs(rows, columns) for part in self._parts]
        meaning = [] if self._meaning is None else [self._meaning.pairs(rows, columns)]
        return self.weights.of([*parts, stance, aims, opposed, *meaning])

    def whole(self) -> Any:
        """Likeness of all pairs, shape (n, n), symmetric."""
        every = np.arange(self.number)
        found = np.zeros((self.number, self.number))
        for first in range(0, self.number, CHUNK):
            found[first : first + CHUNK] = self.block(every[first : first + CHUNK], every)
        return (found + found.T) / 2


def _words(readings: Sequence[Reading], lexicon: Lexicon) -> tuple[Any, Any, Any, list[str]]:
    """Weighted words of whole texts (rows of length 1), of requests, and of aims (below 0 where
    less is wanted), and the vocabulary."""
    documents = Counter(word for reading in readings for word in reading.words)
    vocabulary = sorted(documents) or [""]
    places = {word: at for at, word in enumerate(vocabulary)}
    weights = _weights(vocabulary, documents, len(readings), lexicon)
    whole = _matrix((reading.words for reading in readings), places, weights)
    request = _matrix((reading.request for reading in readings), places, weights)
    aims = _matrix((reading.aims for reading in readings), places, weights)
    return unit_rows(whole), request, aims, vocabulary


def _weights(
    vocabulary: Sequence[str], documents: Counter[str], number: int, lexicon: Lexicon
) -> Any:
    known = dictionary()
    concerned = concepts_of(vocabulary, lexicon)
    unknown = np.diff(concerned.indptr) == 0
    own = np.array([documents[word] for word in vocabulary], float)
    rarity = np.array([min(known.rarity(word), _RAREST) for word in vocabulary])
    weights = (1 - _BACKGROUND) * (np.log((1 + number) / (1 + own)) + 1) + _BACKGROUND * rarity
    says = np.array([_says(word, known) for word in vocabulary])
    return weights * says * np.where(unknown, _UNKNOWN_SAYS, 1.0)


def _says(word: str, known: Dictionary) -> float:
    if word in COMMON:
        return _COMMON_SAYS
    if _NUMBER.fullmatch(word):
        return _NUMBER_SAYS
    return _GRAMMAR_SAYS if known.says_nothing(word) else 1.0


def _matrix(counts: Iterable[Mapping[str, int]], places: dict[str, int], weights: Any) -> Any:
    from scipy import sparse

    columns: list[int] = []
    times: list[int] = []
    ends = [0]
    for count in counts:
        columns += [places[word] for word in count]
        times += count.values()
        ends.append(len(columns))
    values = damped(times) * weights[np.array(columns, int)]
    return sparse.csr_matrix((values, columns, ends), shape=(len(ends) - 1, len(places)))


def damped(times: Sequence[int]) -> Any:
    """Twice is not twice as much; below 0 the same."""
    counts = np.array(times, float)
    return np.sign(counts) * (1 + np.log(np.maximum(np.abs(counts), 1)))


def _said(reading: Reading, lexicon: Lexicon, least: int) -> dict[int, float]:
    """How much a text speaks of each concept; below 0 where it wants the contrary (不得强制)."""
    said: dict[int, float] = {}
    for mention in reading.mentions:
        if len(mention.word) < least:
            continue
        for concept in mention.concepts:
            wanted = lexicon.concepts[concept].kind != "topic"
            sign = -1.0 if mention.negated and wanted else 1.0
            said[concept] = said.get(concept, 0.0) + sign * mention.weight
    return said


def _concepts(readings: Sequence[Reading], lexicon: Lexicon, least: int = 2) -> Any:
    """Shape (texts, concepts): what the texts' mentions speak of, rows of length 1.

    Only words of ``least`` characters or more.
    """
    from scipy import sparse

    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, reading in enumerate(readings):
        said = _said(reading, lexicon, least)
        rows += [row] * len(said)
        columns += said
        values += [np.sign(value) * np.log1p(abs(value)) for value in said.values()]
    shape = (len(readings), max(1, len(lexicon.concepts)))
    matrix = sparse.csr_matrix((values, (rows, columns)), shape=shape)
    texts = np.bincount(matrix.indices, minlength=matrix.shape[1])
    idf = np.log((1 + len(readings)) / (1 + texts)) + 1
    return unit_rows(matrix @ sparse.diags(idf))


def _sides(readings: Sequence[Reading], lexicon: Lexicon) -> tuple[Any, Any]:
    """For each pair of opposing concepts on which side a text stands, and the side against it.

    A text that speaks of both (线上可以，线下也要留) stands in the middle; a short word (线上) is
    said by both sides.
    """
    from scipy import sparse

    found = _concepts(readings, lexicon, least=3)
    pairs = sorted({(min(pair), max(pair)) for pair in lexicon.opposites})
    one, other = (found[:, [pair[side] for pair in pairs]] for side in (0, 1))
    more, less = (one - other).maximum(0), (other - one).maximum(0)
    return sparse.hstack([more, less], format="csr"), sparse.hstack([less, more], format="csr")
