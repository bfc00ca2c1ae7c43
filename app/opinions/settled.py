"""What staff have settled on a clause, as it stands now: nobody is asked about it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.opinions.entries import Place
from app.opinions.snapshot import decided_opinions
from app.storage.models import GroupingEdit


@dataclass(frozen=True, slots=True)
class Settled:
    """``apart``: pairs of demands that never share an opinion; ``decided``: opinions with an answer."""

    apart: frozenset[tuple[int, int]] = frozenset()
    decided: frozenset[int] = frozenset()

    def opinions_apart(self, places: Iterable[Place]) -> set[frozenset[int | None]]:
        """The pairs of opinions that hold demands that are kept apart."""
        named = {one for pair in self.apart for one in pair}
        homes = {p.demand_id: p.opinion_id for p in places if p.demand_id in named}
        return {frozenset((homes.get(a), homes.get(b))) for a, b in self.apart}


def settled(session: Session, clause_id: int) -> Settled:
    """What is settled on a clause."""
    rows = session.execute(
        select(GroupingEdit.demand_a, GroupingEdit.demand_b).where(
            GroupingEdit.clause_id == clause_id,
            GroupingEdit.kind == "apart",
            GroupingEdit.demand_b.is_not(None),
        )
    )
    return Settled(
        frozenset((row.demand_a, row.demand_b) for row in rows),
        decided_opinions(session, clause_id),
    )
