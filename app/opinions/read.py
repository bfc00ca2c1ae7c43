"""Reading a clause's opinions with honest counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.consultations import read as consultations
from app.opinions import counting, spread
from app.opinions.decided import decisions_of
from app.opinions.entries import Place, comments_by_demand, comments_where, places
from app.opinions.origins import ADDED
from app.opinions.values import ClauseDesk, CommentView, DecisionView, OpinionView
from app.storage.models import ClauseMark, Comment, Demand, Opinion

# Of what stands in no opinion so many are shown on the clause's page; the queue has them all.
SHOWN_LOOSE = 50


def clause_desk(
    session: Session, clause_id: int, found: Sequence[Place] | None = None
) -> ClauseDesk | None:
    """One clause with its opinions, single comments, off-topic and not yet placed ones; ``found``:
    its demands, if they are known."""
    clause = consultations.clause(session, clause_id)
    if clause is None:
        return None
    if found is None:
        found = places(session, Comment.clause_id == clause_id)
    members = counting.by_opinion(found)
    decisions = decisions_of(session, list(members))
    views = _opinions(session, members, decisions, found)
    off_topic = [place for place in found if place.off_topic]
    unplaced = [place for place in found if not place.off_topic and place.opinion_id is None]
    loose = _comments(session, [*off_topic[:SHOWN_LOOSE], *unplaced[:SHOWN_LOOSE]])
    waits = session.scalar(select(ClauseMark.id).where(ClauseMark.clause_id == clause_id).limit(1))
    return ClauseDesk(
        clause=clause,
        figures=counting.figures(clause_id, found, decisions),
        sums=counting.sums(found),
        groups=tuple(sorted((v for v in views if v.comments > 1), key=_weight)),
        singles=tuple(sorted((v for v in views if v.comments == 1), key=_weight)),
        off_topic=tuple(comment for comment in loose if comment.off_topic),
        unplaced=tuple(comment for comment in loose if not comment.off_topic),
        by_day=spread.by_day(found),
        waiting=waits is not None,
        several=spread.several(found),
    )


def clause_comments(session: Session, clause_id: int) -> list[CommentView]:
    """All counted comments on a clause (a line for each demand), oldest first."""
    return comments_where(session, Comment.clause_id == clause_id)


def opinion_comments(session: Session, opinion_id: int) -> list[CommentView]:
    """All comments of an opinion, copies next to each other, oldest first."""
    found = comments_where(session, Demand.opinion_id == opinion_id, Comment.off_topic.is_(False))
    first = {c.family: c.received_at for c in reversed(found) if c.family is not None}
    return sorted(
        found,
        key=lambda c: (first.get(c.family or 0, c.received_at), c.family or 0, c.received_at, c.id),
    )


def clause_total(session: Session, clause_id: int) -> int:
    """How many counted comments a clause has."""
    found = session.scalar(
        select(func.count())
        .select_from(Comment)
        .where(Comment.clause_id == clause_id, Comment.counted.is_(True))
    )
    return found or 0


def offered_comments(session: Session, opinion_id: int) -> list[CommentView]:
    """The comments that wait to be confirmed for a decided opinion, oldest first."""
    return comments_where(session, Demand.offered_to == opinion_id, Comment.off_topic.is_(False))


def opinion_state(session: Session, opinion_id: int) -> tuple[int, str, int | None] | None:
    """An opinion's clause, state (live, merged, empty) and what it was merged into."""
    row = session.get(Opinion, opinion_id)
    return (row.clause_id, row.state, row.merged_into_id) if row else None


def counted_comments(session: Session, consultation_id: int) -> dict[int | None, list[CommentView]]:
    """All counted comments of a consultation by clause, a line for each demand; under None those
    that wait to be tied."""
    clause_of = {
        row.id: row.clause_id
        for row in session.execute(
            select(Comment.id, Comment.clause_id).where(Comment.consultation_id == consultation_id)
        )
    }
    found: dict[int | None, list[CommentView]] = defaultdict(list)
    for view in comments_where(session, Comment.consultation_id == consultation_id):
        found[clause_of[view.id]].append(view)
    return dict(found)


def _opinions(
    session: Session,
    members: Mapping[int, list[Place]],
    decisions: Mapping[int, DecisionView],
    every: Iterable[Place],
) -> list[OpinionView]:
    rows = _rows(session, members)
    offers = {(p.comment_id, p.offered_to) for p in every if p.offered_to and not p.off_topic}
    offered = Counter(opinion for _, opinion in offers)
    chosen = {key: _shown(rows[key], inside) for key, inside in members.items()}
    copies = [place.demand_id for place in chosen.values() if place.is_copy]
    said = comments_by_demand(session, [place.demand_id for place in chosen.values()], copies)
    families = _with_additions(every)
    return [
        _opinion(
            rows[key],
            inside,
            said[chosen[key].demand_id],
            decisions.get(key),
            offered[key],
            sum(place.comment_id in families and place.is_copy for place in inside),
        )
        for key, inside in members.items()
    ]


def _opinion(
    row: Opinion,
    members: Sequence[Place],
    shown: CommentView,
    decision: DecisionView | None,
    offered: int,
    additions: int,
) -> OpinionView:
    own_words = {member.sender_key for member in members if not member.is_copy}
    people = {member.sender_key for member in members}
    return OpinionView(
        id=row.id,
        label=row.name or row.label or shown.text[:40],
        phrase=row.phrase,
        keywords=tuple(row.keywords or ()),
        named=row.name is not None,
        comments=len({member.comment_id for member in members}),
        people=len(people),
        only_copies=len(people - own_words),
        copies=counting.copies(members),
        latest_at=max(member.received_at for member in members),
        revision=row.revision,
        representative=shown,
        decision=decision,
        confirmed=row.confirmed_at is not None,
        offered=offered,
        additions=additions,
        topic=row.topic,
    )


def _with_additions(every: Iterable[Place]) -> set[int]:
    """The comments that are copies with words of their own."""
    return {place.comment_id for place in every if place.origin in ADDED}


def _shown(row: Opinion, members: Sequence[Place]) -> Place:
    return next((m for m in members if m.demand_id == row.representative_demand), members[0])


def _comments(session: Session, wanted: Sequence[Place]) -> list[CommentView]:
    copies = [place.demand_id for place in wanted if place.is_copy]
    found = comments_by_demand(session, [place.demand_id for place in wanted], copies)
    return [found[place.demand_id] for place in wanted]


def _rows(session: Session, wanted: Iterable[int]) -> dict[int, Opinion]:
    ids = list(wanted)
    found: dict[int, Opinion] = {}
    for start in range(0, len(ids), 500):
        rows = session.scalars(select(Opinion).where(Opinion.id.in_(ids[start : start + 500])))
        found.update({row.id: row for row in rows})
    return found


def _weight(view: OpinionView) -> tuple[int, int, int]:
    return -view.people, -view.comments, view.id
