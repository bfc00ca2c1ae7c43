"""Blocks: items that stay in one opinion whatever the words say, and blocks kept apart.

Law first (pinned, apart, together), then copies of one letter as far as the law lets them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from app.core.clustering.values import Constraints, Pair


class Blocks:
    """A partition of items that only grows together, and never against what keeps them apart."""

    def __init__(self, ids: Sequence[int], anchors: Mapping[int, int], apart: Iterable[Pair]):
        self._parent = {id_: id_ for id_ in ids}
        self._size = dict.fromkeys(ids, 1)
        self._anchor: dict[int, int] = {}
        self._apart: dict[int, set[int]] = defaultdict(set)
        first: dict[int, int] = {}
        for id_ in ids:
            if (anchor := anchors.get(id_)) is not None:
                self._join(first.setdefault(anchor, id_), id_)
                self._anchor[self.of(id_)] = anchor
        for a, b in sorted(apart):
            if a in self._parent and b in self._parent:
                self.part(a, b)

    def part(self, a: int, b: int) -> None:
        """Keep the blocks of two items apart; nothing where they are one already."""
        one, other = self.of(a), self.of(b)
        if one != other:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def of(self, id_: int) -> int:
        """The block of an item, named by one of its items."""
        root = id_
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[id_] != root:
            self._parent[id_], id_ = root, self._parent[id_]
        return root

    def anchor(self, block: int) -> int | None:
        """The opinion that the block belongs to by law."""
        return self._anchor.get(block)

    def size(self, block: int) -> int:
        """How many items the block has."""
        return self._size[block]

    def kept_apart(self, a: int, b: int) -> bool:
        """Whether two blocks may not be one."""
        one, other = self._anchor.get(a), self._anchor.get(b)
        if one is not None and other is not None and one != other:
            return True
        return b in self._apart.get(a, ())

    def apart_pairs(self) -> list[Pair]:
        """The pairs of blocks that staff keep apart, each once."""
        return sorted((a, b) for a, others in self._apart.items() for b in others if a < b)

    def under_law(self, blocks: Iterable[int]) -> list[int]:
        """Those of the blocks that have an anchor or are kept apart from something."""
        return [one for one in blocks if one in self._anchor or self._apart.get(one)]

    def try_join(self, a: int, b: int) -> bool:
        """Make the blocks of two items one, if nothing keeps them apart."""
        one, other = self.of(a), self.of(b)
        if one != other:
            if self.kept_apart(one, other):
                return False
            self._join(one, other)
        return True

    def _join(self, a: int, b: int) -> None:
        keep, gone = self.of(a), self.of(b)
        if keep == gone:
            return
        if (self._size[gone], -gone) > (self._size[keep], -keep):
            keep, gone = gone, keep
        self._parent[gone] = keep
        self._size[keep] += self._size.pop(gone)
        if (anchor := self._anchor.pop(gone, None)) is not None:
            self._anchor[keep] = anchor
        for other in self._apart.pop(gone, ()):
            self._apart[other].discard(gone)
            self._apart[other].add(keep)
            self._apart[keep].add(other)


def build(
    families: Mapping[int, int],
    constraints: Constraints,
    previous: Mapping[int, int],
    fixed: frozenset[int],
) -> Blocks:
    """The blocks of all items of ``families``.

    The items of a fixed opinion stay in it; nothing joins it but what staff pin to it or tie to
    one of its members. An opinion with pinned items is one that staff have seen: what was in it
    stays in it as far as the law lets it.
    """
    ids = sorted(families)
    anchors = {
        id_: opinion
        for id_ in ids
        if (opinion := constraints.pinned.get(id_)) is not None
        or ((opinion := previous.get(id_)) in fixed and opinion is not None)
    }
    blocks = Blocks(ids, anchors, constraints.apart)
    for a, b in sorted(constraints.together):
        if a in families and b in families:
            blocks.try_join(a, b)
    seen: dict[int, int] = {}
    for id_, opinion in sorted(anchors.items()):
        seen.setdefault(opinion, id_)
    for id_ in ids:
        if (opinion := previous.get(id_)) in seen and id_ not in anchors:
            blocks.try_join(seen[opinion], id_)
    _join_copies(families, blocks, previous, fixed)
    return blocks


def _join_copies(
    families: Mapping[int, int],
    blocks: Blocks,
    previous: Mapping[int, int],
    fixed: frozenset[int],
) -> None:
    """Copies of a letter come together as far as the law lets them: first those that were one
    opinion in the last run, then new ones join the largest block.
    """
    members: dict[int, list[int]] = defaultdict(list)
    for id_ in sorted(families):
        members[families[id_]].append(id_)
    for group in members.values():
        if len(group) < 2:
            continue
        mates: dict[int, int] = {}
        for id_ in group:
            if (opinion := previous.get(id_)) is not None and _is_loose(id_, blocks):
                blocks.try_join(mates.setdefault(opinion, id_), id_)
        sizes = {block: blocks.size(block) for block in map(blocks.of, group)}
        # Bounded, so that a family that staff cut into very many blocks stays linear.
        homes = sorted(
            (block for block in sizes if blocks.anchor(block) not in fixed),
            key=lambda block: (-sizes[block], block),
        )[:8]
        _gather([id_ for id_ in group if id_ not in previous], homes, blocks)


def _gather(new: Sequence[int], homes: Sequence[int], blocks: Blocks) -> None:
    for id_ in new:
        if not _is_loose(id_, blocks):
            continue
        for home in homes:
            if blocks.of(home) != id_ and blocks.try_join(home, id_):
                break


def _is_loose(id_: int, blocks: Blocks) -> bool:
    block = blocks.of(id_)
    return blocks.size(block) == 1 and blocks.anchor(block) is None
