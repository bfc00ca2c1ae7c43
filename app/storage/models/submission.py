"""What people sent: submissions, contact data, comments, demands."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Float, ForeignKey, Index, Integer, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.models.base import AutoId, Base, Instant


class Submission(Base):
    """What one person sent at one time by one channel.

    ``sender_key`` tells people apart without naming them; ``form_key`` makes a form sent twice one
    submission. ``late`` is decided once, at receipt; ``counted`` is False for withdrawn ones and
    for late ones that staff has not let in. ``position``: no-objection where it says only that and
    has no comments. ``signers_read`` is how many signed it as the machine read it, ``signers`` what
    staff entered or confirmed (None: nobody has).
    """

    __tablename__ = "submissions"
    __table_args__ = (Index(None, "consultation_id", "received_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    channel: Mapped[str] = mapped_column(String(10))
    receipt: Mapped[str] = mapped_column(String(12), unique=True)
    form_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    sender_key: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime] = mapped_column(Instant)
    late: Mapped[bool] = mapped_column(Boolean)
    counted: Mapped[bool] = mapped_column(Boolean)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), unique=True)
    is_example: Mapped[bool] = mapped_column(Boolean, default=False)
    position: Mapped[str | None] = mapped_column(String(16))
    signers_read: Mapped[int | None] = mapped_column(Integer)
    signers: Mapped[int | None] = mapped_column(Integer)


class Contact(Base):
    """How to reach the sender; apart from the rest, so that it can be deleted in time."""

    __tablename__ = "contacts"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    name: Mapped[str] = mapped_column(Text, default="")
    organisation: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str] = mapped_column(Text, default="")


class Comment(Base):
    """The part of a submission that speaks about one clause, with the clause as it stood then.

    ``clause_id`` is None while the passage waits to be tied. ``tie_start``/``tie_end`` are offsets
    in characters into the message's body where the comment came by mail. ``read_at``: a person of
    the office had it open on the screen. ``later_at``: put off to the end of the reading queue.
    ``kept_whole``: staff said that it asks one thing. ``indexed``: the search knows it. ``family``:
    the comment on its clause whose letter it repeats as a whole (itself when it stands alone):
    copies are counted by it, and splitting never changes it.
    """

    __tablename__ = "comments"
    __table_args__ = (
        Index(None, "submission_id", "position", unique=True),
        Index(None, "clause_id", "counted"),
        # All that figures are counted from, so that the words need not be read for them.
        Index(
            "ix_comments_figures",
            "consultation_id",
            "clause_id",
            "counted",
            "off_topic",
            "submission_id",
            "family",
            "received_at",
            "read_at",
        ),
        Index(
            "ix_comments_not_indexed",
            "id",
            sqlite_where=text("NOT indexed"),
            postgresql_where=text("NOT indexed"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    position: Mapped[int] = mapped_column(Integer)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("draft_versions.id"))
    clause_id: Mapped[int | None] = mapped_column(ForeignKey("clauses.id"))
    clause_address: Mapped[str] = mapped_column(String(300), default="")
    clause_text: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str | None] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    counted: Mapped[bool] = mapped_column(Boolean)
    off_topic: Mapped[bool] = mapped_column(Boolean, default=False)
    tied_by: Mapped[str | None] = mapped_column(String(12))
    tie_reason: Mapped[str | None] = mapped_column(String(20))
    tie_confidence: Mapped[float | None] = mapped_column(Float)
    tie_start: Mapped[int | None] = mapped_column(Integer)
    tie_end: Mapped[int | None] = mapped_column(Integer)
    received_at: Mapped[datetime] = mapped_column(Instant)
    read_at: Mapped[datetime | None] = mapped_column(Instant)
    read_by: Mapped[int | None] = mapped_column(Integer)
    later_at: Mapped[datetime | None] = mapped_column(Instant)
    family: Mapped[int | None] = mapped_column(Integer)
    kept_whole: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    indexed: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())


class Demand(AutoId, Base):
    """The part of a comment that gets one answer; the whole comment until it is split.

    ``start`` and ``end`` are offsets in characters into the comment's text (None: all of it).
    ``family`` is the id of the demand whose words these are (its own id when it stands alone): what
    is grouped as one voice. Of copies of a letter ``Comment.family`` tells.
    ``origin``: whole, split (staff said so), addition (what a copy has that its letter has not; the
    copy itself stays a whole demand), own (split, and it is such an addition). ``offered_to``: the decided opinion that it would join, which
    staff confirm (no foreign key: on SQLite that would build the whole table anew).
    """

    __tablename__ = "demands"
    __table_args__ = (
        Index(None, "comment_id", "position", unique=True),
        Index(None, "opinion_id"),
        Index(None, "clause_id"),
        # What is undone gets its id back: no other row may have got it meanwhile.
        {"sqlite_autoincrement": True},
    )

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    clause_id: Mapped[int | None] = mapped_column(ForeignKey("clauses.id"))
    position: Mapped[int] = mapped_column(Integer)
    start: Mapped[int | None] = mapped_column(Integer)
    end: Mapped[int | None] = mapped_column(Integer)
    family: Mapped[int | None] = mapped_column(Integer)
    opinion_id: Mapped[int | None] = mapped_column(ForeignKey("opinions.id"))
    placed_by: Mapped[str | None] = mapped_column(String(10))
    offered_to: Mapped[int | None] = mapped_column(Integer)
    origin: Mapped[str] = mapped_column(String(10), default="whole", server_default="whole")
