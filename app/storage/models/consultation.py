"""Consultations, their documents, versions, rounds and outline rows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.models.base import Base, Instant


class Consultation(Base):
    """One public call for comments. ``revision`` grows with every change a reader could see."""

    __tablename__ = "consultations"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(Text)
    issuer: Mapped[str] = mapped_column(Text, default="")
    office: Mapped[str] = mapped_column(Text, default="")
    mailbox: Mapped[str | None] = mapped_column(String(254))
    notice: Mapped[str] = mapped_column(Text, default="")
    short_period_reason: Mapped[str | None] = mapped_column(Text)
    answer_due_at: Mapped[datetime | None] = mapped_column(Instant)
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    results_published_at: Mapped[datetime | None] = mapped_column(Instant)
    show_counts: Mapped[bool] = mapped_column(Boolean, default=False)
    is_example: Mapped[bool] = mapped_column(Boolean, default=False)
    revision: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Document(Base):
    """One text of a consultation (a consultation may put several to the public)."""

    __tablename__ = "documents"
    __table_args__ = (Index(None, "consultation_id", "position", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    position: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(Text)


class DraftVersion(Base):
    """One version of a document: the file as received, its normalised text, its outline rows."""

    __tablename__ = "draft_versions"
    __table_args__ = (Index(None, "document_id", "number", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    number: Mapped[int] = mapped_column(Integer)
    file_name: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant)


class Round(Base):
    """One window of time in which versions take comments; ``deadline`` is exclusive."""

    __tablename__ = "rounds"
    __table_args__ = (Index(None, "consultation_id", "number", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    number: Mapped[int] = mapped_column(Integer)
    opens_at: Mapped[datetime] = mapped_column(Instant)
    deadline: Mapped[datetime] = mapped_column(Instant)
    extended_from: Mapped[datetime | None] = mapped_column(Instant)


class RoundVersion(Base):
    """Which versions a round takes comments on."""

    __tablename__ = "round_versions"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("draft_versions.id"), primary_key=True)


class ClauseRow(Base):
    """A node of a version's outline. Kind ``whole`` (address 全文) stands for the whole draft.

    Rows of a published version are never edited: a corrected draft is a new version. ``aliases``:
    other numbers by which people name it, a line each (the articles that an amendment changes).
    """

    __tablename__ = "clauses"
    __table_args__ = (
        Index(None, "version_id", "address", unique=True),
        Index(None, "version_id", "slug", unique=True),
        Index(None, "version_id", "position", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("draft_versions.id"))
    position: Mapped[int] = mapped_column(Integer)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("clauses.id"))
    depth: Mapped[int] = mapped_column(Integer)
    address: Mapped[str] = mapped_column(String(300))
    slug: Mapped[str] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(Text)
    heading: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    commentable: Mapped[bool] = mapped_column(Boolean)
    start: Mapped[int] = mapped_column(Integer)
    end: Mapped[int] = mapped_column(Integer)
    aliases: Mapped[str] = mapped_column(Text, default="", server_default="")


class OutlineMending(Base):
    """A clerk's change of a proposed outline (core/outline/mending). Applied in the order of their
    ids to what the text's outline is by itself; an undone one stays, and is left out."""

    __tablename__ = "outline_mendings"
    __table_args__ = (Index(None, "version_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("draft_versions.id"))
    kind: Mapped[str] = mapped_column(String(10))
    address: Mapped[str] = mapped_column(String(300))
    words: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
