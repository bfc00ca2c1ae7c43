"""The queue 待归条: comments that wait for their clause, and one of them with its mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from app.comments import tying
from app.consultations import read
from app.core.outline.values import Outline
from app.mail.passages import Passage, passages
from app.mail.waiting import UNREAD
from app.storage.models import ClauseRow, Comment, Contact, Message, Submission

# Guessing reads the whole passage; what a person looks at is never this long.
GUESSED_CHARACTERS = 20_000
SHOWN_CHARACTERS = 80
MOST_GUESSES = 4
# Why a clause is guessed that the first letter of the thread spoke of.
THREAD = "thread"


@dataclass(frozen=True, slots=True)
class Guess:
    """A clause that a passage may be about; ``confidence`` from 0 to 1."""

    clause_id: int
    address: str
    heading: str
    reason: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Line:
    """A comment that waits, as the list shows it: its first words."""

    comment_id: int
    channel: str
    received_at: datetime
    late: bool
    subject: str
    words: str


@dataclass(frozen=True, slots=True)
class Untied:
    """A comment that waits, with all that is needed to tie it.

    ``why``: why it waits, where that is known (a reason of tying).
    ``body``: what the mail's sender wrote; ``passages``: what was made of it, this one among them.
    """

    comment_id: int
    submission_id: int
    receipt: str
    channel: str
    received_at: datetime
    late: bool
    message_id: int | None
    subject: str
    sender_name: str
    sender_address: str
    text: str
    why: str
    start: int | None
    end: int | None
    body: str
    passages: tuple[Passage, ...]
    guesses: tuple[Guess, ...]


def waits() -> ColumnElement[bool]:
    """A comment waits for its clause: a counted one, as everywhere on the desk."""
    return and_(
        Comment.clause_id.is_(None), Comment.counted.is_(True), Comment.off_topic.is_(False)
    )


def waiting(session: Session, consultation_id: int | None = None) -> int:
    """How many comments wait for their clause."""
    conditions = [waits()]
    if consultation_id is not None:
        conditions.append(Comment.consultation_id == consultation_id)
    return session.scalar(select(func.count()).select_from(Comment).where(*conditions)) or 0


def lines(session: Session, consultation_id: int, *, limit: int = 50, after: int = 0) -> list[Line]:
    """Comments that wait, oldest first. ``after``: the id of the last one of the page before."""
    rows = session.execute(
        select(
            Comment.id,
            Submission.channel,
            Comment.received_at,
            Submission.late,
            func.coalesce(Message.reading["subject"].as_string(), ""),
            func.substr(Comment.text, 1, SHOWN_CHARACTERS),
        )
        .join(Submission, Submission.id == Comment.submission_id)
        .outerjoin(Message, Message.id == Submission.message_id)
        .where(waits(), Comment.consultation_id == consultation_id, Comment.id > after)
        .order_by(Comment.id)
        .limit(limit)
    )
    return [Line(*row) for row in rows]


def after(session: Session, consultation_id: int, comment_id: int) -> int | None:
    """The comment that waits next after this one, else the first that waits; None if none does."""
    ids = select(Comment.id).where(waits(), Comment.consultation_id == consultation_id)
    following = ids.where(Comment.id > comment_id).order_by(Comment.id).limit(1)
    return session.scalar(following) or session.scalar(ids.order_by(Comment.id).limit(1))


def untied(session: Session, consultation_id: int, comment_id: int) -> Untied | None:
    """One comment that waits, with up to three guesses; None if it does not wait (any more)."""
    row = session.execute(
        select(Comment, Submission, Contact, Message.id, Message.reading)
        .join(Submission, Submission.id == Comment.submission_id)
        .outerjoin(Contact, Contact.submission_id == Submission.id)
        .outerjoin(Message, Message.id == Submission.message_id)
        .where(waits(), Comment.consultation_id == consultation_id, Comment.id == comment_id)
    ).first()
    found = read.outline(session, consultation_id) if row else None
    if row is None or found is None:
        return None
    comment, submission, contact, message_id, reading = row
    kept: dict[str, Any] = reading or {}
    return Untied(
        comment_id=comment.id,
        submission_id=submission.id,
        receipt=submission.receipt,
        channel=submission.channel,
        received_at=comment.received_at,
        late=submission.late,
        message_id=message_id,
        subject=kept.get("subject", ""),
        sender_name=contact.name if contact else "",
        sender_address=contact.email if contact else "",
        text=comment.text,
        why=comment.tie_reason or "",
        start=comment.tie_start,
        end=comment.tie_end,
        body=kept.get("body", ""),
        passages=passages(session, submission.id),
        guesses=()
        if comment.tie_reason in UNREAD
        else _likeliest(_thread_guesses(session, message_id), _guesses(comment.text, *found)),
    )


def clause_called(session: Session, consultation_id: int, typed: str) -> int | None:
    """The one clause that staff means by what they typed: its address, its number (15, 第十五条) or
    words of its heading; None if that is none, or more than one."""
    found = read.outline(session, consultation_id)
    said = typed.strip()
    if found is None or not said:
        return None
    outline, ids = found
    # A line of the list that the page offers: the address, a blank, words of the clause.
    listed = [one for one in ids if said == one or said.startswith(f"{one} ")]
    if listed:
        return ids[max(listed, key=len)]
    number = f"第{said}条" if said.isdecimal() else said
    parts = tying.tie(number[:GUESSED_CHARACTERS], outline, ids)
    cited = {part.clause_id for part in parts if part.clause_id}
    worded = {
        ids[one.address]
        for one in outline.clauses
        if one.address in ids and said in f"{one.heading}{one.text}"
    }
    for few in (cited, worded):
        if len(few) == 1:
            return few.pop()
    return None


def _guesses(text: str, outline: Outline, ids: dict[str, int]) -> tuple[Guess, ...]:
    heads = {ids[one.address]: one for one in outline.clauses if one.address in ids}
    return tuple(
        Guess(clause, heads[clause].address, heads[clause].heading, reason, confidence)
        for clause, reason, confidence in tying.guesses(text[:GUESSED_CHARACTERS], outline, ids)
        if clause in heads
    )


def _thread_guesses(session: Session, message_id: int | None) -> tuple[Guess, ...]:
    """The clauses that the first letter of this mail's thread spoke of, the newest rows last."""
    first = select(Message.answers_id).where(Message.id == message_id).scalar_subquery()
    rows = session.execute(
        select(ClauseRow.id, ClauseRow.address, ClauseRow.heading)
        .join(Comment, Comment.clause_id == ClauseRow.id)
        .where(Comment.submission_id == first)
        .distinct()
        .order_by(ClauseRow.id)
        .limit(MOST_GUESSES)
    )
    return tuple(Guess(*row, reason=THREAD, confidence=0.5) for row in rows)


def _likeliest(thread: tuple[Guess, ...], words: tuple[Guess, ...]) -> tuple[Guess, ...]:
    """A correction is mostly about what its thread was about; of many clauses its words tell."""
    both = (*thread, *words) if len(thread) == 1 else (*words, *thread)
    kept: dict[int, Guess] = {}
    for one in both:
        kept.setdefault(one.clause_id, one)
    return tuple(kept.values())[:MOST_GUESSES]
