"""Work that waits as rows, and the trail of what was done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.models.base import AutoId, Base, Instant, Leased


class OutboxMail(AutoId, Leased, Base):
    """A mail to be sent. ``state``: waiting, sent, failed, suppressed.

    ``mail_id`` is fixed when the row is written: a second try after a crash has the same
    Message-ID. The mail is rendered from ``values`` when it is sent, then ``rendered`` keeps it.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(None, "state", "not_before"),
        Index(None, "sent_at"),
        {"sqlite_autoincrement": True},
    )

    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"), index=True)
    template: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(Text)
    mail_id: Mapped[str] = mapped_column(String(120), unique=True)
    in_reply_to: Mapped[str | None] = mapped_column(Text)
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    created_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    rendered: Mapped[bytes | None] = mapped_column(LargeBinary)


class AuditEntry(AutoId, Base):
    """Who did what to what, when, with the values before and after. Never edited, never deleted."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index(None, "subject", "subject_id"), {"sqlite_autoincrement": True})

    at: Mapped[datetime] = mapped_column(Instant)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int | None] = mapped_column(Integer)
    consultation_id: Mapped[int | None] = mapped_column(Integer, index=True)
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Executor(Base):
    """A process that carries long jobs; one that stops beating is dead and its jobs go on elsewhere."""

    __tablename__ = "executors"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(Instant)
