"""What a run over a clause needs, as plain values, and by what to see whether it is still so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.clustering.group import Constraints, Item
from app.core.text.terms import terms_of
from app.opinions.origins import ADDITION
from app.storage.models import (
    ClauseMark,
    ClauseRow,
    Comment,
    Decision,
    Demand,
    DraftVersion,
    GroupingEdit,
    GroupingRun,
    OfficeWord,
    Opinion,
    StaffEdit,
)

Span = tuple[int, int]
# So many demands more than in the last run, at least this share of them, ask for the next one.
ENOUGH, ENOUGH_SHARE = 12, 0.2


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A clause as it stood. ``offered``: demands that wait for staff, to which decided opinion;
    ``spans``: of each item's comment the id and the offsets (None: all of it). ``added``: what a
    copy adds of its own is a demand of its own and left out of the copy's text, by the copy's
    demand; ``full`` has those texts whole."""

    clause_id: int
    items: tuple[Item, ...]
    previous: Mapping[int, int]
    constraints: Constraints
    decided: frozenset[int]
    last_mark: int
    basis: tuple[int, int]
    families: Mapping[int, int | None] = field(default_factory=dict)
    offered: Mapping[int, int] = field(default_factory=dict)
    spans: tuple[tuple[int, int, int | None, int | None], ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    whole: bool = True
    last_size: int | None = None
    origins: Mapping[int, str] = field(default_factory=dict)
    added: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    full: Mapping[int, str] = field(default_factory=dict)

    @property
    def due(self) -> bool:
        """Whether the clause is to be grouped again as a whole: it was asked for, never done, or
        enough demands are new since."""
        return self.whole or due(len(self.items), self.last_size)


def due(size: int, last: int | None) -> bool:
    """Whether so many demands ask for a run, when the last one had ``last`` (None: never)."""
    return last is None or size - last >= max(ENOUGH, ENOUGH_SHARE * last)


def snapshot(session: Session, mark_id: int) -> Snapshot | None:
    """What the clause of a mark looks like now; None if the mark is gone (done with another)."""
    clause_id = session.scalar(select(ClauseMark.clause_id).where(ClauseMark.id == mark_id))
    return None if clause_id is None else of_clause(session, clause_id, mark_id)


def of_clause(session: Session, clause_id: int, mark_id: int = 0) -> Snapshot:
    """What a clause looks like now."""
    rows = session.execute(
        select(
            Demand.id,
            Demand.comment_id,
            Demand.start,
            Demand.end,
            Demand.opinion_id,
            Demand.family,
            Demand.offered_to,
            Demand.origin,
            Comment.text,
        )
        .join(Comment, Comment.id == Demand.comment_id)
        .where(
            Demand.clause_id == clause_id,
            Comment.counted.is_(True),
            Comment.off_topic.is_(False),
        )
        .order_by(Demand.id)
    ).all()
    merged = merged_into(session, clause_id)
    decided = decided_opinions(session, clause_id)
    added, waited_for = _added(rows), held(session, decided)
    offers = {row.id: _end(merged, row.offered_to) for row in rows if row.offered_to is not None}
    offered = {one: to for one, to in offers.items() if to in waited_for}
    placed = [row for row in rows if row.opinion_id is not None]
    last_mark, whole = marks(session, clause_id)
    return Snapshot(
        clause_id=clause_id,
        items=tuple(
            Item(row.id, words_of(row.text, row.start, row.end, added.get(row.id, ())))
            for row in rows
        ),
        previous={row.id: _end(merged, row.opinion_id) for row in placed},
        constraints=_constraints(session, clause_id, {row.id for row in rows}, merged),
        decided=decided,
        last_mark=max(last_mark, mark_id),
        basis=basis(session, clause_id),
        families={row.id: row.family for row in rows},
        offered=offered,
        spans=tuple((row.id, row.comment_id, row.start, row.end) for row in rows),
        words=words_for(session, clause_id),
        whole=whole,
        last_size=last_size(session, clause_id),
        origins={row.id: row.origin for row in rows if row.origin != "whole"},
        added=added,
        full={row.id: row.text for row in rows if row.id in added},
    )


def words_of(text: str, start: int | None, end: int | None, added: Sequence[Span]) -> str:
    """What a demand says: its span, or the whole comment without what stands by itself."""
    if start is not None:
        return text[start:end]
    kept, last = [], 0
    for first, stop in sorted(added):
        kept.append(text[last:first])
        last = max(last, stop)
    return "".join([*kept, text[last:]])


def _added(rows: Sequence[Any]) -> dict[int, tuple[Span, ...]]:
    """By the whole demand of a comment the spans of its additions."""
    spans: dict[int, list[Span]] = {}
    for row in rows:
        if row.origin == ADDITION and row.start is not None and row.end is not None:
            spans.setdefault(row.comment_id, []).append((row.start, row.end))
    return {
        row.id: tuple(sorted(spans[row.comment_id]))
        for row in rows
        if row.comment_id in spans and row.start is None
    }


def office_words(session: Session) -> tuple[tuple[str, str], ...]:
    """The office's own words: concept and word, in order."""
    rows = session.execute(
        select(OfficeWord.concept, OfficeWord.word)
        .where(OfficeWord.state == "added")
        .order_by(OfficeWord.concept, OfficeWord.word)
    )
    return tuple((row.concept, row.word) for row in rows)


def words_for(session: Session, clause_id: int) -> tuple[tuple[str, str], ...]:
    """What a clause's comments are cut by: the office's own words, and the draft's terms, which
    are of no concept ("")."""
    draft = session.scalar(
        select(DraftVersion.text)
        .join(ClauseRow, ClauseRow.version_id == DraftVersion.id)
        .where(ClauseRow.id == clause_id)
    )
    return (*office_words(session), *(("", term) for term in terms_of(draft or "")))


def basis(session: Session, clause_id: int) -> tuple[int, int]:
    """What changes when staff or another run changed the clause."""
    edits = select(func.max(StaffEdit.id)).where(StaffEdit.clause_id == clause_id)
    undone = select(func.count(StaffEdit.undone_at)).where(StaffEdit.clause_id == clause_id)
    runs = select(func.max(GroupingRun.id)).where(GroupingRun.clause_id == clause_id)
    deeds = (session.scalar(edits) or 0) + (session.scalar(undone) or 0)
    return deeds, session.scalar(runs) or 0


def marks(session: Session, clause_id: int) -> tuple[int, bool]:
    """The newest mark of a clause, and whether one asks for a run over the whole."""
    rows = session.execute(
        select(ClauseMark.id, ClauseMark.whole).where(ClauseMark.clause_id == clause_id)
    ).all()
    return max((row.id for row in rows), default=0), any(row.whole for row in rows)


def last_size(session: Session, clause_id: int) -> int | None:
    """How many demands the last run had; None: there was none."""
    found = session.scalar(
        select(GroupingRun.figures)
        .where(GroupingRun.clause_id == clause_id)
        .order_by(GroupingRun.id.desc())
        .limit(1)
    )
    return int(found.get("demands", 0)) if found else None


def merged_into(session: Session, clause_id: int) -> dict[int, int]:
    """Merged opinions, and into what."""
    rows = session.execute(
        select(Opinion.id, Opinion.merged_into_id).where(
            Opinion.clause_id == clause_id, Opinion.merged_into_id.is_not(None)
        )
    )
    return {row.id: row.merged_into_id for row in rows}


def _end(merged: Mapping[int, int], opinion_id: int) -> int:
    while opinion_id in merged:
        opinion_id = merged[opinion_id]
    return opinion_id


def _constraints(
    session: Session, clause_id: int, live: set[int], merged: Mapping[int, int]
) -> Constraints:
    together: set[tuple[int, int]] = set()
    apart: set[tuple[int, int]] = set()
    pinned: dict[int, int] = {}
    for edit in session.scalars(
        select(GroupingEdit).where(GroupingEdit.clause_id == clause_id).order_by(GroupingEdit.id)
    ):
        if edit.demand_a not in live:
            continue
        if edit.kind == "pin" and edit.opinion_id is not None:
            pinned[edit.demand_a] = _end(merged, edit.opinion_id)
        elif edit.demand_b in live and edit.demand_b is not None:
            (together if edit.kind == "together" else apart).add((edit.demand_a, edit.demand_b))
    return Constraints(frozenset(together), frozenset(apart), pinned)


def held(session: Session, decided: frozenset[int]) -> frozenset[int]:
    """Of these opinions those that have members: one that has lost all of them is shown nowhere,
    and nothing can wait for it."""
    found: set[int] = set()
    ids = sorted(decided)
    for start in range(0, len(ids), 500):
        lot = Demand.opinion_id.in_(ids[start : start + 500])
        found.update(
            one for one in session.scalars(select(Demand.opinion_id).where(lot).distinct()) if one
        )
    return frozenset(found)


def decided_opinions(session: Session, clause_id: int) -> frozenset[int]:
    """The opinions of a clause that have an answer."""
    rows = session.scalars(
        select(Decision.opinion_id)
        .join(Opinion, Opinion.id == Decision.opinion_id)
        .where(Opinion.clause_id == clause_id)
    )
    return frozenset(row for row in rows if row is not None)
