"""The trail: who did what to what, when; written in the transaction of the deed itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.storage import models

Received = models.Message | models.Submission | models.Comment
_SUBJECTS: Mapping[type[Received], str] = {
    models.Message: "message",
    models.Submission: "submission",
    models.Comment: "comment",
}


def note(
    session: Session,
    *,
    now: datetime,
    actor: int | None,
    action: str,
    subject: str,
    subject_id: int | None,
    consultation: int | None = None,
    values: Mapping[str, Any] | None = None,
) -> None:
    """Write one entry; ``actor`` is a user's id, or None for the program and for citizens."""
    session.add(
        models.AuditEntry(
            at=now,
            actor_id=actor,
            action=action,
            subject=subject,
            subject_id=subject_id,
            consultation_id=consultation,
            values=dict(values or {}),
        )
    )


def note_about(
    session: Session, row: Received, action: str, actor: int | None, now: datetime, /, **values: Any
) -> None:
    """Write one entry about something that was received, in the trail of its consultation."""
    note(
        session,
        now=now,
        actor=actor,
        action=action,
        subject=_SUBJECTS[type(row)],
        subject_id=row.id,
        consultation=row.consultation_id,
        values=values,
    )
