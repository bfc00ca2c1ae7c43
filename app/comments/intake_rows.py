"""The rows that an intake leaves, by one statement a table for all parcels of a lot.

SQLAlchemy costs more a statement than the disk does a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, literal, select
from sqlalchemy.orm import Session

from app.comments.intake_known import ClauseKey, KnownClause, KnownRound
from app.comments.values import Parcel, Person
from app.storage.models import ClauseMark, Comment, Contact, Demand, OutboxMail, Submission

_SUBMISSIONS, _COMMENTS, _DEMANDS, _CONTACTS, _OUTBOX, _MARKS = (
    cast(Table, model.__table__)
    for model in (Submission, Comment, Demand, Contact, OutboxMail, ClauseMark)
)
_IDS = select(Submission.receipt, Submission.id).where(
    Submission.receipt.in_(bindparam("receipts", expanding=True))
)
# The whole comment is one demand until it is split.
_WHOLE_DEMANDS = _DEMANDS.insert().from_select(
    ["comment_id", "clause_id", "position"],
    select(Comment.id, Comment.clause_id, literal(0)).where(
        Comment.submission_id.in_(bindparam("ids", expanding=True))
    ),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """A parcel that is stored: in which round, late or not."""

    parcel: Parcel
    round: KnownRound
    late: bool


def store(
    session: Session,
    lot: Sequence[Taken],
    clauses: Mapping[ClauseKey, KnownClause],
    now: datetime,
) -> list[int]:
    """Write submissions, contact data, comments, demands, acknowledgements and the marks of the
    touched clauses; the ids of the submissions, in order."""
    # Core, and a look for the ids afterwards: the ORM's bulk insert with RETURNING costs twice.
    connection = session.connection()
    rows = [_submission(one) for one in lot]
    connection.execute(_SUBMISSIONS.insert(), rows)
    made = connection.execute(_IDS, {"receipts": [row["receipt"] for row in rows]})
    by_receipt: dict[str, int] = {one[0]: one[1] for one in made}
    ids = [by_receipt[row["receipt"]] for row in rows]
    contacts: list[dict[str, Any]] = []
    comments: list[dict[str, Any]] = []
    outbox: list[dict[str, Any]] = []
    for submission_id, one in zip(ids, lot, strict=True):
        person = one.parcel.person
        if person.name or person.organisation or person.email or person.phone:
            contacts.append(_contact(submission_id, person))
        comments += _comments(submission_id, one, clauses)
        if one.parcel.acknowledge:
            outbox.append(_acknowledgement(submission_id, one.parcel, now))
    if comments:
        connection.execute(_COMMENTS.insert(), comments)
    connection.execute(_WHOLE_DEMANDS, {"ids": ids})
    if contacts:
        connection.execute(_CONTACTS.insert(), contacts)
    if outbox:
        connection.execute(_OUTBOX.insert(), outbox)
    touched = sorted({row["clause_id"] for row in comments if row["clause_id"] and row["counted"]})
    if touched:
        connection.execute(
            _MARKS.insert(), [{"clause_id": clause, "marked_at": now} for clause in touched]
        )
    return ids


def _submission(one: Taken) -> dict[str, Any]:
    parcel = one.parcel
    return {
        "consultation_id": parcel.consultation_id,
        "round_id": one.round.id,
        "channel": parcel.channel,
        "receipt": parcel.receipt,
        "form_key": parcel.form_key,
        "sender_key": parcel.sender_key,
        "received_at": parcel.received_at,
        "late": one.late,
        "counted": not one.late,
        "message_id": parcel.message_id,
        "is_example": parcel.is_example,
        "position": parcel.position,
        "signers_read": parcel.signers,
    }


def _contact(submission_id: int, person: Person) -> dict[str, Any]:
    return {
        "submission_id": submission_id,
        "name": person.name,
        "organisation": person.organisation,
        "email": person.email,
        "phone": person.phone,
    }


def _comments(
    submission_id: int, one: Taken, clauses: Mapping[ClauseKey, KnownClause]
) -> list[dict[str, Any]]:
    parcel = one.parcel
    rows = []
    for position, part in enumerate(parcel.parts):
        clause = clauses.get((parcel.consultation_id, part.clause_id or 0))
        rows.append(
            {
                "submission_id": submission_id,
                "position": position,
                "consultation_id": parcel.consultation_id,
                "round_id": one.round.id,
                "version_id": clause.version_id if clause else None,
                "clause_id": part.clause_id,
                "clause_address": clause.address if clause else "",
                "clause_text": clause.text if clause else "",
                "kind": part.kind,
                "text": part.text,
                "counted": not one.late,
                "tied_by": part.tied_by if clause else None,
                "tie_reason": part.tie_reason,
                "tie_confidence": part.tie_confidence,
                "tie_start": part.tie_start,
                "tie_end": part.tie_end,
                "received_at": parcel.received_at,
            }
        )
    return rows


def _acknowledgement(submission_id: int, parcel: Parcel, now: datetime) -> dict[str, Any]:
    return {
        "submission_id": submission_id,
        "template": "acknowledgement",
        "recipient": parcel.person.email,
        "mail_id": parcel.ack_mail_id,
        "in_reply_to": parcel.in_reply_to,
        "values": {},
        "created_at": now,
    }
