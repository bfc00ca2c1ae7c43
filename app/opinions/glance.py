"""A look at a marked clause that does not grow with it: what is new, and whether a run is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.core.clustering.group import Item
from app.opinions.snapshot import (
    basis,
    decided_opinions,
    due,
    held,
    last_size,
    marks,
    merged_into,
    words_for,
)
from app.storage.models import ClauseMark, Comment, Demand, GroupingEdit, Opinion

# So many new demands are placed in one step.
MOST_FRESH = 2_000


@dataclass(frozen=True, slots=True)
class Glance:
    """``fresh``: demands in no opinion and offered to none; ``placed``: how many are in one;
    ``barred``: of these, the opinions that staff keep them from; ``bound``: the opinion that staff or
    the law put them in; ``letterless``: of fresh demands whose comment's letter is not known yet,
    the comment and all of its text."""

    clause_id: int
    last_mark: int
    basis: tuple[int, int]
    due: bool
    decided: frozenset[int]
    words: tuple[tuple[str, str], ...]
    fresh: tuple[Item, ...]
    placed: int
    barred: Mapping[int, frozenset[int]] = field(default_factory=dict)
    bound: Mapping[int, int] = field(default_factory=dict)
    letterless: Mapping[int, tuple[int, str]] = field(default_factory=dict)


def glance(session: Session, mark_id: int) -> Glance | None:
    """The clause of a mark as it stands; None if the mark is gone (done with another)."""
    clause_id = session.scalar(select(ClauseMark.clause_id).where(ClauseMark.id == mark_id))
    if clause_id is None:
        return None
    last_mark, whole = marks(session, clause_id)
    decided = decided_opinions(session, clause_id)
    merged = merged_into(session, clause_id)
    fresh, letterless = _fresh(session, clause_id, held(session, decided), merged)
    size, placed = _sizes(session, clause_id)
    barred, bound = _law(session, [item.id for item in fresh], merged)
    return Glance(
        clause_id=clause_id,
        last_mark=max(last_mark, mark_id),
        basis=basis(session, clause_id),
        due=whole or due(size, last_size(session, clause_id)),
        decided=decided,
        words=words_for(session, clause_id),
        fresh=fresh,
        placed=placed,
        barred=barred,
        bound=bound,
        letterless=letterless,
    )


def _fresh(
    session: Session, clause_id: int, decided: frozenset[int], merged: Mapping[int, int]
) -> tuple[tuple[Item, ...], dict[int, tuple[int, str]]]:
    """What waits for an opinion; an offer to one that is no longer ``decided``, or has lost all of
    its members, is none."""
    rows = session.execute(
        select(Demand.id, Demand.start, Demand.end, Demand.offered_to, Demand.comment_id)
        .add_columns(Comment.text, Comment.family)
        .join(Comment, Comment.id == Demand.comment_id)
        .where(
            Demand.clause_id == clause_id,
            Demand.opinion_id.is_(None),
            Comment.counted.is_(True),
            Comment.off_topic.is_(False),
        )
        .order_by(Demand.id)
    )
    found, letterless = [], {}
    for row in rows:
        if row.offered_to is not None and _end(merged, row.offered_to) in decided:
            continue
        text = row.text if row.start is None else row.text[row.start : row.end]
        found.append(Item(row.id, text))
        if row.family is None:
            letterless[row.id] = (row.comment_id, row.text)
        if len(found) == MOST_FRESH:
            break
    return tuple(found), letterless


def _law(
    session: Session, demands: list[int], merged: Mapping[int, int]
) -> tuple[dict[int, frozenset[int]], dict[int, int]]:
    barred: dict[int, set[int]] = {}
    bound: dict[int, int] = {}
    for start in range(0, len(demands), 500):
        lot = demands[start : start + 500]
        edits = list(
            session.scalars(
                select(GroupingEdit).where(
                    or_(GroupingEdit.demand_a.in_(lot), GroupingEdit.demand_b.in_(lot))
                )
            )
        )
        homes = _homes(session, edits)
        for edit in edits:
            pairs = ((edit.demand_a, edit.demand_b), (edit.demand_b, edit.demand_a))
            if edit.kind == "pin" and edit.opinion_id is not None:
                home = _end(merged, edit.opinion_id)
                row = session.get(Opinion, home)
                if row is not None and row.state == "live":
                    bound[edit.demand_a] = home
            for one, other in pairs if edit.kind != "pin" else ():
                if one is not None and other in homes:
                    if edit.kind == "apart":
                        barred.setdefault(one, set()).add(homes[other])
                    else:
                        bound.setdefault(one, homes[other])
    return {one: frozenset(opinions) for one, opinions in barred.items()}, bound


def _homes(session: Session, edits: list[GroupingEdit]) -> dict[int | None, int]:
    ids = {one for edit in edits for one in (edit.demand_a, edit.demand_b) if one is not None}
    rows = session.execute(
        select(Demand.id, Demand.opinion_id).where(
            Demand.id.in_(ids), Demand.opinion_id.is_not(None)
        )
    )
    return {row.id: row.opinion_id for row in rows}


def _sizes(session: Session, clause_id: int) -> tuple[int, int]:
    """How many demands count on a clause, and how many of them are in an opinion."""
    size, placed = session.execute(
        select(func.count(), func.count(Demand.opinion_id))
        .select_from(Demand)
        .join(Comment, Comment.id == Demand.comment_id)
        .where(
            Demand.clause_id == clause_id,
            Comment.counted.is_(True),
            Comment.off_topic.is_(False),
        )
    ).one()
    return size, placed


def _end(merged: Mapping[int, int], opinion_id: int) -> int:
    while opinion_id in merged:
        opinion_id = merged[opinion_id]
    return opinion_id
