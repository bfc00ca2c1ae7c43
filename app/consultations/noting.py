"""What was done to a consultation goes into the trail, and readers see it at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from app import audit
from app.storage.models import Consultation


def note_change(
    session: Session,
    consultation_id: int,
    action: str,
    actor: int | None,
    now: datetime,
    /,
    **values: Any,
) -> None:
    """A reader could see a difference: cached pages are made anew, and the audit trail says what
    was done."""
    session.execute(
        update(Consultation)
        .where(Consultation.id == consultation_id)
        .values(revision=Consultation.revision + 1)
    )
    audit.note(
        session,
        now=now,
        actor=actor,
        action=action,
        subject="consultation",
        subject_id=consultation_id,
        consultation=consultation_id,
        values=values,
    )
