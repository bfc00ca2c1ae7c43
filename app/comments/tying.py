"""A letter's passages are tied to clauses, by what core/citations finds; the rest waits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from app.comments.values import Part
from app.consultations.naming import full_address, split_address
from app.consultations.values import WHOLE_ADDRESS
from app.core.citations.passages import alike, cite
from app.core.citations.values import SURE, Passage
from app.core.outline.values import Outline

# Ways in which a passage names its clause by the clause's own words, not by its number.
_BY_WORDS = frozenset({"heading", "words", "content"})
SUBJECT = "subject"
ALIKE = "alike"
_LOOKED_AT = 12

Guess = tuple[int, str, float]
"""A clause's id, the reason, and a confidence from 0 to 1."""


def tie(
    text: str,
    outline: Outline,
    clause_ids: Mapping[str, int],
    *,
    subject: str = "",
    offsets: bool = True,
) -> tuple[Part, ...]:
    """The parts of a letter, in order. Offsets are in characters of ``text``.

    Passages that name their clause are tied to it; other passages are parts that wait. A letter
    that names no clause is tied by its subject if that names one, else it waits as a whole.
    ``offsets`` False: the text is not the message's body (an attachment), so none are kept.
    """
    if not text.strip():
        return ()
    passages = [one for one in cited(text, outline, subject) if text[one.start : one.end].strip()]
    if not any(_sure(one, clause_ids) for one in passages):
        return (_whole(text, _named(subject, outline, clause_ids), passages, clause_ids, offsets),)
    return tuple(_part(text, one, clause_ids, offsets) for one in passages)


def named(text: str, outline: Outline, clause_ids: Mapping[str, int]) -> tuple[int, ...]:
    """The clauses that a text names for sure, in order, each once; not the whole draft."""
    found = [
        one for one in cited(text, outline) if one.reason != "whole" and _sure(one, clause_ids)
    ]
    clauses = (_clause(one, clause_ids) for one in found)
    return tuple(dict.fromkeys(clause for clause in clauses if clause is not None))


def guesses(
    text: str, outline: Outline, clause_ids: Mapping[str, int], limit: int = 3
) -> tuple[Guess, ...]:
    """The clauses a text may be about, best first: what it may cite, then what it sounds like."""
    best: dict[int, Guess] = {}
    for one in cited(text, outline):
        clause = _clause(one, clause_ids)
        if clause is not None and (clause not in best or one.confidence > best[clause][2]):
            best[clause] = (clause, one.reason, one.confidence)
    first = sorted(best.values(), key=lambda found: -found[2])[:limit]
    others = (one for one in _alike(text, outline, clause_ids) if one[0] not in best)
    return (*first, *islice(others, limit - len(first)))


def _alike(text: str, outline: Outline, clause_ids: Mapping[str, int]) -> Iterator[Guess]:
    """Clauses that a text sounds like, where comments may be made; never sure."""
    open_ones = {one.address for one in outline.clauses if one.commentable}
    for address, score in alike(text, outline, _LOOKED_AT):
        if address in open_ones and address in clause_ids:
            yield clause_ids[address], ALIKE, round(min(score, SURE / 2), 2)


def _sure(passage: Passage, clause_ids: Mapping[str, int]) -> bool:
    return _clause(passage, clause_ids) is not None and passage.confidence >= SURE


def cited(text: str, outline: Outline, subject: str = "") -> list[Passage]:
    """The passages of a text; what speaks of a whole has the address of what stands for it: of all
    that is asked about, or of the one draft that it names."""
    found = [
        replace(one, clause=_whole_address(one, outline)) if one.reason == "whole" else one
        for one in cite(text, outline, subject)
    ]
    if not outline.former:
        return found
    return [
        replace(one, confidence=min(one.confidence, SURE / 2))
        if one.reason not in _BY_WORDS
        and is_doubtful(one.clause, text[one.start : one.end], outline)
        else one
        for one in found
    ]


def is_doubtful(address: str | None, words: str, outline: Outline) -> bool:
    """Whether a number was another clause's before the draft was corrected, so that it depends on
    what the writer had read; ``words`` that sound most like the clause of now settle it."""
    if all(address != before for _, before in outline.former):
        return False
    return not any(one == address for one, _ in alike(words, outline, 1))


def _whole_address(passage: Passage, outline: Outline) -> str:
    if passage.draft is None:
        return WHOLE_ADDRESS
    first = outline.clauses[outline.documents[passage.draft].first]
    return full_address(split_address(first.address)[0], WHOLE_ADDRESS)


def _clause(passage: Passage, clause_ids: Mapping[str, int]) -> int | None:
    """The clause a passage speaks about; what is whole has a clause of its own."""
    return clause_ids.get(passage.clause) if passage.clause is not None else None


def _named(subject: str, outline: Outline, clause_ids: Mapping[str, int]) -> Passage | None:
    """The one clause that a subject line names for sure."""
    # "对征求意见稿的意见" is what most subjects say: that names no clause.
    found = [
        one for one in cited(subject, outline) if one.reason != "whole" and _sure(one, clause_ids)
    ]
    return found[0] if len({one.clause for one in found}) == 1 else None


def _part(text: str, one: Passage, clause_ids: Mapping[str, int], offsets: bool) -> Part:
    sure = _sure(one, clause_ids)
    return Part(
        text=text[one.start : one.end],
        clause_id=_clause(one, clause_ids) if sure else None,
        tied_by=_way(one) if sure else None,
        tie_reason=one.reason[:20],
        tie_confidence=one.confidence,
        tie_start=one.start if offsets else None,
        tie_end=one.end if offsets else None,
    )


def _whole(
    text: str,
    named: Passage | None,
    passages: Sequence[Passage],
    clause_ids: Mapping[str, int],
    offsets: bool,
) -> Part:
    best = max(passages, key=lambda one: one.confidence, default=None)
    confidence = named.confidence if named else best.confidence if best else None
    reason = SUBJECT if named else best.reason[:20] if best else None
    return Part(
        text=text.strip(),
        clause_id=_clause(named, clause_ids) if named else None,
        tied_by=_way(named) if named else None,
        tie_reason=reason,
        tie_confidence=confidence,
        tie_start=0 if offsets else None,
        tie_end=len(text) if offsets else None,
    )


def _way(passage: Passage) -> str:
    return "heading" if passage.reason in _BY_WORDS else "citation"
