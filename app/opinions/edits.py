"""Staff's edits of the grouping: each is law for every later run, in the trail, and can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.clustering.labels import headline
from app.core.text.cuts import cutter
from app.opinions import laws
from app.opinions.rows import demand, live, said
from app.opinions.trail import Deed
from app.opinions.values import BadEdit
from app.storage.models import Comment, Decision, Demand, Opinion


def merge(
    session: Session, into: int, others: Sequence[int], actor: int | None, *, now: datetime
) -> int:
    """Merge opinions of one clause into ``into``; how many demands it has then.

    All members, of both sides, are pinned: a later run may add to the opinion, never take away.
    A decision on ``into`` stands; else the first one on the others is taken over. Raises BadEdit.
    """
    target = live(session, into)
    merged = [live(session, other) for other in dict.fromkeys(others) if other != into]
    if not merged:
        raise BadEdit("nothing")
    if any(other.clause_id != target.clause_id for other in merged):
        raise BadEdit("other-clause")
    ids = [other.id for other in merged]
    deed = Deed(session, target.clause_id, "opinions-merged", actor, now)
    deed.keep("opinions", [into, *ids])
    _take_over_decision(session, deed, into, ids)
    _take_over_offers(session, deed, into, ids)
    members = list(session.scalars(select(Demand.id).where(Demand.opinion_id.in_([into, *ids]))))
    laws.pin(session, deed, target.clause_id, members, into, actor, now)
    for other in merged:
        other.state = "merged"
        other.merged_into_id = into
        other.revision += 1
    target.revision += 1
    deed.done(
        target.name or target.label,
        subject="opinion",
        subject_id=into,
        values={"merged": ids, "demands": members},
    )
    return len(members)


def move(
    session: Session,
    demand_ids: Sequence[int],
    opinion_id: int | None,
    actor: int | None,
    *,
    now: datetime,
) -> int:
    """Move demands to an opinion of their clause, or (None) split them off; the opinion's id."""
    demands = [demand(session, one) for one in dict.fromkeys(demand_ids)]
    if not demands:
        raise BadEdit("nothing")
    clause_id = demands[0].clause_id
    if clause_id is None or any(one.clause_id != clause_id for one in demands):
        raise BadEdit("other-clause")
    deed = Deed(session, clause_id, "demands-moved", actor, now)
    target = put(session, deed, clause_id, demands, opinion_id, actor, now)
    deed.done(
        target.name or target.label,
        subject="opinion",
        subject_id=target.id,
        values={"demands": [one.id for one in demands], "new": opinion_id is None},
        regroup=False,
    )
    return target.id


def put(
    session: Session,
    deed: Deed,
    clause_id: int,
    demands: Sequence[Demand],
    opinion_id: int | None,
    actor: int | None,
    now: datetime,
) -> Opinion:
    """Within a deed: demands go to an opinion, or to a new one; that opinion."""
    if opinion_id is None:
        target = Opinion(clause_id=clause_id, created_at=now, label=_start(session, demands[0]))
        target.representative_demand = demands[0].id
        session.add(target)
        session.flush()
        deed.made("opinions", [target.id])
    else:
        target = live(session, opinion_id)
        if target.clause_id != clause_id:
            raise BadEdit("other-clause")
    comments = [one.comment_id for one in demands]
    off = list(
        session.scalars(
            select(Comment.id).where(Comment.id.in_(comments), Comment.off_topic.is_(True))
        )
    )
    if off:
        deed.keep("comments", off)
        session.execute(update(Comment).where(Comment.id.in_(off)).values(off_topic=False))
    laws.pin(session, deed, clause_id, [one.id for one in demands], target.id, actor, now)
    target.revision += 1
    return target


def rename(
    session: Session, opinion_id: int, name: str, actor: int | None, *, now: datetime
) -> None:
    """Give an opinion the office's own words; empty: the machine's label again."""
    row = live(session, opinion_id)
    deed = Deed(session, row.clause_id, "opinion-renamed", actor, now)
    deed.keep("opinions", [opinion_id])
    before = row.name
    row.name = name.strip() or None
    row.revision += 1
    deed.done(
        row.name or row.label,
        subject="opinion",
        subject_id=opinion_id,
        values={"before": before, "after": row.name},
        regroup=False,
    )


def confirm(session: Session, opinion_id: int, actor: int | None, *, now: datetime) -> int:
    """Say that all members of an opinion want the same thing; how many demands that are."""
    row = live(session, opinion_id)
    deed = Deed(session, row.clause_id, "opinion-confirmed", actor, now)
    deed.keep("opinions", [opinion_id])
    members = list(session.scalars(select(Demand.id).where(Demand.opinion_id == opinion_id)))
    laws.pin(session, deed, row.clause_id, members, opinion_id, actor, now)
    row.confirmed_at, row.confirmed_by = now, actor
    row.revision += 1
    deed.done(
        row.name or row.label,
        subject="opinion",
        subject_id=opinion_id,
        values={"demands": members},
        regroup=False,
    )
    return len(members)


def set_off_topic(
    session: Session, comment_id: int, off_topic: bool, actor: int | None, *, now: datetime
) -> None:
    """Say that a comment has nothing to do with its clause, or take that back."""
    comment = session.get(Comment, comment_id)
    if comment is None or comment.clause_id is None:
        raise BadEdit("no-such-demand")
    deed = Deed(session, comment.clause_id, "off-topic-set", actor, now)
    leave(session, deed, comment, off_topic)
    deed.done(
        comment.text[:40],
        subject="comment",
        subject_id=comment_id,
        values={"off_topic": off_topic},
    )


def leave(session: Session, deed: Deed, comment: Comment, off_topic: bool) -> None:
    """Within a deed: a comment leaves its opinions."""
    deed.keep("comments", [comment.id])
    comment.off_topic = off_topic
    ids = list(session.scalars(select(Demand.id).where(Demand.comment_id == comment.id)))
    laws.release(session, deed, ids)


def _take_over_decision(session: Session, deed: Deed, into: int, others: Sequence[int]) -> None:
    found = list(
        session.scalars(
            select(Decision)
            .where(Decision.opinion_id.in_([into, *others]))
            .order_by(Decision.decided_at, Decision.id)
        )
    )
    deed.keep("decisions", [row.id for row in found])
    kept = next((row for row in found if row.opinion_id == into), found[0] if found else None)
    for row in found:
        if row is not kept:
            session.delete(row)
    session.flush()
    if kept is not None:
        kept.opinion_id = into


def _take_over_offers(session: Session, deed: Deed, into: int, others: Sequence[int]) -> None:
    offered = list(session.scalars(select(Demand.id).where(Demand.offered_to.in_(others))))
    if offered:
        deed.keep("demands", offered)
        session.execute(update(Demand).where(Demand.id.in_(offered)).values(offered_to=into))


def _start(session: Session, row: Demand) -> str:
    return headline(said(session, row), cutter())
