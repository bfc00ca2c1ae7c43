"""The one door for all channels: a parcel is stored whole, in one transaction, or refused.

Everything an intake leaves (submission, contact data, comments, demands, the acknowledgement in
the outbox, the marks of the touched clauses) is written by one statement a table for all that
wait: SQLAlchemy costs more a statement than the disk does a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, literal, select
from sqlalchemy.orm import Session

from app.comments.values import Parcel, Receipt, Refusal
from app.core import deadline
from app.storage.models import (
    ClauseMark,
    ClauseRow,
    Comment,
    Contact,
    Demand,
    OutboxMail,
    Round,
    RoundVersion,
    Submission,
)
from app.storage.writer import plural

_SUBMISSIONS, _COMMENTS, _DEMANDS, _CONTACTS, _OUTBOX, _MARKS = (
    cast(Table, model.__table__)
    for model in (Submission, Comment, Demand, Contact, OutboxMail, ClauseMark)
)


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
_IDS = select(Submission.receipt, Submission.id).where(Submission.receipt.in_(_many("receipts")))
# The whole comment is one demand until it is split.
_WHOLE_DEMANDS = _DEMANDS.insert().from_select(
    ["comment_id", "clause_id", "position"],
    select(Comment.id, Comment.clause_id, literal(0)).where(
        Comment.submission_id.in_(_many("ids"))
    ),
)


@dataclass(frozen=True, slots=True)
class _Clause:
    version_id: int
    address: str
    text: str
    commentable: bool


@dataclass(frozen=True, slots=True)
class _Round:
    id: int
    opens_at: datetime
    deadline: datetime


@plural
def take_in(session: Session, parcels: Sequence[Parcel], now: datetime) -> list[Receipt | Refusal]:
    """Take parcels in; a receipt or a refusal for each, in order.

    A parcel that is late (``received_at`` at or after the deadline, Asia/Shanghai) is stored and
    marked, not counted. A form that came before gives its first receipt again.
    """
    rounds = _rounds(session, {parcel.consultation_id for parcel in parcels})
    clauses = _clauses(session, parcels)
    before = _before(session, parcels)
    answers: list[Receipt | Refusal] = []
    fresh: list[tuple[int, Parcel, _Round]] = []
    for parcel in parcels:
        known = next((before[key] for key in _keys(parcel) if key in before), None)
        if known is not None:
            answers.append(known)
            continue
        taken = rounds.get(parcel.consultation_id)
        refusal = _refusal(parcel, taken, clauses)
        if refusal is not None or taken is None:
            answers.append(refusal or Refusal("no-consultation"))
            continue
        late = deadline.is_late(parcel.received_at, taken.deadline)
        receipt = Receipt(0, parcel.receipt, parcel.received_at, late, len(parcel.parts))
        for key in _keys(parcel)[:1]:
            before[key] = Receipt(
                0, parcel.receipt, parcel.received_at, late, len(parcel.parts), again=True
            )
        fresh.append((len(answers), parcel, taken))
        answers.append(receipt)
    if fresh:
        _store(session, fresh, answers, clauses, now)
    return _with_ids(answers)


def _keys(parcel: Parcel) -> list[tuple[str, object]]:
    """By what a parcel is known again; the first is what it is stored under."""
    if parcel.message_id is not None:
        return [("message", parcel.message_id)]
    return [("form", key) for key in (parcel.form_key, parcel.earlier_form_key) if key]


def _rounds(session: Session, ids: set[int]) -> dict[int, _Round]:
    """The newest round of each consultation."""
    rows = session.connection().execute(_ROUNDS, {"ids": list(ids)})
    return {row[0]: _Round(row[1], row[2], row[3]) for row in rows}


def _clauses(session: Session, parcels: Sequence[Parcel]) -> dict[tuple[int, int], _Clause]:
    ids = {part.clause_id for parcel in parcels for part in parcel.parts if part.clause_id}
    if not ids:
        return {}
    rows = session.connection().execute(_CLAUSES, {"ids": list(ids)})
    return {
        (consultation, clause): _Clause(version, address, _words(heading, text), commentable)
        for consultation, clause, version, address, heading, text, commentable in rows
    }


def _words(heading: str, text: str) -> str:
    return f"{heading}\n{text}" if heading and text else heading or text


def _before(session: Session, parcels: Sequence[Parcel]) -> dict[tuple[str, object], Receipt]:
    found: dict[tuple[str, object], Receipt] = {}
    keys = [key for parcel in parcels for key in _keys(parcel)]
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


def _refusal(
    parcel: Parcel, taken: _Round | None, clauses: dict[tuple[int, int], _Clause]
) -> Refusal | None:
    if taken is None:
        return Refusal("no-consultation")
    # A form can wait for the opening; a mail that comes early is there, and is kept.
    if parcel.channel == "web" and parcel.received_at < taken.opens_at:
        return Refusal("not-open-yet")
    if (not parcel.parts and not parcel.position) or any(
        not part.text.strip() for part in parcel.parts
    ):
        return Refusal("empty")
    for part in parcel.parts:
        if part.clause_id is None:
            continue
        clause = clauses.get((parcel.consultation_id, part.clause_id))
        if clause is None:
            return Refusal("no-such-clause")
        # A mail is never refused for its clause: what was received is kept and counted there.
        if not clause.commentable and part.tied_by == "form":
            return Refusal("clause-closed")
    return None


def _store(
    session: Session,
    fresh: list[tuple[int, Parcel, _Round]],
    answers: list[Receipt | Refusal],
    clauses: dict[tuple[int, int], _Clause],
    now: datetime,
) -> None:
    late = {
        place: answer.late for place, answer in enumerate(answers) if isinstance(answer, Receipt)
    }
    # Core, and a look for the ids afterwards: the ORM's bulk insert with RETURNING costs twice.
    connection = session.connection()
    rows = [_submission(parcel, taken, late[place]) for place, parcel, taken in fresh]
    connection.execute(_SUBMISSIONS.insert(), rows)
    made = connection.execute(_IDS, {"receipts": [row["receipt"] for row in rows]})
    by_receipt: dict[str, int] = {one[0]: one[1] for one in made}
    ids = [by_receipt[row["receipt"]] for row in rows]
    contacts: list[dict[str, Any]] = []
    comments: list[dict[str, Any]] = []
    outbox: list[dict[str, Any]] = []
    for submission_id, (place, parcel, taken) in zip(ids, fresh, strict=True):
        answer = answers[place]
        assert isinstance(answer, Receipt)
        answers[place] = Receipt(
            submission_id, answer.receipt, answer.received_at, answer.late, answer.comments
        )
        person = parcel.person
        if person.name or person.organisation or person.email or person.phone:
            contacts.append(_contact(submission_id, parcel))
        comments += _comments(submission_id, parcel, taken, not answer.late, clauses)
        if parcel.acknowledge:
            outbox.append(_acknowledgement(submission_id, parcel, now))
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


def _submission(parcel: Parcel, taken: _Round, late: bool) -> dict[str, Any]:
    return {
        "consultation_id": parcel.consultation_id,
        "round_id": taken.id,
        "channel": parcel.channel,
        "receipt": parcel.receipt,
        "form_key": parcel.form_key,
        "sender_key": parcel.sender_key,
        "received_at": parcel.received_at,
        "late": late,
        "counted": not late,
        "message_id": parcel.message_id,
        "is_example": parcel.is_example,
        "position": parcel.position,
        "signers_read": parcel.signers,
    }


def _contact(submission_id: int, parcel: Parcel) -> dict[str, Any]:
    person = parcel.person
    return {
        "submission_id": submission_id,
        "name": person.name,
        "organisation": person.organisation,
        "email": person.email,
        "phone": person.phone,
    }


def _comments(
    submission_id: int,
    parcel: Parcel,
    taken: _Round,
    counted: bool,
    clauses: dict[tuple[int, int], _Clause],
) -> list[dict[str, Any]]:
    rows = []
    for position, part in enumerate(parcel.parts):
        clause = clauses.get((parcel.consultation_id, part.clause_id or 0))
        rows.append(
            {
                "submission_id": submission_id,
                "position": position,
                "consultation_id": parcel.consultation_id,
                "round_id": taken.id,
                "version_id": clause.version_id if clause else None,
                "clause_id": part.clause_id,
                "clause_address": clause.address if clause else "",
                "clause_text": clause.text if clause else "",
                "kind": part.kind,
                "text": part.text,
                "counted": counted,
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


def _with_ids(answers: list[Receipt | Refusal]) -> list[Receipt | Refusal]:
    """A form twice in one lot: the second answer learns the id of the first."""
    ids = {
        answer.receipt: answer.submission_id
        for answer in answers
        if isinstance(answer, Receipt) and answer.submission_id
    }
    return [
        Receipt(
            ids[answer.receipt],
            answer.receipt,
            answer.received_at,
            answer.late,
            answer.comments,
            again=True,
        )
        if isinstance(answer, Receipt) and not answer.submission_id
        else answer
        for answer in answers
    ]
