"""Segments: a letter cut into its suggestions and what is none, before any is tied.

Every character ends in a segment or in a part left out. The cut asks the draft nothing but
whether words begin with a citation (`Page.leads`) or a heading.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.core.citations import marks
from app.core.citations.lines import Line, Why, announces, introduces, is_row, lines_of
from app.core.citations.numbers import numeral
from app.core.citations.page import Page
from app.core.citations.sentences import halves, sentences
from app.core.citations.values import LeftOut

# 数据来源是什么？（第一章第二节）
_CITED_BEHIND = re.compile(r"\s*\([^()]{2,30}\)[。;]?\s*")
Heads = Callable[[int, int], bool]
Turns = Callable[[int, int, int], bool]


@dataclass(slots=True)
class Segment:
    """One suggestion: its span, its number by the writer, and where its scope comes from.

    ``of`` is how many suggestions the letter has, ``place`` which of them it is, from 0;
    ``announced`` is the span of the line that announces it; ``under`` is the span of a quoted line
    that it answers; ``row``: it is a row of a table.
    """

    start: int
    end: int
    number: int | None = None
    of: int = 1
    place: int = 0
    announced: tuple[int, int] | None = None
    under: tuple[int, int] | None = None
    only_announces: bool = False
    row: bool = False


class _Cutter:
    """Goes through the lines and keeps what the next one needs to know."""

    def __init__(self, page: Page, heads: Heads, turns: Turns) -> None:
        self.page = page
        self.heads, self.turns = heads, turns
        self.segments: list[Segment] = []
        self.left: list[LeftOut] = []
        self.announced: tuple[int, int] | None = None
        self.under: tuple[int, int] | None = None
        self.gap = True

    def take(self, line: Line) -> None:
        if line.why == "blank":
            self.gap = True
        elif line.why is not None:
            self._leave(line, line.why)
        else:
            self._cut(line)

    def _leave(self, line: Line, why: Why) -> None:
        self.left.append(LeftOut(line.start, line.end, why))
        self.gap = True
        if why == "announcing":
            self.announced = (line.start, line.end)
        if why == "quoted":
            self.under = (line.start, line.end)

    def _cut(self, line: Line) -> None:
        page = self.page
        start = _past_hello(page, line)
        if start > line.start:
            # 领导：我是三个孩子的父亲。 greets and says who writes.
            if not self.segments and introduces(page, start, line.end):
                start = line.end
            self.left.append(LeftOut(line.start, start, "greeting"))
            self.gap = True
        row = is_row(page.shown, line.start, line.end)
        for first, last in halves(page, sentences(page.shown, start, line.end, row)):
            at_line = first == start
            fresh = not self.segments or self._begins(first, last, at_line, row and at_line)
            if fresh:
                self._begin(first, last, row)
            now = self.segments[-1]
            now.end = last
            now.only_announces = fresh and (
                announces(page, first, last) or introduces(page, first, last)
            )
            self.gap = False
            self.under = None

    def _begin(self, first: int, last: int, row: bool) -> None:
        shown = self.page.shown
        own = marks.OWN_NUMBER.match(shown, first)
        if own is None and (opened := marks.OPENED.match(shown, first, last)):
            own = marks.OWN_NUMBER.match(shown, opened.end())
        number = int(own["number"]) if own and own["number"] else None
        self.segments.append(
            Segment(first, last, number, announced=self.announced, under=self.under, row=row)
        )

    def _begins(self, first: int, last: int, at_line: bool, row: bool) -> bool:
        """Whether a sentence begins a suggestion of its own."""
        page, now = self.page, self.segments[-1]
        if now.only_announces and not (row and now.row):
            return False
        if row and now.row:
            return True
        if at_line:
            if marks.ORIGINAL.match(page.shown, first) or marks.FIELD.match(page.shown, first):
                return True
            if marks.CONTINUES.match(page.shown, first) and not self._labels(first, last):
                return False
            before = page.shown[max(now.start, now.end - 8) : now.end]
            if not self.gap and (marks.HANGING.search(before) or self._goes_on(first, last)):
                return False
            own = marks.OWN_NUMBER.match(page.shown, first)
            if self.gap or own or marks.FINISHED.search(before):
                return True
        elif _CITED_BEHIND.fullmatch(page.shown, first, last):
            return False
        elif self._counts_on(first):
            return True
        if marks.APART.match(page.shown, first) or page.leads(first, last) is not None:
            return True
        if page.leads(now.start, now.end) is not None and self.heads(first, last):
            return True
        return self.turns(now.start, first, last)

    def _counts_on(self, first: int) -> bool:
        """①…；②…: goes on with the count with which the suggestion before began."""
        own = marks.COUNT.match(self.page.shown, first)
        begun = self.segments[-1].start
        opened = marks.OPENED.match(self.page.shown, begun, first)
        before = marks.COUNT.match(self.page.shown, opened.end() if opened else begun)
        if own is None or before is None or own.lastgroup != before.lastgroup:
            return False
        number, last = (numeral(one[one.lastgroup or 0]) for one in (own, before))
        return number is not None and last is not None and number == last + 1

    def _labels(self, first: int, last: int) -> bool:
        """【意见】第八条…: the label of a suggestion, not of its reason."""
        label = marks.LABEL.match(self.page.shown, first)
        return label is not None and self.page.leads(first, last) is not None

    def _goes_on(self, first: int, last: int) -> bool:
        """The line after 关于第十六条，我有不同看法。 that cites nothing says what view that is."""
        page, now = self.page, self.segments[-1]
        return (
            bool(marks.OPENS.fullmatch(page.shown, now.start, now.end))
            and not page.cited(first, last)
            and not marks.OWN_NUMBER.match(page.shown, first)
        )


def cut(page: Page, heads: Heads, turns: Turns) -> tuple[list[Segment], list[LeftOut]]:
    """The suggestions in order and the parts left out (without the blanks between them).

    ``heads`` says whether a span begins with a heading of the draft, used as a citation; ``turns``
    whether one speaks of another clause than what was said since its first place.
    """
    cutter = _Cutter(page, heads, turns)
    for line in lines_of(page):
        cutter.take(line)
    for place, segment in enumerate(cutter.segments):
        segment.of, segment.place = len(cutter.segments), place
    return cutter.segments, _outside(cutter.segments, cutter.left)


def _outside(segments: Sequence[Segment], left: Sequence[LeftOut]) -> list[LeftOut]:
    """Without the parts that a suggestion runs over: an announcing line between two halves of it."""
    starts = [one.start for one in segments]
    return [
        one
        for one in left
        if not (at := bisect_right(starts, one.start)) or segments[at - 1].end <= one.start
    ]


def _past_hello(page: Page, line: Line) -> int:
    found = marks.HELLO.match(page.shown, line.start, line.end)
    return found.end() if found and found.end() < line.end else line.start
