"""What a corrected file changes, draft by draft: for the clerk to see before it is accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.outline.alignment import align
from app.core.outline.values import Clause, Outline
from app.core.text.normalise import bare

Both = tuple[Clause, Clause]
"""A clause as it was and as it is."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The clauses of a draft before and after, each of the new ones once: ``same`` (how many have
    their words and their address), ``moved`` (another address, the words are the same), ``changed``
    (other words, wherever it stands now), ``added``; and ``gone`` of the old ones. ``both`` has all
    that go on."""

    same: int
    moved: tuple[Both, ...]
    changed: tuple[Both, ...]
    added: tuple[Clause, ...]
    gone: tuple[Clause, ...]
    both: tuple[Both, ...]


def changes(old: Sequence[Clause], new: Sequence[Clause]) -> Changes:
    """How the clauses of a corrected draft stand to those it had."""
    found = align(old, new)
    both = [(old[pair.old], new[pair.new]) for pair in found.pairs]
    alike = [(before, after) for before, after in both if _says(before) == _says(after)]
    moved = tuple(one for one in alike if one[0].address != one[1].address)
    return Changes(
        same=len(alike) - len(moved),
        moved=moved,
        changed=tuple(one for one in both if _says(one[0]) != _says(one[1])),
        added=tuple(new[at] for at in found.added),
        gone=tuple(old[at] for at in found.dropped),
        both=tuple(both),
    )


def partners(old: Sequence[Outline], new: Sequence[Outline]) -> list[int | None]:
    """Which old draft each new one comes from: that of the same title, else of the same place.
    Of several with one title, first those that stand where they stood."""
    was, now = [bare(one.title) for one in old], [bare(one.title) for one in new]
    found: list[int | None] = [
        at if at < len(was) and title == was[at] else None for at, title in enumerate(now)
    ]
    left = [at for at in range(len(was)) if at not in found]
    for at, title in enumerate(now):
        origin = next((one for one in left if was[one] == title), None)
        if found[at] is None and origin is not None:
            found[at] = origin
            left.remove(origin)
    return [at if origin is None and at in left else origin for at, origin in enumerate(found)]


def _says(clause: Clause) -> str:
    """Its own words; blanks and signs are not compared."""
    return bare(clause.heading + clause.text)
