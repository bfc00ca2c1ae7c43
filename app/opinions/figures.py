"""The figures of a whole consultation, for the dashboard and the report."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from app.opinions.arrivals import days_by_clause, together
from app.opinions.figure_values import ConsultationFigures, Sums
from app.opinions.tallies import senders, tallies
from app.storage.models import Comment, Submission


def consultation_figures(session: Session, consultation_id: int) -> ConsultationFigures:
    """All units of a consultation, by clause and in all; late and withdrawn stand apart."""
    found = tallies(session, consultation_id)
    figures = [one.figures for one in found.values()]
    untied = found.get(None)
    submissions, late, withdrawn = _submissions(session, consultation_id)
    sums = _total(one.sums for one in found.values())
    return ConsultationFigures(
        submissions=submissions,
        comments=sum(one.comments for one in figures),
        people=senders(session, consultation_id),
        untied=untied.sums.total - untied.sums.off_topic if untied else 0,
        late=late,
        withdrawn=withdrawn,
        off_topic=sums.off_topic,
        sums=sums,
        copies=sum(one.copies for one in figures),
        read=sum(one.read for one in figures),
        by_clause={key: one.figures for key, one in found.items() if key is not None},
        by_day=together(days_by_clause(session, consultation_id).values()),
    )


def comment_total(session: Session, consultation_id: int) -> int:
    """Counted comments, by one plain count: what every sum is held against."""
    found = session.scalar(
        select(func.count())
        .select_from(Comment)
        .where(Comment.consultation_id == consultation_id, Comment.counted.is_(True))
    )
    return found or 0


def _total(parts: Iterable[Sums]) -> Sums:
    every = list(parts)
    return Sums(
        grouped=sum(one.grouped for one in every),
        single=sum(one.single for one in every),
        off_topic=sum(one.off_topic for one in every),
        unplaced=sum(one.unplaced for one in every),
    )


def _submissions(session: Session, consultation_id: int) -> tuple[int, int, int]:
    """Counted, late and withdrawn submissions, in one pass."""
    counted, late, withdrawn = session.execute(
        select(
            func.coalesce(func.sum(cast(Submission.counted, Integer)), 0),
            func.coalesce(func.sum(cast(Submission.late, Integer)), 0),
            func.count(Submission.withdrawn_at),
        ).where(Submission.consultation_id == consultation_id)
    ).one()
    return int(counted), int(late), int(withdrawn)
