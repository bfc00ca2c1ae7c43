"""Late submissions: stored and marked; staff may let one count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import audit
from app.comments.receipts import ReceivedComment, received_comments, set_counted
from app.storage.models import Submission


@dataclass(frozen=True, slots=True)
class LateSubmission:
    """One that came after the deadline."""

    id: int
    receipt: str
    channel: str
    received_at: datetime
    counted: bool
    comments: tuple[ReceivedComment, ...]


class BadAdmission(Exception):
    """Codes: no-such-submission, no-reason."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def late_submissions(session: Session, consultation_id: int) -> list[LateSubmission]:
    """All late ones that were not withdrawn, the oldest first."""
    rows = session.scalars(
        select(Submission)
        .where(
            Submission.consultation_id == consultation_id,
            Submission.late.is_(True),
            Submission.withdrawn_at.is_(None),
        )
        .order_by(Submission.received_at, Submission.id)
    )
    return [
        LateSubmission(
            row.id,
            row.receipt,
            row.channel,
            row.received_at,
            row.counted,
            received_comments(session, row.id),
        )
        for row in rows
    ]


def admit(
    session: Session,
    consultation_id: int,
    submission_id: int,
    counted: bool,
    reason: str,
    actor: int | None,
    *,
    now: datetime,
) -> None:
    """Let a late submission count, or no longer; it stays marked late. Raises BadAdmission."""
    row = session.get(Submission, submission_id)
    known = row is not None and row.late and row.withdrawn_at is None
    if row is None or not known or row.consultation_id != consultation_id:
        raise BadAdmission("no-such-submission")
    if not reason.strip():
        raise BadAdmission("no-reason")
    set_counted(session, row, counted=counted, now=now)
    audit.note_about(
        session,
        row,
        "late-admitted" if counted else "late-not-admitted",
        actor,
        now,
        reason=reason.strip(),
    )
