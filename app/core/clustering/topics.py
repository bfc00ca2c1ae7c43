"""A coarse layer above the opinions of a large clause: what they are about."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from app.core.clustering.content import read
from app.core.clustering.likeness import Likeness
from app.core.clustering.linking import Law, link_dense
from app.core.clustering.thesaurus.lexicon import Lexicon
from app.core.clustering.values import Group, Topic
from app.core.text.cuts import Cutter

# So many opinions are still read one by one.
FROM = 30
# The largest opinions make the topics; so many members speak for one, so many texts name a topic.
_MOST, _MEMBERS, _TEXTS = 600, 12, 60
# A topic is named by a concept that so many of its voices speak of.
_SPOKEN = 0.3
_FIRST, _STEP, _STEPS = 0.25, 0.85, 25


def topics(
    groups: Sequence[Group],
    likeness: Likeness,
    place: Mapping[int, int],
    texts: Mapping[int, str],
    cutter: Cutter,
    lexicon: Lexicon,
) -> tuple[Topic, ...]:
    """Topics of opinions with two members or more, the one with most comments first; none if
    there are few opinions.

    ``groups``: the largest first; ``place``: item id to its row in ``likeness``.
    """
    shared = [at for at, one in enumerate(groups) if len(one.members) > 1][:_MOST]
    if len(shared) <= FROM:
        return ()
    alike = _between([groups[at] for at in shared], likeness, place)
    of = _linked(alike, _number(len(shared)))
    members: dict[int, list[int]] = defaultdict(list)
    for at, topic in zip(shared, of, strict=True):
        members[topic].append(at)
    found = sorted(members.values(), key=lambda ats: (-_comments(groups, ats), ats))
    voices = [
        [texts[id_] for at in ats for id_ in groups[at].members[:_MEMBERS]][:_TEXTS]
        for ats in found
    ]
    names = _names(voices, cutter, lexicon)
    return tuple(
        Topic(name or (groups[ats[0]].keywords or (groups[ats[0]].label,))[0], tuple(ats))
        for ats, name in zip(found, names, strict=True)
    )


def _names(voices: Sequence[Sequence[str]], cutter: Cutter, lexicon: Lexicon) -> list[str | None]:
    """For each topic the concept that its voices speak of most beyond all others."""
    shares = []
    for texts in voices:
        said: Counter[int] = Counter()
        for text in texts:
            mentions = read(text, cutter, lexicon).mentions
            said.update({one for mention in mentions for one in mention.concepts})
        shares.append({one: count / len(texts) for one, count in said.items()})
    everywhere: dict[int, float] = {}
    for share in shares:
        for one, value in share.items():
            everywhere[one] = everywhere.get(one, 0.0) + value
    names: list[str | None] = []
    for share in shares:
        more = {
            one: value - (everywhere[one] - value) / max(1, len(shares) - 1)
            for one, value in share.items()
            if lexicon.concepts[one].kind == "topic" and value >= _SPOKEN
        }
        best = min(more, key=lambda one: (-round(more[one], 9), one), default=None)
        names.append(lexicon.concepts[best].name if best is not None else None)
    return names


def _number(opinions: int) -> int:
    """How many topics are read at a glance: a few more for more opinions."""
    return max(6, round(1.5 * math.sqrt(opinions)))


def _between(groups: Sequence[Group], likeness: Likeness, place: Mapping[int, int]) -> Any:
    """The average likeness of each two opinions."""
    rows = [
        list(dict.fromkeys(place[id_] for id_ in one.members if id_ in place))[:_MEMBERS]
        for one in groups
    ]
    owner = np.repeat(np.arange(len(rows)), list(map(len, rows)))
    every = np.array([row for one in rows for row in one], int)
    sums = np.zeros((len(rows), len(rows)))
    for at, one in enumerate(rows):
        values = likeness.block(np.array(one, int), every).sum(axis=0)
        sums[at] = np.bincount(owner, values, len(rows))
    sizes = np.array(list(map(len, rows)), float)
    return (sums + sums.T) / 2 / np.maximum(np.outer(sizes, sizes), 1)


def _linked(alike: Any, most: int) -> list[int]:
    """Opinions linked at a falling border until they are few enough."""
    border = _FIRST
    found: list[int] = list(range(len(alike)))
    for _ in range(_STEPS):
        if len(set(found)) <= most:
            break
        found = link_dense(alike, range(len(alike)), Law(), border)
        border *= _STEP
    return found


def _comments(groups: Sequence[Group], ats: Sequence[int]) -> int:
    return sum(len(groups[at].members) for at in ats)
