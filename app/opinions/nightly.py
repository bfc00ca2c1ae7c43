"""The nightly re-run: clauses that got comments since their last run are grouped again as a whole."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.core.deadline import BEIJING
from app.jobs.drain import Handler
from app.jobs.names import JobName
from app.jobs.rows import Tools
from app.storage.engine import read
from app.storage.models import ClauseMark, Comment, GroupingRun

FIRST_HOUR, LAST_HOUR = 2, 5
LOOK_EVERY = timedelta(minutes=1)


def stale(session: Session, limit: int = 500) -> list[int]:
    """Clauses with counted comments that came after their last run, and no re-run asked for."""
    last = (
        select(GroupingRun.clause_id, func.max(GroupingRun.started_at).label("at"))
        .group_by(GroupingRun.clause_id)
        .subquery()
    )
    asked = select(ClauseMark.clause_id).where(ClauseMark.whole.is_(True))
    rows = session.scalars(
        select(Comment.clause_id)
        .outerjoin(last, last.c.clause_id == Comment.clause_id)
        .where(
            Comment.clause_id.is_not(None),
            Comment.counted.is_(True),
            Comment.clause_id.not_in(asked),
            or_(last.c.at.is_(None), Comment.received_at > last.c.at),
        )
        .distinct()
        .limit(limit)
    )
    return [row for row in rows if row is not None]


def mark_whole(session: Session, clause_id: int, *, now: datetime) -> None:
    """Ask for a re-run of a clause."""
    session.add(ClauseMark(clause_id=clause_id, marked_at=now, whole=True))


def nightly_handler(tools: Tools) -> Handler:
    """Between 2 and 5 o'clock in Beijing; two workers at once ask for the same thing."""
    looked: list[datetime] = []

    def claim() -> list[int]:
        now = tools.clock()
        if not FIRST_HOUR <= now.astimezone(BEIJING).hour < LAST_HOUR:
            return []
        if looked and now - looked[-1] < LOOK_EVERY:
            return []
        looked[:] = [now]
        return read(tools.engine, stale)

    def perform(clause_id: int) -> None:
        tools.writer.call(mark_whole, clause_id)

    def fail(_clause_id: int, _error: str) -> None:
        """Looked for again in a minute."""

    return Handler(JobName.REGROUP_NIGHTLY, claim, perform, fail)
