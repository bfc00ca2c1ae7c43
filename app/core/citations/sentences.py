"""The sentences of a line, and the halves of one that cites two clauses or turns to something else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from app.core.citations import marks
from app.core.citations.page import Page
from app.core.citations.values import Mention

_LONGEST_BRACKET = 300
_SHORTEST_HALF = 6


def halves(page: Page, sentences: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """第一条没有意见，第二条建议删去: a sentence ends where another clause begins the next half."""
    for start, end in sentences:
        first = start
        cited = page.cited(start, end)
        if cited and not marks.CONDITION.match(page.shown, start):
            led = page.leads(start, end) is not None
            for before, mention in pairwise(cited):
                half = _half(page, before, mention, led)
                if half and before.law == mention.law and _same_level(before, mention):
                    yield first, half
                    first = half
        for comma in marks.ASIDE.finditer(page.shown, first, end):
            if comma.start() + 1 - first >= _SHORTEST_HALF:
                yield first, comma.start() + 1
                first = comma.start() + 1
        yield first, end


def _half(page: Page, before: Mention, mention: Mention, led: bool) -> int | None:
    """Where the half of a sentence begins that speaks of the next clause, after a comma."""
    comma = page.shown.rfind(",", before.end, mention.start) + 1
    if not comma or (mention.start - before.end <= 3 and comma == mention.start):
        return comma if page.shown[before.end : before.end + 2] == ")," else None
    closed = page.shown[before.end : before.end + 2] == "),"
    turned = marks.TURNS.fullmatch(page.shown, comma, mention.start)
    return comma if turned and (led or closed) else None


def _same_level(one: Mention, other: Mention) -> bool:
    """Both begin with an article or point of their own, not with a level below the first."""
    if one.of or other.of or not (one.paths[0] and other.paths[0]):
        return False
    level = one.paths[0][0].level
    return level == other.paths[0][0].level and level in ("article", "point")


def sentences(shown: str, start: int, end: int, row: bool) -> Iterator[tuple[int, int]]:
    """The sentences of a line; a row of a table is one; nothing ends inside brackets."""
    if row:
        yield start, end
        return
    first, depth = start, 0
    for at in range(start, end):
        sign = shown[at]
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth = max(0, depth - 1)
        elif sign in marks.FINAL and (not depth or at - first > _LONGEST_BRACKET):
            if at + 1 < end and shown[at + 1] in marks.FINAL + '”’")':
                continue
            yield first, at + 1
            first, depth = at + 1, 0
    if first < end:
        yield first, end
