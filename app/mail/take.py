"""A stored mail becomes a submission, or what else it is: repeatable, and done once."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from app.comments import intake
from app.comments.sender import sender_key
from app.comments.values import NO_OBJECTION, Parcel, Person, Refusal
from app.consultations.read import by_id
from app.consultations.values import ConsultationView
from app.core import receipt_numbers
from app.jobs import leases
from app.mail import outbox
from app.mail.addresses import domain, plain, same
from app.mail.bounces import Returned, returned
from app.mail.courtesy import is_plain_answer, said_to_speak
from app.mail.parts import Spoken
from app.mail.reading import Reading
from app.mail.which import Belongs, Hints, belongs
from app.mail.withdrawal import NO_ADDRESS, Wanted, confirmation, wanted_back
from app.storage.models import Consultation, Message, OutboxMail

TRIES = 5
STORED = "stored"
State = Literal[
    "taken",
    "automatic",
    "bounce",
    "own",
    "empty",
    "quarantined",
    "withdrawal",
    "courtesy",
    "unrelated",
]
# Nobody reads what is sent there, or a machine does (RFC 3834, section 2; RFC 2142).
_NOBODY = re.compile(
    r"(?:mailer-daemon|postmaster|mail-daemon|(?:do-?)?no-?t?-?reply|owner-.*|.*-(?:request|bounces?))",
    re.IGNORECASE,
)
_NULL_PATH = re.compile(rb"^Return-Path:[ \t]*<>[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
HEAD = 64 * 1024


@dataclass(frozen=True, slots=True)
class Loaded:
    """A stored mail as the job needs it."""

    id: int
    raw: bytes
    source: str
    received_at: datetime
    envelope_from: str
    envelope_to: tuple[str, ...]
    consultation_id: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail belongs; whether it is one of ours that came back, or a ``plain_answer`` to one
    (see `courtesy`); ``back``: the submission it asks back, if it does; ``speaks``: staff said
    that it is a comment, whatever else it looks like."""

    belongs: Belongs
    own: bool
    addresses: frozenset[str]
    plain_answer: bool = False
    back: int | None = None
    speaks: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What is to be written about a mail. ``error``: a code for staff; ``returned``: what a bounce
    says of our mails; ``answers``: the submission it answers to; ``withdraw``: the
    submission it asks back."""

    state: State
    reading: dict[str, Any]
    consultation_id: int | None = None
    parcel: Parcel | None = None
    error: str | None = None
    returned: Returned | None = None
    answers: int | None = None
    withdraw: Wanted | None = None


def load(session: Session, message_id: int) -> Loaded | None:
    """A mail that waits to be read; None if it is gone or done."""
    row = session.get(Message, message_id)
    if row is None or row.state != STORED:
        return None
    return Loaded(
        row.id,
        row.raw,
        row.source,
        row.received_at,
        row.envelope_from,
        tuple(row.envelope_to or ()),
        row.consultation_id,
    )


def place(session: Session, mail: Loaded, reading: Reading) -> Place:
    """Where a mail belongs: staff's word first, then what the mail says."""
    mailboxes = session.scalars(select(Consultation.mailbox).distinct())
    own = False
    if reading.message_id:
        found = select(OutboxMail.id).where(OutboxMail.mail_id == reading.message_id)
        own = session.scalar(found.limit(1)) is not None
    hints = Hints(
        envelope=mail.envelope_to,
        recipients=reading.recipients,
        references=(*reading.in_reply_to, *reading.references, *_given_back(mail, reading)),
        subject=reading.subject,
        text=reading.body,
        received_at=mail.received_at,
        whole=reading.text,
    )
    found_place = belongs(session, hints)
    if mail.consultation_id is not None:
        view = by_id(session, mail.consultation_id)
        if view is not None:
            found_place = replace(found_place, consultation=view, code=None)
    named = found_place.named
    return Place(
        found_place,
        own,
        frozenset(one.casefold() for one in mailboxes if one),
        plain_answer=is_plain_answer(session, reading, named, mail.received_at),
        speaks=said_to_speak(session, mail.id),
        back=wanted_back(session, reading, found_place.consultation, named),
    )


def _given_back(mail: Loaded, reading: Reading) -> tuple[str, ...]:
    """The ids of our own mails that a bounce gives back."""
    return returned(mail.raw, reading.text).ids if reading.auto == "bounce" else ()


