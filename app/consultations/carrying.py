"""The rows of a published draft go on into its corrected version.

A clause's row is what comments, opinions and forms point at, so it goes on with its id; the version
that it leaves keeps a copy of it as it stood.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.consultations import clause_rows
from app.consultations.clause_rows import TABLE, Values
from app.consultations.values import WHOLE_KIND, Unpublishable
from app.core.outline.values import Clause
from app.storage.models import Comment, Demand

_LOT = 500


def carry(
    session: Session,
    versions: tuple[int, int],
    clauses: Sequence[Clause],
    origins: Mapping[str, str],
    name: str,
    position: int,
) -> None:
    """Move the rows of the first version into the second, whose outline is ``clauses``.

    ``origins``: the full address that each full address of the new outline had; what has none is
    new. Raises Unpublishable(clause-has-comments) if a clause with comments would be left behind.
    """
    before, after = versions
    found = session.execute(select(TABLE).where(TABLE.c.version_id == before)).all()
    old: dict[str, Values] = {row.address: dict(row._mapping) for row in found}
    wholes = {row["slug"]: address for address, row in old.items() if row["kind"] == WHOLE_KIND}
    wanted = clause_rows.rows(clauses, name, position)
    stays: dict[str, Values] = {}
    for one in wanted:
        whole = one["kind"] == WHOLE_KIND
        origin = wholes.get(one["slug"]) if whole else origins.get(one["address"])
        if origin in old:
            stays[one["address"]] = old[origin]
            one["commentable"] = old[origin]["commentable"]
    moving = {row["id"] for row in stays.values()}
    _refuse_loss(session, [row["id"] for row in old.values() if row["id"] not in moving])
    _move(session, sorted(moving), after)
    _copy(session, before, old, moving)
    ids = {address: row["id"] for address, row in stays.items()}
    clause_rows.insert_rows(
        session, after, [one for one in wanted if one["address"] not in ids], ids
    )
    clause_rows.update_rows(session, [one for one in wanted if one["address"] in stays], ids)


def _refuse_loss(session: Session, gone: Sequence[int]) -> None:
    for start in range(0, len(gone), _LOT):
        lot = gone[start : start + _LOT]
        comment = select(Comment.id).where(Comment.clause_id.in_(lot)).limit(1)
        demand = select(Demand.id).where(Demand.clause_id.in_(lot)).limit(1)
        if session.scalar(comment) is not None or session.scalar(demand) is not None:
            raise Unpublishable("clause-has-comments")


def _move(session: Session, moving: Sequence[int], after: int) -> None:
    """Into the new version, out of the way of each other until they get their new places."""
    for start in range(0, len(moving), _LOT):
        session.execute(
            update(TABLE)
            .where(TABLE.c.id.in_(moving[start : start + _LOT]))
            .values(
                version_id=after,
                parent_id=None,
                position=-TABLE.c.id,
                slug="~" + TABLE.c.slug,
                address="~" + TABLE.c.slug,
            )
        )


def _copy(session: Session, before: int, old: Mapping[str, Values], moved: set[int]) -> None:
    """What moved, as it stood, into the version that it left."""
    addresses = {row["id"]: address for address, row in old.items()}
    ids = {address: row["id"] for address, row in old.items() if row["id"] not in moved}
    copies = [_as_it_stood(row, addresses) for row in old.values() if row["id"] in moved]
    clause_rows.insert_rows(session, before, copies, ids)
    left = [row for row in old.values() if row["id"] not in moved and row["parent_id"] in moved]
    clause_rows.update_rows(session, [_as_it_stood(row, addresses) for row in left], ids)


def _as_it_stood(row: Mapping[str, Any], addresses: Mapping[int, str]) -> Values:
    own = {
        name: value for name, value in row.items() if name not in ("id", "version_id", "parent_id")
    }
    return {**own, "parent": addresses.get(row["parent_id"])}
