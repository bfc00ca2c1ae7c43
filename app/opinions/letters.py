"""Of which letter each comment is a copy.

Whole comments are held against each other, as they were received: what staff split, what a copy
adds, what is decided or off the topic changes nothing, so that copies stay counted as copies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session, aliased

from app.core.clustering.families import families
from app.opinions.snapshot import Snapshot
from app.storage.models import Comment

# Of so many comments all are held against each other whenever one came or left: that takes less
# than a tenth of a second. Of more the index of newcomers is asked, and the next run has the last
# word where copies were rewritten.
FEW = 2_000


@dataclass(frozen=True, slots=True)
class Standing:
    """The counted comments on a clause: their texts, and the letters as they are written down."""

    texts: Mapping[int, str]
    written: Mapping[int, int | None]


def standing(session: Session, clause_id: int) -> Standing:
    """All counted comments on a clause."""
    rows = session.execute(
        select(Comment.id, Comment.text, Comment.family).where(
            Comment.clause_id == clause_id, Comment.counted.is_(True)
        )
    ).all()
    return Standing({row.id: row.text for row in rows}, {row.id: row.family for row in rows})


def due(session: Session, clause_id: int) -> bool:
    """Whether the letters of a clause are to be looked for among all its comments: it has few, or
    one whose letter nobody looked for (staff placed it first, or said that it is off the topic), or
    whose letter is that of a comment which is gone."""
    here = (Comment.clause_id == clause_id, Comment.counted.is_(True))
    if (session.scalar(select(func.count()).select_from(Comment).where(*here)) or 0) <= FEW:
        return True
    named = aliased(Comment)
    one = (
        select(Comment.id)
        .outerjoin(
            named,
            (named.id == Comment.family) & (named.clause_id == clause_id) & named.counted.is_(True),
        )
        .where(*here, named.id.is_(None))
        .limit(1)
    )
    return session.scalar(one) is not None


def differs(found: Standing, known: Mapping[int, int] | None = None) -> dict[int, int]:
    """Those comments whose letter is not the one written down, with the right one: the same
    whatever was split or undone before. May take seconds, holds no lock. ``known``: the letters of
    a run that looked at these comments as they are."""
    right = known if known is not None and known.keys() == found.texts.keys() else None
    right = families(found.texts) if right is None else right
    return {one: to for one, to in right.items() if found.written[one] != to}


def of_run(taken: Snapshot, made: Mapping[int, int]) -> dict[int, int] | None:
    """The letters that a run found, by its families of demands; None if it did not look at whole
    comments only."""
    if taken.origins or taken.offered:
        return None
    comment = {span[0]: span[1] for span in taken.spans}
    return {comment[one]: comment[to] for one, to in made.items()}


def write(session: Session, clause_id: int, wanted: Mapping[int, int], *, now: datetime) -> None:
    """Write letters of comments down, if they are still on the clause and count (``now``, which the
    writer hands to all work, is not needed)."""
    del now
    rows = [{"id": one, "family": to} for one, to in _still_there(session, clause_id, wanted)]
    if rows:
        session.execute(update(Comment), rows)


def copied(*conditions: object) -> Select[int | None, int | None, int]:
    """The letters with two comments or more: clause, letter, how many counted comments."""
    return (
        select(Comment.clause_id, Comment.family, func.count().label("comments"))
        .where(Comment.counted.is_(True), Comment.family.is_not(None), *conditions)  # type: ignore[arg-type]
        .group_by(Comment.clause_id, Comment.family)
        .having(func.count() > 1)
    )


def _still_there(
    session: Session, clause_id: int, wanted: Mapping[int, int]
) -> Iterable[tuple[int, int]]:
    ids = list(wanted)
    for start in range(0, len(ids), 500):
        for one in session.scalars(
            select(Comment.id).where(
                Comment.id.in_(ids[start : start + 500]),
                Comment.clause_id == clause_id,
                Comment.counted.is_(True),
            )
        ):
            yield one, wanted[one]
