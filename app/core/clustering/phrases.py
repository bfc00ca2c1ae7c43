"""Key phrases by class-based TF-IDF: what this opinion says and the clause's others do not."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from app.core.clustering.dictionary import COMMON, Dictionary, dictionary
from app.core.clustering.thesaurus.lexicon import Lexicon
from app.core.text.cuts import Cutter
from app.core.text.normalise import normalise

MOST = 5
_LOOKED_AT = 2_000
# Texts of one opinion that are read for its phrases: the work for one opinion is bounded.
_TEXTS = 200
_WORDS, _SHORTEST, _LONGEST = 3, 2, 10
_HAN_OR_LETTERS = re.compile(r"[^\W\d_]")
_LATIN = re.compile("[a-z]")
# Above this a word is only odd: dialect, a typing error.
_RARE = 3.0
_IN_OTHER_WORDS, _STORY = 0.6, 0.4
_SAID_BY_SEVERAL, _SAID_ONCE = (1.0, 1.6, 1.6), (1.0, 1.2, 0.6)


def keywords(
    groups: Sequence[Sequence[str]], cutter: Cutter, lexicon: Lexicon | None = None
) -> list[tuple[str, ...]]:
    """For each group of texts at most five phrases, the most telling one first.

    A phrase is one to three neighbouring words of two characters or more that each say something,
    and ends with the name of a thing; or an entry of the thesaurus whose concept several voices
    speak of in words of their own. No phrase lies inside another. Place names alone are none, nor
    is a verb, an adjective or a vague noun (最好, 程度), unless it is a concern by itself.
    """
    known = dictionary()
    counted = [_counted(texts[:_TEXTS], cutter, known, lexicon) for texts in groups]
    spread = Counter(phrase for count in counted for phrase in count)
    return [
        tuple(_as_written(phrase, texts) for phrase in _chosen(count, spread, len(groups), known))
        for count, texts in zip(counted, groups, strict=True)
    ]


def _counted(
    texts: Sequence[str], cutter: Cutter, known: Dictionary, lexicon: Lexicon | None
) -> dict[tuple[str, ...], float]:
    """How many of the texts have each phrase."""
    count: Counter[tuple[str, ...]] = Counter()
    for text in texts:
        count.update(phrases_of(text, cutter, known))
    found: dict[tuple[str, ...], float] = {
        phrase: voices for phrase, voices in count.items() if _names(phrase, known, lexicon)
    }
    if lexicon is not None and len(texts) > 1:
        for word, voices in _entries(texts, cutter, lexicon).items():
            found[(word,)] = max(found.get((word,), 0), _IN_OTHER_WORDS * voices)
    return found


def _names(phrase: tuple[str, ...], known: Dictionary, lexicon: Lexicon | None) -> bool:
    """Whether a phrase says by itself what it is about."""
    last = phrase[-1]
    if len(phrase) > 1:
        return last not in known.said_of
    is_concern = lexicon is not None and last in lexicon.words
    return is_concern or not (known.names_nothing(last) or known.tag(last) == "v")


def _entries(texts: Sequence[str], cutter: Cutter, lexicon: Lexicon) -> dict[str, int]:
    """Entries of the thesaurus in the texts, with the voices that speak of their concept."""
    entries: dict[str, set[int]] = {}
    voices: Counter[int] = Counter()
    for text in texts:
        mentions = lexicon.find(cutter.cut(normalise(text[:_LOOKED_AT])))
        voices.update({one for mention in mentions for one in mention.concepts})
        for mention in mentions:
            if len(mention.word) > _SHORTEST:
                entries.setdefault(mention.word, set()).update(mention.concepts)
    wants = {word: [one for one in of if _is_concern(one, lexicon)] for word, of in entries.items()}
    return {
        word: most
        for word, of in wants.items()
        if of and (most := max(voices[one] for one in of)) > 1
    }


def _is_concern(concept: int, lexicon: Lexicon) -> bool:
    return lexicon.concepts[concept].kind != "stance"


def phrases_of(text: str, cutter: Cutter, known: Dictionary) -> set[tuple[str, ...]]:
    """The phrases of one text, each as its words."""
    words = cutter.cut(normalise(text[:_LOOKED_AT]))
    whole = [_tells(word, known) for word in words]
    found = {
        tuple(words[at : at + size])
        for size in range(1, _WORDS + 1)
        for at in range(len(words) - size + 1)
        if all(whole[at : at + size])
    }
    return {phrase for phrase in found if _fits(phrase, known)}


def _tells(word: str, known: Dictionary) -> bool:
    """Whether the word may stand in a phrase: single characters are fragments of something."""
    return (
        len(word) >= _SHORTEST
        and bool(_HAN_OR_LETTERS.search(word))
        and word not in COMMON
        and not known.says_nothing(word)
    )


def _fits(phrase: tuple[str, ...], known: Dictionary) -> bool:
    length = sum(map(len, phrase))
    latin = all(word.isascii() for word in phrase)
    whole = len(phrase) == 1 or known.is_nominal(phrase[-1])
    return whole and length <= (40 if latin else _LONGEST) and not all(map(known.is_name, phrase))


def _chosen(
    count: Mapping[tuple[str, ...], float],
    spread: Counter[tuple[str, ...]],
    groups: int,
    known: Dictionary,
) -> tuple[str, ...]:
    def worth(phrase: tuple[str, ...]) -> float:
        rare = min(_RARE, sum(map(known.rarity, phrase)) / len(phrase))
        across = math.log(1 + groups / spread[phrase])
        # Two words say what is meant, one only what it is about, if more than one person says so.
        whole = (_SAID_BY_SEVERAL if count[phrase] > 1 else _SAID_ONCE)[len(phrase) - 1]
        # Once said, a verb with its object is a piece of a story, not what is asked; a verb or an
        # adjective alone (愿意, 清楚) does not say of what.
        named = all(map(known.is_nominal, phrase))
        told = 1.0 if named or (count[phrase] > 1 and len(phrase) > 1) else _STORY
        return float(count[phrase] ** 1.3 * across * (0.5 + rare) * whole * told)

    ranked = sorted(count, key=lambda phrase: (-round(worth(phrase), 9), phrase))
    chosen: list[str] = []
    for phrase in ranked[: 8 * MOST]:
        text = "".join(phrase)
        if not any(text in other or other in text for other in chosen):
            chosen.append(text)
        if len(chosen) == MOST:
            break
    return tuple(chosen)


def _as_written(phrase: str, texts: Sequence[str]) -> str:
    """With capitals as the first text has them: ETC, App."""
    if not _LATIN.search(phrase):
        return phrase
    for text in texts[:_TEXTS]:
        at = text[:_LOOKED_AT].lower().find(phrase)
        if at >= 0 and text[at : at + len(phrase)].lower() == phrase:
            return text[at : at + len(phrase)]
    return phrase
