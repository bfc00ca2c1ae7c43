"""The whole consultation at a look: of each clause its largest opinions and when it was spoken of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from app.opinions.arrivals import days_by_clause
from app.opinions.decided import decisions_of
from app.opinions.tallies import Tally, tallies
from app.storage.models import Comment, Demand, Opinion, Submission

LARGEST = 3
# Of so many clauses, those with most comments, the opinions are named.
NAMED = 20
_LOT = 12


@dataclass(frozen=True, slots=True)
class Large:
    """One of a clause's largest opinions."""

    id: int
    label: str
    comments: int
    people: int
    decided: bool


@dataclass(frozen=True, slots=True)
class ClauseOverview:
    """Comments of a clause by what became of them: ``decided + open + single + loose == comments``
    (off topic and not yet placed ones are loose)."""

    clause_id: int
    comments: int
    decided: int
    open: int
    single: int
    loose: int
    largest: tuple[Large, ...]
    by_day: tuple[tuple[date, int], ...]


def overview(session: Session, consultation_id: int) -> list[ClauseOverview]:
    """All clauses that have comments, those with most comments first; the largest opinions of the
    first ``NAMED``."""
    found = [
        (key, one) for key, one in tallies(session, consultation_id).items() if key is not None
    ]
    found.sort(key=lambda one: (-one[1].figures.comments, one[0]))
    days = days_by_clause(session, consultation_id)
    chosen = {key: _largest(session, one) for key, one in found[:NAMED]}
    named = [one for lot in chosen.values() for one, _ in lot]
    labels, decided = _labels(session, named), decisions_of(session, named)
    return [
        ClauseOverview(
            clause_id=key,
            comments=one.figures.comments,
            decided=one.answered,
            open=one.sums.grouped - one.answered,
            single=one.sums.single,
            loose=one.sums.off_topic + one.sums.unplaced,
            largest=tuple(
                Large(
                    opinion,
                    labels.get(opinion, ""),
                    one.opinions[opinion],
                    people,
                    opinion in decided,
                )
                for opinion, people in chosen.get(key, ())
            ),
            by_day=days.get(key, ()),
        )
        for key, one in found
    ]


def _largest(session: Session, found: Tally) -> list[tuple[int, int]]:
    """The opinions with most people, and how many these are. People are no more than comments:
    further ones are looked at only while they might have more."""
    groups = sorted(
        (one for one, comments in found.opinions.items() if comments > 1),
        key=lambda one: (-found.opinions[one], one),
    )
    best: list[tuple[int, int]] = []
    for start in range(0, len(groups), _LOT):
        lot = groups[start : start + _LOT]
        if len(best) == LARGEST and best[-1][1] > found.opinions[lot[0]]:
            break
        people = _people(session, lot)
        best += [(one, people.get(one, 0)) for one in lot]
        best = sorted(best, key=lambda one: (-one[1], one[0]))[:LARGEST]
    return best


def _people(session: Session, opinions: Sequence[int]) -> Mapping[int | None, int]:
    rows = session.execute(
        select(Demand.opinion_id, func.count(distinct(Submission.sender_key)))
        .join(Comment, Comment.id == Demand.comment_id)
        .join(Submission, Submission.id == Comment.submission_id)
        .where(
            Demand.opinion_id.in_(opinions),
            Comment.counted.is_(True),
            Comment.off_topic.is_(False),
        )
        .group_by(Demand.opinion_id)
    )
    return dict(rows.all())


def _labels(session: Session, ids: list[int]) -> dict[int, str]:
    rows = session.scalars(select(Opinion).where(Opinion.id.in_(ids)))
    return {row.id: row.name or row.label for row in rows}
