"""The demands that a key of the queue is about."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.opinions.origins import CUT
from app.opinions.queue_values import Asked
from app.storage.models import Comment, Demand

_LOT = 500


def on_clause(session: Session, clause_id: int, demand_ids: Iterable[int]) -> dict[int, int]:
    """Those of the demands that are of counted comments on a clause, in their order, with their
    comments."""
    ids = list(dict.fromkeys(demand_ids))
    here: dict[int, int] = {}
    for start in range(0, len(ids), _LOT):
        here.update(
            (row.id, row.comment_id)
            for row in session.execute(
                select(Demand.id, Demand.comment_id)
                .join(Comment, Comment.id == Demand.comment_id)
                .where(
                    Demand.id.in_(ids[start : start + _LOT]),
                    Comment.clause_id == clause_id,
                    Comment.counted.is_(True),
                )
            )
        )
    return {one: here[one] for one in ids if one in here}


def demand_of(session: Session, demand_id: int) -> Asked | None:
    """A demand of a counted comment."""
    row = session.execute(
        select(Demand, Comment)
        .join(Comment, Comment.id == Demand.comment_id)
        .where(Demand.id == demand_id, Comment.counted.is_(True))
    ).first()
    if row is None:
        return None
    demand, comment = row
    others = session.scalars(
        select(Demand.id).where(
            Demand.comment_id == comment.id,
            Demand.id != demand_id,
            Demand.origin.in_(CUT),
            or_(Demand.placed_by.is_(None), Demand.placed_by != "staff"),
        )
    ).first()
    return Asked(
        demand.id,
        comment.id,
        comment.clause_id,
        demand.offered_to,
        comment.text,
        others is not None,
    )
