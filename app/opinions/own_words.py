"""What copies of a letter add of their own becomes a demand of its own: nobody overlooks it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from app.core.clustering.additions import additions
from app.opinions.origins import ADDITION, CUT
from app.opinions.rows import lock
from app.opinions.snapshot import Snapshot
from app.storage.models import ClauseMark, Comment, Demand, GroupingEdit

Span = tuple[int, int]
# A letter is read from so many of its copies when only a new one is looked at.
READ_FROM = 64


def compute(taken: Snapshot, families: Mapping[int, int]) -> dict[int, list[Span]]:
    """The additions of each comment that is one demand as a whole (none: an empty list), as
    offsets into its text."""
    whole = {
        span[0]: span[1]
        for span in taken.spans
        if span[2] is None and taken.origins.get(span[0]) != ADDITION
    }
    texts = {
        item.id: taken.full.get(item.id, item.text) for item in taken.items if item.id in whole
    }
    found = additions(texts, {one: families.get(one, one) for one in texts})
    return {
        comment: [(one.start, one.end) for one in found.get(demand, ())]
        for demand, comment in whole.items()
    }


def of_new(session: Session, families: Mapping[int, int]) -> dict[int, list[Span]]:
    """The additions of new copies, each held against some copies of its letter."""
    wanted: dict[int, list[Span]] = {}
    for family in dict.fromkeys(to for one, to in families.items() if one != to):
        new = [one for one, to in families.items() if to == family]
        rows = session.execute(
            select(Demand.id, Demand.comment_id, Comment.text)
            .join(Comment, Comment.id == Demand.comment_id)
            .where(
                or_(Demand.family == family, Demand.id.in_([family, *new])),
                Demand.start.is_(None),
            )
            .order_by(Demand.id.in_([family, *new]).desc(), Demand.id)
            .limit(READ_FROM + len(new))
        ).all()
        texts = {row.id: row.text for row in rows}
        if family in texts:
            found = additions(texts, dict.fromkeys(texts, family))
            for row in rows:
                if row.id in found and row.id in new:
                    wanted[row.comment_id] = [(one.start, one.end) for one in found[row.id]]
    return wanted


def differs(taken: Snapshot, wanted: Mapping[int, list[Span]]) -> dict[int, list[Span]]:
    """Those comments whose additions are not the ones that stand."""
    there: dict[int, list[Span]] = defaultdict(list)
    for demand, comment, start, end in taken.spans:
        if taken.origins.get(demand) == ADDITION and start is not None and end is not None:
            there[comment].append((start, end))
    return {one: spans for one, spans in wanted.items() if sorted(there[one]) != sorted(spans)}


def write(
    session: Session, clause_id: int, wanted: Mapping[int, list[Span]], *, now: datetime
) -> int:
    """Make the additions demands; how many. What staff placed or split stays as it is."""
    lock(session, clause_id)
    made = 0
    for comment_id, spans in wanted.items():
        rows = list(session.scalars(select(Demand).where(Demand.comment_id == comment_id)))
        if any(row.origin in CUT for row in rows) or not _counts(session, comment_id):
            continue
        there = {(row.start, row.end): row for row in rows if row.origin == ADDITION}
        _let_go(session, [row for span, row in there.items() if span not in spans])
        last = session.scalar(
            select(func.max(Demand.position)).where(Demand.comment_id == comment_id)
        )
        fresh = [span for span in spans if span not in there]
        session.add_all(
            Demand(
                comment_id=comment_id,
                clause_id=clause_id,
                position=(last or 0) + at,
                start=start,
                end=end,
                origin=ADDITION,
            )
            for at, (start, end) in enumerate(fresh, start=1)
        )
        session.flush()
        made += len(fresh)
    if made:
        session.add(ClauseMark(clause_id=clause_id, marked_at=now))
    return made


def _counts(session: Session, comment_id: int) -> bool:
    comment = session.get(Comment, comment_id)
    return comment is not None and comment.counted and not comment.kept_whole


def _let_go(session: Session, rows: list[Demand]) -> None:
    ids = [row.id for row in rows if row.placed_by != "staff"]
    if ids:
        session.execute(delete(GroupingEdit).where(GroupingEdit.demand_a.in_(ids)))
        session.execute(delete(GroupingEdit).where(GroupingEdit.demand_b.in_(ids)))
        session.execute(delete(Demand).where(Demand.id.in_(ids)))
