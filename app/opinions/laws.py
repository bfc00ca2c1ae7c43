"""Rows that every later run obeys: where a demand belongs, what is not the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from app.opinions import speakers
from app.opinions.trail import Deed
from app.storage.models import Demand, GroupingEdit, Opinion

STAFF = "staff"
_LOT = 500


def pin(
    session: Session,
    deed: Deed,
    clause_id: int,
    demands: Sequence[int],
    opinion_id: int,
    actor: int | None,
    now: datetime,
) -> None:
    """Demands belong to an opinion from now on; what kept them from it before is lifted."""
    for start in range(0, len(demands), _LOT):
        lot = list(demands[start : start + _LOT])
        deed.keep("demands", lot)
        _drop(session, deed, GroupingEdit.kind == "pin", GroupingEdit.demand_a.in_(lot))
        session.execute(
            update(Demand)
            .where(Demand.id.in_(lot))
            .values(opinion_id=opinion_id, placed_by=STAFF, offered_to=None)
        )
    speakers.left(session, deed, demands)
    lift_apart(session, deed, demands, opinion_id)
    rows = [
        GroupingEdit(
            clause_id=clause_id,
            kind="pin",
            demand_a=demand,
            opinion_id=opinion_id,
            made_by=actor,
            made_at=now,
        )
        for demand in demands
    ]
    session.add_all(rows)
    session.flush()
    deed.made("laws", [row.id for row in rows])


def apart(
    session: Session,
    deed: Deed,
    clause_id: int,
    pairs: Iterable[tuple[int, int]],
    actor: int | None,
    now: datetime,
) -> None:
    """Pairs of demands never share an opinion from now on."""
    rows = [
        GroupingEdit(
            clause_id=clause_id, kind="apart", demand_a=a, demand_b=b, made_by=actor, made_at=now
        )
        for a, b in pairs
        if a != b
    ]
    session.add_all(rows)
    session.flush()
    deed.made("laws", [row.id for row in rows])


def lift_apart(session: Session, deed: Deed, demands: Sequence[int], opinion_id: int) -> None:
    """What staff say last is law: demands put into one opinion are no longer kept apart in it."""
    inside = set(session.scalars(select(Demand.id).where(Demand.opinion_id == opinion_id)))
    inside.update(demands)
    for start in range(0, len(demands), _LOT):
        lot = list(demands[start : start + _LOT])
        rows = session.execute(
            select(GroupingEdit.id, GroupingEdit.demand_a, GroupingEdit.demand_b).where(
                GroupingEdit.kind == "apart",
                or_(GroupingEdit.demand_a.in_(lot), GroupingEdit.demand_b.in_(lot)),
            )
        )
        lifted = [row.id for row in rows if row.demand_a in inside and row.demand_b in inside]
        if lifted:
            _drop(session, deed, GroupingEdit.id.in_(lifted))


def release(session: Session, deed: Deed, demands: Sequence[int]) -> None:
    """Demands stand in no opinion, and no law says in which."""
    deed.keep("demands", demands)
    drop_of(session, deed, demands)
    session.execute(
        update(Demand)
        .where(Demand.id.in_(demands))
        .values(opinion_id=None, placed_by=None, offered_to=None)
    )
    speakers.left(session, deed, demands)


def drop_of(session: Session, deed: Deed, demands: Sequence[int]) -> None:
    """Forget all that was said about demands."""
    either = or_(GroupingEdit.demand_a.in_(demands), GroupingEdit.demand_b.in_(demands))
    _drop(session, deed, either)


def anchor(session: Session, deed: Deed, opinion: Opinion, actor: int | None, now: datetime) -> int:
    """A demand that is in the opinion by law; where there is none, its representative from now on;
    0 for an opinion that has no members."""
    found = session.scalar(
        select(GroupingEdit.demand_a)
        .where(GroupingEdit.kind == "pin", GroupingEdit.opinion_id == opinion.id)
        .order_by(GroupingEdit.id)
        .limit(1)
    )
    if found is not None:
        return found
    members = list(
        session.scalars(
            select(Demand.id).where(Demand.opinion_id == opinion.id).order_by(Demand.id)
        )
    )
    if not members:
        return 0
    one = opinion.representative_demand
    chosen = one if one in members else members[0]
    pin(session, deed, opinion.clause_id, [chosen], opinion.id, actor, now)
    return chosen


def _drop(session: Session, deed: Deed, *conditions: object) -> None:
    ids = list(session.scalars(select(GroupingEdit.id).where(*conditions)))  # type: ignore[arg-type]
    if ids:
        deed.keep("laws", ids)
        session.execute(delete(GroupingEdit).where(GroupingEdit.id.in_(ids)))
