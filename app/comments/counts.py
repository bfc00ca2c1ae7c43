"""How much came in, for the public: counted submissions of a consultation."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.storage.models import Comment, Submission


def received(session: Session, consultation_id: int) -> int:
    """Counted submissions: neither late nor withdrawn."""
    found = session.scalar(
        select(func.count())
        .select_from(Submission)
        .where(Submission.consultation_id == consultation_id, Submission.counted.is_(True))
    )
    return found or 0


def by_clause(session: Session, consultation_id: int) -> dict[int, int]:
    """Counted comments by clause."""
    rows = session.execute(
        select(Comment.clause_id, func.count())
        .where(
            Comment.consultation_id == consultation_id,
            Comment.counted.is_(True),
            Comment.clause_id.is_not(None),
        )
        .group_by(Comment.clause_id)
    )
    return {clause: count for clause, count in rows if clause is not None}
