"""Leases: who works on a row, until when; any worker takes over a dead one's row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

LEASE = timedelta(minutes=5)
FIRST_RETRY = timedelta(seconds=10)
LONGEST_RETRY = timedelta(hours=1)


def waits(session: Session, table: Any, *conditions: ColumnElement[bool], now: datetime) -> bool:
    """Whether there is anything to take: a look by reading, so that idling never writes."""
    return (
        session.scalar(select(table.id).where(*_free(table, conditions, now)).limit(1)) is not None
    )


def claim(
    session: Session,
    table: Any,
    *conditions: ColumnElement[bool],
    worker: str,
    limit: int,
    now: datetime,
    lease: timedelta = LEASE,
) -> list[int]:
    """Take up to ``limit`` rows that wait; their ids, oldest first.

    On PostgreSQL rows that another worker is taking are skipped; on SQLite the writer is alone.
    """
    free = select(table.id).where(*_free(table, conditions, now)).order_by(table.id).limit(limit)
    ids = list(session.scalars(free.with_for_update(skip_locked=True)))
    if ids:
        session.execute(
            update(table)
            .where(table.id.in_(ids))
            .values(lease_owner=worker, lease_until=now + lease)
            .execution_options(synchronize_session=False)
        )
    return ids


def release(
    session: Session, table: Any, ids: Sequence[int], *, now: datetime | None = None
) -> None:
    """Give rows back: done, or to be taken by anyone."""
    session.execute(
        update(table)
        .where(table.id.in_(ids))
        .values(lease_owner=None, lease_until=None, not_before=None, last_error=None)
        .execution_options(synchronize_session=False)
    )


def put_off(session: Session, table: Any, row_id: int, error: str, *, now: datetime) -> int:
    """Give a row back after a failure, for later; how often it was tried, this one included."""
    row = session.get(table, row_id)
    if row is None:
        return 0
    row.tries += 1
    row.last_error = error[:2000]
    row.lease_owner = row.lease_until = None
    row.not_before = now + retry_after(row.tries)
    return int(row.tries)


def retry_after(tries: int) -> timedelta:
    """Doubling from 10 seconds to an hour."""
    doublings: int = 2 ** min(max(tries - 1, 0), 20)
    return min(FIRST_RETRY * doublings, LONGEST_RETRY)


def _free(
    table: Any, conditions: Sequence[ColumnElement[bool]], now: datetime
) -> tuple[ColumnElement[bool], ...]:
    return (
        *conditions,
        or_(table.lease_until.is_(None), table.lease_until < now),
        or_(table.not_before.is_(None), table.not_before <= now),
    )
