"""Reading one comment after another: each key of the queue is one of these deeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.opinions import edits
from app.opinions.rows import demand
from app.opinions.trail import Deed
from app.opinions.values import BadEdit
from app.storage.models import Comment, Demand

_LOT = 500


def place(
    session: Session,
    demand_id: int,
    opinion_id: int | None,
    actor: int | None,
    *,
    now: datetime,
) -> int:
    """A demand that was read goes to an opinion or (None) starts one; the opinion's id."""
    row, clause_id = _on_clause(session, demand_id)
    deed = Deed(session, clause_id, "demand-placed", actor, now)
    target = edits.put(session, deed, clause_id, [row], opinion_id, actor, now)
    _was_read(session, deed, [row.comment_id], actor, now)
    deed.done(
        target.name or target.label,
        subject="opinion",
        subject_id=target.id,
        values={"demands": [demand_id], "new": opinion_id is None},
        regroup=False,
    )
    return target.id


def place_many(
    session: Session, where: Mapping[int, int], actor: int | None, *, now: datetime
) -> int:
    """A bundle is confirmed: each demand belongs to the opinion given for it; how many comments
    that were."""
    rows = {one: _on_clause(session, one) for one in where}
    if not rows:
        raise BadEdit("nothing")
    clauses = {clause_id for _, clause_id in rows.values()}
    if len(clauses) > 1:
        raise BadEdit("other-clause")
    clause_id = clauses.pop()
    deed = Deed(session, clause_id, "bundle-confirmed", actor, now)
    words = ""
    for opinion_id in dict.fromkeys(where.values()):
        lot = [rows[one][0] for one, to in where.items() if to == opinion_id]
        target = edits.put(session, deed, clause_id, lot, opinion_id, actor, now)
        words = words or target.name or target.label
    comments = [row.comment_id for row, _ in rows.values()]
    _was_read(session, deed, comments, actor, now)
    placed = {str(one): to for one, to in where.items()}
    deed.done(words, values={"placed": placed}, regroup=False)
    return len(set(comments))


def off_topic(session: Session, comment_id: int, actor: int | None, *, now: datetime) -> None:
    """A comment that was read has nothing to do with its clause."""
    comment = _comment(session, comment_id)
    deed = Deed(session, comment.clause_id or 0, "off-topic-set", actor, now)
    edits.leave(session, deed, comment, True)
    _was_read(session, deed, [comment_id], actor, now)
    deed.done(
        comment.text[:40],
        subject="comment",
        subject_id=comment_id,
        values={"off_topic": True},
        regroup=False,
    )


def later(session: Session, comment_id: int, actor: int | None, *, now: datetime) -> None:
    """A comment goes to the end of the queue, unread."""
    comment = _comment(session, comment_id)
    deed = Deed(session, comment.clause_id or 0, "put-off", actor, now)
    deed.keep("comments", [comment_id])
    comment.later_at = now
    deed.done(comment.text[:40], subject="comment", subject_id=comment_id, regroup=False)


def _was_read(
    session: Session, deed: Deed, comments: Sequence[int], actor: int | None, now: datetime
) -> None:
    deed.keep("comments", comments)
    session.execute(
        update(Comment)
        .where(Comment.id.in_(comments), Comment.read_at.is_(None))
        .values(read_at=now, read_by=actor)
    )


def _on_clause(session: Session, demand_id: int) -> tuple[Demand, int]:
    row = demand(session, demand_id)
    if row.clause_id is None:
        raise BadEdit("no-such-demand")
    return row, row.clause_id


def _comment(session: Session, comment_id: int) -> Comment:
    row = session.get(Comment, comment_id)
    if row is None or row.clause_id is None:
        raise BadEdit("no-such-demand")
    return row
