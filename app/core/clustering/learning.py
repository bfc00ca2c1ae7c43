"""Words that set a confirmed opinion apart, proposed to the office for its thesaurus.

Log-odds with the other opinions' words as prior (Monroe, Colaresi & Quinn 2008), so that a word
that is frequent everywhere, or was said once, is none.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.clustering.content import read
from app.core.clustering.dictionary import Dictionary, dictionary
from app.core.clustering.phrases import phrases_of
from app.core.clustering.thesaurus.concepts import Concept
from app.core.clustering.thesaurus.lexicon import lexicon
from app.core.clustering.values import Item
from app.core.text.cuts import cutter

# Two voices at least, and odds that chance gives to one word in a hundred.
_VOICES, _ODDS = 2, 2.3
_PRIOR = 5.0
_EACH = 5
_RARE = 2.4


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word that the members of ``opinion`` use and others do not.

    ``concept``: the concept that sets its opinion apart, to which it would be added; None: a new
    one. ``voices``: members that use it. ``odds``: standard deviations above the others.
    """

    opinion: int
    word: str
    concept: str | None
    voices: int
    odds: float


def proposals(
    items: Sequence[Item],
    confirmed: Mapping[int, int],
    *,
    families: Mapping[int, int] | None = None,
    terms: Sequence[str] = (),
    own: Sequence[Concept] = (),
) -> tuple[Proposal, ...]:
    """For each confirmed opinion at most five words that the thesaurus does not have yet.

    Copies of a letter count once. The most telling first.
    """
    knife, words, known = cutter(terms), lexicon(own), dictionary()
    voices: dict[int, list[_Voice]] = defaultdict(list)
    seen: set[tuple[int, int]] = set()
    for item in sorted(items, key=lambda one: one.id):
        opinion = confirmed.get(item.id)
        family = (families or {}).get(item.id, item.id)
        if opinion is None or (opinion, family) in seen:
            continue
        seen.add((opinion, family))
        phrases = {
            "".join(one) for one in phrases_of(item.text, knife, known) if _tells(one, known)
        }
        mentions = read(item.text, knife, words).mentions
        spoken = [words.concepts[at] for one in mentions for at in one.concepts]
        concerns = {concept.name for concept in spoken if concept.kind != "stance"}
        voices[opinion].append(_Voice(phrases - words.words.keys(), concerns))
    everyone = [voice for said in voices.values() for voice in said]
    words_of = _Odds(Counter(word for voice in everyone for word in voice.words), len(everyone))
    concepts = _Odds(Counter(one for voice in everyone for one in voice.concepts), len(everyone))
    found = [
        Proposal(opinion, word, concept, count, round(odds, 2))
        for opinion, said in sorted(voices.items())
        for concept in [_concept(said, concepts)]
        for word, count, odds in _whole(words_of.best([voice.words for voice in said]))
    ]
    return tuple(sorted(found, key=lambda one: (-one.odds, one.opinion, one.word)))


@dataclass(frozen=True, slots=True)
class _Voice:
    words: set[str]
    concepts: set[str]


class _Odds:
    """How far a word's log-odds in an opinion stand above those in the others."""

    def __init__(self, everyone: Counter[str], number: int) -> None:
        self._everyone = everyone
        self._number = number

    def best(self, said: Sequence[set[str]]) -> list[tuple[str, int, float]]:
        """What several of the voices say and chance hardly explains: (word, voices, odds)."""
        here = Counter(word for one in said for word in one)
        found = [
            (word, count, odds)
            for word, count in here.items()
            if count >= _VOICES and (odds := self._of(word, count, len(said))) >= _ODDS
        ]
        return sorted(found, key=lambda one: (-round(one[2], 9), -len(one[0]), one[0]))

    def _of(self, word: str, here: int, voices: int) -> float:
        there, others = self._everyone[word] - here, self._number - voices
        # What every voice of the clause says sets nobody apart.
        if here + there == self._number:
            return 0.0
        prior = _PRIOR * (here + there) / self._number
        ours = (here + prior) / (voices - here + _PRIOR - prior)
        theirs = (there + prior) / (others - there + _PRIOR - prior)
        spread = 1 / (here + prior) + 1 / (there + prior)
        return (math.log(ours) - math.log(theirs)) / math.sqrt(spread)


def _whole(ranked: Sequence[tuple[str, int, float]]) -> list[tuple[str, int, float]]:
    """The best of them, none inside another that as many voices say."""
    chosen: list[tuple[str, int, float]] = []
    for one in ranked:
        if not any(one[0] in other[0] or other[0] in one[0] for other in chosen):
            chosen.append(one)
    return chosen[:_EACH]


def _tells(phrase: tuple[str, ...], known: Dictionary) -> bool:
    """A word alone must be rarer than 手机 or 财政: those speak of everything."""
    return len(phrase) > 1 or known.rarity(phrase[0]) >= _RARE


def _concept(said: Sequence[_Voice], odds: _Odds) -> str | None:
    """The concept that sets the opinion apart most, if at least half of its voices speak of it."""
    for concept, count, _ in odds.best([voice.concepts for voice in said]):
        if 2 * count >= len(said):
            return concept
    return None
