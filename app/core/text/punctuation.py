"""Half-width punctuation between Chinese words, and its full-width form."""

from __future__ import annotations

import re

_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_HAN = r"[\u3400-\u9fff《》“”、。〔〕]"
# Beside Chinese on at least one side, and not between digits or Latin letters (1:2, a,b).
_HALF = re.compile(rf"(?<={_HAN})[,;:?!()]|[,;:?!()](?={_HAN})")


def half_width_places(text: str) -> list[int]:
    """Offsets of the signs that stand half-width beside Chinese."""
    return [hit.start() for hit in _HALF.finditer(text)]


def to_full_width_punctuation(text: str) -> str:
    """The text with these signs full-width; as long as before, so that offsets stay."""
    return _HALF.sub(lambda hit: _FULL[hit[0]], text)
