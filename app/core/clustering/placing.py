"""The demands of comments that ask several things, each with the opinion that it belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.clustering.demands import Demand, split
from app.core.clustering.join import Index
from app.core.clustering.values import Grouping, Item

# Splitting takes half a millisecond a wording: so many are read for it, those said most often first.
MOST = 30_000
# Demands are placed among so many of the greatest opinions, each by so many of its members.
_OPINIONS, _MEMBERS = 500, 40


@dataclass(frozen=True, slots=True)
class Placed:
    """A demand of a comment; ``group``: the place of its opinion among the grouping's groups,
    None if it fits none of them."""

    demand: Demand
    group: int | None


@dataclass(frozen=True, slots=True)
class Proposals:
    """``placed``: by id, the demands of each item that is proposed to be split. ``unread``: how
    many items were not read for it, since there are too many wordings."""

    placed: Mapping[int, tuple[Placed, ...]]
    unread: int


def placed_demands(items: Sequence[Item], found: Grouping, most: int = MOST) -> Proposals:
    """What is proposed to be split; work grows with the items and is bounded by ``most`` wordings.

    ``found``: the grouping of the whole items. At least one demand of each goes with the item's
    own opinion: the one most like it, should all be alike to others.
    """
    said = Counter(item.text for item in items)
    first = {item.text: at for at, item in reversed(list(enumerate(items)))}
    chosen = sorted(said, key=lambda text: (-said[text], first[text]))[:most]
    unread = len(items) - sum(said[text] for text in chosen)
    cut = {text: parts for text in chosen if len(parts := split(text)) > 1}
    if not cut:
        return Proposals({}, unread)
    of = {id_: at for at, one in enumerate(found.groups) for id_ in one.members}
    known = _heard(found)
    index = Index([item for item in items if item.id in known], found.families, known)
    placed = {
        item.id: _placed(item, cut[item.text], of[item.id], index, item.id in known)
        for item in items
        if item.text in cut
    }
    return Proposals(placed, unread)


def _heard(found: Grouping) -> dict[int, int]:
    """Members of the greatest groups, a few of each, with their group's place."""
    known: dict[int, int] = {}
    for at, one in enumerate(found.groups[:_OPINIONS]):
        step = max(1, -(-len(one.members) // _MEMBERS))
        known |= dict.fromkeys((one.representative, *one.members[::step]), at)
    return known


def _placed(
    item: Item, parts: Sequence[Demand], own: int, index: Index, known: bool
) -> tuple[Placed, ...]:
    # Its own whole text must not vouch for its parts.
    if known:
        index.remove(item.id)
    joined = [index.find(item.text[one.start : one.end]) for one in parts]
    if known:
        index.add(item.id, item.text, own)
    groups = [one.opinion for one in joined]
    if own not in groups:
        # The one that fits no other opinion, else the one that fits its own least badly.
        groups[
            min(range(len(parts)), key=lambda at: (groups[at] is not None, joined[at].score))
        ] = own
    return tuple(Placed(one, group) for one, group in zip(parts, groups, strict=True))
