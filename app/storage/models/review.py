"""What the office decides, and the files it asks for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.models.base import AutoId, Base, Instant


class Decision(AutoId, Base):
    """The office's answer to an opinion or to one comment, with its reason.

    ``outcome``: adopted, partly, rejected, explained. ``revision`` guards against two people
    deciding at once: it only grows, undone or not. Earlier decisions stand in the audit trail.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint("(opinion_id IS NULL) <> (comment_id IS NULL)", name="one_subject"),
        {"sqlite_autoincrement": True},
    )

    opinion_id: Mapped[int | None] = mapped_column(ForeignKey("opinions.id"), unique=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), unique=True)
    outcome: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime] = mapped_column(Instant)
    revision: Mapped[int] = mapped_column(Integer, default=1)


class Export(Base):
    """A report that was asked for: made by a long job, fetched when it is done."""

    __tablename__ = "exports"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    options: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    progress: Mapped[int] = mapped_column(Integer, default=0)
    file_name: Mapped[str | None] = mapped_column(Text)
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    error: Mapped[str | None] = mapped_column(Text)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
