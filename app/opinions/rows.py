"""Rows that a deed works on, or the reason why it cannot."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.opinions.values import BadEdit
from app.storage.models import ClauseRow, Comment, Demand, Opinion


def lock(session: Session, clause_id: int) -> None:
    """One deed or run after the other on a clause (PostgreSQL; on SQLite the writer is alone). Taken
    before anything of the clause is looked at, and before any other lock."""
    session.execute(select(ClauseRow.id).where(ClauseRow.id == clause_id).with_for_update())


def live(session: Session, opinion_id: int) -> Opinion:
    """An opinion that can be worked on, its clause locked. Raises BadEdit."""
    row = locked(session, opinion_id)
    if row is None or row.state != "live":
        raise BadEdit("no-such-opinion")
    return row


def locked(session: Session, opinion_id: int) -> Opinion | None:
    """An opinion as it stands once its clause is locked: a colleague may have merged it while this
    waited."""
    clause_id = session.scalar(select(Opinion.clause_id).where(Opinion.id == opinion_id))
    if clause_id is None:
        return None
    lock(session, clause_id)
    session.flush()
    return session.get(Opinion, opinion_id, populate_existing=True)


def demand(session: Session, demand_id: int) -> Demand:
    """A demand as it stands once its clause is locked: a colleague may have split its comment, or
    made it whole again. Raises BadEdit."""
    clause_id = session.scalar(select(Demand.clause_id).where(Demand.id == demand_id))
    if clause_id is not None:
        lock(session, clause_id)
    session.flush()
    row = session.get(Demand, demand_id, populate_existing=True)
    if row is None:
        raise BadEdit("no-such-demand")
    return row


def said(session: Session, row: Demand) -> str:
    """The words of a demand."""
    comment = session.get(Comment, row.comment_id)
    if comment is None:
        return ""
    return comment.text if row.start is None else comment.text[row.start : row.end]
