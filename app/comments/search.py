"""Search over all comments of a consultation: SQLite's FTS5 or PostgreSQL's tsvector, over words
that were cut before. What the index finds is held against the text, so that no hit is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from app.core.text.normalise import normalise
from app.core.text.search_words import asked_words, index_words, terms
from app.storage.models import ClauseRow, Comment, Submission

# So many candidates of the index are looked at; more say only that there are more.
MOST_CANDIDATES = 5_000
_WRITE = {
    "sqlite": text("INSERT OR REPLACE INTO fts_comments (rowid, words) VALUES (:id, :words)"),
    "postgresql": text(
        "INSERT INTO fts_comments (comment_id, words) "
        "VALUES (:id, array_to_tsvector(string_to_array(:words, ' '))) "
        "ON CONFLICT (comment_id) DO UPDATE SET words = excluded.words"
    ),
}
_FIND = {
    "sqlite": "SELECT c.id FROM fts_comments JOIN comments c ON c.id = fts_comments.rowid "
    "WHERE fts_comments MATCH :words",
    "postgresql": "SELECT c.id FROM fts_comments f JOIN comments c ON c.id = f.comment_id "
    "WHERE f.words @@ CAST(:words AS tsquery)",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A comment that was found. Empty ``address``: it waits to be tied."""

    comment_id: int
    address: str
    slug: str
    text: str
    channel: str
    received_at: datetime
    receipt: str
    late: bool
    withdrawn: bool
    off_topic: bool
    read: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits, newest first. ``more``: there are candidates that were not looked at."""

    terms: tuple[str, ...]
    total: int
    more: bool
    hits: tuple[Hit, ...]


def waits(session: Session) -> bool:
    """Whether there are comments that the search does not know yet."""
    return session.scalar(select(Comment.id).where(Comment.indexed.is_(False)).limit(1)) is not None


def index_waiting(session: Session, limit: int = 200, *, now: datetime) -> int:
    """Put comments into the index, oldest first; how many."""
    rows = session.execute(
        select(Comment.id, Comment.text)
        .where(Comment.indexed.is_(False))
        .order_by(Comment.id)
        .limit(limit)
    ).all()
    if rows:
        dialect = session.get_bind().dialect.name
        made = [{"id": row.id, "words": " ".join(index_words(row.text))} for row in rows]
        session.execute(_WRITE[dialect], made)
        session.execute(
            update(Comment).where(Comment.id.in_([row.id for row in rows])).values(indexed=True)
        )
    return len(rows)


def search(
    session: Session, consultation_id: int, query: str, *, start: int = 0, limit: int = 20
) -> Found:
    """Comments whose text holds every part of the query, whatever its width, case and script."""
    asked = terms(query[:200])
    words = [word for term in asked for word in asked_words(term)]
    if not words:
        return Found(tuple(asked), 0, False, ())
    candidates = _candidates(session, consultation_id, list(dict.fromkeys(words)))
    ids = _holding(session, candidates[:MOST_CANDIDATES], asked)
    return Found(
        tuple(asked),
        len(ids),
        len(candidates) > MOST_CANDIDATES,
        _hits(session, ids[start : start + limit]),
    )


def _candidates(session: Session, consultation_id: int, words: Sequence[str]) -> list[int]:
    dialect = session.get_bind().dialect.name
    # Words hold letters and digits only, so that quoting them is enough.
    asked = (
        " AND ".join(f'"{word}"' for word in words)
        if dialect == "sqlite"
        else " & ".join(f"'{word}'" for word in words)
    )
    statement = text(
        _FIND[dialect]
        + " AND c.consultation_id = :consultation ORDER BY c.received_at DESC, c.id DESC LIMIT :most"
    )
    values = {"words": asked, "consultation": consultation_id, "most": MOST_CANDIDATES + 1}
    return [row[0] for row in session.execute(statement, values)]


def _holding(session: Session, candidates: Sequence[int], asked: Sequence[str]) -> list[int]:
    kept: set[int] = set()
    for start in range(0, len(candidates), 500):
        lot = candidates[start : start + 500]
        for row in session.execute(select(Comment.id, Comment.text).where(Comment.id.in_(lot))):
            form = normalise(row.text)
            if all(term in form for term in asked):
                kept.add(row.id)
    return [one for one in candidates if one in kept]


def _hits(session: Session, ids: Sequence[int]) -> tuple[Hit, ...]:
    rows = session.execute(
        select(Comment, Submission, ClauseRow)
        .join(Submission, Submission.id == Comment.submission_id)
        .outerjoin(ClauseRow, ClauseRow.id == Comment.clause_id)
        .where(Comment.id.in_(ids))
    )
    found = {
        comment.id: Hit(
            comment_id=comment.id,
            address=clause.address if clause else "",
            slug=clause.slug if clause else "",
            text=comment.text,
            channel=submission.channel,
            received_at=comment.received_at,
            receipt=submission.receipt,
            late=submission.late,
            withdrawn=submission.withdrawn_at is not None,
            off_topic=comment.off_topic,
            read=comment.read_at is not None,
        )
        for comment, submission, clause in rows
    }
    return tuple(found[one] for one in ids)
