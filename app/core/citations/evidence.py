"""Evidence: what one segment of a letter offers to be tied by, against one draft."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from app.core.citations import marks
from app.core.citations.fold import bare
from app.core.citations.headings import Heading, headings_in
from app.core.citations.index import Index
from app.core.citations.laws import is_amended, is_own
from app.core.citations.page import Page
from app.core.citations.resolve import candidates
from app.core.citations.segments import Segment
from app.core.citations.values import Mention, Reason

_MOST_QUOTES = 12
_ELLIPSIS = re.compile(r"…+|\.{3,}|\*+|×+")
_TAKEN_BACK = 24
_TITLE_FIRST = re.compile(r"\s*(?:关于|对于?|针对)?《(?P<title>\x00+)》(?:\([^()\n]{0,20}\))?的?")


@dataclass(frozen=True, slots=True)
class Tie:
    """One clause (by its position, None for none) with its reason and confidence."""

    at: int | None
    reason: Reason
    confidence: float


@dataclass(frozen=True, slots=True)
class Said:
    """Words quoted from somewhere: where they start, bare, and the clauses that have them."""

    start: int
    words: str
    hits: tuple[int, ...]


class Evidence:
    """What one segment says about one draft; ``last`` is the clause spoken of before it."""

    def __init__(self, page: Page, draft: Index, segment: Segment, last: int | None) -> None:
        self.page, self.draft, self.segment, self.last = page, draft, segment, last
        cited = _uncorrected(page, page.cited(segment.start, segment.end))
        self.foreign = [
            one
            for one in cited
            if one.law
            and not any(is_own(one.law, title) for title in draft.titles)
            and not any(is_amended(one.law, title) for title in draft.titles)
            and not any(is_own(one.law, name) for name in draft.amended)
        ]
        self.mentions = list(self._mentions(one for one in cited if one not in self.foreign))

    @cached_property
    def headings(self) -> list[Heading]:
        """The draft's headings that stand in the segment."""
        return headings_in(self.page, self.draft, self.segment)

    @cached_property
    def quotes(self) -> list[Said]:
        """The quotations in order, and what stands after 原文：."""
        quoted = dict(self._quoted())
        return [
            Said(start, words, self.draft.words.exact(words) if len(words) >= 2 else ())
            for start, words in sorted(quoted.items())
        ]

    @cached_property
    def shown(self) -> str:
        """The segment without the writer's number, titles and quotations hidden."""
        start, end = self.segment.start, self.segment.end
        own = marks.OWN_NUMBER.match(self.page.shown, start, end)
        return self.page.shown[own.end() if own else start : end]

    @cached_property
    def behind_title(self) -> str:
        """What is shown, without the draft's own title at its start."""
        found = _TITLE_FIRST.match(self.shown)
        at = self.segment.end - len(self.shown) + (found.start("title") if found else 0)
        words = next((one.words for one in self.page.titles if one.start == at), None)
        own = words and any(is_own(f"《{words}》", title) for title in self.draft.titles)
        return self.shown[found.end() :] if found and own else self.shown

    @cached_property
    def words(self) -> str:
        """The whole segment as bare text."""
        return bare(self.page.folded[self.segment.start : self.segment.end])

    def _quoted(self) -> Iterator[tuple[int, str]]:
        page, segment = self.page, self.segment
        low = bisect_left(page.quotes, segment.start, key=lambda quote: quote.start)
        for quote in page.quotes[low : low + _MOST_QUOTES]:
            if quote.start >= segment.end:
                break
            if words := _longest_part(quote.words):
                yield quote.start, words
        original = marks.ORIGINAL.match(page.shown, segment.start, segment.end)
        if original:
            line = page.folded[original.end() : segment.end].partition("\n")[0]
            if words := _longest_part(line):
                yield original.end(), words

    def _mentions(self, cited: Iterator[Mention]) -> Iterator[Mention]:
        for mention in cited:
            if (own := self._own(mention)) and (own.marked or self._prints(own)):
                yield own

    def _prints(self, mention: Mention) -> bool:
        """Whether the draft has a bare 4.2.1 and it leads the segment; 2.1 and 2.2, or a number of
        three parts, need not lead it."""
        if self.draft.prints_decimals and (
            len(mention.paths) > 1 or len(mention.paths[0][0].number) > 2
        ):
            return all(candidates(self.draft, path) for path in mention.paths)
        start = self.segment.start
        first = self.page.leads(start, self.segment.end)
        own = marks.OWN_NUMBER.match(self.page.shown, start, mention.start)
        leads = first is not None and first.start == mention.start
        leads = leads or (own is not None and own.end() == mention.start)
        return leads and any(candidates(self.draft, path) for path in mention.paths)

    def _own(self, mention: Mention) -> Mention | None:
        """Without the writer's own number before it: （1）第1点; none where it is only that."""
        first = mention.paths[0]
        if not first or first[0].level != "bracket" or mention.start > self.segment.start + 2:
            return mention
        if mention.of or self.page.shown[mention.start] != "(":
            return mention
        if len(first) == 1:
            return None
        if first[1].level in ("article", "point"):
            return replace(mention, paths=tuple(path[1:] for path in mention.paths))
        return mention


def _longest_part(words: str) -> str:
    """依照……规定: the longest of what stands between the dots, bare."""
    return max((bare(part) for part in _ELLIPSIS.split(words)), key=len)


def _uncorrected(page: Page, mentions: Sequence[Mention]) -> list[Mention]:
    """15条……不对，应该是第十三条: without what the writer takes back."""
    kept: list[Mention] = []
    for mention in mentions:
        if kept:
            between = page.shown[kept[-1].end : mention.start]
            if len(between) <= _TAKEN_BACK and marks.CORRECTED.fullmatch(between):
                kept.pop()
        kept.append(mention)
    return kept
