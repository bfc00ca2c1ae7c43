"""Where sentences begin: the places at which a person may cut a comment."""

from __future__ import annotations

import itertools
import re

_END = re.compile(r"[。！？!?；;\n]+[”’」』）)\"]*\s*")


def sentence_starts(text: str) -> list[int]:
    """Offsets in characters of the sentences after the first, in order."""
    starts = [match.end() for match in _END.finditer(text)]
    return [start for start in starts if text[start:].strip() and text[:start].strip()]


def spans_at(text: str, cuts: list[int]) -> list[tuple[int, int]]:
    """The parts between cuts, without white space at their ends; empty parts are left out."""
    borders = [0, *sorted({cut for cut in cuts if 0 < cut < len(text)}), len(text)]
    spans = []
    for start, end in itertools.pairwise(borders):
        part = text[start:end]
        if part.strip():
            first = start + len(part) - len(part.lstrip())
            spans.append((first, first + len(part.strip())))
    return spans
