"""A letter as it is read: folded, with titles and quotations hidden, its citations found."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from app.core.citations import marks
from app.core.citations.find import find_in
from app.core.citations.fold import fold, hide
from app.core.citations.values import Mention, Quote

_LEAD = 60


@dataclass(frozen=True, slots=True)
class Page:
    """A letter as it is read; all texts are as long as the letter, ``starts`` are the mentions',
    ``titles`` what stands in 《》."""

    folded: str
    shown: str
    mentions: tuple[Mention, ...]
    quotes: tuple[Quote, ...]
    starts: tuple[int, ...]
    titles: tuple[Quote, ...] = ()

    def cited(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that begin in the span."""
        low = bisect_left(self.starts, start)
        return self.mentions[low : bisect_left(self.starts, end, low)]

    def leads(self, start: int, end: int) -> Mention | None:
        """The mention with which the span begins, prepositions and the like before it aside."""
        low = bisect_left(self.starts, start)
        if low == len(self.mentions) or (mention := self.mentions[low]).start >= end:
            return None
        before = self.shown[start : min(mention.start, start + _LEAD)]
        own = marks.OWN_NUMBER.match(before + " ")
        skip = min(own.end(), len(before)) if own else 0
        if mention.start > start + _LEAD:
            return None
        return mention if marks.LEAD.fullmatch(before, skip) else None


def page_of(text: str) -> Page:
    """The text as it is read."""
    folded = fold(text)
    shown, titles, quotes = hide(folded)
    found = find_in(shown, {title.end: title.words for title in titles})
    mentions = tuple(one for one in found if not _counts(shown, one))
    return Page(folded, shown, mentions, quotes, tuple(one.start for one in mentions), titles)


def _counts(shown: str, mention: Mention) -> bool:
    """第一点建议：, 第二条意见是: the writer counts the suggestions."""
    return len(mention.paths) == 1 and bool(marks.COUNTS.match(shown, mention.end))
