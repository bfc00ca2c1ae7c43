"""Texts as vectors: words and character 2–3-grams, weighted by TF-IDF, length 1.

The idf of a word is mixed with its rarity in the language: a clause has some hundred comments,
too few to know from them alone which words say much.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from app.core.clustering.dictionary import COMMON, dictionary
from app.core.text.cuts import Cutter
from app.core.text.normalise import normalise

# scipy has no types of its own; a sparse matrix of shape (texts, features).
Matrix = Any

_BACKGROUND = 0.6
_CHARACTERS = 0.1
# What every comment says (建议, 希望) is no likeness.
_COMMON_SAYS = 0.3
_RUNS = re.compile(r"[^\W_]+")
_WORD = re.compile(r"[^\W_]")
# A text says what it wants in its first thousands of characters: the work for one is bounded.
LONGEST = 4_000


def vectors(texts: Sequence[str], cutter: Cutter) -> Matrix:
    """Shape (texts, features); the dot product of two rows is their likeness from 0 to 1."""
    from scipy import sparse

    forms = [normalise(text[: 2 * LONGEST])[:LONGEST] for text in texts]
    known = dictionary()
    words = _weighted(map(words_of(cutter), forms), len(forms), known.rarity)
    characters = _weighted(map(_grams, forms), len(forms), None)
    return sparse.hstack(
        [words * math.sqrt(1 - _CHARACTERS), characters * math.sqrt(_CHARACTERS)], format="csr"
    )


def words_of(cutter: Cutter) -> Callable[[str], list[str]]:
    """The words of a normalised text, without marks and spaces."""

    def words(form: str) -> list[str]:
        return [word for word in cutter.cut(form) if _WORD.search(word)]

    return words


def _grams(form: str) -> list[str]:
    return [
        run[at : at + size]
        for run in _RUNS.findall(form)
        for size in (2, 3)
        for at in range(len(run) - size + 1)
    ]


def _weighted(
    documents: Iterable[list[str]], number: int, rarity: Callable[[str], float] | None
) -> Matrix:
    from scipy import sparse

    places: dict[str, int] = {}
    columns: list[int] = []
    counts: list[int] = []
    ends = [0]
    for document in documents:
        for token, count in Counter(document).items():
            columns.append(places.setdefault(token, len(places)))
            counts.append(count)
        ends.append(len(columns))
    weights = _idf(np.bincount(columns, minlength=len(places)), number)
    if rarity is not None:
        background = np.fromiter(map(rarity, places), float, len(places))
        weights = (1 - _BACKGROUND) * weights + _BACKGROUND * background
        weights *= np.fromiter(
            (_COMMON_SAYS if w in COMMON else 1 for w in places), float, len(places)
        )
    values = (1 + np.log(counts)) * weights[columns] if columns else np.zeros(0)
    matrix = sparse.csr_matrix((values, columns, ends), shape=(number, len(places)))
    lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1)).A1 if number else np.zeros(0)
    lengths[lengths == 0] = 1
    return sparse.diags(1 / lengths) @ matrix


def _idf(in_documents: Any, number: int) -> Any:
    return np.log((1 + number) / (1 + in_documents)) + 1
