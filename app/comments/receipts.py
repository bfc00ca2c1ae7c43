"""What a sender sees of his own submission, and its withdrawal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import audit
from app.comments.placing import mark
from app.core import deadline
from app.storage.models import (
    ClauseRow,
    Comment,
    Consultation,
    Contact,
    Demand,
    Round,
    Submission,
)


@dataclass(frozen=True, slots=True)
class ReceivedComment:
    """One comment as it was received. Empty ``address``: it waits to be tied to a clause."""

    id: int
    address: str
    slug: str
    label: str
    heading: str
    clause_text: str
    kind: str | None
    text: str


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A submission as its sender may see it. ``no_objection``: it says only that there is none."""

    submission_id: int
    receipt: str
    channel: str
    received_at: datetime
    late: bool
    counted: bool
    withdrawn_at: datetime | None
    deadline: datetime
    consultation_id: int
    consultation_slug: str
    consultation_title: str
    comments: tuple[ReceivedComment, ...]
    name: str = ""
    organisation: str = ""
    email: str = ""
    phone: str = ""
    no_objection: bool = False


class CannotWithdraw(Exception):
    """Codes: no-such-receipt, already-withdrawn, deadline-passed; where the office does it also
    no-reason, not-by-office."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def view(session: Session, receipt: str) -> ReceiptView | None:
    """The submission behind a receipt number; the caller has checked the secret."""
    found = session.execute(
        select(Submission, Round, Consultation, Contact)
        .join(Round, Round.id == Submission.round_id)
        .join(Consultation, Consultation.id == Submission.consultation_id)
        .outerjoin(Contact, Contact.submission_id == Submission.id)
        .where(Submission.receipt == receipt)
    ).first()
    if found is None:
        return None
    row, round_, consultation, contact = found
    return ReceiptView(
        submission_id=row.id,
        receipt=row.receipt,
        channel=row.channel,
        received_at=row.received_at,
        late=row.late,
        counted=row.counted,
        withdrawn_at=row.withdrawn_at,
        deadline=round_.deadline,
        consultation_id=consultation.id,
        consultation_slug=consultation.slug,
        consultation_title=consultation.title,
        comments=received_comments(session, row.id),
        name=contact.name if contact else "",
        organisation=contact.organisation if contact else "",
        email=contact.email if contact else "",
        phone=contact.phone if contact else "",
        no_objection=row.position is not None,
    )


def received_comments(session: Session, submission_id: int) -> tuple[ReceivedComment, ...]:
    """The comments of a submission, in the order they stood in it."""
    rows = session.execute(
        select(Comment, ClauseRow)
        .outerjoin(ClauseRow, ClauseRow.id == Comment.clause_id)
        .where(Comment.submission_id == submission_id)
        .order_by(Comment.position)
    )
    return tuple(
        ReceivedComment(
            id=comment.id,
            address=comment.clause_address,
            slug=clause.slug if clause else "",
            label=clause.label if clause else "",
            heading=clause.heading if clause else "",
            clause_text=comment.clause_text,
            kind=comment.kind,
            text=comment.text,
        )
        for comment, clause in rows
    )


def withdraw(
    session: Session,
    receipt: str,
    actor: int | None = None,
    *,
    now: datetime,
    values: Mapping[str, str] | None = None,
) -> None:
    """Take a submission back before the deadline: kept, marked, no longer counted.

    ``actor``: who of the office does it on the sender's behalf; ``values``: what the audit trail
    says beside it. Raises CannotWithdraw.
    """
    found = session.execute(
        select(Submission, Round)
        .join(Round, Round.id == Submission.round_id)
        .where(Submission.receipt == receipt)
        # Sender and staff may do it in the same moment: it is done and noted once.
        .with_for_update(of=Submission)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise CannotWithdraw("no-such-receipt")
    row, round_ = found
    if row.withdrawn_at is not None:
        raise CannotWithdraw("already-withdrawn")
    if deadline.is_late(now, round_.deadline):
        raise CannotWithdraw("deadline-passed")
    row.withdrawn_at = now
    # Who sends the same words again afterwards means it: a new submission, not the one taken back.
    row.form_key = None
    set_counted(session, row, counted=False, now=now)
    audit.note_about(session, row, "submission-withdrawn", actor, now, **(values or {}))


def set_counted(session: Session, row: Submission, *, counted: bool, now: datetime) -> None:
    """Whether a submission's comments count; its clauses are grouped again."""
    row.counted = counted
    ids = list(session.scalars(select(Comment.id).where(Comment.submission_id == row.id)))
    # Its letter is looked for again when it counts again.
    session.execute(update(Comment).where(Comment.id.in_(ids)).values(counted=counted, family=None))
    if not counted:
        session.execute(
            update(Demand)
            .where(Demand.comment_id.in_(ids))
            .values(opinion_id=None, placed_by=None, family=None)
        )
    mark(session, session.scalars(select(Comment.clause_id).where(Comment.id.in_(ids))), now=now)
