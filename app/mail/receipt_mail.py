"""A receipt is sent to an address that its holder names, as often as is sensible."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.mail import addresses
from app.mail.addresses import domain, plain, same
from app.storage.models import Consultation, Contact, OutboxMail, Submission

# It says nothing that a sender wrote: whoever names a stranger's address sends him no words.
TEMPLATE = "receipt"
DAY = timedelta(days=1)
A_DAY = 3
# A second click means the first.
AT_ONCE = timedelta(minutes=2)


class CannotSend(Exception):
    """Codes: no-address, too-many, no-such-receipt."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def send_receipt(session: Session, receipt: str, typed: str, *, now: datetime) -> None:
    """Put a receipt into the outbox, to ``typed`` or, where that is empty, to the address that was
    left with the submission. What is typed is kept for this mail only. Raises CannotSend."""
    row = session.execute(
        select(Submission.id, Consultation.mailbox, Contact.email)
        .join(Consultation, Consultation.id == Submission.consultation_id)
        .outerjoin(Contact, Contact.submission_id == Submission.id)
        .where(Submission.receipt == receipt)
    ).first()
    if row is None:
        raise CannotSend("no-such-receipt")
    address = addresses.typed(typed) if typed else plain(row.email or "")
    if address is None:
        raise CannotSend("no-address")
    lately = session.execute(
        select(OutboxMail.recipient, OutboxMail.created_at).where(
            OutboxMail.submission_id == row.id,
            OutboxMail.template == TEMPLATE,
            OutboxMail.created_at > now - DAY,
        )
    ).all()
    if any(same(to, address) and at > now - AT_ONCE for to, at in lately):
        return
    if len(lately) >= A_DAY:
        raise CannotSend("too-many")
    session.add(
        OutboxMail(
            submission_id=row.id,
            template=TEMPLATE,
            recipient=address,
            mail_id=f"<{receipt.lower()}.{secrets.token_hex(8)}@{domain(row.mailbox or '')}>",
            values={},
            created_at=now,
        )
    )
