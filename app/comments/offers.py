"""A comment on the whole draft that names a clause: its sender may say that it is on that clause.

The comment is stored first, as on the whole; the question comes with the receipt, so that nothing
is lost whatever the sender answers. What staff have placed by hand is no longer asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app import audit
from app.comments.placing import put_on
from app.comments.tying import named
from app.consultations import read
from app.consultations.values import WHOLE_KIND, ClauseView
from app.storage.models import (
    ClauseRow,
    Comment,
    Demand,
    GroupingEdit,
    Round,
    Submission,
)

BY_FORM = "form"
BY_SENDER = "sender"
_STAFF = "staff"
_MOST = 3
_READ_CHARACTERS = 5_000


@dataclass(frozen=True, slots=True)
class Offer:
    """The clauses that a comment on the whole draft seems to speak about, with the way to each."""

    comment_id: int
    clauses: tuple[tuple[ClauseView, ...], ...]


class NoOffer(Exception):
    """There is no such question: answered, moved by staff, too late, or never asked."""


def offers(session: Session, receipt: str, *, now: datetime) -> tuple[Offer, ...]:
    """What to ask the sender of a submission; nothing after the deadline."""
    rows = _asked(session, receipt, now)
    if not rows:
        return ()
    found = read.outline(session, rows[0].consultation_id)
    if found is None:
        return ()
    made = []
    for row in rows:
        ids = named(row.text[:_READ_CHARACTERS], *found)
        paths = [_path(session, clause) for clause in ids[:_MOST]]
        if paths := [path for path in paths if path and path[-1].commentable]:
            made.append(Offer(row.id, tuple(paths)))
    return tuple(made)


def answer(
    session: Session, receipt: str, comment_id: int, clause_id: int | None, *, now: datetime
) -> None:
    """Put a comment where its sender says; None leaves it with the whole draft.

    Raises NoOffer where this was not asked: a clause can only be chosen from the offer.
    """
    offered = next(
        (one for one in offers(session, receipt, now=now) if one.comment_id == comment_id), None
    )
    if offered is None:
        raise NoOffer
    chosen = {path[-1].id for path in offered.clauses}
    if clause_id is not None and clause_id not in chosen:
        raise NoOffer
    comment = session.get_one(Comment, comment_id, with_for_update=True)
    before = comment.clause_id
    comment.tied_by = BY_SENDER
    if clause_id is not None:
        put_on(session, comment, session.get_one(ClauseRow, clause_id), now=now)
    tied = {"before": before, "after": comment.clause_id, "address": comment.clause_address}
    audit.note_about(session, comment, "comment-tied", None, now, **tied)


def _asked(session: Session, receipt: str, now: datetime) -> Sequence[Comment]:
    """The comments by form on the whole draft that nobody has said anything about."""
    return session.scalars(
        select(Comment)
        .join(Submission, Submission.id == Comment.submission_id)
        .join(Round, Round.id == Submission.round_id)
        .join(ClauseRow, ClauseRow.id == Comment.clause_id)
        .where(
            Submission.receipt == receipt,
            Submission.withdrawn_at.is_(None),
            Submission.late.is_(False),
            Round.deadline > now,
            ClauseRow.kind == WHOLE_KIND,
            Comment.tied_by == BY_FORM,
            Comment.off_topic.is_(False),
            ~select(Demand.id)
            .where(Demand.comment_id == Comment.id, _touched())
            .correlate(Comment)
            .exists(),
        )
        .order_by(Comment.position)
    ).all()


def _touched() -> ColumnElement[bool]:
    """Whether staff have placed a demand, alone or beside another."""
    edited = select(GroupingEdit.id).where(
        or_(GroupingEdit.demand_a == Demand.id, GroupingEdit.demand_b == Demand.id)
    )
    return or_(Demand.placed_by == _STAFF, edited.exists())


def _path(session: Session, clause_id: int) -> tuple[ClauseView, ...]:
    path: list[ClauseView] = []
    at: int | None = clause_id
    while at is not None and (clause := read.clause(session, at)) is not None:
        path.insert(0, clause)
        at = clause.parent_id
    return tuple(path)
