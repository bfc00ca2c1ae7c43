"""Figures counted by the database, in the same units and by the same rules as ``counting``.

Nearly every comment is one demand: those are counted by opinion, in one pass; the others, that were
split or add something of their own, are read one by one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Integer, cast, distinct, func, select
from sqlalchemy.orm import Session, aliased

from app.opinions.figure_values import ClauseFigures, Sums
from app.opinions.letters import copied
from app.storage.models import Comment, Decision, Demand, Submission


@dataclass(slots=True)
class Tally:
    """What is counted of one clause (None: of what waits for its clause). ``opinions``: comments of
    each opinion; ``answered``: comments in decided opinions of two comments or more."""

    figures: ClauseFigures
    sums: Sums
    answered: int
    opinions: Mapping[int, int]


@dataclass(slots=True)
class _Places:
    """Of one clause: comments by their opinion where that is one, others by all of theirs."""

    alone: Counter[int] = field(default_factory=Counter)
    several: list[set[int]] = field(default_factory=list)
    offered: int = 0


def tallies(session: Session, consultation_id: int) -> dict[int | None, Tally]:
    """The figures of each clause that has counted comments."""
    copies: Counter[int | None] = Counter()
    for row in session.execute(copied(Comment.consultation_id == consultation_id)):
        copies[row.clause_id] += row.comments
    decided = set(
        session.scalars(select(Decision.opinion_id).where(Decision.opinion_id.is_not(None)))
    )
    placed = _placed(session, consultation_id)
    people = _people(session, consultation_id)
    return {
        row.clause_id: _tally(
            row, copies[row.clause_id], people[row.clause_id], placed[row.clause_id], decided
        )
        for row in session.execute(_comments(consultation_id))
    }


def senders(session: Session, consultation_id: int) -> int:
    """Distinct senders of counted comments."""
    # SQLite counts groups in half the time of distinct values.
    each = (
        select(Submission.sender_key)
        .join(Comment, Comment.submission_id == Submission.id)
        .where(Comment.consultation_id == consultation_id, Comment.counted.is_(True))
        .group_by(Submission.sender_key)
        .subquery()
    )
    return session.scalar(select(func.count()).select_from(each)) or 0


def _comments(consultation_id: int) -> Any:
    off_topic = func.sum(cast(Comment.off_topic, Integer))
    return (
        select(
            Comment.clause_id,
            func.count().label("comments"),
            func.count(Comment.read_at).label("read"),
            off_topic.label("off_topic"),
        )
        .where(Comment.consultation_id == consultation_id, Comment.counted.is_(True))
        .group_by(Comment.clause_id)
    )


def _people(session: Session, consultation_id: int) -> Counter[int | None]:
    rows = session.execute(
        select(Comment.clause_id, func.count(distinct(Submission.sender_key)))
        .join(Submission, Submission.id == Comment.submission_id)
        .where(Comment.consultation_id == consultation_id, Comment.counted.is_(True))
        .group_by(Comment.clause_id)
    )
    return Counter(dict(rows.all()))


def _placed(session: Session, consultation_id: int) -> dict[int | None, _Places]:
    found: dict[int | None, _Places] = defaultdict(_Places)
    counts = (
        Comment.consultation_id == consultation_id,
        Comment.counted.is_(True),
        Comment.off_topic.is_(False),
    )
    rows = session.execute(
        select(Comment.clause_id, Demand.opinion_id, func.count(), func.count(Demand.offered_to))
        .join(Demand, (Demand.comment_id == Comment.id) & (Demand.position == 0))
        .where(*counts)
        .group_by(Comment.clause_id, Demand.opinion_id)
    )
    for clause, opinion, comments, offered in rows:
        found[clause].offered += offered
        if opinion is not None:
            found[clause].alone[opinion] += comments
    _correct(session, found, counts)
    return found


def _correct(session: Session, found: dict[int | None, _Places], counts: Any) -> None:
    """Comments of several demands stand in all their opinions, and count once."""
    first = aliased(Demand)
    rows = session.execute(
        select(
            Comment.id,
            Comment.clause_id,
            first.opinion_id.label("first"),
            first.offered_to.label("first_offered"),
            Demand.opinion_id,
            Demand.offered_to,
        )
        .join(Comment, Comment.id == Demand.comment_id)
        .join(first, (first.comment_id == Comment.id) & (first.position == 0))
        .where(Demand.position > 0, *counts)
    )
    by_comment: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_comment[row.id].append(row)
    for own in by_comment.values():
        place, one = found[own[0].clause_id], own[0]
        opinions = {row.opinion_id for row in own} | {one.first}
        if one.first is not None:
            place.alone[one.first] -= 1
        place.several.append({opinion for opinion in opinions if opinion is not None})
        place.offered += one.first_offered is None and any(row.offered_to for row in own)


def _tally(
    row: Any, copies: int, people: int, placed: _Places, decided: Collection[int | None]
) -> Tally:
    opinions = placed.alone.copy()
    for own in placed.several:
        opinions.update(own)
    opinions = +opinions
    groups = {one for one, comments in opinions.items() if comments > 1}
    singles = opinions.keys() - groups
    inside = sum(placed.alone.values()) + sum(bool(own) for own in placed.several)
    grouped = _of(placed, groups)
    return Tally(
        figures=ClauseFigures(
            clause_id=row.clause_id or 0,
            comments=row.comments,
            people=people,
            copies=copies,
            groups=len(groups),
            singles=len(singles),
            undecided_groups=len(groups.difference(decided)),
            undecided_singles=len(singles.difference(decided)),
            read=row.read,
            offered=placed.offered,
        ),
        sums=Sums(
            grouped=grouped,
            single=inside - grouped,
            off_topic=int(row.off_topic),
            unplaced=row.comments - int(row.off_topic) - inside,
        ),
        answered=_of(placed, groups.intersection(decided)),
        opinions=opinions,
    )


def _of(placed: _Places, opinions: Collection[int]) -> int:
    """Comments in any of these opinions."""
    return sum(placed.alone[one] for one in opinions) + sum(
        not own.isdisjoint(opinions) for own in placed.several
    )