def parcel(
    mail: Loaded,
    reading: Reading,
    consultation: ConsultationView,
    words: Spoken,
    own_addresses: frozenset[str],
) -> Parcel:
    """The one parcel of a mail; its acknowledgement has its Message-ID from now on."""
    address = sender_of(mail, reading) or ""
    form = words.sender
    person = Person(
        name=form.name or reading.from_name[:200],
        organisation=form.organisation,
        email=address or form.email,
        phone=form.phone,
    )
    receipt = receipt_numbers.make(secrets.randbits(receipt_numbers.BITS))
    answer = answerable(mail, reading, own_addresses)
    host = domain(consultation.mailbox or "")
    return Parcel(
        consultation_id=consultation.id,
        channel="mail",
        received_at=mail.received_at,
        receipt=receipt,
        sender_key=sender_key(consultation.id, person, receipt),
        parts=words.parts,
        position=NO_OBJECTION if words.no_objection else None,
        signers=words.signers,
        person=person,
        message_id=mail.id,
        acknowledge=answer,
        ack_mail_id=f"<{receipt.lower()}.{secrets.token_hex(8)}@{host}>" if answer else None,
        in_reply_to=reading.message_id if answer else None,
    )


def sender_of(mail: Loaded, reading: Reading) -> str | None:
    """Whose a mail is: by its From, and where it has none, by whom its envelope names."""
    return plain(reading.from_address or mail.envelope_from.strip("<> "))


def answerable(mail: Loaded, reading: Reading, own_addresses: frozenset[str]) -> bool:
    """Whether a mail is acknowledged (RFC 3834, section 2): a person's, with an address."""
    address = sender_of(mail, reading)
    if address is None or reading.auto or _has_null_sender(mail):
        return False
    if _NOBODY.fullmatch(address.rpartition("@")[0]):
        return False
    return not any(same(address, own) for own in own_addresses)


def _has_null_sender(mail: Loaded) -> bool:
    """By the envelope where we saw it, else by what the mailbox's server noted of it."""
    if mail.source in ("smtp", "lmtp"):
        return not mail.envelope_from.strip("<> ")
    return _NULL_PATH.search(mail.raw[:HEAD].partition(b"\r\n\r\n")[0]) is not None


def keep(session: Session, message_id: int, taken: Taken, *, now: datetime) -> str | None:
    """Write what a mail is, and its submission, at once; the receipt number if there is one.

    A mail that another worker has done meanwhile is left as it is. Raises Refusal.
    """
    row = session.get(Message, message_id, options=[defer(Message.raw)], with_for_update=True)
    if row is None or row.state != STORED:
        return None
    receipt = None
    if taken.parcel is not None:
        (kept,) = intake.take_in(session, [taken.parcel], now)
        if isinstance(kept, Refusal):
            raise kept
        receipt = kept.receipt
    if taken.returned is not None:
        outbox.came_back(session, taken.returned)
    row.state, row.last_error = taken.state, taken.error
    if taken.withdraw is not None:
        answer = confirmation(session, taken.withdraw, now)
        if isinstance(answer, str):
            row.last_error = answer
            # Nobody can be asked: that needs a person.
            alone = answer == NO_ADDRESS and taken.parcel is None
            row.state = "quarantined" if alone else row.state
        else:
            session.add(answer)
    row.reading = taken.reading
    row.consultation_id = taken.consultation_id
    row.answers_id = taken.answers
    row.lease_owner = row.lease_until = row.not_before = None
    return receipt


def failed(session: Session, message_id: int, error: str, *, now: datetime) -> None:
    """Reading a mail failed: again later, and after five times it waits for a person."""
    tries = leases.put_off(session, Message, message_id, error, now=now)
    row = session.get(Message, message_id)
    if row is not None and tries >= TRIES and row.state == STORED:
        row.state = "quarantined"
        row.not_before = None


def again(
    session: Session,
    message_id: int,
    consultation_id: int | None = None,
    *,
    now: datetime,
) -> bool:
    """Let a mail that became no submission be read again; False if it became one."""
    row = session.get(Message, message_id, with_for_update=True)
    if row is None or row.state == "taken":
        return False
    row.state = STORED
    row.tries = 0
    row.last_error = None
    row.lease_owner = row.lease_until = row.not_before = None
    if consultation_id is not None:
        row.consultation_id = consultation_id
    return True
