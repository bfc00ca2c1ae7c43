"""Which words of a text another one does not have in their place: what differs between copies."""

from __future__ import annotations

from app.core.text.cuts import cut

Span = tuple[int, int]
# What a person compares is never longer; the work is bounded.
_LONGEST = 20_000


def changed(before: str, after: str) -> list[Span]:
    """Spans of ``after`` (offsets in characters) that differ from ``before``, word by word.

    Neighbouring spans are one; differences in white space only are none. Word-level edit
    operations as in Levenshtein (1966), by rapidfuzz.
    """
    from rapidfuzz.distance import Levenshtein

    old, new = cut(before[:_LONGEST]), cut(after[:_LONGEST])
    places = [0]
    for word in new:
        places.append(places[-1] + len(word))
    spans: list[Span] = []
    for step in Levenshtein.opcodes(old, new):
        if step.tag == "equal" or step.dest_start == step.dest_end:
            continue
        start, end = places[step.dest_start], places[step.dest_end]
        if not after[start:end].strip():
            continue
        if spans and not after[spans[-1][1] : start].strip():
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans
