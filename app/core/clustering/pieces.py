"""A comment in pieces: where a demand may begin at all.

A piece ends at a mark (a comma too: two requests may share a sentence), at a line's end, or at a
space between Hanzi where people write without marks. Inside quotations and brackets none ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(
    r"[。！？!?；;…]+[”」』）)]*|\n+|[，,：]|(?<=[^\d]):|(?<=[^\x00-\x7f])[ 　]+(?=[^\x00-\x7f])"
)
_SAYS = re.compile(r"[^\s，。；！？…]")
_NUMBERED = re.compile(r"(?:^|[\n；。，])\s*\d{1,2}[）)]")
# An opened quotation that is never closed must not swallow the rest.
_LONGEST_QUOTE = 80
COMMA, STOP, LINE, SEMICOLON, QUESTION = ",", ".", "\n", ";", "?"
_KINDS = {"，": COMMA, ",": COMMA, "：": COMMA, ":": COMMA, "；": SEMICOLON, ";": SEMICOLON}
_KINDS |= {"？": QUESTION, "?": QUESTION}


@dataclass(frozen=True, slots=True)
class Piece:
    """``start`` and ``end``: offsets in characters; ``mark``: how it ends; ``sentence``: its
    number."""

    start: int
    end: int
    mark: str
    sentence: int


def pieces(text: str, most: int) -> list[Piece]:
    """The first ``most`` pieces of a text, without gaps; the last one takes the rest."""
    spans: list[tuple[int, int, str]] = []
    begin = 0
    for match in _MARK.finditer(text):
        if _inside(text[begin : match.end()]) and "\n" not in match[0]:
            continue
        mark = LINE if "\n" in match[0] else _KINDS.get(match[0][0], STOP)
        if spans and not _SAYS.search(text, begin, match.end()):
            last = spans[-1]
            spans[-1] = (last[0], match.end(), LINE if mark == LINE else last[2])
        elif len(spans) < most:
            spans.append((begin, match.end(), mark))
        begin = match.end()
    if begin < len(text) or not spans:
        spans.append((begin, len(text), STOP))
    if len(spans) > most or spans[-1][1] < len(text):
        spans = [*spans[: most - 1], (spans[most - 1][0], len(text), STOP)]
    numbered, sentence = [], 0
    for start, end, mark in spans:
        numbered.append(Piece(start, end, mark, sentence))
        sentence += mark != COMMA
    return numbered


def _inside(part: str) -> bool:
    """Whether a quotation or bracket is open at the end of ``part``."""
    if len(part) >= _LONGEST_QUOTE:
        return False
    if any(
        part.count(opening) > part.count(closing) for opening, closing in ("“”", "「」", "《》")
    ):
        return True
    closed = part.count("）") + part.count(")") - len(_NUMBERED.findall(part))
    opened = part.count("（") + part.count("(")
    return opened > closed and opened > 0
