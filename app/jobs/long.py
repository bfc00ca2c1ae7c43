"""Long jobs: work with steps, carried by DBOS in tables of its own.

The row is the work item here too: a door writes it, a worker's lane starts a workflow whose id is
the row's, so that two workers that see the same row start one workflow. After kill -9 a process
with the same executor id goes on from the unfinished step; DBOS has no take-over by another one,
so every executor beats in a table of ours, and whoever sees one silent resumes its workflows.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dbos import DBOS, DBOSConfig, SetWorkflowID
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.jobs.names import LongJobName
from app.jobs.rows import Tools
from app.storage.models import Executor

QUEUE = "long-jobs"
# Raise it when the steps of a workflow change: old ones must not go on in new code.
VERSION = "1"
BEAT_SECONDS = 5.0
SILENT = timedelta(seconds=30)
KEPT = timedelta(days=7)
log = logging.getLogger(__name__)

_steps: dict[str, Callable[[int], None]] = {}


@dataclass(frozen=True, slots=True)
class LongTables:
    """Where DBOS keeps its tables: a URL, on SQLite a file apart from the product's."""

    url: str
    executor: str


@DBOS.step(name="step", retries_allowed=True, max_attempts=3)
def _step(name: str, row_id: int) -> None:
    _steps[name](row_id)


@DBOS.workflow(name="long-job")
def _workflow(names: list[str], row_id: int) -> None:
    for name in names:
        _step(name, row_id)


class LongJobs:
    """The DBOS of this process: started, fed, beating, stopped. One a process."""

    def __init__(
        self,
        tools: Tools,
        tables: LongTables,
        jobs: Mapping[LongJobName, Mapping[str, Callable[[int], None]]],
    ) -> None:
        """``jobs``: for each name its steps in order; a step takes the row's id and can be done
        again without harm."""
        self._tools = tools
        self._tables = tables
        self._order = {name: list(steps) for name, steps in jobs.items()}
        for steps in jobs.values():
            _steps.update(steps)
        self._stop = threading.Event()
        self._beat = threading.Thread(target=self._keep_beating, name="heartbeat", daemon=True)

    def start(self) -> None:
        """Open DBOS (it resumes this executor's own workflows) and begin to beat."""
        config: DBOSConfig = {
            "name": "zhutiao",
            "system_database_url": self._tables.url,
            "application_version": VERSION,
            "executor_id": self._tables.executor,
            "log_level": "WARNING",
            "enable_otlp": False,
            "max_executor_threads": 4,
        }
        DBOS(config=config)
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=1, polling_interval_sec=0.5)
        self._tools.writer.call(beat, self._tables.executor)
        self._beat.start()

    def begin(self, name: LongJobName, row_id: int) -> None:
        """Start the job of a row; the second call for the same row does nothing."""
        with SetWorkflowID(workflow_id(name, row_id)):
            DBOS.enqueue_workflow(QUEUE, _workflow, self._order[name], row_id)

    def stop(self) -> None:
        """Stop beating and close DBOS; what runs goes on at the next start."""
        self._stop.set()
        if self._beat.is_alive():
            self._beat.join()
        DBOS.destroy(workflow_completion_timeout_sec=2)

    def _keep_beating(self) -> None:
        while not self._stop.wait(BEAT_SECONDS):
            try:
                self._tools.writer.call(beat, self._tables.executor)
                self.take_over()
                sweep(self._tools.clock())
            except Exception:
                # The database may be away for a moment; the next beat tries again.
                log.exception("the heartbeat failed")

    def take_over(self) -> list[str]:
        """Resume the workflows of executors that fell silent; their ids."""
        resumed = []
        for dead in self._tools.writer.call(bury, self._tables.executor):
            for status in DBOS.list_workflows(executor_id=dead, status="PENDING"):
                DBOS.resume_workflow(status.workflow_id, queue_name=QUEUE)
                resumed.append(status.workflow_id)
        return resumed


def workflow_id(name: LongJobName, row_id: int) -> str:
    """The one workflow of a row."""
    return f"{name}-{row_id}"


def beat(session: Session, executor: str, *, now: datetime) -> None:
    """This executor lives."""
    row = session.get(Executor, executor)
    if row is None:
        session.add(Executor(id=executor, seen_at=now))
    else:
        row.seen_at = now


def bury(session: Session, own: str, *, now: datetime) -> list[str]:
    """Take the silent executors off the list; their ids. Only one worker gets each."""
    dead = list(
        session.scalars(
            select(Executor.id)
            .where(Executor.seen_at < now - SILENT, Executor.id != own)
            .with_for_update(skip_locked=True)
        )
    )
    session.execute(delete(Executor).where(Executor.id.in_(dead)))
    return dead


def sweep(now: datetime) -> int:
    """Delete workflows that ended long ago; how many."""
    before = (now - KEPT).isoformat()
    ended: Any = DBOS.list_workflows(
        status=["SUCCESS", "ERROR", "CANCELLED"],
        completed_before=before,
        limit=100,
        load_input=False,
        load_output=False,
    )
    ids = [status.workflow_id for status in ended]
    if ids:
        with contextlib.suppress(Exception):
            DBOS.delete_workflows(ids)
    return len(ids)
