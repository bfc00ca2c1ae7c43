"""One deed of staff: what it touched is kept before it is done, so that it can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import audit
from app.opinions.rows import lock
from app.storage.models import (
    ClauseMark,
    ClauseRow,
    Comment,
    Decision,
    Demand,
    Document,
    DraftVersion,
    GroupingEdit,
    Opinion,
    StaffEdit,
)

# What can be undone of each table; in the order in which rows may point to each other.
TABLES: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "opinions": (
        Opinion,
        (
            "state",
            "merged_into_id",
            "name",
            "confirmed_at",
            "confirmed_by",
            "label",
            "representative_demand",
        ),
    ),
    "comments": (Comment, ("off_topic", "read_at", "read_by", "later_at", "kept_whole")),
    "demands": (
        Demand,
        (
            "comment_id",
            "clause_id",
            "position",
            "start",
            "end",
            "family",
            "opinion_id",
            "placed_by",
            "offered_to",
            "origin",
        ),
    ),
    "laws": (
        GroupingEdit,
        ("clause_id", "kind", "demand_a", "demand_b", "opinion_id", "made_by", "made_at"),
    ),
    "decisions": (
        Decision,
        (
            "opinion_id",
            "comment_id",
            "outcome",
            "reason",
            "decided_by",
            "decided_at",
            "revision",
        ),
    ),
}
_LOT = 500


class Deed:
    """Collects what a deed touches: ``keep`` before the change, ``done`` after it."""

    def __init__(
        self, session: Session, clause_id: int, action: str, actor: int | None, now: datetime
    ) -> None:
        self._session = session
        self._clause_id = clause_id
        self._action = action
        self._actor = actor
        self._now = now
        self._before: dict[str, dict[str, dict[str, Any] | None]] = {}
        lock(session, clause_id)

    @property
    def revision(self) -> int:
        """A number that no deed before on this clause had, and that no undoing brings back."""
        return revision_of(self._session, self._clause_id)

    def keep(self, table: str, ids: Iterable[int]) -> None:
        """Note how rows stand before they are changed (what was noted first stays)."""
        model, columns = TABLES[table]
        kept = self._before.setdefault(table, {})
        wanted = [one for one in dict.fromkeys(ids) if str(one) not in kept]
        for start in range(0, len(wanted), _LOT):
            fields = [getattr(model, name) for name in ("id", *columns)]
            lot = wanted[start : start + _LOT]
            for row in self._session.execute(select(*fields).where(model.id.in_(lot))):
                values = dict(zip(columns, row[1:], strict=True))
                kept[str(row[0])] = {name: _plain(value) for name, value in values.items()}

    def made(self, table: str, ids: Iterable[int]) -> None:
        """Note rows that this deed made."""
        kept = self._before.setdefault(table, {})
        for one in ids:
            kept.setdefault(str(one), None)

    def done(
        self,
        words: str = "",
        *,
        subject: str = "clause",
        subject_id: int | None = None,
        values: Mapping[str, Any] | None = None,
        regroup: bool = True,
    ) -> int:
        """Write the deed and its entry in the audit trail; its id."""
        row = StaffEdit(
            clause_id=self._clause_id,
            action=self._action,
            words=words[:200],
            made_by=self._actor,
            made_at=self._now,
            before=self._before,
        )
        self._session.add(row)
        if regroup:
            self._session.add(ClauseMark(clause_id=self._clause_id, marked_at=self._now))
        audit.note(
            self._session,
            now=self._now,
            actor=self._actor,
            action=self._action,
            subject=subject,
            subject_id=subject_id if subject_id is not None else self._clause_id,
            consultation=consultation_of(self._session, self._clause_id),
            values=values,
        )
        self._session.flush()
        return row.id


def consultation_of(session: Session, clause_id: int) -> int | None:
    """The consultation a clause belongs to."""
    return session.scalar(
        select(Document.consultation_id)
        .join(DraftVersion, DraftVersion.document_id == Document.id)
        .join(ClauseRow, ClauseRow.version_id == DraftVersion.id)
        .where(ClauseRow.id == clause_id)
    )


def revision_of(session: Session, clause_id: int) -> int:
    """Grows with every deed on a clause and with every one that is undone. Ask inside the deed's
    lock."""
    last, undone = session.execute(
        select(func.max(StaffEdit.id), func.count(StaffEdit.undone_at)).where(
            StaffEdit.clause_id == clause_id
        )
    ).one()
    return (last or 0) + undone + 1


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
