"""What a person reads of an opinion: a headline in a citizen's own words, and a key phrase.

Measured: the medoid comment reads best as headline, a phrase of two or three words as chip;
single keywords read worst.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.core.clustering.courtesy import matter
from app.core.clustering.dictionary import COMMON, dictionary
from app.core.clustering.requests import SURELY, asks
from app.core.text.cuts import Cutter
from app.core.text.normalise import normalise
from app.core.text.punctuation import to_full_width_punctuation

HEADLINE = 44
# A closing mark belongs to the sentence before it.
_SENTENCE = re.compile(r"[^。！？!?；;\n\r]+[。！？!?；;]*[”』」）》]*")
_CLAUSE = re.compile(r"[^，,、：:]+[，,、：:]?")
_EDGE = " \t\r\n　，,、：:；;。.-—·"
_ASKS = re.compile(
    "建议|希望|(?:^|[，,])望|应当|应该|要求|请|能不能|能否|可否|不要|不能|必须|恳请|需要|增加|取消|删|改|反对|支持|该"
)
_OPENLY = re.compile("建议|希望|恳请|请求|改为")
_WORD = re.compile(r"[^\W\d_]")
_PHRASES = 3
_PLEA = 20
_LEAD_IN = re.compile(
    r"^(?:(?:另外|此外|同时|因此|所以|但是|其次|首先|最后|还有|而且|并且|为此|第?[一二三四五六七八九十\d]+(?:[、是]|[.．](?!\d)))[,，、]?)+"
)
_END = re.compile("[。；;]+([”』」）]+)$")
_QUOTED = re.compile("“[^”]*”|「[^」]*」|『[^』]*』")
_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "（": "）"}
_OPENS = {closing: opening for opening, closing in _PAIRS.items()}
_MOST_OPEN = 3
# A headline that is shorter says nothing by itself.
_LEAST = 6
_LOOKED_AT = 4_000


def headline(text: str, cutter: Cutter, phrases: Sequence[str] = ()) -> str:
    """The sentence that asks and says most of ``phrases``, shortened at a clause border.

    One that does not say of what (请允许带两个) has what stands before it in front, as far as there
    is room. At most ``HEADLINE`` characters and ``…`` where the sentence goes on, with its quotations
    closed and the punctuation of Chinese in full width. A text without any sentence is its own
    headline.
    """
    found = [match[0] for match in _SENTENCE.finditer(text[:_LOOKED_AT])]
    raw = [one for one in found if _clean(one)]
    sentences = [_clean(one) for one in raw]
    if not sentences:
        return _closed(_shorten(" ".join(text[:_LOOKED_AT].split()), cutter))
    shown = [_shorten(_from_request(one, cutter), cutter) for one in sentences]
    # What the shortening cuts off is not said.
    best = max(range(len(shown)), key=lambda at: _telling(sentences[at], shown[at], phrases))
    line = shown[best]
    if best and not _names_something(line, cutter):
        line = _with_subject(raw[best - 1], line)
    return to_full_width_punctuation(_closed(line))


def _telling(sentence: str, shown: str, phrases: Sequence[str]) -> tuple[bool, int, bool]:
    """What only quotes the draft tells nothing, and asks for nothing inside its quotation."""
    own = _QUOTED.sub("", sentence)
    form = shown.lower()
    said = sum(phrase in form for phrase in phrases)
    tells = len(sentence) >= _LEAST and bool(own.strip(_EDGE + "。！？!?"))
    # A short plea without a word of what the opinion is about (希望重视) asks no better.
    openly = bool((said or len(sentence) > _PLEA) and _OPENLY.search(own))
    asking = bool(_ASKS.search(own)) or asks(own) == SURELY
    return tells, 2 * asking + 2 * openly + min(said, _PHRASES), openly


def _clean(sentence: str) -> str:
    whole = _LEAD_IN.sub("", " ".join(sentence.split()).strip(_EDGE)).strip(_EDGE)
    return _END.sub(r"\1", whole)


def _from_request(sentence: str, cutter: Cutter) -> str:
    """A sentence that is too long, from the clause that asks onwards; from before it, if that one
    does not say of what."""
    if len(sentence) <= HEADLINE:
        return sentence
    starts = [part.start() for part in _CLAUSE.finditer(sentence)]
    for part in _CLAUSE.finditer(sentence):
        if not _ASKS.search(part[0]):
            continue
        rest = sentence[part.start() :].strip(_EDGE)
        if len(rest) < _LEAST:
            return sentence
        if _names_something(rest, cutter):
            return rest
        fits = (at for at in starts if len(sentence[at:].strip(_EDGE)) <= HEADLINE)
        return sentence[min(part.start(), next(fits, part.start())) :].strip(_EDGE)
    return sentence


def _with_subject(before: str, line: str) -> str:
    """The line with the end of the sentence before it in front, from a clause border on."""
    before = _LEAD_IN.sub("", " ".join(before.split()))
    if not matter(before, alone=False):
        return line
    for part in _CLAUSE.finditer(before):
        subject = before[part.start() :]
        if len(subject) + len(line) <= HEADLINE:
            return subject + line
    return line


def _names_something(line: str, cutter: Cutter) -> bool:
    """Whether a line names what it speaks of, in more than vague words."""
    known = dictionary()
    return any(
        len(word) > 1
        and _WORD.search(word) is not None
        and word not in COMMON
        and known.is_nominal(word)
        and not known.names_nothing(word)
        for word in cutter.cut(normalise(line))
    )


def _shorten(sentence: str, cutter: Cutter) -> str:
    if len(sentence) <= HEADLINE:
        return sentence
    kept = _up_to(HEADLINE, (part[0] for part in _CLAUSE.finditer(sentence)))
    # What only announces (建议增加：) goes on to what it announces.
    if len(kept.strip(_EDGE)) < _LEAST or kept.endswith(("：", ":")):
        kept = _up_to(HEADLINE, cutter.cut(sentence[: 2 * HEADLINE])) or sentence[:HEADLINE]
    return kept.strip(_EDGE) + "…"


def _closed(line: str) -> str:
    """With the quotations closed that the cut left open, and without the end of others."""
    kept: list[str] = []
    opened: list[str] = []
    for one in line:
        if one in _OPENS:
            if _OPENS[one] not in opened:
                continue
            while opened.pop() != _OPENS[one]:
                pass
        elif one in _PAIRS:
            opened.append(one)
        kept.append(one)
    ends = "".join(_PAIRS[one] for one in reversed(opened[-_MOST_OPEN:]))
    return "".join(kept) + ends or line


def _up_to(most: int, parts: Iterator[str] | Sequence[str]) -> str:
    kept = ""
    for part in parts:
        if len(kept) + len(part) > most:
            break
        kept += part
    return kept
