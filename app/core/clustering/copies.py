"""Whether two texts are copies of one letter: an exact check of the few that may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

GRAM = 3
_CHUNK = 50_000
# Beyond this a text is compared by its beginning: the work for one text is bounded.
LONGEST = 4_000
# A shorter text is a copy only of its own like: 支持降费 and 反对降费 differ in two characters.
SHORT = 24
_LOOSE, _STRICT, _LOOSE_FROM = 60.0, 80.0, 40
# Edits lie all over a copy. Two texts that are less alike than so much, each with a piece of its own
# in one place of more than so much of it, only share a sentence.
_SURE, _PIECE, _BETWEEN = 75.0, 0.18, 3
_SHARED_SHORT, _SHARED = 0.85, 0.75
# Up to this length looking through a text is faster than making the set of its grams.
_LOOKED_THROUGH = 400
# Less than this of the longer text is a quotation, not a copy.
_PART = 0.12


def same_letter(a: str, b: str) -> bool:
    """Whether two bare forms are copies of one text, edited by up to about a third, cut or added
    to."""
    from rapidfuzz import fuzz

    return _decided(a, b, fuzz.ratio(a, b))


def _needed(length: int) -> float:
    """The ratio (0-100) two texts must reach: strict for short ones, where a word is the matter."""
    if length >= _LOOSE_FROM:
        return _LOOSE
    return _STRICT - (_STRICT - _LOOSE) * (length - SHORT) / (_LOOSE_FROM - SHORT)


def same_letters(
    forms: Sequence[str],
    some: NDArray[Any],
    others: NDArray[Any],
    inside: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """``same_letter`` for many pairs of bare forms at once, by their numbers.

    ``inside``: which pairs may lie one inside the other; the others are compared in order only.
    """
    from rapidfuzz import fuzz, process

    found = np.zeros(len(some), bool)
    for first in range(0, len(some), _CHUNK):
        one, other = (side[first : first + _CHUNK].tolist() for side in (some, others))
        ratios = process.cpdist(
            [forms[at] for at in one],
            [forms[at] for at in other],
            scorer=fuzz.ratio,
            score_cutoff=_LOOSE,
        )
        may = inside[first : first + _CHUNK].tolist()
        found[first : first + _CHUNK] = [
            (ratio > 0 or lies) and _decided(forms[a], forms[b], ratio, lies)
            for a, b, ratio, lies in zip(one, other, ratios.tolist(), may, strict=True)
        ]
    return found


def _decided(a: str, b: str, ratio: float, inside: bool = True) -> bool:
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if a == b:
        return True
    if len(short) < SHORT or len(short) < _PART * len(long):
        return False
    if ratio >= _needed(len(short)) and (ratio >= _SURE or not _only_share(a, b)):
        return True
    return inside and _contained(short, long)


def _only_share(a: str, b: str) -> bool:
    """Whether both texts have a long piece of their own at some place."""
    from rapidfuzz.distance import Levenshtein

    most_a = most_b = own_a = own_b = 0
    for one in Levenshtein.opcodes(a, b):
        # A character or two in common by chance part no piece.
        if one.tag == "equal":
            if one.src_end - one.src_start >= _BETWEEN:
                own_a = own_b = 0
            continue
        own_a, own_b = own_a + one.src_end - one.src_start, own_b + one.dest_end - one.dest_start
        most_a, most_b = max(most_a, own_a), max(most_b, own_b)
    return most_a > _PIECE * len(a) and most_b > _PIECE * len(b)


def _contained(short: str, long: str) -> bool:
    """Whether nearly all of the short text is in the long one."""
    if len(short) < 2 * SHORT and len(long) >= 2 * len(short):
        return False
    grams = _grams(short)
    needed = (_SHARED if len(short) >= 2 * SHORT else _SHARED_SHORT) * len(grams)
    if len(long) > _LOOKED_THROUGH:
        return len(grams & _grams(long)) >= needed
    # Most that are asked are none: they are known after a few grams.
    spare = len(grams) - needed
    for gram in grams:
        if gram not in long:
            spare -= 1
            if spare < 0:
                return False
    return True


def _grams(text: str) -> set[str]:
    return {text[at : at + GRAM] for at in range(len(text) - GRAM + 1)}
