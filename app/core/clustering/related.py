"""Which words speak of the same thing: by shared concepts of the thesaurus, by shared characters.

网费 and 资费 are two dimensions to plain TF-IDF. Here a word is what it is in the thesaurus: each
entry is cut into words, and a word belongs to the concepts whose entries it stands in. Words that
the thesaurus lacks are still related to those they share telling characters with (退款, 退费).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from app.core.clustering.dictionary import dictionary
from app.core.clustering.thesaurus.lexicon import Lexicon
from app.core.text.cuts import cut

_WORD = re.compile(r"[^\W_]")
_HAN = re.compile("[\u3400-\u9fff]")
# Chosen on tests/data/opinions, flat around these values: see benchmarks/opinions.py.
_BY_CONCEPTS, _LEAST_CONCEPTS = 1.0, 0.05
_BY_CHARACTERS, _LEAST_CHARACTERS = 0.5, 0.2
# No word says nothing: also the commonest one belongs a little to the entries it stands in.
_FLOOR = 0.1


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words that the thesaurus' entries are made of; ``concepts``: shape (words, concepts),
    rows of length 1."""

    places: dict[str, int]
    concepts: Any


@lru_cache(maxsize=8)
def tokens(lexicon: Lexicon) -> Tokens:
    """The words of all entries with their concepts, made once for each lexicon."""
    from scipy import sparse

    known = dictionary()
    places: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    shares: list[float] = []
    for entry, concepts in lexicon.words.items():
        parts = [word for word in cut(entry) if _WORD.search(word)]
        weights = [known.rarity(word) + _FLOOR for word in parts]
        whole = sum(weights) * len(concepts) ** 0.5
        for word, weight in zip(parts, weights, strict=True):
            place = places.setdefault(word, len(places))
            rows += [place] * len(concepts)
            columns += concepts
            shares += [weight / whole] * len(concepts)
    shape = (len(places), len(lexicon.concepts))
    matrix = sparse.csr_matrix((shares, (rows, columns)), shape=shape)
    return Tokens(places, unit_rows(matrix.sqrt()))


def concepts_of(words: Sequence[str], lexicon: Lexicon) -> Any:
    """Shape (words, concepts): each word's concepts, length 1; a row of zeros if it has none.

    A word that the plain dictionary does not know (a term of the draft, an office's own word) is
    what its parts are.
    """
    from scipy import sparse

    known = tokens(lexicon)
    rows: list[int] = []
    chosen: list[int] = []
    for row, word in enumerate(words):
        places = known.places
        parts = [word] if word in places else [part for part in cut(word) if part in places]
        rows += [row] * len(parts)
        chosen += [places[part] for part in parts]
    pick = sparse.csr_matrix(
        (np.ones(len(rows)), (rows, chosen)), shape=(len(words), len(known.places))
    )
    return unit_rows(pick @ known.concepts)


def relatedness(words: Sequence[str], concepts: Any) -> Any:
    """Shape (words, words), symmetric: 1 for a word with itself, less for related ones."""
    from scipy import sparse

    by_concepts = _kept(concepts @ concepts.T, _LEAST_CONCEPTS) * _BY_CONCEPTS
    characters = _characters(words)
    shared = characters @ characters.T
    shared.data = shared.data**2
    both = by_concepts + _kept(shared, _LEAST_CHARACTERS**2) * _BY_CHARACTERS
    return (both - sparse.diags(both.diagonal()) + sparse.eye(len(words))).tocsr()


def unit_rows(matrix: Any) -> Any:
    """The matrix with rows of length 1; rows of zeros stay."""
    from scipy import sparse

    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    return (sparse.diags(1 / lengths) @ matrix).tocsr()


def strongest(matrix: Any, most: int) -> Any:
    """The matrix with only the ``most`` values of each row that are largest without their sign."""
    matrix = matrix.tocsr()
    for row in np.flatnonzero(np.diff(matrix.indptr) > most):
        values = matrix.data[matrix.indptr[row] : matrix.indptr[row + 1]]
        sizes = np.abs(values)
        values[sizes < np.partition(sizes, -most)[-most]] = 0
    matrix.eliminate_zeros()
    return matrix


def _characters(words: Sequence[str]) -> Any:
    """Shape (words, characters): the Hanzi of each word by how much each says."""
    from scipy import sparse

    known = dictionary()
    places: dict[str, int] = {}
    rows, columns, weights = [], [], []
    for row, word in enumerate(words):
        for character in sorted(set(word)):
            if _HAN.match(character):
                rows.append(row)
                columns.append(places.setdefault(character, len(places)))
                weights.append(known.rarity(character) + 2 * _FLOOR)
    shape = (len(words), max(1, len(places)))
    return unit_rows(sparse.csr_matrix((weights, (rows, columns)), shape=shape))


def _kept(matrix: Any, least: float) -> Any:
    matrix = matrix.tocsr()
    matrix.data[matrix.data <= least] = 0
    matrix.eliminate_zeros()
    return matrix
