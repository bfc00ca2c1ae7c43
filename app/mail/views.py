"""What staff sees of the mails: lists by what became of them, one with all that is known of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import Session, defer

from app.mail.health import untied_mails
from app.storage.models import Message, MessagePlace, OutboxMail, Submission

ASIDE = ("quarantined", "empty")


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A mail in a list."""

    id: int
    state: str
    source: str
    received_at: datetime
    subject: str
    from_name: str
    from_address: str
    size: int
    tries: int
    error: str | None


@dataclass(frozen=True, slots=True)
class MessageView:
    """A mail for staff, with what was read out of it (see ``mail.reading.Reading.as_json``).

    ``received_by``: whose clock the time of receipt is; ``first``: the submission its thread began
    with (None: it belongs to none).
    """

    line: MessageLine
    received_by: str
    stored_at: datetime | None
    consultation_id: int | None
    submission_id: int | None
    receipt: str | None
    late: bool
    first: int | None
    envelope_from: str
    envelope_to: tuple[str, ...]
    times_seen: int
    places: tuple[tuple[str, str, int], ...]
    reading: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """A mail that did not arrive. ``state``: failed, suppressed, waiting after a failure, or sent
    and delayed on its way. ``message_id``: the mail it answers."""

    id: int
    state: str
    template: str
    recipient: str
    receipt: str | None
    message_id: int | None
    created_at: datetime
    next_at: datetime | None
    tries: int
    error: str | None


def message_view(session: Session, message_id: int) -> MessageView | None:
    """One mail; None if there is none."""
    row = session.get(Message, message_id, options=[defer(Message.raw)])
    found = session.execute(_lines().where(Message.id == message_id)).first()
    if row is None or found is None:
        return None
    taken = session.execute(
        select(Submission.id, Submission.receipt, Submission.late).where(
            Submission.message_id == message_id
        )
    ).first()
    places = session.execute(
        select(MessagePlace.account, MessagePlace.folder, MessagePlace.uid)
        .where(MessagePlace.message_id == message_id)
        .order_by(MessagePlace.id)
    )
    return MessageView(
        line=MessageLine(*found),
        received_by=row.received_by,
        stored_at=row.stored_at,
        consultation_id=row.consultation_id,
        submission_id=taken.id if taken else None,
        receipt=taken.receipt if taken else None,
        late=taken.late if taken else False,
        first=row.answers_id or (taken.id if taken else None),
        envelope_from=row.envelope_from,
        envelope_to=tuple(row.envelope_to or ()),
        times_seen=row.times_seen,
        places=tuple((account, folder, uid) for account, folder, uid in places),
        reading=dict(row.reading or {}),
    )


def raw(session: Session, message_id: int) -> bytes | None:
    """A mail as it was received, byte for byte."""
    return session.scalar(select(Message.raw).where(Message.id == message_id))


def quarantined(session: Session, *, limit: int = 100) -> list[MessageLine]:
    """Mails that became no submission and need a person, newest first."""
    return _page(session, Message.state.in_(ASIDE), limit, 0)


def in_state(
    session: Session, state: str, *, limit: int = 100, before: int = 0
) -> list[MessageLine]:
    """Mails in a state, newest first; ``before``: the id of the last one of the page before.

    ``untied``, ``tied``: those that became submissions, with and without something that waits for
    its clause; ``all``: every one; ``aside``: those that need a person.
    """
    return _page(session, _condition(state), limit, before)


def _condition(state: str) -> ColumnElement[bool]:
    match state:
        case "all":
            return true()
        case "aside":
            return Message.state.in_(ASIDE)
        case "untied":
            return Message.id.in_(untied_mails())
        case "tied":
            return and_(Message.state == "taken", Message.id.not_in(untied_mails()))
        case _:
            return Message.state == state


def _page(
    session: Session, condition: ColumnElement[bool], limit: int, before: int
) -> list[MessageLine]:
    found = _lines().where(condition).order_by(Message.id.desc()).limit(limit)
    rows = session.execute(found.where(Message.id < before) if before else found)
    return [MessageLine(*row) for row in rows]


def failed_outbox(session: Session, *, limit: int = 100) -> list[OutboxLine]:
    """Mails to senders that did not leave, or wait after a failure; newest first."""
    rows = session.execute(
        select(OutboxMail, Submission.receipt, Submission.message_id)
        .outerjoin(Submission, Submission.id == OutboxMail.submission_id)
        .where(
            OutboxMail.state.in_(("failed", "suppressed"))
            | ((OutboxMail.state == "waiting") & (OutboxMail.tries > 0))
            | ((OutboxMail.state == "sent") & OutboxMail.last_error.is_not(None))
        )
        .order_by(OutboxMail.id.desc())
        .limit(limit)
    )
    return [
        OutboxLine(
            row.id,
            row.state,
            row.template,
            row.recipient,
            receipt,
            message_id,
            row.created_at,
            row.not_before,
            row.tries,
            row.last_error,
        )
        for row, receipt, message_id in rows
    ]


def _lines() -> Select[*tuple[Any, ...]]:
    """The columns of MessageLine, in order: never the raw mails, nor all that was read of them."""
    return select(
        Message.id,
        Message.state,
        Message.source,
        Message.received_at,
        _read("subject"),
        _read("from_name"),
        func.coalesce(func.nullif(_read("from_address"), ""), Message.envelope_from),
        func.length(Message.raw),
        Message.tries,
        Message.last_error,
    )


def _read(name: str) -> ColumnElement[str]:
    return func.coalesce(Message.reading[name].as_string(), "")
