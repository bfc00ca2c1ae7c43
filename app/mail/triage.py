"""Staff's word about a passage: which clause it is about, or that it is about none."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import audit
from app.comments.placing import leave_opinions, mark, put_on
from app.storage.models import ClauseRow, Comment, Round, RoundVersion

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

    What staff had said about its place under the old clause goes with it.
    """
    comment = _comment(session, comment_id)
    clause = _clause(session, comment.consultation_id, clause_id)
    before = comment.clause_id
    comment.tied_by = STAFF
    comment.off_topic = False
    put_on(session, comment, clause, now=now)
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
    leave_opinions(session, comment_id, comment.clause_id)
    mark(session, [comment.clause_id], now=now)
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
