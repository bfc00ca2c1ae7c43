"""A sender's words with places marked: shared words, differences, cuts. Everything is escaped."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from app.core.text.script import to_simplified

Span = tuple[int, int]


def word_spans(text: str, words: Iterable[str]) -> list[Span]:
    """Where words stand in a text, whatever their case and script; longer words win, neighbours
    are one span."""
    wanted = sorted({word for word in words if word.strip()}, key=len, reverse=True)
    if not wanted:
        return []
    pattern = re.compile("|".join(map(re.escape, wanted)), re.IGNORECASE)
    plain = to_simplified(text)
    spans: list[Span] = []
    for match in pattern.finditer(plain if len(plain) == len(text) else text):
        start, end = match.span()
        if spans and spans[-1][1] == start:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def as_written(text: str, words: Iterable[str]) -> list[str]:
    """Words as the text writes them, where it has them: ETC, not etc."""
    found = []
    for word in words:
        spans = word_spans(text, [word])
        found.append(text[spans[0][0] : spans[0][0] + len(word)] if spans else word)
    return found


def marked(text: str, spans: Sequence[Span]) -> Markup:
    """The text with ``<mark>`` around the spans (in order, without overlap)."""
    parts: list[Markup] = []
    last = 0
    for start, end in spans:
        if start < last:
            continue
        parts += [escape(text[last:start]), Markup("<mark>{}</mark>").format(text[start:end])]
        last = end
    parts.append(escape(text[last:]))
    return Markup("").join(parts)


def pieces(text: str, cuts: Sequence[int], words: Iterable[str] = ()) -> list[Markup]:
    """The text in parts between cuts, shared words marked in each."""
    borders = [0, *cuts, len(text)]
    shared = list(words)
    return [
        marked(part, word_spans(part, shared))
        for start, end in itertools.pairwise(borders)
        if (part := text[start:end].strip("\n"))
    ]


def excerpt(text: str, words: Iterable[str], around: int = 60) -> Markup:
    """The text around the first place where one of the words stands, marked."""
    spans = word_spans(text, words)
    if len(text) <= 3 * around:
        return marked(text, spans)
    first = spans[0][0] if spans else 0
    start = max(0, first - around)
    end = min(len(text), first + 2 * around)
    inside = [(a - start, b - start) for a, b in spans if a >= start and b <= end]
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return Markup("{}{}{}").format(before, marked(text[start:end], inside), after)
