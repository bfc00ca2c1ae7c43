"""The job that makes comments findable."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.comments import search
from app.jobs.drain import Handler
from app.jobs.names import JobName
from app.jobs.rows import Tools
from app.storage.engine import read

PAUSE_AFTER_FAILURE = timedelta(seconds=30)


def index_handler(tools: Tools) -> Handler:
    """Indexes what the search does not know yet; a lot at a time, in one transaction each.

    No lease: two workers at once write the same rows.
    """
    not_before: list[datetime] = []

    def claim() -> list[int]:
        if not_before and tools.clock() < not_before[-1]:
            return []
        return [0] if read(tools.engine, search.waits) else []

    def perform(_: int) -> None:
        tools.writer.call(search.index_waiting)

    def fail(_: int, _error: str) -> None:
        not_before[:] = [tools.clock() + PAUSE_AFTER_FAILURE]

    return Handler(JobName.INDEX_COMMENTS, claim, perform, fail)
