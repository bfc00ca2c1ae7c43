"""Opinions, staff's edits of them, the marks of touched clauses, and the runs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.models.base import AutoId, Base, Instant, Leased


class Opinion(AutoId, Base):
    """A group of demands on one clause that want the same thing.

    ``state``: live, merged (into ``merged_into_id``), empty (its members left; kept for its id).
    ``label`` and ``phrase`` are the machine's, ``name`` is staff's and wins. ``confirmed_at``: staff
    said that its members want the same thing. ``topic``: what it is about, where a clause has more
    opinions than one reads one by one.
    """

    __tablename__ = "opinions"

    clause_id: Mapped[int] = mapped_column(ForeignKey("clauses.id"), index=True)
    state: Mapped[str] = mapped_column(String(8), default="live")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("opinions.id"))
    label: Mapped[str] = mapped_column(Text, default="")
    phrase: Mapped[str] = mapped_column(Text, default="")
    topic: Mapped[str] = mapped_column(Text, default="", server_default="")
    keywords: Mapped[list[str]] = mapped_column(JSON, default=list)
    name: Mapped[str | None] = mapped_column(Text)
    # No foreign key: demands point to opinions, and a circle would forbid bulk inserts.
    representative_demand: Mapped[int | None] = mapped_column(Integer)
    revision: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    confirmed_by: Mapped[int | None] = mapped_column(Integer)


class GroupingEdit(AutoId, Base):
    """What staff said about the grouping; a law for every later run.

    ``kind``: pin (demand_a belongs to opinion_id), together, apart (demand_a, demand_b).
    """

    __tablename__ = "grouping_edits"

    clause_id: Mapped[int] = mapped_column(ForeignKey("clauses.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    demand_a: Mapped[int] = mapped_column(ForeignKey("demands.id"))
    demand_b: Mapped[int | None] = mapped_column(ForeignKey("demands.id"))
    opinion_id: Mapped[int | None] = mapped_column(ForeignKey("opinions.id"))
    made_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)


class StaffEdit(AutoId, Base):
    """One deed of staff on a clause's desk, with what it changed, so that it can be undone.

    ``before``: per table the rows that were touched, as columns and values; None for a row that
    was not there. The newest id is the clause's revision for those who look at it.
    """

    __tablename__ = "staff_edits"
    __table_args__ = (Index(None, "clause_id", "id"), {"sqlite_autoincrement": True})

    clause_id: Mapped[int] = mapped_column(ForeignKey("clauses.id"))
    action: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(Text, default="")
    made_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    undone_at: Mapped[datetime | None] = mapped_column(Instant)


class OfficeWord(AutoId, Base):
    """A word of the office's own in the thesaurus of concerns. ``state``: added, refused."""

    __tablename__ = "office_words"
    __table_args__ = (Index(None, "concept", "word", unique=True), {"sqlite_autoincrement": True})

    concept: Mapped[str] = mapped_column(String(80))
    word: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(8), default="added")
    added_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    added_at: Mapped[datetime] = mapped_column(Instant)


class ClauseMark(AutoId, Leased, Base):
    """A clause was touched. Many marks, one piece of work: up to the last id.

    ``whole``: the clause is to be grouped again as a whole, not only what is new in it.
    """

    __tablename__ = "clause_marks"

    clause_id: Mapped[int] = mapped_column(ForeignKey("clauses.id"), index=True)
    marked_at: Mapped[datetime] = mapped_column(Instant)
    whole: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())


class GroupingRun(AutoId, Base):
    """One run over a whole clause: what went in, how, and what came out.

    ``inputs`` holds ids, spans, opinions and law (texts never change), so that the run can be done
    again; ``inputs_hash`` and ``result_hash`` are SHA-256 over all that went in and came out.
    """

    __tablename__ = "grouping_runs"
    __table_args__ = (Index(None, "clause_id", "started_at"), {"sqlite_autoincrement": True})

    clause_id: Mapped[int] = mapped_column(ForeignKey("clauses.id"))
    started_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime] = mapped_column(Instant)
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    inputs_hash: Mapped[str | None] = mapped_column(String(64))
    result_hash: Mapped[str | None] = mapped_column(String(64))
    inputs: Mapped[bytes | None] = mapped_column(LargeBinary)
