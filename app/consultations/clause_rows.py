"""The outline of a version as rows: written, and brought up to date while it is not public."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from app.consultations.naming import draft_slug, full_address, full_slug
from app.consultations.values import WHOLE_ADDRESS, WHOLE_KIND, WHOLE_SLUG
from app.core.outline.values import Clause
from app.storage.models import ClauseRow

TABLE = cast(Table, ClauseRow.__table__)
_LOT = 500
# Beyond all positions and all ids that a row may have.
_FAR = 1_000_000_000
Values = dict[str, Any]


def store(
    session: Session, version_id: int, clauses: Sequence[Clause], name: str = "", position: int = 0
) -> None:
    """Write the rows of a version. ``name``: of the draft, where the consultation has several;
    ``position``: its place among them."""
    made = rows(clauses, name, position)
    ids: dict[str, int] = {}
    insert_rows(session, version_id, made, ids)


def replace(
    session: Session, version_id: int, clauses: Sequence[Clause], name: str = "", position: int = 0
) -> None:
    """Make the rows those of another outline. Only for a version that was never public: nothing
    points at its rows. A row whose address stays keeps its id, and is written only if it changed."""
    found = session.execute(select(TABLE).where(TABLE.c.version_id == version_id))
    old: dict[str, Values] = {row.address: dict(row._mapping) for row in found}
    wanted = {row["address"]: row for row in rows(clauses, name, position)}
    gone = [row["id"] for address, row in old.items() if address not in wanted]
    ids = {address: row["id"] for address, row in old.items() if address in wanted}
    kept = {address: one for address, one in wanted.items() if address in old}
    differing = {address: _differing(old[address], one, old) for address, one in kept.items()}
    changed = [kept[address] for address, names in differing.items() if names - {"position"}]
    _make_room(session, [ids[one["address"]] for one in changed], gone)
    shifted: dict[int, list[int]] = {}
    for address, names in differing.items():
        if names == {"position"}:
            by = kept[address]["position"] - old[address]["position"]
            shifted.setdefault(by, []).append(ids[address])
    _shift(session, version_id, shifted)
    insert_rows(
        session, version_id, [one for one in wanted.values() if one["address"] not in old], ids
    )
    update_rows(session, changed, ids)


def rows(clauses: Sequence[Clause], name: str, position: int) -> list[Values]:
    """The values of a version's rows, without ids; ``parent`` is an address. First the row that
    stands for the whole of what is asked about, where there are several drafts one for each."""
    made: list[Values] = []
    if not position:
        made.append(_whole(WHOLE_ADDRESS, WHOLE_SLUG, WHOLE_ADDRESS))
    if name:
        made.append(_whole(full_address(name, WHOLE_ADDRESS), draft_slug(position), name))
    depths: dict[str | None, int] = {None: 0}
    for clause in clauses:
        depth = depths[clause.address] = depths[clause.parent] + 1
        made.append(_row(clause, depth, name, position))
    for place, one in enumerate(made):
        one["position"] = place
    return made


def _whole(address: str, slug: str, heading: str) -> Values:
    return {
        "parent": None,
        "depth": 0,
        "address": address,
        "slug": slug,
        "kind": WHOLE_KIND,
        "label": "",
        "heading": heading,
        "text": "",
        "commentable": True,
        "start": 0,
        "end": 0,
        "aliases": "",
    }


def _row(clause: Clause, depth: int, name: str, position: int) -> Values:
    return {
        "parent": full_address(name, clause.parent) if clause.parent else None,
        "depth": depth,
        "address": full_address(name, clause.address),
        "slug": full_slug(position, clause.slug),
        "kind": clause.kind,
        "label": clause.label,
        "heading": clause.heading,
        "text": clause.text,
        "commentable": clause.commentable,
        "start": clause.start,
        "end": clause.end,
        "aliases": "\n".join(clause.aliases),
    }


def _differing(before: Values, after: Values, old: Mapping[str, Values]) -> set[str]:
    """The names of the values that are not as they were."""
    above = old.get(after["parent"] or "")
    found = {name for name, value in after.items() if name != "parent" and before[name] != value}
    return found if before["parent_id"] == (above["id"] if above else None) else {*found, "parent"}


def _shift(session: Session, version_id: int, shifted: Mapping[int, Sequence[int]]) -> None:
    """Rows of which only the position changes, ``shifted`` by how much: all are moved far away,
    then all to their places, since no two may have the same at any time."""
    position = TABLE.c.position
    for by, ids in shifted.items():
        for lot in _lots(ids):
            session.execute(
                update(TABLE).where(TABLE.c.id.in_(lot)).values(position=-(position + by) - _FAR)
            )
    session.execute(
        update(TABLE)
        .where(TABLE.c.version_id == version_id, position <= -_FAR)
        .values(position=-position - _FAR)
    )


def _make_room(session: Session, changed: Sequence[int], gone: Sequence[int]) -> None:
    """Delete rows, and move those that change out of the way of each other."""
    for lot in _lots([*changed, *gone]):
        session.execute(
            update(ClauseRow)
            .where(ClauseRow.id.in_(lot))
            .values(parent_id=None, position=-ClauseRow.id, slug="~" + ClauseRow.slug)
            .execution_options(synchronize_session=False)
        )
    for lot in _lots(gone):
        session.execute(delete(ClauseRow).where(ClauseRow.id.in_(lot)))


def insert_rows(
    session: Session, version_id: int, made: Iterable[Values], ids: dict[str, int]
) -> None:
    """New rows, a level at a time: parents have their ids by then. ``ids`` by address grows."""
    levels: dict[int, list[Values]] = {}
    for one in made:
        levels.setdefault(one["depth"], []).append(one)
    for depth in sorted(levels):
        found = session.execute(
            insert(TABLE).returning(TABLE.c.address, TABLE.c.id),
            [{"version_id": version_id, **_with_parent(one, ids)} for one in levels[depth]],
        )
        ids.update({row.address: row.id for row in found})


def update_rows(session: Session, changed: Sequence[Values], ids: Mapping[str, int]) -> None:
    """Write rows that are there anew; ``ids`` by address has theirs and those of their parents."""
    if not changed:
        return
    columns: Values = {name: bindparam(f"new_{name}") for name in _with_parent(changed[0], ids)}
    session.execute(
        update(TABLE).where(TABLE.c.id == bindparam("own_id")).values(columns),
        [
            {
                "own_id": ids[one["address"]],
                **{f"new_{name}": value for name, value in _with_parent(one, ids).items()},
            }
            for one in changed
        ],
    )


def _with_parent(one: Values, ids: Mapping[str, int]) -> Values:
    made = {name: value for name, value in one.items() if name != "parent"}
    return {**made, "parent_id": ids[one["parent"]] if one["parent"] else None}


def _lots(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + _LOT] for start in range(0, len(ids), _LOT))
