"""A row of a table of comments is tied to its clause: by its hidden mark, by what is printed in it,
last by what it says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.comments.tying import is_doubtful, tie
from app.comments.values import Part
from app.consultations.values import WHOLE_ADDRESS
from app.core.citations.passages import cite
from app.core.citations.values import SURE
from app.core.feedback.values import Entry
from app.core.outline.values import Outline
from app.core.text.width import to_half_width

TABLE = "table"
MARK = "row-mark"
_WHOLE = re.compile(r"(?:全文|通篇|全稿|总体|整体|整个文件)(?:的)?(?:意见|建议|评价)?")
_NUMBER = re.compile(r"(?:第)?([0-9]{1,3}|[一二三四五六七八九十百]{1,6})[.、]?")
_QUOTED_CHARACTERS = 200
# The cell names something, and it is not there, or could be several.
_RIDDLES = frozenset({"dangling", "ambiguous", "other-law"})

Place = tuple[int, str, float]
"""A clause's id, the reason, and a confidence from 0 to 1."""


def tie_entry(
    entry: Entry,
    outline: Outline,
    clause_ids: Mapping[str, int],
    offsets: tuple[int, int] | None = None,
) -> tuple[Part, ...]:
    """The comments of a row: one, or one a clause where its cell names several.

    A printed number that names another clause than the mark counts more: a person wrote it over.
    What names no clause waits, with the words of its cell. ``offsets``: where it stands in the body.
    """
    printed, riddle = _printed(entry, outline, clause_ids)
    marked = entry.mark if entry.mark in clause_ids.values() else None
    if marked is not None and not (printed and _overwritten(entry, outline, clause_ids, marked)):
        printed = [(marked, MARK, 1.0)]
    if not printed and not riddle:
        said = {one.clause_id: one for one in tie(entry.text, outline, clause_ids) if one.clause_id}
        if len(said) == 1:
            ((clause, one),) = said.items()
            assert clause is not None
            printed = [(clause, one.tie_reason or "", one.tie_confidence or SURE)]
    start, end = offsets or (None, None)
    if printed:
        return tuple(
            Part(
                text=entry.text,
                clause_id=clause,
                tied_by=TABLE,
                tie_reason=reason[:20],
                tie_confidence=confidence,
                tie_start=start,
                tie_end=end,
            )
            for clause, reason, confidence in printed
        )
    named = entry.clause or entry.original[:_QUOTED_CHARACTERS]
    text = f"条款：{named}\n{entry.text}" if named else entry.text
    return (Part(text=text, clause_id=None, tied_by=None, tie_start=start, tie_end=end),)


def _printed(
    entry: Entry, outline: Outline, clause_ids: Mapping[str, int]
) -> tuple[list[Place], bool]:
    """The clauses that the row's own cells name for sure; whether they are a riddle."""
    clause = to_half_width(entry.clause).strip()
    if _WHOLE.fullmatch(clause):
        return [(clause_ids[WHOLE_ADDRESS], "whole", 1.0)], False
    if (draft := clause_ids.get(_bare_whole(clause))) is not None:
        return [(draft, "whole", 1.0)], False
    about = entry.original + entry.text
    exact = _exact(clause, outline)
    if exact is not None and exact in clause_ids and not is_doubtful(exact, about, outline):
        return [(clause_ids[exact], "path", 1.0)], False
    number = _NUMBER.fullmatch(clause)
    clause = f"第{number[1]}条" if number else clause
    quote = f"“{entry.original[:_QUOTED_CHARACTERS]}”" if entry.original else ""
    riddle = False
    for words in (clause, clause + quote, quote):
        if not words.strip():
            continue
        places, doubtful = _cited(f"{words}：建议修改", about, outline, clause_ids)
        if places:
            return places, False
        riddle = riddle or doubtful
    return [], riddle


def _bare_whole(clause: str) -> str:
    """《供热办法》全文, as the form prints it for one of several drafts."""
    return "".join(clause.split())


def _exact(clause: str, outline: Outline) -> str | None:
    """The address of the one clause whose address or printed label this is."""
    words = _bare(clause)
    if not words:
        return None
    found = {one.address for one in outline.clauses if _bare(one.address) == words}
    found = found or {one.address for one in outline.clauses if _bare(one.label) == words}
    return found.pop() if len(found) == 1 else None


def _cited(
    words: str, about: str, outline: Outline, clause_ids: Mapping[str, int]
) -> tuple[list[Place], bool]:
    passages = cite(words, outline)
    unsure = any(is_doubtful(one.clause, about, outline) for one in passages)
    sure: dict[int, Place] = {}
    for one in passages:
        clause = clause_ids.get(one.clause or "")
        if clause is not None and one.confidence >= SURE and not unsure:
            sure.setdefault(clause, (clause, one.reason, one.confidence))
    return list(sure.values()), unsure or any(one.reason in _RIDDLES for one in passages)


def _overwritten(
    entry: Entry, outline: Outline, clause_ids: Mapping[str, int], marked: int
) -> bool:
    """Whether the cell no longer names the clause that the form printed in this row."""
    printed = next((one for one in outline.clauses if clause_ids.get(one.address) == marked), None)
    own = {_bare(printed.address), _bare(printed.label)} if printed else set()
    if printed:  # a form of the text before it was corrected has the number of then
        own |= {_bare(before) for address, before in outline.former if address == printed.address}
    return bool(_bare(entry.clause)) and _bare(to_half_width(entry.clause)) not in own


def _bare(words: str) -> str:
    return re.sub(r"[\s/、,:：]|[.。]+(?=\s|$)", "", words)
