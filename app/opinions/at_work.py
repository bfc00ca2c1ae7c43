"""All that the page of a clause's desk shows of its comments, from one reading of its demands."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.opinions.advisers import Kept
from app.opinions.bursts import Burst, Facts, bursts
from app.opinions.kept_places import KeptPlaces
from app.opinions.queue import reading_queue
from app.opinions.queue_values import Queue
from app.opinions.read import clause_desk
from app.opinions.values import ClauseDesk


class Memory:
    """What a process keeps of the clauses worked on last; all of it is held against the database
    each time."""

    def __init__(self) -> None:
        self.places = KeptPlaces()
        self.advice = Kept()
        self.facts = Facts()


@dataclass(frozen=True, slots=True)
class AtWork:
    """``queue`` None: nothing is read one by one here."""

    desk: ClauseDesk
    queue: Queue | None
    bursts: list[Burst]


def at_work(
    session: Session, clause_id: int, memory: Memory, at: int | None, least: int | None
) -> AtWork | None:
    """The desk of a clause, with the reading queue (at the comment ``at``) where it has ``least``
    comments (None: for nobody who works on it); None if there is no such clause."""
    found = memory.places.of(session, clause_id)
    desk = clause_desk(session, clause_id, found)
    if desk is None:
        return None
    queue = None
    if least is not None and desk.figures.comments >= least:
        queue = reading_queue(session, clause_id, memory.advice, at, found)
    return AtWork(desk, queue, bursts(session, clause_id, found, memory.facts))
