"""What was written to and fro about one submission, oldest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.storage.models import Contact, Message, OutboxMail, Submission

SHOWN_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of a thread. ``kind``: web, mail (in), or the template's name (out).

    ``state``: of a mail in or out as in its row; ``party``: who wrote it, or to whom it goes;
    ``error``: why it did not arrive.
    """

    at: datetime
    kind: str
    incoming: bool
    state: str
    party: str
    words: str
    receipt: str = ""
    message_id: int | None = None
    outbox_id: int | None = None
    withdrawn_at: datetime | None = None
    error: str | None = None


def thread(session: Session, first: int) -> tuple[Letter, ...]:
    """The thread that began with this submission: it, what answers to it, what we wrote."""
    letters = [*_submissions(session, first), *_others(session, first)]
    ids = [first, *_following(session, first)]
    letters += _ours(session, ids)
    return tuple(sorted(letters, key=lambda one: (one.at, not one.incoming)))


def _following(session: Session, first: int) -> list[int]:
    return list(
        session.scalars(
            select(Submission.id)
            .join(Message, Message.id == Submission.message_id)
            .where(Message.answers_id == first, Submission.id != first)
        )
    )


def _submissions(session: Session, first: int) -> Iterator[Letter]:
    rows = session.execute(
        select(Submission, Contact.email, Message.id, Message.reading)
        .outerjoin(Contact, Contact.submission_id == Submission.id)
        .outerjoin(Message, Message.id == Submission.message_id)
        .where(or_(Submission.id == first, Message.answers_id == first))
    )
    for row, address, message_id, reading in rows:
        kept = reading or {}
        yield Letter(
            at=row.received_at,
            kind=row.channel,
            incoming=True,
            state="taken",
            party=address or "",
            words=_words(kept.get("subject", ""), kept.get("body", "")),
            receipt=row.receipt,
            message_id=message_id,
            withdrawn_at=row.withdrawn_at,
        )


def _others(session: Session, first: int) -> Iterator[Letter]:
    """Mails that became no submission: bounces, withdrawals, automatic answers."""
    rows = session.execute(
        select(
            Message.id, Message.received_at, Message.state, Message.reading, Message.last_error
        ).where(Message.answers_id == first, Message.state != "taken")
    )
    for number, at, state, reading, error in rows:
        kept = reading or {}
        words = _words(kept.get("subject", ""), kept.get("body", ""))
        party = kept.get("from_address", "")
        yield Letter(at, "mail", True, state, party, words, message_id=number, error=error)


def _ours(session: Session, submissions: list[int]) -> Iterator[Letter]:
    rows = session.execute(
        select(OutboxMail, Submission.receipt)
        .join(Submission, Submission.id == OutboxMail.submission_id)
        .where(OutboxMail.submission_id.in_(submissions))
    )
    for row, receipt in rows:
        yield Letter(
            at=row.sent_at or row.created_at,
            kind=row.template,
            incoming=False,
            state=row.state,
            party=row.recipient,
            words="",
            receipt=receipt,
            outbox_id=row.id,
            error=row.last_error,
        )


def _words(subject: str, body: str) -> str:
    text = " ".join(f"{subject}　{body}".split())
    return text[:SHOWN_CHARACTERS] + ("……" if len(text) > SHOWN_CHARACTERS else "")
