"""Honest counts. Five units, never mixed: a person who asks three things is one person, a comment
that is split into three demands is one comment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from app.opinions.entries import Place
from app.opinions.figure_values import ClauseFigures, Sums


def by_opinion(places: Iterable[Place]) -> dict[int, list[Place]]:
    """The demands of each opinion; what is off topic is in none."""
    found: dict[int, list[Place]] = defaultdict(list)
    for place in places:
        if place.opinion_id is not None and not place.off_topic:
            found[place.opinion_id].append(place)
    return dict(found)


def groups_of(members: dict[int, list[Place]]) -> set[int]:
    """The opinions with two comments or more."""
    return {
        opinion
        for opinion, inside in members.items()
        if len({one.comment_id for one in inside}) > 1
    }


def sums(places: Sequence[Place]) -> Sums:
    """Each comment once: in an opinion if any demand of it is, else alone, off topic, unplaced."""
    members = by_opinion(places)
    groups = groups_of(members)
    grouped, single, off, every = set(), set(), set(), set()
    for place in places:
        every.add(place.comment_id)
        if place.off_topic:
            off.add(place.comment_id)
        elif place.opinion_id in groups:
            grouped.add(place.comment_id)
        elif place.opinion_id is not None:
            single.add(place.comment_id)
    single -= grouped
    return Sums(
        grouped=len(grouped),
        single=len(single),
        off_topic=len(off),
        unplaced=len(every) - len(grouped) - len(single) - len(off),
    )


def figures(clause_id: int, places: Sequence[Place], decided: Collection[int]) -> ClauseFigures:
    """The figures over the demands of one clause."""
    members = by_opinion(places)
    groups = groups_of(members)
    singles = members.keys() - groups
    return ClauseFigures(
        clause_id=clause_id,
        comments=len({place.comment_id for place in places}),
        people=len({place.sender_key for place in places}),
        copies=len({place.comment_id for place in places if place.copied}),
        groups=len(groups),
        singles=len(singles),
        undecided_groups=len(groups.difference(decided)),
        undecided_singles=len(singles.difference(decided)),
        read=len({place.comment_id for place in places if place.read}),
        offered=len({p.comment_id for p in places if p.offered_to and not p.off_topic}),
    )


def copies(places: Iterable[Place]) -> int:
    """Comments whose words, as far as they are among these, are those of a letter."""
    return len({place.comment_id for place in places if place.is_copy})
