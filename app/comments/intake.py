"""The one door for all channels: a parcel is stored whole, in one transaction, or refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.comments.intake_known import (
    ClauseKey,
    KnownClause,
    KnownRound,
    came_before,
    clauses_of,
    known_by,
    rounds_of,
)
from app.comments.intake_rows import Taken, store
from app.comments.values import Parcel, Receipt, Refusal
from app.core import deadline
from app.storage.writer import plural


@plural
def take_in(session: Session, parcels: Sequence[Parcel], now: datetime) -> list[Receipt | Refusal]:
    """Take parcels in; a receipt or a refusal for each, in order.

    A parcel that is late (``received_at`` at or after the deadline, Asia/Shanghai) is stored and
    marked, not counted. A form that came before gives its first receipt again.
    """
    rounds = rounds_of(session, {parcel.consultation_id for parcel in parcels})
    clauses = clauses_of(session, parcels)
    before = came_before(session, parcels)
    answers: list[Receipt | Refusal] = []
    fresh: list[Taken] = []
    for parcel in parcels:
        keys = known_by(parcel)
        again = next((before[key] for key in keys if key in before), None)
        if again is not None:
            answers.append(again)
            continue
        round_ = rounds.get(parcel.consultation_id)
        refusal = _refusal(parcel, round_, clauses)
        if refusal is not None or round_ is None:
            answers.append(refusal or Refusal("no-consultation"))
            continue
        late = deadline.is_late(parcel.received_at, round_.deadline)
        receipt = Receipt(0, parcel.receipt, parcel.received_at, late, len(parcel.parts))
        for key in keys[:1]:
            before[key] = replace(receipt, again=True)
        fresh.append(Taken(parcel, round_, late))
        answers.append(receipt)
    ids = store(session, fresh, clauses, now) if fresh else []
    by_receipt = {one.parcel.receipt: number for one, number in zip(fresh, ids, strict=True)}
    return [_with_id(answer, by_receipt) for answer in answers]


def _refusal(
    parcel: Parcel, round_: KnownRound | None, clauses: Mapping[ClauseKey, KnownClause]
) -> Refusal | None:
    if round_ is None:
        return Refusal("no-consultation")
    # A form can wait for the opening; a mail that comes early is there, and is kept.
    if parcel.channel == "web" and parcel.received_at < round_.opens_at:
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


def _with_id(answer: Receipt | Refusal, ids: Mapping[str, int]) -> Receipt | Refusal:
    """What was stored just now learns its id; a form twice in one lot, that of the first."""
    if isinstance(answer, Refusal) or answer.submission_id:
        return answer
    return replace(answer, submission_id=ids[answer.receipt])
