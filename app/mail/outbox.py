"""The outbox: what a waiting mail says, what becomes of it; who gets none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, aliased

from app.comments import receipts
from app.jobs import leases
from app.mail.addresses import message_id, message_ids, plain, same
from app.mail.bounces import Returned
from app.mail.letters import Language, Letterhead, language, letter_values
from app.mail.render import Envelope
from app.storage.models import Consultation, Message, OutboxMail, Submission

DAILY_LIMIT = 20
DAY = timedelta(days=1)
# So many rows back the last day's mails are counted: the outbox grows for ever.
LOOKED_BACK = 5_000
MOST = 1_000_000
MINUTE = timedelta(minutes=1)
GIVE_UP_AFTER = timedelta(days=5)  # RFC 5321, 4.5.4.1
NOBODY = "noreply@zhutiao.invalid"
_FIRST = aliased(Submission)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mail of the outbox. ``rendered``: it was made before, and goes out as it was made."""

    id: int
    state: str
    template: str
    recipient: str
    rendered: bytes | None
    envelope: Envelope | None
    values: dict[str, Any]
    suppressed: str | None


def waiting(session: Session, outbox_id: int, head: Letterhead, now: datetime) -> Waiting | None:
    """What is needed to make and send a mail; None if its row is gone."""
    row = session.get(OutboxMail, outbox_id)
    if row is None:
        return None
    suppressed = None if row.rendered else _suppressed(session, row, head, now)
    view = None
    if row.rendered is None and suppressed is None and row.submission_id is not None:
        number = session.scalar(
            select(Submission.receipt).where(Submission.id == row.submission_id)
        )
        view = receipts.view(session, number) if number else None
    if row.rendered is None and suppressed is None and view is None:
        suppressed = "no-submission"
    words = language(view) if view else "zh"
    return Waiting(
        id=row.id,
        state=row.state,
        template=row.template if words == "zh" else f"{row.template}-{words}",
        recipient=row.recipient,
        rendered=row.rendered,
        envelope=_envelope(session, row, view, head, now, words) if view else None,
        values=_values(session, view, head, words, now) if view else {},
        suppressed=suppressed,
    )


def _values(
    session: Session, view: receipts.ReceiptView, head: Letterhead, words: Language, now: datetime
) -> dict[str, Any]:
    row = session.get_one(Consultation, view.consultation_id)
    return letter_values(
        view,
        head,
        words,
        now,
        office=_office(row),
        answer_due=row.answer_due_at,
        follows=_first_receipt(session, view.submission_id),
    )


def _first_receipt(session: Session, submission_id: int) -> str:
    """The receipt that a submission adds to or corrects; empty if it stands by itself."""
    return (
        session.scalar(
            select(_FIRST.receipt)
            .join(Message, Message.answers_id == _FIRST.id)
            .join(Submission, Submission.message_id == Message.id)
            .where(Submission.id == submission_id)
        )
        or ""
    )


def keep_rendered(session: Session, outbox_id: int, rendered: bytes, *, now: datetime) -> bytes:
    """Keep a mail as it was made, before it is sent; what is to be sent (an earlier making wins)."""
    row = session.get_one(OutboxMail, outbox_id, with_for_update=True)
    if row.rendered is None:
        row.rendered = rendered
    return row.rendered


def room(session: Session, per_minute: int, now: datetime) -> int:
    """How many more mails may leave in this minute; ``per_minute`` 0: any number."""
    if not per_minute:
        return MOST
    lately = select(func.count()).select_from(OutboxMail).where(OutboxMail.sent_at > now - MINUTE)
    return max(per_minute - (session.scalar(lately) or 0), 0)


def sent(session: Session, outbox_id: int, *, now: datetime) -> None:
    """The mail has left."""
    row = session.get_one(OutboxMail, outbox_id, with_for_update=True)
    leases.release(session, OutboxMail, [outbox_id])
    row.state = "sent"
    row.sent_at = now


def suppress(session: Session, outbox_id: int, reason: str, *, now: datetime) -> None:
    """The mail is not sent: too many to one address, an address one cannot write to."""
    _stop(session, outbox_id, "suppressed", reason)


