"""Why comments stand together (为什么归在一起), and what sets two opinions apart: as data."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.core.clustering.content import Reading, read
from app.core.clustering.dictionary import COMMON, Dictionary, dictionary
from app.core.clustering.phrases import keywords
from app.core.clustering.thesaurus.concepts import Concept
from app.core.clustering.thesaurus.lexicon import Lexicon, lexicon
from app.core.text.cuts import cutter

_Key = TypeVar("_Key", int, str)
MOST = 5
# Said by that share more of the members than of the others, or it explains nothing.
_MORE = 0.15


@dataclass(frozen=True, slots=True)
class SharedConcept:
    """A concept that several members speak of: ``voices`` of them, in these ``words``."""

    name: str
    field: str
    voices: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedWord:
    """A word that ``voices`` of the members use."""

    word: str
    voices: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """At most five concepts and five words, those that explain most first. ``voices``: of all."""

    voices: int
    concepts: tuple[SharedConcept, ...]
    words: tuple[SharedWord, ...]


def explain(
    texts: Sequence[str],
    others: Sequence[str] = (),
    *,
    terms: Sequence[str] = (),
    own: Sequence[Concept] = (),
) -> Explanation:
    """What the texts (one a voice: a letter's copies are one) share and the ``others`` of their
    clause say less often. Two texts are a pair: what they have in common."""
    knife, entries = cutter(terms), lexicon(own)
    here = [read(text, knife, entries) for text in texts]
    there = [read(text, knife, entries) for text in others]
    return Explanation(len(texts), _concepts(here, there, entries), _words(here, there))


def differences(
    ours: Sequence[str], theirs: Sequence[str], *, terms: Sequence[str] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The phrases of two opinions that the other does not have, at most five each."""
    one, other = keywords([ours, theirs], cutter(terms), lexicon())
    return _without(one, theirs), _without(other, ours)


def _concepts(
    here: Sequence[Reading], there: Sequence[Reading], entries: Lexicon
) -> tuple[SharedConcept, ...]:
    words: dict[int, Counter[str]] = defaultdict(Counter)
    for reading in here:
        said = {(one, mention.word) for mention in reading.mentions for one in mention.concepts}
        for concept, word in said:
            words[concept][word] += 1
    telling = _telling(_by_concept(here, entries), _by_concept(there, entries), here, there)
    found = []
    for concept, voices in telling[:MOST]:
        ranked = sorted(words[concept].items(), key=lambda one: (-one[1], one[0]))
        known = entries.concepts[concept]
        shown = tuple(word for word, _ in ranked[: 2 * MOST])
        found.append(SharedConcept(known.name, known.field, voices, shown))
    return tuple(found)


def _words(here: Sequence[Reading], there: Sequence[Reading]) -> tuple[SharedWord, ...]:
    known = dictionary()
    ours = Counter(word for one in here for word in one.words if _tells(word, known))
    theirs = Counter(word for one in there for word in one.words)
    return tuple(
        SharedWord(word, voices) for word, voices in _telling(ours, theirs, here, there)[:MOST]
    )


def _by_concept(readings: Sequence[Reading], entries: Lexicon) -> Counter[int]:
    return Counter(
        concept
        for reading in readings
        for concept in {one for mention in reading.mentions for one in mention.concepts}
        if entries.concepts[concept].kind != "stance"
    )


def _telling(
    ours: Mapping[_Key, int],
    theirs: Mapping[_Key, int],
    here: Sequence[object],
    there: Sequence[object],
) -> list[tuple[_Key, int]]:
    """What several say here, by how much more often than there."""
    more = {
        key: voices / len(here) - theirs.get(key, 0) / max(1, len(there))
        for key, voices in ours.items()
        if voices > 1
    }
    kept = [key for key, value in more.items() if value >= _MORE]
    kept.sort(key=lambda key: (-round(more[key], 9), -ours[key], key))
    return [(key, ours[key]) for key in kept]


def _tells(word: str, known: Dictionary) -> bool:
    return len(word) > 1 and word not in COMMON and not known.says_nothing(word)


def _without(phrases: Sequence[str], texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for one in phrases if not any(one in text for text in texts))
