"""Ties without a number: the whole draft, headings, quoted words, and what a segment sounds like."""

from __future__ import annotations

from app.core.citations import marks
from app.core.citations.by_likeness import likest
from app.core.citations.evidence import Evidence, Tie
from app.core.citations.grammar import BRACKET
from app.core.citations.headings import Heading
from app.core.citations.numbers import numeral
from app.core.citations.resolve import candidates
from app.core.citations.values import SURE, Step

_TELLING_QUOTE = 4
_SURE_QUOTE = 12
_SHORT = 60
_CLEAR = 0.55
_STANDS_OUT = 1.5


def as_whole(evidence: Evidence) -> list[Tie]:
    """全文“以及”…, 《供热办法》全文…: the whole draft is named, whatever is quoted from it."""
    named = evidence.behind_title
    if marks.WHOLE.match(named):
        return [Tie(None, "whole", 0.8)]
    # “甲”与“乙”不一致: two words from anywhere.
    short = [one for one in evidence.quotes if len(one.words) < _SURE_QUOTE]
    if len(short) > 1 and marks.UNIFORM.match(named):
        clauses = set.intersection(*(set(one.hits) for one in short))
        return [Tie(None, "whole", 0.7)] if len(clauses) != 1 else []
    return []


def as_preamble(evidence: Evidence) -> list[Tie]:
    """序言里…, 开头一段…: what stands before the first number."""
    places = evidence.draft.of_kinds("preamble")
    lead = marks.LEAD.match(evidence.shown)
    named = marks.PREAMBLE.match(evidence.shown, lead.end() if lead else 0)
    return [Tie(places[0], "heading", 0.85)] if named and len(places) == 1 else []


def as_annex(evidence: Evidence) -> list[Tie]:
    """附件的清单…, without a number: the one annex, or the one that the words are of."""
    lead = marks.LEAD.match(evidence.shown)
    if not marks.ANNEX.match(evidence.shown, lead.end() if lead else 0):
        return []
    draft = evidence.draft
    annexes = [at for at in draft.of_kinds("annex") if draft.parents[at] is None]
    if len(annexes) > 1:
        scores = draft.likeness.scores(evidence.words)
        ranked = sorted(((float(scores[at]), at) for at in annexes), reverse=True)
        stands_out = ranked[0][0] > _STANDS_OUT * ranked[1][0]
        annexes = [ranked[0][1]] if stands_out else []
    if not annexes or any(
        draft.within(hit, annexes[0]) for one in evidence.quotes for hit in one.hits
    ):
        return []
    alike = likest(evidence)
    inside = alike is not None and alike.at is not None and draft.within(alike.at, annexes[0])
    return [alike] if alike and inside else [Tie(annexes[0], "heading", 0.8)]


def by_heading(evidence: Evidence) -> list[Tie]:
    """A heading used as a citation; the deepest where one stands under another."""
    strong = [one for one in evidence.headings if one.strong and len(one.places) == 1]
    if not strong:
        return []
    at = strong[0].places[0]
    if (below := _bracket_after(evidence, strong[0])) is not None:
        return [Tie(below, "path", 0.9)]
    for one in strong[1:]:
        if evidence.draft.within(one.places[0], at):
            at = one.places[0]
    return [Tie(at, "heading", 0.9)]


def _bracket_after(evidence: Evidence, heading: Heading) -> int | None:
    """保障措施（二）: the number in brackets that stands right after a heading."""
    found = BRACKET.match(evidence.page.shown, heading.end)
    number = numeral(found["list"]) if found else None
    if number is None:
        return None
    places = candidates(evidence.draft, (Step("bracket", (number,)),), heading.places[0])
    return places[0] if len(places) == 1 else None


def by_quote(evidence: Evidence) -> list[Tie]:
    """Quoted words that one clause alone has; the longest, then as typed from memory."""
    best: Tie | None = None
    for quote in evidence.quotes:
        length = len(quote.words)
        if len(quote.hits) != 1 or length < _TELLING_QUOTE:
            continue
        sure = 0.85 if length >= _SURE_QUOTE else 0.7 if length > 6 else 0.6
        if best is None or sure > best.confidence:
            best = Tie(quote.hits[0], "words", sure)
    if best:
        return [best]
    for quote in evidence.quotes:
        place = evidence.draft.words.fuzzy(quote.words)
        if place is not None:
            return [Tie(place, "words", 0.65)]
    return []


def by_line_number(evidence: Evidence) -> list[Tie]:
    """15. at the start of a line that is not the writer's own counting."""
    number = evidence.segment.number
    if number is None:
        return []
    found = candidates(evidence.draft, (Step("bare", (number,)),))
    # A number above the count of suggestions cannot be counting them.
    sure = 0.85 if number > evidence.segment.of else 0.7
    return [Tie(found[0], "point", sure)] if len(found) == 1 else []


def by_the_rest(evidence: Evidence) -> Tie:
    """What is left: the clause above, another law's article, a judgement of the whole, likeness."""
    if evidence.segment.under and evidence.last is not None:
        return Tie(evidence.last, "relative", SURE)
    if evidence.foreign:
        return Tie(None, "other-law", 0.9)
    if (announced := _announced(evidence)) is not None:
        return Tie(announced, "relative", SURE)
    lead = marks.LEAD.match(evidence.shown)
    whole = marks.SUPPORTS.fullmatch(evidence.shown.strip())
    if whole or marks.EVALUATES.match(evidence.shown, lead.end() if lead else 0):
        return Tie(None, "whole", 0.7)
    alike = likest(evidence)
    weak = {one.places[0] for one in evidence.headings if len(one.places) == 1}
    if len(weak) == 1 and (alike is None or alike.confidence < _CLEAR):
        return Tie(weak.pop(), "heading", 0.6)
    short = len(evidence.shown) <= _SHORT
    if short and (
        marks.NO_COMMENT.search(evidence.shown) or marks.PRAISES.fullmatch(evidence.shown.strip())
    ):
        return Tie(None, "whole", 0.8)
    if alike:
        return alike
    if short and marks.JUDGES.search(evidence.shown):
        return Tie(None, "whole", 0.6)
    if marks.NUMBER_LIKE.search(evidence.shown):
        return Tie(None, "number-like", 0.5)
    return Tie(None, "uncited", 0.3)


def _announced(evidence: Evidence) -> int | None:
    """The article or point on a line of its own above numbered suggestions."""
    last = evidence.last
    if evidence.segment.announced is None or last is None:
        return None
    heads = evidence.draft.clauses[last].kind not in ("part", "chapter", "section", "subchapter")
    return last if heads and evidence.page.cited(*evidence.segment.announced) else None
