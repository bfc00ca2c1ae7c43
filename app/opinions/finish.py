"""The end of a run over a clause: all that it found is written in one transaction, so that nobody
sees a clause that looks done and is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.core.clustering.group import Grouping
from app.opinions import keeper, letters, own_words
from app.opinions.own_words import Span
from app.opinions.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Run:
    """``copies``: comments whose letter is another than before; ``added``: comments whose additions
    are."""

    taken: Snapshot
    made: Grouping
    started_at: datetime
    copies: Mapping[int, int]
    added: Mapping[int, list[Span]]


def write(session: Session, run: Run, *, now: datetime) -> bool:
    """Write a run; False, and nothing is written, if the clause was changed meanwhile."""
    if not keeper.apply(session, run.taken, run.made, run.started_at, now=now):
        return False
    letters.write(session, run.taken.clause_id, run.copies, now=now)
    if run.added:
        own_words.write(session, run.taken.clause_id, run.added, now=now)
    return True
