"""A comment is put on a clause, with the clause's words as they stand, to be grouped there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from app.storage.models import ClauseMark, ClauseRow, Comment, Demand, GroupingEdit


def clause_text(heading: str, text: str) -> str:
    """A clause's words as they are kept beside a comment on it."""
    return f"{heading}\n{text}" if heading and text else heading or text


def put_on(session: Session, comment: Comment, clause: ClauseRow, *, now: datetime) -> None:
    """Both clauses are grouped again; what staff had said about the comment's place under the old
    one goes with it."""
    before = comment.clause_id
    comment.clause_id = clause.id
    comment.version_id = clause.version_id
    comment.clause_address = clause.address
    comment.clause_text = clause_text(clause.heading, clause.text)
    if before != clause.id:
        leave_opinions(session, comment.id, clause.id)
        # Among the comments on another clause it may be a copy of another letter, or of none.
        comment.family = None
    mark(session, [before, clause.id], now=now)


def leave_opinions(session: Session, comment_id: int, clause_id: int | None) -> None:
    """A comment's demands stand alone under a clause, without a law about their place."""
    demands = list(session.scalars(select(Demand.id).where(Demand.comment_id == comment_id)))
    session.execute(
        delete(GroupingEdit).where(
            or_(GroupingEdit.demand_a.in_(demands), GroupingEdit.demand_b.in_(demands))
        )
    )
    session.execute(
        update(Demand)
        .where(Demand.id.in_(demands))
        .values(clause_id=clause_id, opinion_id=None, placed_by=None, offered_to=None, family=None)
    )


def mark(session: Session, clauses: Iterable[int | None], *, now: datetime) -> None:
    """Ask that these clauses be grouped again."""
    touched = sorted({one for one in clauses if one is not None})
    if touched:
        session.execute(
            insert(ClauseMark), [{"clause_id": one, "marked_at": now} for one in touched]
        )
