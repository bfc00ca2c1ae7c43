"""Staff's word about a passage: which clause it is about, or that it is about none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from app import audit
from app.storage.models import (
    ClauseMark,
    ClauseRow,
    Comment,
    Demand,
    GroupingEdit,
    Round,
    RoundVersion,
)

STAFF = "staff"


class BadTie(Exception):
    """Codes: no-such-comment, no-such-clause."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def belongs(session: Session, comment_id: int, consultation_id: int) -> bool:
    """Whether a comment is one of this consultation."""
    row = session.get(Comment, comment_id)
    return row is not None and row.consultation_id == consultation_id


def tie(
    session: Session, comment_id: int, clause_id: int, actor: int | None, *, now: datetime
) -> None:
    """Say which clause a comment speaks about, also where it was tied wrongly. Raises BadTie.

    The comment gets the clause's words as they stand; both clauses are grouped again, and what
    staff had said about its place under the old clause goes with it.
    """
    comment = _comment(session, comment_id)
    clause = _clause(session, comment.consultation_id, clause_id)
    before = comment.clause_id
    comment.clause_id = clause.id
    comment.version_id = clause.version_id
    comment.clause_address = clause.address
    comment.clause_text = "\n".join(one for one in (clause.heading, clause.text) if one)
    comment.tied_by = STAFF
    comment.off_topic = False
    if before != clause.id:
        _leave_opinions(session, comment_id, clause.id)
        # Among the comments on another clause it may be a copy of another letter, or of none.
        comment.family = None
    _mark(session, [before, clause.id], now)
    tied = {"before": before, "after": clause.id, "address": clause.address}
    audit.note_about(session, comment, "comment-tied", actor, now, **tied)


def set_off_topic(
    session: Session, comment_id: int, off_topic: bool, actor: int | None, *, now: datetime
) -> None:
    """Say that a comment has nothing to do with the consultation, or take it back.

    Raises BadTie.
    """
    comment = _comment(session, comment_id)
    before = comment.off_topic
    comment.off_topic = off_topic
    _leave_opinions(session, comment_id, comment.clause_id)
    _mark(session, [comment.clause_id], now)
    said = {"before": before, "off_topic": off_topic}
    audit.note_about(session, comment, "off-topic-set", actor, now, **said)


def _comment(session: Session, comment_id: int) -> Comment:
    row = session.get(Comment, comment_id, with_for_update=True)
    if row is None:
        raise BadTie("no-such-comment")
    return row


def _clause(session: Session, consultation_id: int, clause_id: int) -> ClauseRow:
    row = session.scalar(
        select(ClauseRow)
        .join(RoundVersion, RoundVersion.version_id == ClauseRow.version_id)
        .join(Round, Round.id == RoundVersion.round_id)
        .where(ClauseRow.id == clause_id, Round.consultation_id == consultation_id)
    )
    if row is None:
        raise BadTie("no-such-clause")
    return row


def _leave_opinions(session: Session, comment_id: int, clause_id: int | None) -> None:
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


def _mark(session: Session, clauses: Sequence[int | None], now: datetime) -> None:
    touched = sorted({one for one in clauses if one is not None})
    if touched:
        session.execute(
            insert(ClauseMark), [{"clause_id": one, "marked_at": now} for one in touched]
        )
