"""Marking submissions as examples, so that nobody takes them for the public's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.storage.models import Contact, Message, Submission


def mark_receipts(
    session: Session, consultation_id: int, receipts: Sequence[str], *, now: datetime
) -> None:
    """Mark the submissions with these receipt numbers."""
    session.execute(
        update(Submission)
        .where(Submission.consultation_id == consultation_id, Submission.receipt.in_(receipts))
        .values(is_example=True)
    )


def mark_senders(
    session: Session, consultation_id: int, addresses: Sequence[str], *, now: datetime
) -> int:
    """Mark the mailed submissions of these senders; how many mails have not been read yet."""
    theirs = select(Contact.submission_id).where(Contact.email.in_(addresses))
    session.execute(
        update(Submission)
        .where(
            Submission.consultation_id == consultation_id,
            Submission.channel == "mail",
            Submission.id.in_(theirs),
        )
        .values(is_example=True)
    )
    waiting = select(func.count()).select_from(Message).where(Message.state == "stored")
    return session.scalar(waiting) or 0
