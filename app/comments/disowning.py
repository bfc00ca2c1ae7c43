"""Whoever got a receipt for what he never sent says so: his address was used by somebody else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import audit
from app.comments import receipts
from app.comments.receipts import CannotWithdraw
from app.storage.models import AuditEntry, Submission

ACTION = "submission-disowned"


def disowned(session: Session, submission_id: int) -> bool:
    """Whether somebody said that a submission is not his."""
    found = select(AuditEntry.id).where(
        AuditEntry.subject == "submission",
        AuditEntry.subject_id == submission_id,
        AuditEntry.action == ACTION,
    )
    return session.scalar(found.limit(1)) is not None


def disown(session: Session, receipt: str, *, now: datetime) -> None:
    """Note that a submission is not his whose address it bears; until the deadline it is withdrawn
    too, afterwards the office decides. Raises CannotWithdraw: no-such-receipt."""
    row = session.scalar(select(Submission).where(Submission.receipt == receipt).with_for_update())
    if row is None:
        raise CannotWithdraw("no-such-receipt")
    if disowned(session, row.id):
        return
    audit.note_about(session, row, ACTION, None, now)
    try:
        receipts.withdraw(session, receipt, now=now)
    except CannotWithdraw as refusal:
        if refusal.code == "no-such-receipt":
            raise
