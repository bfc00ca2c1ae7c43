"""Figures that take long to count are kept for a short while, and say of when they are.

Those of a usual consultation are counted anew each time; only of a very large one, where counting
takes longer than a page may, what was counted last is shown again for some seconds. The report
never goes by them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from app.opinions.figures import comment_total

# Of fewer comments nothing is kept; of more what took so long, for so many times as long.
LARGE = 50_000
QUICK_SECONDS = 0.5
TIMES, LONGEST_SECONDS = 20.0, 60.0

T = TypeVar("T")
Key = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Counted(Generic[T]):
    """What was counted; ``at``: when, if not just now."""

    value: T
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    value: Any
    at: datetime
    until: float


class KeptFigures:
    """What was counted last, by what and for which consultation. For many threads: where several
    ask at once, one counts and the others wait for it."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._found: dict[Key, _Found] = {}
        self._locks: dict[Key, threading.Lock] = {}
        self._guard = threading.Lock()

    def of(
        self, work: Callable[[Session, int], T], session: Session, id_: int, at: datetime
    ) -> Counted[T]:
        """``work(session, id_)``, or what it said some seconds ago."""
        key = (str(session.get_bind().engine.url), work.__qualname__, id_)
        with self._guard:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            found = self._found.get(key)
            start = self._seconds()
            if found is not None and start < found.until:
                return Counted(found.value, found.at)
            value = work(session, id_)
            took = self._seconds() - start
            if took >= QUICK_SECONDS:
                until = self._seconds() + min(TIMES * took, LONGEST_SECONDS)
                self._found[key] = _Found(value, at, until)
            else:
                self._found.pop(key, None)
            return Counted(value)


def kept(
    session: Session,
    work: Callable[[Session, int], T],
    consultation_id: int,
    known: KeptFigures,
    at: datetime,
) -> Counted[T]:
    """What is counted of a consultation now; of a very large one what ``known`` has."""
    if comment_total(session, consultation_id) < LARGE:
        return Counted(work(session, consultation_id))
    return known.of(work, session, consultation_id, at)
