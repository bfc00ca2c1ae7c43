"""A comment is read when it was open on the screen of a person of the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app import audit
from app.opinions.trail import consultation_of
from app.storage.models import Comment

_LOT = 500


def mark_read(
    session: Session,
    clause_id: int,
    comment_ids: Sequence[int],
    actor: int | None,
    *,
    now: datetime,
) -> int:
    """Comments were open on a person's screen; how many of them for the first time.

    No deed to be undone: what was seen was seen. Ids of other clauses are passed over.
    """
    fresh: list[int] = []
    ids = list(dict.fromkeys(comment_ids))
    for start in range(0, len(ids), _LOT):
        fresh += session.scalars(
            update(Comment)
            .where(
                Comment.id.in_(ids[start : start + _LOT]),
                Comment.clause_id == clause_id,
                Comment.read_at.is_(None),
            )
            .values(read_at=now, read_by=actor)
            .returning(Comment.id)
            .execution_options(synchronize_session=False)
        )
    if fresh:
        audit.note(
            session,
            now=now,
            actor=actor,
            action="comments-read",
            subject="clause",
            subject_id=clause_id,
            consultation=consultation_of(session, clause_id),
            values={"comments": sorted(fresh)},
        )
    return len(fresh)
