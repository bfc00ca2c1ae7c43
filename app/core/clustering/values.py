"""What goes into a grouping and what comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

Pair = tuple[int, int]
# What a text means, by some model: any numbers, all vectors of one length.
Vector = Sequence[float]
_NONE: Mapping[int, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Item:
    """A demand: its id and its text as it was received."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Constraints:
    """What staff said; law for every run. Ids that are not among the items are passed over.

    ``together`` and ``apart`` are unordered pairs of item ids; ``pinned`` maps an item id to its
    opinion id. Where they contradict each other: pinned, then apart, then together.
    """

    together: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()
    pinned: Mapping[int, int] = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True)
class Group:
    """An opinion. ``opinion`` is its id, None if it is new and the caller gives one.

    ``members`` in ascending order; ``representative`` is one of them; ``label`` is a headline
    taken from its text; ``keywords`` begin with the key phrase, and may be empty.
    """

    opinion: int | None
    members: tuple[int, ...]
    representative: int
    label: str
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """What several opinions are about: ``label``, the name of a concept or a phrase; ``groups``, their places in
    ``Grouping.groups``, ascending."""

    label: str
    groups: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Grouping:
    """``families``: item id to its family's representative's id, itself if it is no copy.

    ``groups``: every item in exactly one; the largest first. ``topics``: only where more than
    about thirty opinions have two members or more; opinions with one member have none.
    """

    families: Mapping[int, int]
    groups: tuple[Group, ...]
    topics: tuple[Topic, ...] = ()
