"""The decisions that stand, on opinions and on single comments."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.opinions.values import DecisionView
from app.storage.models import Decision, User


def decisions_of(session: Session, opinions: Sequence[int]) -> dict[int, DecisionView]:
    """The decisions on opinions, by the opinion's id."""
    return _decided(session, Decision.opinion_id, opinions)


def decisions_on(session: Session, comments: Sequence[int]) -> dict[int, DecisionView]:
    """The decisions on single comments, by the comment's id."""
    return _decided(session, Decision.comment_id, comments)


def _decided(session: Session, column: object, ids: Sequence[int]) -> dict[int, DecisionView]:
    found: dict[int, DecisionView] = {}
    for start in range(0, len(ids), 500):
        rows = session.execute(
            select(column, Decision, User.display_name)  # type: ignore[call-overload]
            .outerjoin(User, User.id == Decision.decided_by)
            .where(column.in_(ids[start : start + 500]))  # type: ignore[attr-defined]
        )
        for key, row, name in rows:
            found[key] = DecisionView(
                row.outcome, row.reason, name or "", row.decided_at, row.revision
            )
    return found
