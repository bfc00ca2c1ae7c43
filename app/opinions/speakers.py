"""An opinion's headline is what one of its comments says: when that one leaves, another speaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.core.clustering.labels import headline
from app.core.text.cuts import cutter
from app.opinions.rows import said
from app.opinions.trail import Deed
from app.storage.models import Demand, Opinion

_LOT = 500


def left(session: Session, deed: Deed, demands: Sequence[int]) -> None:
    """Within a deed, after it: these demands stand elsewhere now."""
    for start in range(0, len(demands), _LOT):
        lot = demands[start : start + _LOT]
        rows = list(session.scalars(_silent(Opinion.representative_demand.in_(lot))))
        deed.keep("opinions", [row.id for row in rows])
        _renew(session, rows)


def renew(session: Session, clause_id: int) -> None:
    """Where comments were withdrawn, or tied to another clause."""
    _renew(session, list(session.scalars(_silent(Opinion.clause_id == clause_id))))


def _silent(condition: Any) -> Any:
    """Live opinions whose headline is that of a demand which is not, or no longer, in them."""
    return (
        select(Opinion)
        .outerjoin(Demand, Demand.id == Opinion.representative_demand)
        .where(
            Opinion.state == "live",
            or_(Demand.opinion_id.is_(None), Demand.opinion_id != Opinion.id),
            condition,
        )
        .order_by(Opinion.id)
    )


def _renew(session: Session, rows: Iterable[Opinion]) -> None:
    for row in rows:
        next_one = session.scalar(select(func.min(Demand.id)).where(Demand.opinion_id == row.id))
        if next_one is not None:
            row.representative_demand = next_one
            row.label = headline(said(session, session.get_one(Demand, next_one)), cutter())
