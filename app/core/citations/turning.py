"""Where a writer turns from one clause to the next without a number."""

from __future__ import annotations

import math
from bisect import bisect_left
from itertools import islice, takewhile
from typing import Any

import numpy as np

from app.core.citations import marks
from app.core.citations.fold import bare
from app.core.citations.index import Index
from app.core.citations.page import Page
from app.core.citations.segments import Segment
from app.core.citations.tie import tie
from app.core.citations.values import Quote

_TELLING = 6
_BESIDE = 2
# How far back what was quoted before is looked for.
_WINDOW = 400
# What a sentence must share with another clause, in bits of a draft of some hundred clauses; how
# much more it must sound like that one than like any elsewhere, and than like the one spoken of.
_BITS, _LEAD, _OVER = 28.0, 1.45, 2.5
# A writer who says that something else comes is believed sooner.
_BITS_SAID, _LEAD_SAID, _OVER_SAID = 20.0, 1.25, 2.0
# So few bits do where nothing in the sentence is about the clause spoken of.
_BITS_APART, _LEAD_APART, _OVER_APART = 18.0, 2.0, 8.0
_OVER_BESIDE = 4.0
# How sure what was said must be of its clause, where it cites none, to stand alone.
_FIRM, _FIRM_TOLD = 0.4, 0.6
_ABOUT_NONE = ("whole", "other-law", "number-like")
_HUNDRED = 6.6
_LOOKED_AT = 12
_LITTLE = 0.1
# A letter has no more turns than that.
_MOST = 300


class Turning:
    """One letter's turns against one draft; counts how often it looked closely."""

    def __init__(self, page: Page, draft: Index) -> None:
        self._page, self._draft = page, draft
        self._looked = 0

    def turns(self, begun: int, first: int, last: int) -> bool:
        """Whether the sentence at ``first`` speaks of another clause than what was said since
        ``begun``."""
        return self._quotes_another(begun, first, last) or self._shifts(begun, first, last)

    def _quotes_another(self, begun: int, first: int, last: int) -> bool:
        """It begins with words of one clause, where what was said before quotes another one and
        cites nothing by number."""
        page, draft = self._page, self._draft
        if page.shown[first : first + 1] != "“" or page.cited(begun, first):
            return False
        opening = [one for one in _quotes(page, first, last) if one.start - first <= _BESIDE]
        if not opening:
            return False
        now = _clause(draft, opening[0])
        behind = _quotes(page, max(begun, first - _WINDOW), first)
        before = {_clause(draft, one) for one in behind} - {None}
        return now is not None and bool(before) and now not in before

    def _shifts(self, begun: int, first: int, last: int) -> bool:
        """Its words are those of another clause, and hardly those of the one spoken of."""
        page, draft = self._page, self._draft
        if not draft.clauses or self._looked >= _MOST:
            return False
        if marks.GOES_ON.match(page.shown, first, last):
            return False
        self._looked += 1
        bits, scores = draft.likeness.bits_and_scores(bare(page.folded[first:last]))
        best = int(scores.argmax())
        said = bool(marks.ADDS.match(page.shown, first, last))
        shared = bits[best] * _HUNDRED / math.log2(len(draft.clauses) + 2)
        if shared < (_BITS_SAID if said else _BITS_APART):
            return False
        lead = scores[best] / max(self._elsewhere(scores, best), _LITTLE)
        if lead < (_LEAD_SAID if said else _LEAD):
            return False
        ties = tie(page, draft, Segment(begun, first), None, True)
        here = [one.at for one in ties if one.at is not None]
        if not here:
            return ties[0].reason in _ABOUT_NONE
        told = not marks.OPINES.search(page.shown, begun, first)
        if ties[0].reason == "content" and ties[0].confidence < (_FIRM_TOLD if told else _FIRM):
            # What happened to the writer leads to what is asked.
            return False
        if any(draft.within(one, best) or draft.within(best, one) for one in here):
            return False
        known = max(
            max(scores[draft.line(one)].max(), scores[one : draft.last(one) + 1].max())
            for one in here
        )
        over = scores[best] / max(known, _LITTLE)
        if any(draft.near(one, best) for one in here):
            # From one paragraph of an article to the next.
            return bool(shared >= _BITS and over >= _OVER_BESIDE)
        if said:
            return bool(over >= _OVER_SAID)
        return bool(
            (shared >= _BITS and over >= _OVER) or (lead >= _LEAD_APART and over >= _OVER_APART)
        )

    def _elsewhere(self, scores: Any, best: int) -> float:
        """The best score of a clause that has nothing to do with ``best``."""
        ranked = np.argpartition(-scores, min(_LOOKED_AT, len(scores) - 1))[:_LOOKED_AT].tolist()
        return max(
            (float(scores[at]) for at in ranked if not self._draft.near(at, best)), default=0
        )


def _quotes(page: Page, start: int, end: int) -> list[Quote]:
    low = bisect_left(page.quotes, start, key=lambda quote: quote.start)
    found = takewhile(lambda quote: quote.start < end, islice(page.quotes, low, None))
    return [one for one in found if len(one.words) >= _TELLING]


def _clause(draft: Index, quote: Quote) -> int | None:
    """The one clause that has the quoted words, as printed or as typed from memory."""
    words = bare(quote.words)
    found = draft.words.exact(words)
    return found[0] if len(found) == 1 else None if found else draft.words.fuzzy(words)
