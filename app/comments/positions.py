"""Letters that say there is no objection, and letters that many signed: staff's word about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import audit
from app.comments.values import NO_OBJECTION
from app.storage.models import Comment, Demand, Submission

MOST_SIGNERS = 1_000_000


class BadPosition(Exception):
    """Codes: no-such-submission, not-a-number, says-something."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Standing:
    """How a submission stands. ``signers``: staff's number; ``signers_read``: the machine's."""

    submission_id: int
    consultation_id: int
    no_objection: bool
    signers: int | None
    signers_read: int | None


@dataclass(frozen=True, slots=True)
class Apart:
    """What stands beside the comments, of counted submissions: ``no_objection``: how many senders
    said there is none; ``joint``: letters that staff says many signed, ``signers``: how many in all.
    """

    no_objection: int = 0
    joint: int = 0
    signers: int = 0


def standing(session: Session, submission_id: int) -> Standing | None:
    """How a submission stands; None if there is none."""
    row = session.get(Submission, submission_id)
    if row is None:
        return None
    return Standing(
        row.id, row.consultation_id, row.position == NO_OBJECTION, row.signers, row.signers_read
    )


def apart(session: Session, consultation_id: int) -> Apart:
    """The figures beside the comments of a consultation."""
    own = (Submission.consultation_id == consultation_id, Submission.counted.is_(True))
    silent = session.scalar(
        select(func.count(func.distinct(Submission.sender_key))).where(
            *own, Submission.position == NO_OBJECTION
        )
    )
    joint = list(session.scalars(select(Submission.signers).where(*own, Submission.signers > 1)))
    return Apart(silent or 0, len(joint), sum(number or 0 for number in joint))


def set_signers(
    session: Session, submission_id: int, signers: int, actor: int | None, *, now: datetime
) -> None:
    """Say how many signed a letter (1: one person). What the machine read stays. Raises
    BadPosition: no-such-submission, not-a-number."""
    row = _row(session, submission_id)
    if not 1 <= signers <= MOST_SIGNERS:
        raise BadPosition("not-a-number")
    before, row.signers = row.signers, signers
    audit.note_about(session, row, "signers-set", actor, now, before=before, after=signers)


def make_comment(
    session: Session, submission_id: int, text: str, actor: int | None, *, now: datetime
) -> int:
    """Say that a submission recorded as 无意见 says something after all: its words become a comment
    that waits for its clause; its id. Raises BadPosition: no-such-submission, says-something."""
    row = _row(session, submission_id)
    if row.position != NO_OBJECTION or not text.strip():
        raise BadPosition("says-something")
    row.position = None
    comment = Comment(
        submission_id=row.id,
        position=0,
        consultation_id=row.consultation_id,
        round_id=row.round_id,
        text=text,
        counted=row.counted,
        received_at=row.received_at,
    )
    session.add(comment)
    session.flush()
    session.add(Demand(comment_id=comment.id, position=0))
    audit.note_about(session, row, "no-objection-undone", actor, now, comment=comment.id)
    return comment.id


def _row(session: Session, submission_id: int) -> Submission:
    row = session.get(Submission, submission_id, with_for_update=True)
    if row is None:
        raise BadPosition("no-such-submission")
    return row
