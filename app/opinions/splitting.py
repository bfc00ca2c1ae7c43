"""A comment that asks several things becomes several demands, and one again.

What was received stays as it is: a demand is a span of the comment's text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.opinions import laws
from app.opinions.origins import OWN, SPLIT, WHOLE, of_part
from app.opinions.rows import lock
from app.opinions.trail import Deed
from app.opinions.values import BadEdit
from app.storage.models import Comment, Demand

Span = tuple[int, int]


def split(
    session: Session, comment_id: int, spans: Sequence[Span], actor: int | None, *, now: datetime
) -> list[int]:
    """Make each span (offsets in characters of the comment's text) a demand; their ids.

    Spans come in order and do not overlap; each holds words. The first keeps the place of the
    whole comment, the others are placed by the next run. The comment stays a copy of its letter;
    a part that the letter does not have stays known as the sender's own. Raises BadEdit
    (``no-such-cut``).
    """
    comment, demands = _demands(session, comment_id)
    _check(comment.text, spans)
    deed = Deed(session, comment.clause_id or 0, "comment-split", actor, now)
    deed.keep("demands", [one.id for one in demands])
    deed.keep("comments", [comment_id])
    first, rest = demands[0], demands[1:]
    origins = [of_part(span, demands) for span in spans]
    _remove(session, deed, rest)
    comment.kept_whole = False
    (first.start, first.end), first.origin, first.family = spans[0], origins[0], None
    made = [
        Demand(
            comment_id=comment_id,
            clause_id=comment.clause_id,
            position=position,
            start=start,
            end=end,
            origin=origins[position],
        )
        for position, (start, end) in enumerate(spans[1:], start=1)
    ]
    session.add_all(made)
    session.flush()
    ids = [one.id for one in made]
    deed.made("demands", ids)
    deed.done(
        comment.text[:40],
        subject="comment",
        subject_id=comment_id,
        values={"spans": [list(span) for span in spans]},
    )
    return [first.id, *ids]


def keep_whole(session: Session, comment_id: int, actor: int | None, *, now: datetime) -> None:
    """Say that a comment asks one thing: it is one demand again, and no cut is proposed."""
    comment, demands = _demands(session, comment_id)
    deed = Deed(session, comment.clause_id or 0, "comment-kept-whole", actor, now)
    deed.keep("demands", [one.id for one in demands])
    deed.keep("comments", [comment_id])
    comment.kept_whole = True
    first, rest = demands[0], [one for one in demands[1:] if one.origin in (SPLIT, OWN)]
    if rest:
        _remove(session, deed, rest)
        first.start = first.end = None
        first.origin = WHOLE
    deed.done(comment.text[:40], subject="comment", subject_id=comment_id)


def _demands(session: Session, comment_id: int) -> tuple[Comment, list[Demand]]:
    clause_id = session.scalar(select(Comment.clause_id).where(Comment.id == comment_id))
    if clause_id is None:
        raise BadEdit("no-such-demand")
    lock(session, clause_id)
    comment = session.get_one(Comment, comment_id, populate_existing=True)
    rows = session.scalars(
        select(Demand)
        .where(Demand.comment_id == comment_id)
        .order_by(Demand.position)
        .execution_options(populate_existing=True)
    )
    return comment, list(rows)


def _check(text: str, spans: Sequence[Span]) -> None:
    last = 0
    for start, end in spans:
        if not last <= start < end <= len(text) or not text[start:end].strip():
            raise BadEdit("no-such-cut")
        last = end
    if len(spans) < 2:
        raise BadEdit("no-such-cut")


def _remove(session: Session, deed: Deed, demands: Sequence[Demand]) -> None:
    ids = [one.id for one in demands]
    if not ids:
        return
    laws.drop_of(session, deed, ids)
    session.execute(delete(Demand).where(Demand.id.in_(ids)))
    for one in demands:
        session.expunge(one)
