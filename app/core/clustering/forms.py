"""The bare forms of very many texts at once, by tables instead of one by one.

Exactly what ``normalise.bare`` gives (a test holds the two together): a table says what becomes of
each character; texts with a character that does not go one to one (①, traditional ones whose
phrases matter, combining marks) take the slow way.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from app.core.text.normalise import bare, normalise

Codes = NDArray[np.uint32]

_SEPARATOR = chr(0x10FFFF)
_SEPARATES = ord(_SEPARATOR)
_CHUNK = 20_000
_UNKNOWN, _SLOW, _DROPPED = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def forms(texts: Sequence[str], longest: int) -> list[str]:
    """Each text's bare form; of one without letters, Hanzi and digits its normalised form.

    Of a text longer than ``longest`` characters only so much of its beginning is looked at.
    """
    table = np.full(_SEPARATES + 1, _UNKNOWN, dtype=np.uint32)
    table[_SEPARATES] = _SEPARATES
    found: list[str] = []
    for first in range(0, len(texts), _CHUNK):
        chunk = [_cut(text, longest) for text in texts[first : first + _CHUNK]]
        found += _chunk(chunk, table)
    return found


def _cut(text: str, longest: int) -> str:
    part = text[:longest]
    return part.replace(_SEPARATOR, "") if _SEPARATOR in part else part


def _chunk(texts: Sequence[str], table: Codes) -> Iterator[str]:
    codes = as_codes(texts)
    seen = np.flatnonzero(np.bincount(codes, minlength=1))
    for code in seen[table[seen] == _UNKNOWN].tolist():
        table[code] = _becomes(chr(code))
    mapped = table[codes]
    kept = mapped[mapped < _DROPPED]
    plain = kept.tobytes().decode("utf-32-le", "surrogatepass").split(_SEPARATOR)
    if (slow := np.flatnonzero(mapped == _SLOW)).size:
        ends = np.flatnonzero(separators(codes))
        for at in np.unique(np.searchsorted(ends, slow)).tolist():
            plain[at] = bare(texts[at])
    return (form or normalise(text).strip() for form, text in zip(plain, texts, strict=True))


def as_codes(texts: Sequence[str]) -> Codes:
    """The code points of all texts, one separator (above every character) between two."""
    joined = _SEPARATOR.join(texts).encode("utf-32-le", "surrogatepass")
    return np.frombuffer(joined, dtype=np.uint32)


def separators(codes: Codes) -> NDArray[np.bool_]:
    """Where ``as_codes`` put its separators."""
    found: NDArray[np.bool_] = codes == _SEPARATES
    return found


def _becomes(character: str) -> int:
    plain = unicodedata.normalize("NFKC", character)
    if any(map(_joins_its_neighbours, plain)):
        return _SLOW
    form = bare(character)
    if not form:
        return _DROPPED
    # A traditional Hanzi may stay in a phrase: 乾隆.
    if len(form) > 1 or plain.lower() != form:
        return _SLOW
    return ord(form)


def _joins_its_neighbours(character: str) -> bool:
    """Marks that NFKC composes with what stands before them, and the parts of Hangul."""
    return unicodedata.combining(character) > 0 or "\u1100" <= character <= "\u11ff"