def refused(session: Session, outbox_id: int, reason: str, *, now: datetime) -> None:
    """The other side refused the mail for good."""
    _stop(session, outbox_id, "failed", reason)


def delayed(session: Session, outbox_id: int, reason: str, *, now: datetime) -> None:
    """The mail could not be sent now: later again, for five days."""
    row = session.get_one(OutboxMail, outbox_id, with_for_update=True)
    if now - row.created_at > GIVE_UP_AFTER:
        _stop(session, outbox_id, "failed", reason)
    else:
        leases.put_off(session, OutboxMail, outbox_id, reason, now=now)


def came_back(session: Session, bounce: Returned) -> None:
    """Note on our mails what their bounce says. A delay is noted, and waits for its end."""
    theirs = OutboxMail.mail_id.in_(bounce.ids)
    if not bounce.failed:
        note = update(OutboxMail).where(theirs, OutboxMail.state == "sent")
        session.execute(note.values(last_error=f"delayed: {bounce.said}"[:2000]))
        return
    # One that still waits has left too: its process was killed before it could say so.
    left = update(OutboxMail).where(
        theirs, OutboxMail.state.in_(("sent", "waiting")), OutboxMail.rendered.is_not(None)
    )
    said = f"bounced: {bounce.said}" if bounce.said else "bounced"
    session.execute(
        left.values(state="failed", last_error=said[:2000], lease_owner=None, lease_until=None)
    )


def again(session: Session, outbox_id: int, *, now: datetime) -> bool:
    """Send a mail that failed once more, under the same Message-ID; False if it did not fail."""
    row = session.get(OutboxMail, outbox_id, with_for_update=True)
    if row is None or row.state not in ("failed", "suppressed", "waiting"):
        return False
    row.state = "waiting"
    row.tries = 0
    # Five days from now, not from when it was written.
    row.created_at = now
    row.lease_owner = row.lease_until = row.not_before = row.last_error = None
    return True


def _stop(session: Session, outbox_id: int, state: str, reason: str) -> None:
    row = session.get_one(OutboxMail, outbox_id, with_for_update=True)
    row.state = state
    row.last_error = reason[:2000]
    row.lease_owner = row.lease_until = row.not_before = None


def _suppressed(session: Session, row: OutboxMail, head: Letterhead, now: datetime) -> str | None:
    if plain(row.recipient) is None:
        return "no-address"
    mailboxes = session.scalars(select(Consultation.mailbox).distinct())
    own = [*head.addresses, head.sender, *(one for one in mailboxes if one)]
    if any(same(row.recipient, one) for one in own):
        return "own-address"
    today = session.scalar(
        select(func.count())
        .select_from(OutboxMail)
        .where(
            OutboxMail.id > row.id - LOOKED_BACK,
            OutboxMail.id < row.id,
            func.lower(OutboxMail.recipient) == row.recipient.lower(),
            OutboxMail.state.in_(("sent", "waiting")),
            OutboxMail.created_at > now - DAY,
        )
    )
    return "too-many" if (today or 0) >= DAILY_LIMIT else None


def _envelope(
    session: Session,
    row: OutboxMail,
    view: receipts.ReceiptView,
    head: Letterhead,
    now: datetime,
    words: Language,
) -> Envelope:
    consultation = session.get_one(Consultation, view.consultation_id)
    sender = plain(head.sender) or plain(consultation.mailbox or "") or NOBODY
    references = session.scalar(
        select(Message.reading["references"])
        .join(Submission, Submission.message_id == Message.id)
        .where(Submission.id == view.submission_id)
    )
    return Envelope(
        sender=sender,
        sender_name=_office(consultation),
        recipient=plain(row.recipient) or NOBODY,
        mail_id=message_id(row.mail_id) or f"<{row.id}@zhutiao.invalid>",
        in_reply_to=message_id(row.in_reply_to),
        references=tuple(message_ids(references)),
        date=now,
        language="zh-CN" if words == "zh" else words,
    )


def _office(row: Consultation) -> str:
    return row.office or row.issuer or row.title


def states(session: Session) -> dict[str, int]:
    """How many mails of the outbox are in each state."""
    rows = session.execute(select(OutboxMail.state, func.count()).group_by(OutboxMail.state))
    return dict(rows.all())
