"""The one writer: everything that changes the database goes through here, in group commits.

A thread takes all calls that wait, does them in one transaction and answers after the commit: many
senders share one flush to the disk. What fails in company is done again alone, in a savepoint of
its own, so that one bad call never costs another one its commit.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

MAX_TOGETHER = 256
# Between two transactions the lock is free this long, or a command beside the server starves.
SQLITE_PAUSE_SECONDS = 0.005


F = TypeVar("F", bound=Callable[..., Any])


class WriterClosed(RuntimeError):
    """The writer has stopped; the call was not done."""


def plural(work: F) -> F:
    """Mark ``work(session, items, now) -> results`` as taking all that wait in one call.

    ``results`` has one entry an item, in order; an entry that is an exception fails that item only.
    """
    work.__plural__ = True  # type: ignore[attr-defined]
    return work


@dataclass(slots=True)
class _Call:
    work: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    answer: Future[Any] = field(default_factory=Future)
    result: Any = None


class Writer:
    """Does work functions in group commits, on ``threads`` threads (one on SQLite)."""

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], datetime],
        *,
        threads: int = 1,
        pause: float | None = None,
    ) -> None:
        sqlite = engine.dialect.name == "sqlite"
        if sqlite and threads != 1:
            raise ValueError("SQLite has one writer")
        self._engine = engine
        self._clock = clock
        self._pause = (SQLITE_PAUSE_SECONDS if sqlite else 0.0) if pause is None else pause
        self._waiting: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._listeners: list[Callable[[], None]] = []
        self._closed = False
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._serve, name=f"writer-{n}", daemon=True)
            for n in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def on_commit(self, listener: Callable[[], None]) -> None:
        """Call ``listener()`` (quick, from the writer's thread) after each commit."""
        self._listeners.append(listener)

    def submit(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Future[Any]:
        """Queue ``work(session, *args, now=..., **kwargs)``; the future ends after the commit."""
        call = _Call(work, args, kwargs)
        with self._lock:
            if self._closed:
                raise WriterClosed
            self._waiting.put(call)
        return call.answer

    def call(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Do the work and wait for its commit (from a thread that may block)."""
        return self.submit(work, *args, **kwargs).result()

    async def run(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Do the work and await its commit."""
        return await asyncio.wrap_future(self.submit(work, *args, **kwargs))

    def close(self) -> None:
        """Finish what waits, then stop."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            for _ in self._threads:
                self._waiting.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        while True:
            calls, last = self._take()
            if calls:
                self._commit(calls)
            if last:
                return
            if self._pause:
                time.sleep(self._pause)

    def _take(self) -> tuple[list[_Call], bool]:
        calls: list[_Call] = []
        entry = self._waiting.get()
        while True:
            if entry is None:
                return calls, True
            if entry.answer.set_running_or_notify_cancel():
                calls.append(entry)
            if len(calls) >= MAX_TOGETHER:
                return calls, False
            try:
                entry = self._waiting.get_nowait()
            except queue.Empty:
                return calls, False

    def _commit(self, calls: list[_Call]) -> None:
        failed: dict[int, BaseException] = {}
        try:
            with Session(self._engine) as session, session.begin():
                now = self._clock()
                for together in _by_work(calls):
                    _do(session, together, now, failed)
        except BaseException as error:  # noqa: BLE001 - each caller must get its answer
            for call in calls:
                call.answer.set_exception(error)
            return
        for listener in self._listeners:
            listener()
        for call in calls:
            if (reason := failed.get(id(call))) is not None:
                call.answer.set_exception(reason)
            else:
                call.answer.set_result(call.result)


def _by_work(calls: Sequence[_Call]) -> list[list[_Call]]:
    """Calls of one plural function stand together; every other call stands alone, in order."""
    lots: list[list[_Call]] = []
    open_lots: dict[Callable[..., Any], list[_Call]] = {}
    for call in calls:
        if getattr(call.work, "__plural__", False):
            lot = open_lots.get(call.work)
            if lot is not None:
                lot.append(call)
                continue
            open_lots[call.work] = lot = [call]
            lots.append(lot)
        else:
            lots.append([call])
    return lots


def _do(
    session: Session,
    calls: list[_Call],
    now: datetime,
    failed: dict[int, BaseException],
    again: bool = False,
) -> None:
    try:
        with session.begin_nested():
            _invoke(session, calls, now)
            session.flush()
    except Exception as error:  # noqa: BLE001 - handed to the caller below
        if len(calls) == 1:
            # Another process may have written the same key just now: a second look finds its row.
            if again or not isinstance(error, IntegrityError):
                failed[id(calls[0])] = error
                return
            _do(session, calls, now, failed, again=True)
            return
        for call in calls:
            _do(session, [call], now, failed)
        return
    for call in calls:
        if isinstance(call.result, Exception):
            failed[id(call)] = call.result


def _invoke(session: Session, calls: list[_Call], now: datetime) -> None:
    first = calls[0]
    if not getattr(first.work, "__plural__", False):
        first.result = first.work(session, *first.args, now=now, **first.kwargs)
        return
    results = first.work(session, [call.args[0] for call in calls], now=now)
    for call, result in zip(calls, results, strict=True):
        call.result = result
