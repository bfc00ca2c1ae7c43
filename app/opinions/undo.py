"""Undoing staff's deeds: each row goes back to how it stood, if nobody touched it since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from app import audit
from app.opinions.rows import lock
from app.opinions.trail import TABLES, consultation_of, revision_of
from app.opinions.values import BadEdit
from app.storage.models import (
    ClauseMark,
    Comment,
    Decision,
    Demand,
    GroupingEdit,
    Opinion,
    StaffEdit,
)

Rows = Mapping[str, dict[str, Any] | None]
_LOT = 500


@dataclass(frozen=True, slots=True)
class Undone:
    """What was undone; ``comment``: the one that the deed was about, if it was about one."""

    action: str
    comment: int | None


def undo_last(session: Session, clause_id: int, actor: int | None, *, now: datetime) -> Undone:
    """Undo the actor's newest deed on a clause that stands. Raises BadEdit."""
    edit_id = session.scalar(
        select(func.max(StaffEdit.id)).where(
            StaffEdit.clause_id == clause_id,
            StaffEdit.made_by == actor if actor is not None else StaffEdit.made_by.is_(None),
            StaffEdit.undone_at.is_(None),
        )
    )
    if edit_id is None:
        raise BadEdit("nothing-to-undo")
    return undo(session, edit_id, actor, now=now)


def undo(
    session: Session,
    edit_id: int,
    actor: int | None,
    clause_id: int | None = None,
    *,
    now: datetime,
) -> Undone:
    """Undo one deed (of this clause). Raises BadEdit (``changed-since``: a later deed touched it)."""
    edit = session.get(StaffEdit, edit_id, with_for_update=True)
    if edit is None or edit.undone_at is not None or clause_id not in (None, edit.clause_id):
        raise BadEdit("nothing-to-undo")
    # No deed may come between the look at later ones and the rows that are put back.
    lock(session, edit.clause_id)
    _untouched_since(session, edit)
    _still_here(session, edit)
    session.flush()
    _restore(session, edit.before)
    session.expire_all()
    edit.undone_at = now
    _renew(session, edit)
    session.add(ClauseMark(clause_id=edit.clause_id, marked_at=now))
    audit.note(
        session,
        now=now,
        actor=actor,
        action="deed-undone",
        subject="clause",
        subject_id=edit.clause_id,
        consultation=consultation_of(session, edit.clause_id),
        values={"edit": edit_id, "action": edit.action},
    )
    comments = list(edit.before.get("comments", {}))
    return Undone(edit.action, int(comments[0]) if len(comments) == 1 else None)


def _untouched_since(session: Session, edit: StaffEdit) -> None:
    later = session.scalars(
        select(StaffEdit.before).where(
            StaffEdit.clause_id == edit.clause_id,
            StaffEdit.id > edit.id,
            StaffEdit.undone_at.is_(None),
        )
    )
    for before in later:
        for table, rows in edit.before.items():
            if not rows.keys().isdisjoint(before.get(table, {})):
                raise BadEdit("changed-since")


def _still_here(session: Session, edit: StaffEdit) -> None:
    """A comment that was tied to another clause since is no longer this clause's to undo."""
    ids = [int(key) for key in edit.before.get("demands", {})]
    for start in range(0, len(ids), _LOT):
        elsewhere = session.scalar(
            select(Demand.id)
            .join(Comment, Comment.id == Demand.comment_id)
            .where(
                Demand.id.in_(ids[start : start + _LOT]),
                or_(Comment.clause_id.is_(None), Comment.clause_id != edit.clause_id),
            )
            .limit(1)
        )
        if elsewhere is not None:
            raise BadEdit("changed-since")


def _restore(session: Session, before: Mapping[str, Rows]) -> None:
    made = {
        table: [int(k) for k, row in rows.items() if row is None] for table, rows in before.items()
    }
    for table in reversed(list(TABLES)):
        _take_away(session, table, made.get(table, []))
    for table in TABLES:
        for key, row in before.get(table, {}).items():
            if row is not None:
                _put_back(session, table, int(key), row)
    _loosen(session, [int(key) for key, row in before.get("demands", {}).items() if row])


def _renew(session: Session, edit: StaffEdit) -> None:
    """A decision that stands again has a revision that no form was made with."""
    again = [int(key) for key, row in edit.before.get("decisions", {}).items() if row]
    session.flush()
    fresh = revision_of(session, edit.clause_id)
    for row in session.scalars(select(Decision).where(Decision.id.in_(again))):
        row.revision = max(fresh, row.revision + 1)


def _take_away(session: Session, table: str, ids: list[int]) -> None:
    model, _ = TABLES[table]
    for start in range(0, len(ids), _LOT):
        lot = ids[start : start + _LOT]
        if table == "opinions":
            # An opinion keeps its row: its id is never given to another.
            session.execute(
                update(Demand)
                .where(Demand.opinion_id.in_(lot))
                .values(opinion_id=None, placed_by=None)
            )
            session.execute(delete(GroupingEdit).where(GroupingEdit.opinion_id.in_(lot)))
            session.execute(update(Opinion).where(Opinion.id.in_(lot)).values(state="empty"))
            continue
        if table == "demands":
            either = or_(GroupingEdit.demand_a.in_(lot), GroupingEdit.demand_b.in_(lot))
            session.execute(delete(GroupingEdit).where(either))
        session.execute(delete(model).where(model.id.in_(lot)))


def _put_back(session: Session, table: str, row_id: int, row: Mapping[str, Any]) -> None:
    model, _ = TABLES[table]
    values = {
        name: datetime.fromisoformat(value) if name.endswith("_at") and value else value
        for name, value in row.items()
    }
    there = session.scalar(select(model.id).where(model.id == row_id))
    if there is None:
        session.execute(insert(model).values(id=row_id, **values))
    else:
        session.execute(update(model).where(model.id == row_id).values(**values))


def _loosen(session: Session, demands: list[int]) -> None:
    """A demand whose old opinion is gone by now is placed by the next run."""
    gone = select(Opinion.id).where(Opinion.state != "live")
    for start in range(0, len(demands), _LOT):
        session.execute(
            update(Demand)
            .where(Demand.id.in_(demands[start : start + _LOT]), Demand.opinion_id.in_(gone))
            .values(opinion_id=None, placed_by=None)
            .execution_options(synchronize_session=False)
        )
