"""What was made of a mail: its passages, each with the clause it was tied to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.storage.models import ClauseRow, Comment


@dataclass(frozen=True, slots=True)
class Passage:
    """A comment of a submission. ``start`` and ``end``: offsets in characters of the mail's body
    (None: it stands in an attachment). Empty ``address``: it waits for its clause."""

    comment_id: int
    text: str
    start: int | None
    end: int | None
    address: str
    slug: str
    label: str
    heading: str
    tied_by: str | None
    off_topic: bool


def passages(session: Session, submission_id: int) -> tuple[Passage, ...]:
    """The passages of a submission, in the order they stood in it."""
    rows = session.execute(
        select(
            Comment.id,
            Comment.text,
            Comment.tie_start,
            Comment.tie_end,
            Comment.clause_address,
            ClauseRow.slug,
            ClauseRow.label,
            ClauseRow.heading,
            Comment.tied_by,
            Comment.off_topic,
        )
        .outerjoin(ClauseRow, ClauseRow.id == Comment.clause_id)
        .where(Comment.submission_id == submission_id)
        .order_by(Comment.position)
    )
    return tuple(
        Passage(number, text, start, end, address, slug or "", label or "", heading or "", by, off)
        for number, text, start, end, address, slug, label, heading, by, off in rows
    )
