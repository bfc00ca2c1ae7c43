"""The office withdraws a submission for its sender, who asked by telephone or left no address."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app import audit
from app.comments import receipts
from app.comments.receipts import CannotWithdraw
from app.mail.addresses import domain, plain
from app.storage.models import AuditEntry, Consultation, Contact, OutboxMail, Submission

TEMPLATE = "withdrawn"
WITHDRAWN, RESTORED = "submission-withdrawn", "submission-restored"
# What staff said of one that came late; an admitted one counts again.
LATE = ("late-admitted", "late-not-admitted")
LONGEST_REASON = 2000


def find(session: Session, receipt: str) -> tuple[str, int] | None:
    """The consultation's slug and the submission's id behind a receipt number (canonical form)."""
    row = session.execute(
        select(Consultation.slug, Submission.id)
        .join(Consultation, Consultation.id == Submission.consultation_id)
        .where(Submission.receipt == receipt)
    ).first()
    return (row.slug, row.id) if row else None


def receipt_of(session: Session, consultation_id: int, submission_id: int) -> str | None:
    """The receipt number of a submission of this consultation; None if it has none such."""
    return session.scalar(
        select(Submission.receipt).where(
            Submission.id == submission_id, Submission.consultation_id == consultation_id
        )
    )


def message_of(session: Session, submission_id: int) -> int | None:
    """The mail that a submission came by; None: by another way."""
    return session.scalar(select(Submission.message_id).where(Submission.id == submission_id))


def withdraw(
    session: Session,
    consultation_id: int,
    submission_id: int,
    reason: str,
    actor: int | None,
    *,
    now: datetime,
) -> None:
    """Take a submission back until the deadline, as its sender could, and tell him where he left
    an address. Raises CannotWithdraw, also with no-reason."""
    receipt, why = _of(session, consultation_id, submission_id, reason)
    receipts.withdraw(session, receipt, actor, now=now, values={"reason": why})
    address = session.scalar(select(Contact.email).where(Contact.submission_id == submission_id))
    recipient = plain(address or "")
    if recipient is None:
        return
    mailbox = session.get_one(Consultation, consultation_id).mailbox
    session.add(
        OutboxMail(
            submission_id=submission_id,
            template=TEMPLATE,
            recipient=recipient,
            mail_id=f"<b{secrets.token_hex(4)}.{secrets.token_hex(8)}@{domain(mailbox or '')}>",
            values={},
            created_at=now,
        )
    )


def by_office(session: Session, submission_id: int) -> bool:
    """Whether the last withdrawal of a submission was the office's, not its sender's."""
    row = session.execute(_entries(submission_id, (WITHDRAWN,))).first()
    return row is not None and row.actor_id is not None


def _last(session: Session, submission_id: int, actions: tuple[str, ...]) -> str | None:
    """Which of these was last done to a submission."""
    row = session.execute(_entries(submission_id, actions)).first()
    return row.action if row else None


def _entries(submission_id: int, actions: tuple[str, ...]) -> Select[int | None, str]:
    return (
        select(AuditEntry.actor_id, AuditEntry.action)
        .where(
            AuditEntry.subject == "submission",
            AuditEntry.subject_id == submission_id,
            AuditEntry.action.in_(actions),
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )


def restore(
    session: Session,
    consultation_id: int,
    submission_id: int,
    reason: str,
    actor: int | None,
    *,
    now: datetime,
) -> None:
    """Undo the office's own withdrawal, at any time: a sender's comments are not lost by a slip.

    Raises CannotWithdraw: no-such-receipt, no-reason, not-by-office.
    """
    _, why = _of(session, consultation_id, submission_id, reason)
    row = session.get_one(Submission, submission_id, with_for_update=True)
    if row.withdrawn_at is None or not by_office(session, submission_id):
        raise CannotWithdraw("not-by-office")
    row.withdrawn_at = None
    counted = not row.late or _last(session, submission_id, LATE) == LATE[0]
    receipts.set_counted(session, row, counted=counted, now=now)
    audit.note_about(session, row, RESTORED, actor, now, reason=why)


def _of(session: Session, consultation_id: int, submission_id: int, reason: str) -> tuple[str, str]:
    receipt = receipt_of(session, consultation_id, submission_id)
    if receipt is None:
        raise CannotWithdraw("no-such-receipt")
    why = reason.strip()[:LONGEST_REASON]
    if not why:
        raise CannotWithdraw("no-reason")
    return receipt, why
