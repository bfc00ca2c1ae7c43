"""Why a comment may belong to an opinion: the concerns and words that both have."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.clustering.content import Reading, read
from app.core.clustering.dictionary import COMMON, dictionary
from app.core.clustering.thesaurus.concepts import Concept
from app.core.clustering.thesaurus.lexicon import Lexicon, lexicon
from app.core.text.cuts import cutter

MOST = 3
_SAYS = 1.2


def shared_words(
    text: str, others: Sequence[str], own: Sequence[Concept] = (), terms: Sequence[str] = ()
) -> tuple[str, ...]:
    """Words of ``text`` that say why it is like the others, at most three, the most telling first.

    A word counts if one of the others has it, or has another word of its concept.
    """
    knife, words = cutter(terms), lexicon(own)
    reading = read(text, knife, words)
    theirs = [read(other, knife, words) for other in others]
    said = {word for one in theirs for word in one.words}
    concepts = {number for one in theirs for number in _concepts(one, words)}
    known = dictionary()
    scores: dict[str, float] = {}
    for word in reading.words:
        if word in said and len(word) > 1 and word not in COMMON and not known.says_nothing(word):
            scores[word] = known.rarity(word)
    for mention in reading.mentions:
        if concepts.intersection(mention.concepts) and words_tell(mention.word):
            scores[mention.word] = scores.get(mention.word, 0.0) + 1.0 + mention.weight
    best = [
        one for one in sorted(scores, key=lambda one: (-scores[one], one)) if scores[one] >= _SAYS
    ]
    found: list[str] = []
    for one in best:
        # 人工车道 says what 人工 and 车道 say.
        if not any(one in other or other in one for other in found):
            longer = next((other for other in best[:MOST] if one in other), one)
            found.append(longer)
    return tuple(dict.fromkeys(found))[:MOST]


def words_tell(word: str) -> bool:
    """Whether a word of the thesaurus is more than a way of asking."""
    return word not in COMMON


def _concepts(reading: Reading, words: Lexicon) -> set[int]:
    return {
        number
        for mention in reading.mentions
        for number in mention.concepts
        if words.concepts[number].kind != "stance"
    }
