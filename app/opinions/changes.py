"""What others did on a clause while one looked at it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.opinions.values import Change
from app.storage.models import StaffEdit, User


def changes_since(session: Session, clause_id: int, seen: int, reader: int | None) -> list[Change]:
    """What others did on a clause after the deed ``seen``, newest first, ten at most."""
    others = [StaffEdit.made_by != reader, StaffEdit.made_by.is_(None)]
    rows = session.execute(
        select(StaffEdit, User.display_name)
        .outerjoin(User, User.id == StaffEdit.made_by)
        .where(
            StaffEdit.clause_id == clause_id,
            StaffEdit.id > seen,
            or_(*others) if reader is not None else StaffEdit.made_by.is_not(None),
        )
        .order_by(StaffEdit.id.desc())
        .limit(10)
    )
    return [
        Change(row.id, row.action, row.words, name or "", row.made_at, row.undone_at is not None)
        for row, name in rows
    ]


def touched_since(
    session: Session, clause_id: int, seen: int, reader: int, demands: Sequence[int]
) -> bool:
    """Whether others did something to one of these demands after the deed ``seen``."""
    asked = {str(one) for one in demands}
    deeds = session.scalars(
        select(StaffEdit.before).where(
            StaffEdit.clause_id == clause_id,
            StaffEdit.id > seen,
            or_(StaffEdit.made_by != reader, StaffEdit.made_by.is_(None)),
            StaffEdit.undone_at.is_(None),
        )
    )
    return any(not asked.isdisjoint(before.get("demands", {})) for before in deeds)


def last_change(session: Session, clause_id: int) -> int:
    """The newest deed on a clause, 0 for none."""
    found = session.scalar(select(func.max(StaffEdit.id)).where(StaffEdit.clause_id == clause_id))
    return found or 0
