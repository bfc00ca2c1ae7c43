"""A file with several drafts: which of them a letter's suggestion speaks of.

A suggestion names its draft (《供热办法》第五条), stands below a line that does, or goes on with the
draft of the one before. Where nothing says which, all drafts are asked.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from functools import cached_property

from app.core.citations import marks
from app.core.citations.fold import bare, fold
from app.core.citations.index import Index, index
from app.core.citations.laws import is_own
from app.core.citations.page import Page
from app.core.citations.segments import Segment
from app.core.outline.documents import MOST_DRAFTS
from app.core.outline.values import Outline

_NEAR = 30
_NAMES = 60
_REFERS = re.compile(
    r"(?:[和与同跟及]|依照|按照|根据|参照|依据|比照|符合|违反|衔接|结合|之外|除了?)\s?《?$"
)
# 一、供热办法：
_HEAD = re.compile(r"[\s一二三四五六七八九十0-9()、.,:;“”\-—]*(?:关于|对于?|针对)?(?P<name>[^\n]*)")
_BEHIND = re.compile(r"(?:的?(?:修改|具体|几[点条个])?(?:意见|建议|反馈|方面|部分))*[\s:。,;]*$")


class Drafts:
    """The drafts of an outline, each with an index of its own; () where there is only one."""

    def __init__(self, outline: Outline) -> None:
        documents = [one for one in outline.documents if one.first < one.stop]
        self.documents = documents if 1 < len(documents) <= MOST_DRAFTS else []
        self.titles = [fold(one.title) for one in self.documents]
        self._firsts = [one.first for one in self.documents]
        self._outline = outline

    @cached_property
    def indexes(self) -> list[Index]:
        """An index of each draft; its places count from the draft's first clause."""
        return [
            index(
                replace(
                    self._outline,
                    title=one.title,
                    clauses=self._outline.clauses[one.first : one.stop],
                    documents=(),
                )
            )
            for one in self.documents
        ]

    def first(self, draft: int) -> int:
        """The place of a draft's first clause in the outline."""
        return self._firsts[draft]

    def named(self, law: str) -> int | None:
        """The one draft that the name of a law means."""
        found = [at for at, title in enumerate(self.titles) if is_own(law, title)]
        exact = [at for at in found if bare(self.titles[at]) == bare(law)]
        few = exact or found
        return few[0] if len(few) == 1 else None

    def said(self, page: Page, start: int, segment: Segment) -> int | None:
        """The draft that a segment names, or that is named in what stands between ``start`` and it
        (a greeting, a line that announces)."""
        for one in page.cited(segment.start, segment.end)[:1]:
            if one.law and (draft := self.named(one.law)) is not None:
                return draft
        lead = self._leading(page, segment)
        if lead is not None:
            return lead
        # 关于供热办法：第二条…: the name heads its own line.
        colon = page.shown.find(":", segment.start, min(segment.start + _NAMES, segment.end))
        if colon >= 0 and (head := self.headline(page, segment.start, colon)) is not None:
            return head
        between = {
            draft
            for title in self._titles(page, start, segment.start)
            if (draft := self.named(f"《{title}》")) is not None
        }
        if len(between) > 1:
            return None
        return between.pop() if between else self.headline(page, start, segment.start)

    def _titles(self, page: Page, start: int, end: int) -> list[str]:
        low = bisect_left(page.titles, start, key=lambda title: title.start)
        high = bisect_left(page.titles, end, low, key=lambda title: title.start)
        return [title.words for title in page.titles[low:high]]

    def _leading(self, page: Page, segment: Segment) -> int | None:
        """《供热办法》总体可行，…; not 建议与《供热办法》衔接."""
        low = bisect_left(page.titles, segment.start, key=lambda title: title.start)
        for title in page.titles[low : low + 1]:
            before = page.shown[segment.start : title.start - 1]
            near = title.start < segment.end and len(before) <= _NEAR
            if near and not _REFERS.search(before) and marks.LEAD.fullmatch(_unnumbered(before)):
                return self.named(f"《{title.words}》")
        return None

    def headline(self, page: Page, start: int, end: int) -> int | None:
        """The draft whose name, without 《》, is the last line of its own in a stretch."""
        found = None
        for line in page.shown[start:end].split("\n"):
            name = _HEAD.fullmatch(line)
            words = _BEHIND.sub("", name["name"]) if name else ""
            if len(bare(words)) >= 4 and (draft := self.named(words)) is not None:
                found = draft
        return found


def _unnumbered(words: str) -> str:
    own = marks.OWN_NUMBER.match(words + " ")
    return words[min(own.end(), len(words)) :] if own else words
