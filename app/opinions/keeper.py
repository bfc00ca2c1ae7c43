"""Keeps a clause grouped: reads a snapshot, groups it outside any transaction, writes the result.

If staff edited the clause or another worker finished a run meanwhile, the result is thrown away
and the clause stays marked: the next run starts from what is there then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.core.clustering.group import Constraints, Group, Grouping, group
from app.opinions import runs
from app.opinions.embeddings import Embed
from app.opinions.rows import lock
from app.opinions.snapshot import Snapshot, basis, snapshot
from app.opinions.words import as_concepts
from app.storage.models import ClauseMark, Comment, Demand, Opinion

__all__ = ["Constraints", "Snapshot", "apply", "compute", "snapshot"]

MACHINE = "machine"
Placed = Mapping[int, tuple[int | None, str | None]]


def compute(taken: Snapshot, embed: Embed | None = None) -> Grouping:
    """The grouping of a snapshot: may take seconds, holds no lock; pure but for ``embed``.

    Demands that are offered to a decided opinion wait for staff and take no part.
    """
    return group(
        [item for item in taken.items if item.id not in taken.offered],
        previous=taken.previous,
        constraints=taken.constraints,
        fixed=taken.decided,
        terms=[word for _, word in taken.words],
        own=as_concepts(taken.words),
        meanings=embed(taken.items) if embed else None,
    )


def apply(
    session: Session, taken: Snapshot, made: Grouping, started_at: datetime, *, now: datetime
) -> bool:
    """Write a run; False if the clause was changed meanwhile and is to be done again."""
    lock(session, taken.clause_id)
    if basis(session, taken.clause_id) != taken.basis:
        return False
    placed = placed_now(session, taken.clause_id)
    topics = {at: topic.label for topic in made.topics for at in topic.groups}
    for at, one in enumerate(made.groups):
        _write_group(session, taken, one, topics.get(at, ""), placed, now)
    write_families(session, taken, made.families, placed)
    empty_others(session, taken.clause_id)
    done_with(session, taken.clause_id, taken.last_mark)
    runs.record(session, taken, made, started_at, now)
    return True


def placed_now(session: Session, clause_id: int) -> dict[int, tuple[int | None, str | None]]:
    """Each counted demand's opinion, and who placed it."""
    return {
        row.id: (row.opinion_id, row.placed_by)
        for row in session.execute(
            select(Demand.id, Demand.opinion_id, Demand.placed_by)
            .join(Comment, Comment.id == Demand.comment_id)
            .where(
                Demand.clause_id == clause_id,
                Comment.counted.is_(True),
                Comment.off_topic.is_(False),
            )
        )
    }


def done_with(session: Session, clause_id: int, last_mark: int) -> None:
    """The marks of a clause up to this one are done."""
    session.execute(
        delete(ClauseMark).where(ClauseMark.clause_id == clause_id, ClauseMark.id <= last_mark)
    )


def _write_group(
    session: Session, taken: Snapshot, made: Group, topic: str, placed: Placed, now: datetime
) -> None:
    row = session.get(Opinion, made.opinion) if made.opinion is not None else None
    if row is None:
        row = Opinion(clause_id=taken.clause_id, created_at=now)
        session.add(row)
    row.state = "live"
    row.label, row.topic = made.label, topic
    row.keywords = list(made.keywords)
    row.phrase = made.keywords[0] if made.keywords else ""
    row.representative_demand = made.representative
    session.flush()
    moved = [
        member
        for member in made.members
        if member in placed and placed[member][0] != row.id and placed[member][1] != "staff"
    ]
    put(session, moved, row.id)


def put(session: Session, demands: list[int], opinion_id: int) -> None:
    """The machine places demands."""
    for start in range(0, len(demands), 500):
        session.execute(
            update(Demand)
            .where(Demand.id.in_(demands[start : start + 500]))
            .values(opinion_id=opinion_id, placed_by=MACHINE, offered_to=None)
        )


def write_families(
    session: Session, taken: Snapshot, families: Mapping[int, int], placed: Placed
) -> None:
    """Write the families that changed."""
    changed = [
        {"id": demand, "family": family}
        for demand, family in families.items()
        if demand in placed and taken.families.get(demand) != family
    ]
    if changed:
        session.execute(update(Demand), changed)


def empty_others(session: Session, clause_id: int) -> None:
    """An opinion without members keeps its row: its id is never given to another."""
    used = select(Demand.opinion_id).where(
        Demand.clause_id == clause_id, Demand.opinion_id.is_not(None)
    )
    session.execute(
        update(Opinion)
        .where(Opinion.clause_id == clause_id, Opinion.state == "live", Opinion.id.not_in(used))
        .values(state="empty")
        .execution_options(synchronize_session=False)
    )
