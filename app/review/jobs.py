"""The long job that makes reports, and the lane that begins it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.jobs.drain import Handler
from app.jobs.long import LongJobs
from app.jobs.names import JobName, LongJobName
from app.jobs.rows import Tools
from app.review import exports
from app.review.reports.values import NoReport
from app.storage.engine import read


def report_steps(tools: Tools) -> dict[str, Callable[[int], None]]:
    """The steps of a report, by name, in order; each can be done again without harm."""
    return {
        "report-begin": partial(_begin, tools),
        "report-make": partial(_make, tools),
    }


def begin_handler(tools: Tools, long_jobs: LongJobs) -> Handler:
    """Hands requests that wait to the long jobs."""

    def claim() -> list[int]:
        return read(tools.engine, exports.waiting)

    def perform(export_id: int) -> None:
        long_jobs.begin(LongJobName.MAKE_REPORT, export_id)
        tools.writer.call(exports.set_state, export_id, "running", 0)

    def fail(export_id: int, error: str) -> None:
        tools.writer.call(exports.set_state, export_id, "failed", 0, error=error)

    return Handler(JobName.BEGIN_REPORT, claim, perform, fail)


def _begin(tools: Tools, export_id: int) -> None:
    tools.writer.call(exports.set_state, export_id, "running", 10)


def _make(tools: Tools, export_id: int) -> None:
    try:
        name, content = read(tools.engine, exports.make, export_id, tools.clock())
    except NoReport as error:
        tools.writer.call(exports.set_state, export_id, "failed", 10, error=error.code)
        return
    except Exception as error:
        tools.writer.call(
            exports.set_state, export_id, "failed", 10, error=f"{type(error).__name__}: {error}"
        )
        raise
    tools.writer.call(exports.set_state, export_id, "done", 100, file_name=name, content=content)
