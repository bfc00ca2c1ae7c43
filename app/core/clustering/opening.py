"""With what kind of word a sentence begins: a new subject begins with its noun."""

from __future__ import annotations

import re

from app.core.clustering.dictionary import dictionary
from app.core.text.cuts import cut

_LEAD_IN = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十]个?[，,、]?|[一二三四五六七]是|此外|另外"
    r"|还有就是|还有|再就是|再有|同时|而且|并且|其次|最后|首先|顺便说一句|[，,：:\s“「])*"
)
_KINDS = {
    "v": "verb", "r": "pronoun", "d": "adverb", "c": "conjunction", "p": "preposition",
    "t": "time", "m": "number", "q": "number", "f": "direction", "u": "conjunction",
    "y": "pronoun",
}  # fmt: skip
_LOOKED_AT = 14


def opening(sentence: str) -> tuple[str, str]:
    """Kind and form of the first word behind what only links (另外, 2., 一是); ("none", "") for
    a sentence without words. What is in no dictionary is a noun."""
    rest = _LEAD_IN.sub("", sentence[: 4 * _LOOKED_AT], count=1)[:_LOOKED_AT]
    words = [word for word in cut(rest) if word.strip()]
    if not words:
        return "none", ""
    tag = dictionary().tag(words[0])
    return ("noun" if tag == "vn" else _KINDS.get(tag[0], "noun")), words[0]
