"""The audit trail as it is read: who did what to what, when; newest first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.storage.models import AuditEntry, ClauseRow, Comment, Opinion, Submission, User


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``actor``: the person's name, empty for the program and for citizens.

    ``clause`` and ``clause_slug``: the clause it touches; ``receipt``: the submission's; both empty
    where it touches none.
    """

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    subject_id: int | None
    values: dict[str, Any]
    clause: str = ""
    clause_slug: str = ""
    receipt: str = ""


def entries(
    session: Session,
    consultation_id: int | None,
    *,
    actions: Collection[str] = (),
    before: int = 0,
    limit: int = 100,
) -> list[Entry]:
    """The trail of one consultation (None: of the whole office), newest first.

    ``actions``: only these (empty: all); ``before``: the id of the last one of the page before.
    """
    found = _rows().order_by(AuditEntry.id.desc()).limit(limit)
    if consultation_id is not None:
        found = found.where(AuditEntry.consultation_id == consultation_id)
    if actions:
        found = found.where(AuditEntry.action.in_(actions))
    if before:
        found = found.where(AuditEntry.id < before)
    return _named(session, _read(session, found))


def of_subject(session: Session, subject: str, subject_id: int) -> list[Entry]:
    """What was done to one thing, oldest first; the newest 200."""
    found = _rows().where(AuditEntry.subject == subject, AuditEntry.subject_id == subject_id)
    return _read(session, found.order_by(AuditEntry.id.desc()).limit(200))[::-1]


def _rows() -> Select[*tuple[Any, ...]]:
    return select(AuditEntry, User.display_name, User.name).outerjoin(
        User, User.id == AuditEntry.actor_id
    )


def _read(session: Session, found: Select[*tuple[Any, ...]]) -> list[Entry]:
    return [
        Entry(
            row.id, row.at, shown or name or "", row.action, row.subject, row.subject_id,
            dict(row.values or {}),
        )
        for row, shown, name in session.execute(found)
    ]  # fmt: skip


def _named(session: Session, found: list[Entry]) -> list[Entry]:
    """With the clauses and receipts that they touch: one look a table."""
    clauses: dict[Any, int | None] = {one: one for one in _ids(found, "clause")}
    for model, subject in ((Comment, "comment"), (Opinion, "opinion")):
        rows = session.execute(
            select(model.id, model.clause_id).where(model.id.in_(_ids(found, subject)))
        )
        clauses |= {(subject, number): clause for number, clause in rows}
    wanted = {one for one in clauses.values() if one is not None}
    places = {
        number: (address, slug)
        for number, address, slug in session.execute(
            select(ClauseRow.id, ClauseRow.address, ClauseRow.slug).where(ClauseRow.id.in_(wanted))
        )
    }
    receipts = dict(
        session.execute(
            select(Submission.id, Submission.receipt).where(
                Submission.id.in_(_ids(found, "submission"))
            )
        ).all()
    )
    return [_with(one, clauses, places, receipts) for one in found]


def _with(
    one: Entry,
    clauses: dict[Any, int | None],
    places: dict[int, tuple[str, str]],
    receipts: dict[int, str],
) -> Entry:
    if one.subject == "submission":
        return replace(one, receipt=receipts.get(one.subject_id or 0, ""))
    key = one.subject_id if one.subject == "clause" else (one.subject, one.subject_id)
    address, slug = places.get(clauses.get(key) or 0, ("", ""))
    return replace(one, clause=address, clause_slug=slug)


def _ids(found: Iterable[Entry], subject: str) -> set[int]:
    return {one.subject_id for one in found if one.subject == subject and one.subject_id}
