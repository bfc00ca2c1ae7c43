"""What an intake must know of parcels before it stores them: rounds, clauses, what came before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from app.comments.placing import clause_text
from app.comments.values import Parcel, Receipt
from app.storage.models import ClauseRow, Comment, Round, RoundVersion, Submission


def _many(name: str) -> Any:
    return bindparam(name, expanding=True)


def _known(column: Any) -> Any:
    """Submissions that came before, by a key, with how many comments each has."""
    return (
        select(
            column,
            Submission.id,
            Submission.receipt,
            Submission.received_at,
            Submission.late,
            func.count(Comment.id),
        )
        .outerjoin(Comment, Comment.submission_id == Submission.id)
        .where(column.in_(_many("keys")))
        .group_by(Submission.id)
    )


# Built once: putting a statement together costs as much as running it.
_ROUNDS = (
    select(Round.consultation_id, Round.id, Round.opens_at, Round.deadline)
    .where(Round.consultation_id.in_(_many("ids")))
    .order_by(Round.number)
    # Taken by each submission in any case: now, so that no draft is corrected between what is read
    # of its clauses and what is written to them.
    .with_for_update(read=True, key_share=True)
)
_CLAUSES = (
    select(
        Round.consultation_id,
        ClauseRow.id,
        ClauseRow.version_id,
        ClauseRow.address,
        ClauseRow.heading,
        ClauseRow.text,
        ClauseRow.commentable,
    )
    .join(RoundVersion, RoundVersion.version_id == ClauseRow.version_id)
    .join(Round, Round.id == RoundVersion.round_id)
    .where(ClauseRow.id.in_(_many("ids")))
)
_BY_FORM, _BY_MESSAGE = _known(Submission.form_key), _known(Submission.message_id)
# A consultation and a clause of it; a door's name for a parcel, and its key there.
ClauseKey = tuple[int, int]
SameKey = tuple[str, object]


@dataclass(frozen=True, slots=True)
class KnownClause:
    """A clause that takes comments, or not; ``text`` as it is kept beside them."""

    version_id: int
    address: str
    text: str
    commentable: bool


@dataclass(frozen=True, slots=True)
class KnownRound:
    """The newest round of a consultation."""

    id: int
    opens_at: datetime
    deadline: datetime


def known_by(parcel: Parcel) -> list[SameKey]:
    """By what a parcel is known again; the first is what it is stored under."""
    if parcel.message_id is not None:
        return [("message", parcel.message_id)]
    return [("form", key) for key in (parcel.form_key, parcel.earlier_form_key) if key]


def rounds_of(session: Session, ids: set[int]) -> dict[int, KnownRound]:
    """The newest round of each consultation."""
    rows = session.connection().execute(_ROUNDS, {"ids": list(ids)})
    return {row[0]: KnownRound(row[1], row[2], row[3]) for row in rows}


def clauses_of(session: Session, parcels: Sequence[Parcel]) -> dict[ClauseKey, KnownClause]:
    """The clauses that parcels speak about, in the drafts of the consultations' rounds."""
    ids = {part.clause_id for parcel in parcels for part in parcel.parts if part.clause_id}
    if not ids:
        return {}
    rows = session.connection().execute(_CLAUSES, {"ids": list(ids)})
    return {
        (consultation, clause): KnownClause(
            version, address, clause_text(heading, text), commentable
        )
        for consultation, clause, version, address, heading, text, commentable in rows
    }


def came_before(session: Session, parcels: Sequence[Parcel]) -> dict[SameKey, Receipt]:
    """The receipts of parcels that were taken in before."""
    found: dict[SameKey, Receipt] = {}
    keys = [key for parcel in parcels for key in known_by(parcel)]
    forms = [key for name, key in keys if name == "form"]
    messages = [key for name, key in keys if name == "message"]
    for name, statement, wanted in (
        ("form", _BY_FORM, forms),
        ("message", _BY_MESSAGE, messages),
    ):
        if not wanted:
            continue
        rows = session.connection().execute(statement, {"keys": wanted})
        for key, number, receipt, received_at, late, comments in rows:
            found[name, key] = Receipt(number, receipt, received_at, late, comments, again=True)
    return found
