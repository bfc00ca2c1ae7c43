"""The files of a stored mail, as they came."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import messages
from app.core.messages.values import Attachment
from app.storage.models import Message


def attachment(session: Session, message_id: int, number: int) -> Attachment | None:
    """The attachment with this number (from 1, in the order of the reading); None if there is none."""
    raw = session.scalar(select(Message.raw).where(Message.id == message_id))
    if raw is None:
        return None
    found = messages.read(raw).attachments
    return found[number - 1] if 1 <= number <= len(found) else None
