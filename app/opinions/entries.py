"""Reading demands: light, without their words, for counting; and as comments, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.opinions.letters import copied
from app.opinions.origins import ADDED
from app.opinions.values import CommentView
from app.storage.models import Comment, Contact, Demand, Submission

_LOT = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Where one demand stands, without its words. ``copied``: its comment is a copy of a letter;
    ``is_copy``: so are its own words (not what the copy adds)."""

    demand_id: int
    comment_id: int
    clause_id: int | None
    sender_key: str
    opinion_id: int | None
    offered_to: int | None
    origin: str
    off_topic: bool
    read: bool
    received_at: datetime
    by_staff: bool
    later_at: datetime | None
    span: tuple[int, int] | None
    copied: bool
    is_copy: bool

    def stands(self, opinion_id: int) -> bool:
        """Whether the demand is in an opinion now, or offered to it."""
        return opinion_id in (self.opinion_id, self.offered_to)


def places(session: Session, *conditions: Any) -> list[Place]:
    """The demands of counted comments that meet the conditions, by time of receipt."""
    rows = session.execute(
        select(
            Demand.id,
            Comment.id,
            Comment.clause_id,
            Submission.sender_key,
            Demand.opinion_id,
            Demand.offered_to,
            Demand.origin,
            Comment.off_topic,
            Comment.read_at,
            Comment.received_at,
            Demand.placed_by,
            Comment.later_at,
            Demand.start,
            Demand.end,
            Comment.family,
            Demand.family,
        )
        .join(Comment, Comment.id == Demand.comment_id)
        .join(Submission, Submission.id == Comment.submission_id)
        .where(Comment.counted.is_(True), *conditions)
        .order_by(Comment.received_at, Comment.id, Demand.position)
    ).all()
    letters = _letters((row[1], row[2], row[14]) for row in rows)
    repeated = _letters((row[1], row[2], row[15]) for row in rows if row[6] in ADDED)
    found = []
    for row in rows:
        copied = (row[2], row[14]) in letters
        found.append(
            Place(
                *row[:8],
                row[8] is not None,
                row[9],
                row[10] == "staff",
                row[11],
                None if row[12] is None else (row[12], row[13]),
                copied,
                (row[2], row[15]) in repeated if row[6] in ADDED else copied,
            )
        )
    return found


def comments_where(session: Session, *conditions: Any) -> list[CommentView]:
    """Counted comments that meet the conditions, oldest first; a copy is one whose letter has
    another copy on the clause, be it among these or not."""
    entries = session.execute(_entries().where(*conditions)).all()
    # Named with their consultations, clauses are found in the index that holds all this.
    clauses = {comment.clause_id for comment, _, _, _ in entries}
    calls = {comment.consultation_id for comment, _, _, _ in entries}
    letters = {
        (row.clause_id, row.family)
        for row in session.execute(
            copied(Comment.consultation_id.in_(calls), Comment.clause_id.in_(clauses))
        )
    }
    repeated = _letters(
        (comment.id, comment.clause_id, demand.family)
        for comment, demand, _, _ in entries
        if demand.origin in ADDED
    )
    return [
        _view(
            entry,
            (entry[0].clause_id, entry[1].family) in repeated
            if entry[1].origin in ADDED
            else (entry[0].clause_id, entry[0].family) in letters,
        )
        for entry in entries
    ]


def comments_by_demand(
    session: Session, demands: Sequence[int], copies: Iterable[int] = ()
) -> dict[int, CommentView]:
    """Comments by their demand's id; ``copies``: the demands that are known to be copies."""
    known = set(copies)
    found: dict[int, CommentView] = {}
    for start in range(0, len(demands), _LOT):
        lot = demands[start : start + _LOT]
        for entry in session.execute(_entries().where(Demand.id.in_(lot))):
            found[entry[1].id] = _view(entry, entry[1].id in known)
    return found


def _letters(
    named: Iterable[tuple[int, int | None, int | None]],
) -> set[tuple[int | None, int | None]]:
    """Of comments, their clauses and letters: those letters, with their clause, that two comments
    or more are copies of."""
    count = Counter((clause, one) for _, clause, one in set(named) if one is not None)
    return {key for key, comments in count.items() if comments > 1}


def _entries() -> Select[Comment, Demand, Submission, Contact]:
    return (
        select(Comment, Demand, Submission, Contact)
        .join(Demand, Demand.comment_id == Comment.id)
        .join(Submission, Submission.id == Comment.submission_id)
        .outerjoin(Contact, Contact.submission_id == Submission.id)
        .where(Comment.counted.is_(True))
        .order_by(Comment.received_at, Comment.id, Demand.position)
    )


def _view(entry: Any, is_copy: bool) -> CommentView:
    comment, demand, submission, contact = entry
    return CommentView(
        id=comment.id,
        demand_id=demand.id,
        submission_id=submission.id,
        receipt=submission.receipt,
        opinion_id=demand.opinion_id,
        text=comment.text if demand.start is None else comment.text[demand.start : demand.end],
        kind=comment.kind,
        channel=submission.channel,
        received_at=comment.received_at,
        name=contact.name if contact else "",
        organisation=contact.organisation if contact else "",
        sender_key=submission.sender_key,
        family=_family(comment, demand),
        is_copy=is_copy,
        off_topic=comment.off_topic,
        placed_by=demand.placed_by,
        is_example=submission.is_example,
        signers=submission.signers,
        position=demand.position,
        start=demand.start,
        end=demand.end,
        origin=demand.origin,
        offered_to=demand.offered_to,
        read=comment.read_at is not None,
        kept_whole=comment.kept_whole,
        whole_text=comment.text,
    )


def _family(comment: Comment, demand: Demand) -> int | None:
    """The comment's letter; what a copy adds is told apart from all letters by its sign."""
    if demand.origin in ADDED:
        return None if demand.family is None else -demand.family
    return comment.family
