"""The reading queue of a clause: which comment is next, where it may belong, what goes with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.opinions.advice import State
from app.opinions.advisers import Kept, Unprepared
from app.opinions.current import current_of
from app.opinions.entries import Place, comments_by_demand, places
from app.opinions.origins import ADDITION, CUT
from app.opinions.plan import Plan
from app.opinions.queue_values import Bundle, Current, Pair, Queue
from app.opinions.settled import Settled, settled
from app.opinions.snapshot import of_clause, office_words
from app.storage.engine import read
from app.storage.models import Comment, Opinion


def reading_queue(
    session: Session,
    clause_id: int,
    kept: Kept,
    at: int | None = None,
    known: Sequence[Place] | None = None,
) -> Queue:
    """The queue of a clause, at the comment ``at`` if it waits, else at the first that does;
    ``known``: the clause's demands, if they were read."""
    if known is None:
        known = places(session, Comment.clause_id == clause_id)
    found = [p for p in known if not p.off_topic]
    if not found:
        return Queue(0)
    words = office_words(session)
    engine = session.get_bind().engine
    law = settled(session, clause_id)
    state = kept.of(
        (str(engine.url), clause_id), found, words, law, lambda: read(engine, of_clause, clause_id)
    )
    plan, pair = state.plan, _pair(session, state.plan, found, law)
    split = {p.comment_id for p in found if p.origin in CUT and not p.by_staff}
    waiting = [p for p in found if not p.read or p.comment_id in split]
    if not waiting:
        return Queue(0, pair=pair)
    order = _order(waiting, plan)
    comment_id = at if at in set(order) else order[0]
    place = order.index(comment_id)
    current = _current(session, found, comment_id, state, words)
    return Queue(
        waiting=len(order),
        place=place + 1,
        current=current,
        before=order[place - 1] if place else None,
        after=order[place + 1] if place + 1 < len(order) else None,
        bundle=_bundle(session, waiting, current, plan),
        pair=pair,
        unprepared=isinstance(state, Unprepared),
    )


def _order(waiting: Sequence[Place], plan: Plan) -> list[int]:
    """Comments as they read fastest; those put off come last, in the order they were put off."""
    rank = {demand: at for at, demand in enumerate(plan.order)}
    last = len(rank)
    best: dict[int, tuple[int, int]] = {}
    later: dict[int, datetime] = {}
    for place in waiting:
        own = (rank.get(place.demand_id, last), place.demand_id)
        best[place.comment_id] = min(best.get(place.comment_id, own), own)
        if place.later_at is not None:
            later[place.comment_id] = place.later_at
    first = sorted((one for one in best if one not in later), key=best.__getitem__)
    return first + sorted((one for one in best if one in later), key=lambda one: (later[one], one))


def _current(
    session: Session,
    found: Sequence[Place],
    comment_id: int,
    state: State | Unprepared,
    words: Sequence[tuple[str, str]],
) -> Current:
    every = [p for p in found if p.comment_id == comment_id]
    own = [p for p in every if p.origin != ADDITION]
    active = next((at for at, p in enumerate(own) if p.origin in CUT and not p.by_staff), 0)
    likely = state.likely(own[active].demand_id, own[active].opinion_id)
    likely.sort(key=lambda one: one.opinion_id != own[active].offered_to)
    chosen = [one.opinion_id for one in likely[:5]]
    labels = live_labels(session, chosen)
    members: dict[int, list[int]] = {one: [] for one in chosen if one in labels}
    for place in found:
        if place.opinion_id in members and place.comment_id != comment_id:
            members[place.opinion_id].append(place.demand_id)
    added = [p.demand_id for p in every if p.origin == ADDITION]
    return current_of(session, own, active, labels, members, added, words)


def _bundle(
    session: Session, waiting: Sequence[Place], current: Current, plan: Plan
) -> Bundle | None:
    """What one key confirms beside the current comment: for its likeliest opinion, else the surest."""
    by_demand = {place.demand_id: place for place in waiting}
    first = current.choices[0].opinion_id if current.choices else 0
    for opinion_id, ids in sorted(plan.bundles, key=lambda one: one[0] != first):
        others = [one for one in ids if one != current.demand_id and one in by_demand]
        if len(others) < 2 and opinion_id != first:
            continue
        named = live_labels(session, [opinion_id])
        if others and named:
            copies = [one for one in others if by_demand[one].is_copy]
            said = comments_by_demand(session, others, copies)
            shown = tuple(said[one] for one in others)
            return Bundle(opinion_id, named[opinion_id], opinion_id == first, shown)
    return None


def _pair(session: Session, plan: Plan, found: Sequence[Place], law: Settled) -> Pair | None:
    """The next two opinions to ask about; the plan may be older than what staff said last."""
    never = law.opinions_apart(found)
    for first, second in plan.alike:
        if frozenset((first, second)) in never or {first, second} <= law.decided:
            continue
        labels = live_labels(session, [first, second])
        if len(labels) == 2:
            return Pair(first, second, labels[first], labels[second])
    return None


def live_labels(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """The words of opinions that can be worked on, by id."""
    rows = session.scalars(select(Opinion).where(Opinion.id.in_(ids), Opinion.state == "live"))
    return {row.id: row.name or row.label for row in rows}
