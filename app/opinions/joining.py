"""New demands join an opinion or start one, and nothing else in the clause moves.

What would join a decided opinion is only offered to it: its members change when staff say so.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.opinions import keeper, letters, speakers
from app.opinions.glance import Glance
from app.opinions.indexes import Joined
from app.opinions.rows import lock
from app.opinions.snapshot import basis
from app.storage.models import Comment, Demand, Opinion


def apply(
    session: Session, seen: Glance, joined: Joined, *, now: datetime
) -> dict[int, int] | None:
    """Write where the new demands went; the ids of the opinions that were begun.

    None, and nothing is written, if staff changed the clause meanwhile or a demand is no longer
    free.
    """
    lock(session, seen.clause_id)
    if basis(session, seen.clause_id) != seen.basis or not _all_free(session, seen):
        return None
    made = {
        home: _begin(session, seen.clause_id, label, _first(joined, home), now)
        for home, label in joined.starts.items()
    }
    # An opinion whose last member was withdrawn just now has one again.
    session.execute(
        update(Opinion)
        .where(Opinion.id.in_(set(joined.homes.values())), Opinion.state == "empty")
        .values(state="live")
    )
    for one, home in joined.homes.items():
        values = {
            "opinion_id": made.get(home, home),
            "placed_by": keeper.MACHINE,
            "offered_to": None,
            "family": joined.families[one],
        }
        session.execute(update(Demand).where(Demand.id == one).values(**values))
    letters.write(session, seen.clause_id, joined.letters, now=now)
    for one, opinion in joined.offers.items():
        session.execute(
            update(Demand)
            .where(Demand.id == one)
            .values(offered_to=opinion, family=joined.families[one])
        )
    return made


def settle(session: Session, seen: Glance, *, now: datetime) -> bool:
    """Nothing is new: opinions that lost all members are empty, the marks are done."""
    lock(session, seen.clause_id)
    keeper.empty_others(session, seen.clause_id)
    speakers.renew(session, seen.clause_id)
    keeper.done_with(session, seen.clause_id, seen.last_mark)
    return True


def _all_free(session: Session, seen: Glance) -> bool:
    ids = [item.id for item in seen.fresh]
    free = 0
    for start in range(0, len(ids), 500):
        free += len(
            session.scalars(
                select(Demand.id)
                .join(Comment, Comment.id == Demand.comment_id)
                .where(
                    Demand.id.in_(ids[start : start + 500]),
                    Demand.opinion_id.is_(None),
                    Demand.clause_id == seen.clause_id,
                    Comment.counted.is_(True),
                    Comment.off_topic.is_(False),
                )
            ).all()
        )
    return free == len(ids)


def _first(joined: Joined, home: int) -> int:
    return next(one for one, to in joined.homes.items() if to == home)


def _begin(session: Session, clause_id: int, label: str, representative: int, now: datetime) -> int:
    row = Opinion(
        clause_id=clause_id, created_at=now, label=label, representative_demand=representative
    )
    session.add(row)
    session.flush()
    return row.id
