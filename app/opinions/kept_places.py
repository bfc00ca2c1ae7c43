"""The demands of the clauses worked on last, kept at hand: of each the few that changed are read.

What may change of a demand is read of all of them, plainly, and held against what was read before;
everything else, and making a ``Place``, is done for those that differ only.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Integer, String, select, type_coerce
from sqlalchemy.orm import Session

from app.opinions.entries import Place, places
from app.opinions.origins import ADDED
from app.storage.models import Comment, Demand

KEPT = 16
_LOT = 500
# Where one in so many differs, all are read as if none were known.
_MOST_CHANGED = 10
# As the driver gives them: only held against each other, never shown.
_CHANGING = (
    Demand.comment_id,
    Demand.position,
    Demand.origin,
    Demand.family,
    Comment.family,
    Demand.opinion_id,
    Demand.offered_to,
    Demand.placed_by,
    Demand.start,
    Demand.end,
    type_coerce(Comment.off_topic, Integer),
    type_coerce(Comment.read_at, String),
    type_coerce(Comment.later_at, String),
)
_COMMENT, _POSITION, _ORIGIN, _FAMILY, _LETTER, _OPINION = range(6)
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    """``rows``: what was read of each demand; ``order``: the places by time of receipt."""

    rows: Mapping[int, Row]
    order: tuple[Place, ...]


class KeptPlaces:
    """For many threads: what one has read is never changed, only replaced."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int], _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, session: Session, clause_id: int) -> tuple[Place, ...]:
        """The demands of a clause's counted comments as they stand: what ``places`` says."""
        key = (str(session.get_bind().engine.url), clause_id)
        with self._lock:
            before = self._kept.get(key)
        found = _read(session, clause_id, before or _Kept({}, ()))
        with self._lock:
            self._kept[key] = found
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found.order


def _read(session: Session, clause_id: int, before: _Kept) -> _Kept:
    asked = (
        select(Demand.id, *_CHANGING)
        .join(Comment, Comment.id == Demand.comment_id)
        .where(Comment.clause_id == clause_id, Comment.counted.is_(True))
    )
    rows = {row[0]: tuple(row[1:]) for row in session.connection().execute(asked).all()}
    changed = {one for one, row in rows.items() if before.rows.get(one) != row}
    if not changed and len(rows) == len(before.rows):
        return before
    found = _places(session, clause_id, changed, many=len(changed) * _MOST_CHANGED >= len(rows))
    if rows.keys() == before.rows.keys() and all(
        rows[one][:_OPINION] == before.rows[one][:_OPINION] for one in changed
    ):
        return _Kept(rows, tuple(_instead(found, p) for p in before.order))
    found = {p.demand_id: p for p in before.order if p.demand_id in rows} | found
    return _Kept(rows, _ordered(found, rows))


def _places(
    session: Session, clause_id: int, changed: Collection[int], *, many: bool
) -> dict[int, Place]:
    if many:
        every = places(session, Comment.clause_id == clause_id)
        return {p.demand_id: p for p in every if p.demand_id in changed}
    ids = sorted(changed)
    return {
        p.demand_id: p
        for start in range(0, len(ids), _LOT)
        for p in places(session, Demand.id.in_(ids[start : start + _LOT]))
        if p.clause_id == clause_id
    }


def _instead(found: Mapping[int, Place], place: Place) -> Place:
    """The place as it is now, in a clause whose copies are the same as before."""
    now = found.get(place.demand_id)
    return place if now is None else replace(now, copied=place.copied, is_copy=place.is_copy)


def _ordered(found: Mapping[int, Place], rows: Mapping[int, Row]) -> tuple[Place, ...]:
    """The places in order, each with whether it is a copy: that depends on the others."""
    letters = _repeated((row[_COMMENT], row[_LETTER]) for row in rows.values())
    repeated = _repeated(
        (row[_COMMENT], row[_FAMILY]) for row in rows.values() if row[_ORIGIN] in ADDED
    )
    marked = [_marked(found[one], row, letters, repeated) for one, row in rows.items()]
    marked.sort(key=lambda p: (p.received_at, p.comment_id, rows[p.demand_id][_POSITION]))
    return tuple(marked)


def _marked(place: Place, row: Row, letters: Collection[int], repeated: Collection[int]) -> Place:
    copied = row[_LETTER] in letters
    is_copy = row[_FAMILY] in repeated if row[_ORIGIN] in ADDED else copied
    if (place.copied, place.is_copy) == (copied, is_copy):
        return place
    return replace(place, copied=copied, is_copy=is_copy)


def _repeated(named: Iterable[tuple[int, int | None]]) -> set[int]:
    """Of comments and their letters: the letters that two comments or more are copies of."""
    count = Counter(one for _, one in set(named) if one is not None)
    return {one for one, comments in count.items() if comments > 1}
