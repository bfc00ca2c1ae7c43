"""A few fingerprints of each text, by which its copies are found among very many.

Character 3-grams chosen by their hash (mod sampling, Manber 1994): a copy keeps those that its
edits spare, whatever was put before, behind or left out, and a fragment's are among the whole
text's. A longer text keeps a smaller share, nested in that of shorter ones. As single 3-grams of a
field of policy are common, neighbouring pairs of the chosen ones are kept too, which are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.clustering.forms import as_codes, separators

Keys = NDArray[np.uint64]
Places = NDArray[Any]

GRAM = 3
# From this length on one in so many 3-grams is kept.
_KEPT = ((0, 3), (64, 6), (200, 12), (600, 40), (2_000, 100))
_LEASTS, _RATES = (np.array(column) for column in zip(*_KEPT, strict=True))
_PAIRS = 8
_CHUNK = 20_000
_ONE, _TWO, _THREE = (
    np.uint64(k) for k in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
)
_MIX, _SHIFT = np.uint64(0xBF58476D1CE4E5B9), np.uint64(31)
_SCALE = 1 << 32


def anchors(forms: Sequence[str]) -> tuple[Keys, Places, NDArray[np.bool_]]:
    """``keys``, the text each is of, and whether it is a pair; each once for a text.

    Forms are bare. A text of less than three characters has none.
    """
    parts = [_chunk(forms[first : first + _CHUNK], first) for first in range(0, len(forms), _CHUNK)]
    if not parts:
        return np.zeros(0, np.uint64), np.zeros(0, np.int32), np.zeros(0, bool)
    keys, places, pairs = (np.concatenate(column) for column in zip(*parts, strict=True))
    return keys, places, pairs


def anchors_of(form: str) -> Keys:
    """The ``keys`` of one text: what ``anchors`` gives for it, without the work of many."""
    wide = as_codes([form]).astype(np.uint64)
    hashes = _mixed(wide[:-2] * _ONE + wide[1:-1] * _TWO + wide[2:] * _THREE)
    rate = next(rate for least, rate in reversed(_KEPT) if len(form) >= least)
    keys = np.sort(hashes[(hashes & np.uint64(_SCALE - 1)) < np.uint64(_SCALE // rate)])
    fresh = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=fresh[1:])
    keys = keys[fresh]
    pairs = _mixed(keys[:-1][:_PAIRS] * _TWO + keys[1:][:_PAIRS])
    return np.concatenate([keys, pairs])


def rates(lengths: Places) -> Places:
    """Of texts of these lengths one in so many 3-grams is kept."""
    kept: Places = _RATES[np.searchsorted(_LEASTS, lengths, side="right") - 1]
    return kept


def _chunk(forms: Sequence[str], first: int) -> tuple[Keys, Places, NDArray[np.bool_]]:
    codes = as_codes(forms)
    ends = np.flatnonzero(separators(codes))
    wide = codes.astype(np.uint64)
    hashes = _mixed(wide[:-2] * _ONE + wide[1:-1] * _TWO + wide[2:] * _THREE)
    lengths = np.array([len(form) for form in forms])
    rate = rates(lengths)
    # The greatest share first, then for each text its own.
    chosen = np.flatnonzero((hashes & np.uint64(_SCALE - 1)) < _SCALE // _KEPT[0][1])
    places = np.searchsorted(ends, chosen)
    starts = np.concatenate([[0], ends + 1])[places]
    within = chosen + GRAM <= starts + lengths[places]
    limit = (_SCALE // rate).astype(np.uint64)
    kept = within & ((hashes[chosen] & np.uint64(_SCALE - 1)) < limit[places])
    keys, places = _once(hashes[chosen[kept]], places[kept])
    pairs, of = _pairs(keys, places)
    return (
        np.concatenate([keys, pairs]),
        (np.concatenate([places, of]) + first).astype(np.int32),
        np.concatenate([np.zeros(len(keys), bool), np.ones(len(pairs), bool)]),
    )


def _once(keys: Keys, places: Places) -> tuple[Keys, Places]:
    """Sorted by text and key, without what comes twice in a text."""
    order = np.lexsort((keys, places))
    keys, places = keys[order], places[order]
    fresh = np.ones(len(keys), bool)
    fresh[1:] = (keys[1:] != keys[:-1]) | (places[1:] != places[:-1])
    return keys[fresh], places[fresh]


def _pairs(keys: Keys, places: Places) -> tuple[Keys, Places]:
    """A key for each two neighbours by hash among a text's first ones."""
    if len(keys) < 2:
        return keys[:0], places[:0]
    begins = np.flatnonzero(np.concatenate([[True], places[1:] != places[:-1]]))
    rank = np.arange(len(keys)) - np.repeat(begins, np.diff(np.append(begins, len(keys))))
    both = (places[1:] == places[:-1]) & (rank[1:] <= _PAIRS)
    return _mixed(keys[:-1][both] * _TWO + keys[1:][both]), places[1:][both]


def _mixed(keys: Keys) -> Keys:
    keys = (keys ^ (keys >> _SHIFT)) * _MIX
    return keys ^ (keys >> _SHIFT)
