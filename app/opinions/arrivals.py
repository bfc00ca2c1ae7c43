"""On which days comments came, counted by the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.deadline import BEIJING
from app.storage.hours import UtcHour, instant_of
from app.storage.models import Comment

Days = tuple[tuple[date, int], ...]


def days_by_clause(session: Session, consultation_id: int) -> dict[int | None, Days]:
    """Counted comments of each clause by Beijing days, days without any left out."""
    hour = UtcHour(Comment.received_at).label("hour")
    rows = session.execute(
        select(Comment.clause_id, hour, func.count())
        .where(Comment.consultation_id == consultation_id, Comment.counted.is_(True))
        .group_by(Comment.clause_id, hour)
    )
    found: dict[int | None, Counter[date]] = defaultdict(Counter)
    named: dict[str, date] = {}
    for clause, told, count in rows:
        if told not in named:
            named[told] = instant_of(told).astimezone(BEIJING).date()
        found[clause][named[told]] += count
    return {clause: tuple(sorted(days.items())) for clause, days in found.items()}


def together(parts: Iterable[Days]) -> Days:
    """The days of all clauses."""
    total: Counter[date] = Counter()
    for own in parts:
        total.update(dict(own))
    return tuple(sorted(total.items()))
