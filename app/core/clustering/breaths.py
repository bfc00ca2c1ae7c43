"""A text breath by breath: what stands between two marks, with the words that say which way it pulls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.core.clustering.direction_words import (
    BUT,
    CHANGED_TO,
    FORBIDS,
    ONLY_IF_ASKED,
    PLAIN,
    TURNS,
    VERDICTS,
    WARNS,
    WRITTEN,
    asked,
    faults,
)

ASKED, FAULTS = asked(), faults()
_MARKS = ",，。;；!！?？\n:："
_WORDS = frozenset(
    (
        *ASKED,
        *FAULTS,
        *TURNS,
        *WARNS,
        *FORBIDS,
        *VERDICTS,
        *ONLY_IF_ASKED,
        *CHANGED_TO,
        *BUT,
        *PLAIN,
    )
)
_QUOTED = re.compile(r"[“「『\"][^”」』\"\n]{1,60}[”」』\"]")
_IS_WRITTEN = re.compile(
    "(?:" + "|".join(sorted(WRITTEN, key=len, reverse=True)) + r")\w{0,3}[:,，]?\Z"
)
_LOOKED_BACK = 9


def _sizes() -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for word in _WORDS:
        found.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(sizes, reverse=True)) for first, sizes in found.items()}


_SIZES = _sizes()
# A dictionary is asked only where a word can begin: a twentieth of the time of one large pattern.
_BEGINS = re.compile("[" + re.escape("".join((*_SIZES, *_MARKS))) + "]")


@dataclass(frozen=True, slots=True)
class Breath:
    """``[start, end)`` of the text, the mark it ends with ("" at the end of the text), its words
    that pull somewhere, and how many characters it has beside them."""

    start: int
    end: int
    mark: str
    words: tuple[str, ...]
    named: int


def breaths(form: str) -> Iterator[Breath]:
    """The breaths of a normalised text, from left to right; linear in its length.

    Words inside a quotation are the draft's and are passed over, but where the text wants them
    written or struck out.
    """
    own = _own(form)
    start = after = taken = 0
    words: list[str] = []
    for match in _BEGINS.finditer(own):
        at = match.start()
        first = own[at]
        if first in _MARKS:
            if at > start:
                yield Breath(start, at, first, tuple(words), at - start - taken)
            start, taken, words = at + 1, 0, []
            continue
        if at < after:
            continue
        for size in _SIZES[first]:
            if (word := own[at : at + size]) in _WORDS:
                words.append(word)
                taken += size
                after = at + size
                break
    if start < len(own):
        yield Breath(start, len(own), "", tuple(words), len(own) - start - taken)


def _own(form: str) -> str:
    """The text with what it only quotes blanked out."""
    return _QUOTED.sub(_blank, form)


def _blank(match: re.Match[str]) -> str:
    start = match.start()
    if _IS_WRITTEN.search(match.string, max(0, start - _LOOKED_BACK), start):
        return match[0]
    return "·" * len(match[0])
