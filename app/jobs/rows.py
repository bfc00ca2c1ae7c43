"""A job is three lines around a work function: what is the same for all of them stands here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine

from app.jobs import leases
from app.jobs.drain import Handler
from app.jobs.names import JobName
from app.storage.engine import read
from app.storage.writer import Writer


def never() -> bool:
    """Nobody asks for an end."""
    return False


@dataclass(frozen=True, slots=True)
class Tools:
    """What a job works with. ``worker`` names this process in leases; ``stopping`` says whether an
    end was asked for, so that a job that waits for something can stop waiting."""

    engine: Engine
    writer: Writer
    clock: Callable[[], datetime]
    worker: str
    stopping: Callable[[], bool] = never


def row_handler(
    tools: Tools,
    name: JobName,
    table: Any,
    conditions: Callable[[], tuple[ColumnElement[bool], ...]],
    perform: Callable[[int], None],
    *,
    limit: int = 20,
    on_failure: Callable[[int, str], None] | None = None,
) -> Handler:
    """A handler for the rows of ``table`` that meet ``conditions()`` and are free of a lease.

    A failure puts the row off (``leases.put_off``), or goes to ``on_failure(id, error)``.
    """

    def claim() -> list[int]:
        if not read(tools.engine, leases.waits, table, *conditions(), now=tools.clock()):
            return []
        taken: list[int] = tools.writer.call(
            leases.claim, table, *conditions(), worker=tools.worker, limit=limit
        )
        return taken

    def fail(row_id: int, error: str) -> None:
        tools.writer.call(leases.put_off, table, row_id, error)

    return Handler(name, claim, perform, on_failure or fail)
