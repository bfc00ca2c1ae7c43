"""The drain loop: a thread a job name, woken after each commit, with a poll as the net."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.jobs.names import JobName

POLL_SECONDS = 1.0
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Handler:
    """How one job is done: ``claim()`` takes rows and gives their ids, ``perform(id)`` does one,
    ``fail(id, error)`` puts it off. All three block and do their own commits."""

    name: JobName
    claim: Callable[[], Sequence[int]]
    perform: Callable[[int], None]
    fail: Callable[[int, str], None]


class Drain:
    """Runs handlers until it is stopped."""

    def __init__(self, handlers: Sequence[Handler], poll: float = POLL_SECONDS) -> None:
        self._poll = poll
        self._stopping = threading.Event()
        self._lanes = [_Lane(handler, self) for handler in handlers]

    def start(self) -> None:
        """Start a thread for each handler."""
        for lane in self._lanes:
            lane.thread.start()

    def wake(self) -> None:
        """Look for work now."""
        for lane in self._lanes:
            lane.woken.set()

    def stop(self) -> None:
        """Finish what runs, then end the threads."""
        self._stopping.set()
        self.wake()
        for lane in self._lanes:
            if lane.thread.is_alive():
                lane.thread.join()

    @property
    def stopping(self) -> bool:
        """Whether an end was asked for."""
        return self._stopping.is_set()

    @property
    def poll(self) -> float:
        """Seconds between two looks without a wake-up."""
        return self._poll


class _Lane:
    def __init__(self, handler: Handler, drain: Drain) -> None:
        self.handler = handler
        self.drain = drain
        self.woken = threading.Event()
        self.thread = threading.Thread(target=self._run, name=f"job-{handler.name}", daemon=True)

    def _run(self) -> None:
        while not self.drain.stopping:
            self.woken.clear()
            try:
                while not self.drain.stopping and drain_once(self.handler):
                    pass
            except Exception:
                # The database may be away for a moment; the next poll tries again.
                log.exception("job %s could not look for work", self.handler.name)
            self.woken.wait(self.drain.poll)


def drain_once(handler: Handler) -> int:
    """Do one lot of what waits; how many rows it took."""
    ids = handler.claim()
    for row_id in ids:
        try:
            handler.perform(row_id)
        except Exception as error:
            log.exception("job %s failed on row %d", handler.name, row_id)
            handler.fail(row_id, f"{type(error).__name__}: {error}")
    return len(ids)
