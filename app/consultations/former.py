"""The numbers that clauses had before a published draft was corrected.

Who read the earlier text, or filled in a form of it, still names them so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from app.consultations.naming import full_address, split_address
from app.consultations.values import WHOLE_KIND, DocumentView
from app.core.outline.alignment import align
from app.core.outline.values import Clause, Kind
from app.storage.models import ClauseRow, DraftVersion

Former = tuple[tuple[str, str], ...]
"""An address of now, and an address that this clause had."""
MOST_KEPT = 50
# Of a published version nothing changes any more.
_kept: dict[tuple[str, int, int], Former] = {}


def former(
    session: Session, document: DocumentView, published_at: datetime | None, now: Sequence[Clause]
) -> Former:
    """What each clause of a draft was called in the versions that were public before this one.
    ``now``: its clauses; addresses are full ones, with the draft's name of now."""
    found: list[tuple[str, str]] = []
    if published_at is None or document.created_at <= published_at:
        # What this version took the place of was never public.
        return ()
    for version_id in _public_before(session, document, published_at):
        key = (str(session.get_bind().engine.url), version_id, document.version_id)
        if key not in _kept:
            if len(_kept) >= MOST_KEPT:
                _kept.clear()
            _kept[key] = _moved(session, version_id, now)
        found += _kept[key]
    return tuple(dict.fromkeys(found))


def as_clause(row: ClauseRow | Row[Any], addresses: Mapping[int, str]) -> Clause:
    """A row as the clause of an outline; ``addresses`` of the rows above it by their ids."""
    return Clause(
        address=row.address,
        slug=row.slug,
        kind=cast(Kind, row.kind),
        label=row.label,
        heading=row.heading,
        text=row.text,
        parent=addresses.get(row.parent_id or 0),
        commentable=row.commentable,
        start=row.start,
        end=row.end,
        aliases=tuple(row.aliases.split("\n")) if row.aliases else (),
    )


def _public_before(
    session: Session, document: DocumentView, published_at: datetime
) -> Sequence[int]:
    rows = session.execute(
        select(DraftVersion.id, DraftVersion.created_at)
        .where(
            DraftVersion.document_id == document.id,
            DraftVersion.id < document.version_id,
            select(ClauseRow.id).where(ClauseRow.version_id == DraftVersion.id).exists(),
        )
        .order_by(DraftVersion.number)
    ).all()
    first = [row.id for row in rows if row.created_at <= published_at][-1:]
    return [*first, *(row.id for row in rows if row.created_at > published_at)]


def _moved(session: Session, version_id: int, now: Sequence[Clause]) -> Former:
    table = ClauseRow.__table__
    rows = session.execute(
        select(table).where(table.c.version_id == version_id).order_by(table.c.position)
    ).all()
    addresses = {row.id: row.address for row in rows}
    old = [as_clause(row, addresses) for row in rows if row.kind != WHOLE_KIND]
    found = []
    for pair in align(old, now).pairs:
        name, here = split_address(now[pair.new].address)
        there = split_address(old[pair.old].address)[1]
        if here != there:
            found.append((now[pair.new].address, full_address(name, there)))
    return tuple(found)
