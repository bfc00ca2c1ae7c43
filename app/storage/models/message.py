"""Raw mails as received, and the state of each mailbox that is fetched."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.models.base import AutoId, Base, Instant, Leased


class Message(AutoId, Leased, Base):
    """One raw mail, stored before anything reads it, and never edited.

    ``fingerprint`` is the hash of the content without trace headers: the same mail by two ways has
    one, another content under the same Message-ID has another. ``state``: stored, taken (it became
    a submission), automatic, bounce, own (our acknowledgement came back), empty, quarantined,
    withdrawal (it asks to take a submission back), courtesy (it only thanks for a mail of ours),
    unrelated (staff said so).
    ``reading`` is what the machine read out of it; staff's corrections stand beside, never in it.
    ``received_by`` says whose clock ``received_at`` is: clock (our own, at the door), internal (the
    mailbox's server), relay (the trusted one before us). ``stored_at``: when it was kept here.
    """

    __tablename__ = "messages"

    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    source: Mapped[str] = mapped_column(String(10))
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(Instant, index=True)
    received_by: Mapped[str] = mapped_column(String(10), default="clock", server_default="clock")
    stored_at: Mapped[datetime | None] = mapped_column(Instant)
    envelope_from: Mapped[str] = mapped_column(Text, default="")
    envelope_to: Mapped[list[str]] = mapped_column(JSON, default=list)
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultations.id"))
    state: Mapped[str] = mapped_column(String(12), default="stored", index=True)
    reading: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    times_seen: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
    # The submission this mail answers to. No foreign key: submissions point to messages.
    answers_id: Mapped[int | None] = mapped_column(Integer, index=True)


class MessagePlace(Base):
    """Where in which mailbox a mail was seen, so that it is not fetched again.

    ``size``: octets, as the mailbox's server says it (it may differ from what it sends).
    """

    __tablename__ = "message_places"
    __table_args__ = (Index(None, "account", "folder", "uidvalidity", "uid", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    account: Mapped[str] = mapped_column(String(254))
    folder: Mapped[str] = mapped_column(String(254))
    uidvalidity: Mapped[int] = mapped_column(BigInteger)
    uid: Mapped[int] = mapped_column(BigInteger)
    size: Mapped[int | None] = mapped_column(BigInteger)


class Mailbox(Leased, Base):
    """A folder that is fetched: its checkpoint, its lease, its health."""

    __tablename__ = "mailboxes"
    __table_args__ = (Index(None, "account", "folder", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(254))
    folder: Mapped[str] = mapped_column(String(254))
    uidvalidity: Mapped[int | None] = mapped_column(BigInteger)
    last_uid: Mapped[int] = mapped_column(BigInteger, default=0)
    fetched_at: Mapped[datetime | None] = mapped_column(Instant)
    failed_at: Mapped[datetime | None] = mapped_column(Instant)
