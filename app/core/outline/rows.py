"""An outline as rows with depths, to be changed and made an outline again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.core.outline.slugs import Slugs
from app.core.outline.values import Clause

DEEPEST = 12


@dataclass(slots=True)
class Row:
    """A clause with its depth (1 at the top) and its step in place of parent and address."""

    clause: Clause
    depth: int
    step: str


def rows_of(clauses: Sequence[Clause]) -> list[Row]:
    """The clauses in order, each with its depth."""
    depths: dict[str, int] = {}
    rows = []
    for clause in clauses:
        depth = depths[clause.address] = depths.get(clause.parent or "", 0) + 1
        step = clause.address.removeprefix(f"{clause.parent}/" if clause.parent else "")
        rows.append(Row(clause, depth, step))
    return rows


def branch(rows: Sequence[Row], at: int) -> range:
    """A row and all below it."""
    stop = at + 1
    while stop < len(rows) and rows[stop].depth > rows[at].depth:
        stop += 1
    return range(at, stop)


def settle(rows: Sequence[Row]) -> None:
    """No clause is more than one level below the one before it."""
    last = 0
    for row in rows:
        row.depth = min(row.depth, last + 1)
        last = row.depth


def clauses_of(rows: Sequence[Row], before: Sequence[Clause]) -> tuple[Clause, ...]:
    """The values again; an address that stays keeps its slug, so that links keep their goal."""
    kept = {clause.address: clause.slug for clause in before}
    addresses = list(_addresses(rows))
    slugs = _FreeSlugs({kept[address] for address, _ in addresses if address in kept})
    return tuple(
        row.clause._replace(
            address=address,
            parent=parent,
            slug=kept.get(address) or slugs.make(address),
        )
        for row, (address, parent) in zip(rows, addresses, strict=True)
    )


def _addresses(rows: Sequence[Row]) -> Iterator[tuple[str, str | None]]:
    """Each row's address and its parent's; what would come twice gets #2, #3."""
    path: list[str] = []
    seen: set[str] = set()
    for row in rows:
        del path[row.depth - 1 :]
        parent = path[-1] if path else None
        above, step = f"{parent}/" if parent else "", row.step.partition("#")[0]
        wanted, number = above + row.step, 1
        while wanted in seen:
            number += 1
            wanted = f"{above}{step}#{number}"
        seen.add(wanted)
        path.append(wanted)
        yield wanted, parent


class _FreeSlugs:
    """Slugs for new addresses that no clause has."""

    def __init__(self, used: set[str]) -> None:
        self._used = used

    def make(self, address: str) -> str:
        slugs, base = Slugs(), ""
        for step in address.split("/"):
            base, _ = slugs.make(base, step)
        slug, number = base, 1
        while slug in self._used:
            number += 1
            slug = f"{base}x{number}"
        self._used.add(slug)
        return slug
