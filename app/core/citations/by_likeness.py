"""Ties by likeness: the clause that a segment without any citation sounds like."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from app.core.citations import marks
from app.core.citations.evidence import Evidence, Tie
from app.core.citations.index import Index
from app.core.citations.likeness import Like, Scores

# In bits, evened out by length; and best over second.
_LIKE = 1.3
_LIKE_YEARS, _LIKE_STORY = 2.2, 3.0
_HUNDRED = 6.6
_STANDS_OUT = 1.02
# Few words that no other clause has do too.
_FAINT, _ALONE = 0.6, 2.0
_SIBLINGS = 1.1
_MOST_LIKE = 0.7
_LESS = 0.6
_ONWARD, _NEXT = 0.3, 1.15
_HEADS = ("part", "chapter", "section", "subchapter")
_ITEMS = ("item", "subitem", "dash")
# When an item of a list is meant and not the line over it: in bits of its own, beside the next one.
_ITEM_BITS, _ITEM_OVER = 10.0, 1.7
# And when none is: two items are alike, and the line over them says as much.
_ITEM_LEAD, _OVER_ITEMS = 1.15, 0.35
# Comparing costs a millisecond; nobody writes so many suggestions.
_MOST_COMPARED = 500


def likest(evidence: Evidence) -> Tie | None:
    """The clause that the segment sounds like, if one stands out."""
    draft = evidence.draft
    if evidence.segment.place >= _MOST_COMPARED or _signs(evidence.shown.strip()):
        return None
    bits, scores = draft.likeness.bits_and_scores(evidence.words)
    ranked = _leaves(evidence, draft.likeness.best(scores, limit=12))
    # In a draft of few clauses no word is rare.
    least = _LIKE * min(1.0, math.log2(len(draft.clauses) + 2) / _HUNDRED)
    if marks.NUMBER_LIKE.search(evidence.shown):
        # Years, amounts and telephone numbers: somebody tells a story.
        only_years = not marks.NUMBER_LIKE.search(marks.YEAR.sub("", evidence.shown))
        least = _LIKE_YEARS if only_years else _LIKE_STORY
    if not ranked:
        return None
    best = ranked[0]
    lead = best.score / ranked[1].score if len(ranked) > 1 else _SIBLINGS
    wants = least < _LIKE_YEARS and marks.OPINES.search(evidence.shown) is not None
    if best.score < (_FAINT * least if wants and lead >= _ALONE else least):
        return None
    if (listed := _of_list(draft, bits, best.at)) != best.at:
        return Tie(listed, "content", _sure(best.score, lead))
    above = draft.parents[best.at]
    if len(ranked) > 1 and lead < _SIBLINGS and _same_article(evidence, best, ranked[1]):
        return Tie(above, "content", _sure(best.score, lead))
    return Tie(best.at, "content", _sure(best.score, lead)) if lead >= _STANDS_OUT else None


def _signs(shown: str) -> bool:
    """某市教育局 办公室: who writes, and nothing else."""
    return bool(marks.SIGNED.fullmatch(shown)) and not marks.SPEAKS.search(shown)


def _leaves(evidence: Evidence, likes: Sequence[Like]) -> list[Like]:
    """Without what people do not mean: a heading where a clause under it is like too.

    What punishes, and what stands behind (附则, annexes), repeats the words of what it is about:
    it counts less unless the writer speaks of punishment. So does the last item of a list, which
    names all that it does not list.
    """
    draft = evidence.draft
    punished = bool(marks.PUNISHES.search(evidence.shown))
    found = []
    for one in likes:
        clause = draft.clauses[one.at]
        heads = clause.kind in _HEADS and not clause.text
        if clause.kind == "preamble" or (
            heads and any(other.at != one.at and draft.within(other.at, one.at) for other in likes)
        ):
            continue
        less = one.at in draft.behind and not punished
        less = less or bool(marks.CATCHES_ALL.match(clause.text))
        one = replace(one, score=one.score * _LESS) if less else one
        last = evidence.last
        if last is not None and last < one.at <= last + _ONWARD * len(draft.clauses):
            # Most letters go through the draft from the front to the back.
            one = replace(one, score=one.score * _NEXT)
        found.append(one)
    return sorted(found, key=lambda like: (-like.score, like.at))


def _of_list(draft: Index, bits: Scores, at: int) -> int:
    """The item of a list that is spoken of, or what stands over it where none stands out."""
    inside = draft.clauses[at].kind in _ITEMS
    over = draft.parents[at] if inside else at
    items = [one for one in draft.children(over) if draft.clauses[one].kind in _ITEMS]
    if over is None or len(items) < 2:
        return at
    own = sorted(((draft.likeness.own(bits, one), one) for one in items), reverse=True)
    (most, item), (second, _) = own[:2]
    if inside:
        above = draft.likeness.own(bits, over)
        alike = most < _ITEM_LEAD * second and above >= _OVER_ITEMS * most
        return over if alike and above >= _ITEM_BITS else at
    return item if most >= _ITEM_BITS and most >= _ITEM_OVER * second else at


def _same_article(evidence: Evidence, one: Like, other: Like) -> bool:
    draft = evidence.draft
    kinds = {draft.clauses[one.at].kind, draft.clauses[other.at].kind}
    return kinds == {"paragraph"} and draft.parents[one.at] == draft.parents[other.at]


def _sure(score: float, lead: float) -> float:
    """Never sure: likeness alone is for a person to look at."""
    return min(_MOST_LIKE, 0.25 + score / 20 + min(lead - 1, 1) / 5)
