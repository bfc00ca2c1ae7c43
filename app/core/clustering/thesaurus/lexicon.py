"""The words of all parts together, and where they stand in a text."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from app.core.clustering.thesaurus.concepts import Concept, parse
from app.core.text.normalise import normalise

# Shorter words count only where the cutter sees a border: 监督 is not in 总监督办.
_SAFE_INSIDE = 4
_SHORT = 2
_SHORT_ONES = range(_SAFE_INSIDE - 1, 1, -1)
# A negation within three characters before, no mark between.
_NEGATED = re.compile(r"(?:不|没|别|莫|勿|未|无|非|反对|取消|停止|避免|防止)\w{0,2}\Z")


class Mention(NamedTuple):
    """A word of the thesaurus in a text: offsets in characters, its concepts by number."""

    start: int
    end: int
    word: str
    concepts: tuple[int, ...]
    negated: bool

    @property
    def weight(self) -> float:
        """Short words are met by chance, and a word of several concepts says less of each."""
        whole = 0.5 if len(self.word) == _SHORT else 1.0
        return whole / math.sqrt(len(self.concepts))


class Lexicon:
    """Concepts by number, words to concepts. Words are in their normalised form."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts = _joined(concepts)
        number = {concept.name: at for at, concept in enumerate(self.concepts)}
        self.words = _words(self.concepts)
        self.opposites = tuple(
            (at, number[other])
            for at, concept in enumerate(self.concepts)
            for other in concept.opposes
            if other in number and number[other] != at
        )
        self._sizes = _sizes(self.words)

    def find(self, cut: Sequence[str]) -> list[Mention]:
        """The longest words, from left to right, in a normalised text that is cut into words.

        At most a step for each length of a word a character: linear on any text.
        """
        form = "".join(cut)
        borders, words, sizes = _borders(cut), self.words, self._sizes
        found: list[Mention] = []
        after = 0
        # A call for each character would take most of the time.
        for at in range(len(form)):
            if at < after:
                continue
            for size in sizes.get(form[at : at + _SAFE_INSIDE], ()):
                if form[at : at + size] in words:
                    after = at + size
                    break
            else:
                if at not in borders:
                    continue
                for size in _SHORT_ONES:
                    if at + size in borders and form[at : at + size] in words:
                        after = at + size
                        break
                else:
                    continue
            word = form[at:after]
            found.append(Mention(at, after, word, words[word], _is_negated(form, at)))
        return found


def _sizes(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """By their first characters how long the words are that may stand inside others, the longest
    first."""
    found: dict[str, set[int]] = {}
    for word in words:
        if len(word) >= _SAFE_INSIDE:
            found.setdefault(word[:_SAFE_INSIDE], set()).add(len(word))
    return {start: tuple(sorted(sizes, reverse=True)) for start, sizes in found.items()}


def lexicon(own: Sequence[Concept] = ()) -> Lexicon:
    """The shipped parts with an office's own; made once for each set of own concepts."""
    return _lexicon(tuple(own))


@lru_cache(maxsize=8)
def _lexicon(own: tuple[Concept, ...]) -> Lexicon:
    return Lexicon([*shipped(), *own])


@cache
def shipped() -> tuple[Concept, ...]:
    """The concepts that come with the program, part by part."""
    parts = [one for one in files(__package__).iterdir() if one.name.endswith(".jsonl")]
    return tuple(
        concept
        for part in sorted(parts, key=lambda one: one.name)
        for concept in parse(part.read_text("utf-8").splitlines())
    )


def _joined(concepts: Iterable[Concept]) -> tuple[Concept, ...]:
    """Concepts of one name are one: a later part adds words to an earlier one."""
    by_name: dict[str, Concept] = {}
    for one in concepts:
        if (known := by_name.get(one.name)) is not None:
            words = tuple(dict.fromkeys((*known.words, *one.words)))
            opposes = tuple(dict.fromkeys((*known.opposes, *one.opposes)))
            one = Concept(known.name, known.field, words, known.kind, opposes)
        by_name[one.name] = one
    return tuple(by_name.values())


def _words(concepts: Sequence[Concept]) -> dict[str, tuple[int, ...]]:
    found: dict[str, dict[int, None]] = {}
    for at, concept in enumerate(concepts):
        for raw in (*concept.words, concept.name):
            if len(word := normalise(raw).replace("\n", "")) > 1:
                found.setdefault(word, {})[at] = None
    return {word: tuple(numbers) for word, numbers in found.items()}


def _borders(cut: Iterable[str]) -> frozenset[int]:
    ends = [0]
    for word in cut:
        ends.append(ends[-1] + len(word))
    return frozenset(ends)


def _is_negated(form: str, start: int) -> bool:
    return _NEGATED.search(form, max(0, start - 3), start) is not None
