"""Reports that were asked for: a row a request, made by a long job, fetched when it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import audit
from app.consultations import read as consultations
from app.core.deadline import BEIJING
from app.review.reports import formats, table
from app.review.reports.values import NoReport
from app.storage.models import AuditEntry, Export

ASKED = "report-asked"


@dataclass(frozen=True, slots=True)
class ExportView:
    """A request and where it stands: waiting, running, done or failed; progress in percent."""

    id: int
    consultation_id: int
    state: str
    progress: int
    asked_at: datetime
    finished_at: datetime | None
    file_name: str | None
    ending: str
    by: str
    contacts: bool
    error: str | None


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A finished file."""

    name: str
    media_type: str
    content: bytes


def ask(
    session: Session,
    consultation_id: int,
    ending: str,
    by: str,
    actor: int | None,
    *,
    contacts: bool = False,
    why: str = "",
    now: datetime,
) -> int:
    """Ask for a report; its id. Raises NoReport.

    With ``contacts`` the reason ``why`` goes into the audit trail with the name of who asked.
    """
    if ending not in formats.FORMATS or by not in ("comment", "opinion"):
        raise NoReport("no-such-format")
    if consultations.by_id(session, consultation_id) is None:
        raise NoReport("no-such-consultation")
    if contacts and not why.strip():
        raise NoReport("no-reason")
    options = {"ending": ending, "by": by, "contacts": contacts}
    return _asked(session, consultation_id, options, why.strip(), actor, now)


def waiting(session: Session) -> list[int]:
    """Requests no worker has begun."""
    return list(
        session.scalars(select(Export.id).where(Export.state == "waiting").order_by(Export.id))
    )


def view(session: Session, export_id: int) -> ExportView | None:
    """One request."""
    row = session.get(Export, export_id)
    return _view(row) if row else None


def of_consultation(session: Session, consultation_id: int, limit: int = 20) -> list[ExportView]:
    """The newest requests of a consultation."""
    rows = session.scalars(
        select(Export)
        .where(Export.consultation_id == consultation_id)
        .order_by(Export.id.desc())
        .limit(limit)
    )
    return [_view(row) for row in rows]


def file(session: Session, export_id: int) -> ExportFile | None:
    """The file of a finished request."""
    row = session.get(Export, export_id)
    if row is None or row.state != "done" or row.content is None:
        return None
    media_type = formats.FORMATS[row.options["ending"]].media_type
    return ExportFile(row.file_name or "report", media_type, row.content)


def make(session: Session, export_id: int, now: datetime) -> tuple[str, bytes]:
    """Make the file of a request: reading only; its name and bytes. Raises NoReport."""
    row = session.get(Export, export_id)
    if row is None:
        raise NoReport("no-such-consultation")
    options: dict[str, Any] = row.options
    report = table.make_report(session, row.consultation_id, contacts=options["contacts"], now=now)
    name = f"意见汇总处理表-{report.title[:40]}-{now.astimezone(BEIJING):%Y%m%d-%H%M}"
    ending = options["ending"]
    return f"{name}.{ending}", formats.write(report, ending, options["by"])


def set_state(
    session: Session,
    export_id: int,
    state: str,
    progress: int,
    *,
    file_name: str | None = None,
    content: bytes | None = None,
    error: str | None = None,
    now: datetime,
) -> None:
    """Where a request stands now. One that is done stays so, and one that has ended is not running:
    a quick report may end before it is noted that it began."""
    row = session.get(Export, export_id)
    if row is None or row.state == "done" or (state == "running" and row.state == "failed"):
        return
    if state == "running":
        progress = max(progress, row.progress)
    row.state, row.progress, row.error = state, progress, error
    if content is not None:
        row.file_name, row.content, row.finished_at = file_name, content, now


def again(
    session: Session, consultation_id: int, export_id: int, actor: int | None, *, now: datetime
) -> int:
    """Ask once more for what failed: a new request with the same options; its id. Raises NoReport."""
    row = session.get(Export, export_id)
    if row is None or row.consultation_id != consultation_id:
        raise NoReport("no-such-consultation")
    asked = session.scalar(
        select(AuditEntry.values)
        .where(
            AuditEntry.subject == "export",
            AuditEntry.subject_id == export_id,
            AuditEntry.action == ASKED,
        )
        .limit(1)
    )
    why = str((asked or {}).get("why", ""))
    return _asked(session, consultation_id, dict(row.options), why, actor, now)


def _asked(
    session: Session,
    consultation_id: int,
    options: dict[str, Any],
    why: str,
    actor: int | None,
    now: datetime,
) -> int:
    row = Export(consultation_id=consultation_id, asked_by=actor, asked_at=now, options=options)
    session.add(row)
    session.flush()
    audit.note(
        session,
        now=now,
        actor=actor,
        action=ASKED,
        subject="export",
        subject_id=row.id,
        consultation=consultation_id,
        values={**options, "why": why},
    )
    return row.id


def _view(row: Export) -> ExportView:
    return ExportView(
        id=row.id,
        consultation_id=row.consultation_id,
        state=row.state,
        progress=row.progress,
        asked_at=row.asked_at,
        finished_at=row.finished_at,
        file_name=row.file_name,
        ending=row.options["ending"],
        by=row.options["by"],
        contacts=row.options["contacts"],
        error=row.error,
    )
