"""What is read in a text before it is held against others: words, request, concerns, direction."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from app.core.clustering.stance import pull
from app.core.clustering.thesaurus.lexicon import Lexicon, Mention
from app.core.text.cuts import Cutter
from app.core.text.normalise import normalise

# A text says what it wants in its first thousands of characters: the work for one is bounded.
LONGEST = 4_000
_WORD = re.compile(r"[^\W_]")
_ENDS = frozenset("。!?;\n！？；")
# What a sentence that asks something has in it; the others tell the story around it.
ASKS = re.compile(
    "建议|希望|应当|应该|要求|请|能不能|能否|可否|不要|不能|不得|必须|恳请|需要|增加|取消|删|改"
    "|反对|支持|赞成|赞同|同意|最好|为什么|怎么|吗|该|宜|望|得|应"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """``words`` and the words of the sentences that ask (``request``; all, if none asks), counted;
    ``mentions`` of the thesaurus; ``axes``: which way it pulls (``stance.Pull``); ``aims``: words of
    what it wants more of (above 0) or less of (below 0), as often as it says so."""

    words: Counter[str]
    request: Counter[str]
    mentions: tuple[Mention, ...]
    axes: tuple[float, ...]
    aims: Mapping[str, int]


def read(text: str, cutter: Cutter, lexicon: Lexicon) -> Reading:
    """The reading of one text as it was received; linear in its length up to ``LONGEST``."""
    return read_form(normalise(text[: 2 * LONGEST])[:LONGEST], cutter, lexicon)


def read_form(form: str, cutter: Cutter, lexicon: Lexicon) -> Reading:
    """The same of a text that is normalised already."""
    cut = cutter.cut(form)
    pulls = pull(form)
    words = _counted(cut)
    asking = [word for sentence in _sentences(cut) if _asks(sentence) for word in sentence]
    return Reading(
        words=words,
        request=words if len(asking) == len(cut) else _counted(asking) or words,
        mentions=tuple(lexicon.find(cut)),
        axes=pulls.axes,
        aims=_aims(cut, pulls.aims),
    )


def _counted(words: Sequence[str]) -> Counter[str]:
    return Counter([word for word in words if word.isalnum() or _WORD.search(word)])


def _aims(cut: Sequence[str], parts: Iterable[tuple[int, int, int]]) -> dict[str, int]:
    begins = list(accumulate(map(len, cut), initial=0))
    found: Counter[str] = Counter()
    for start, end, sign in parts:
        for word in cut[bisect_left(begins, start) : bisect_left(begins, end)]:
            if word.isalnum() or _WORD.search(word):
                found[word] += sign
    return {word: times for word, times in found.items() if times}


def _asks(sentence: Sequence[str]) -> bool:
    return ASKS.search("".join(sentence)) is not None


def _sentences(cut: Sequence[str]) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for word in cut:
        found[-1].append(word)
        if word[-1:] in _ENDS:
            found.append([])
    return found
