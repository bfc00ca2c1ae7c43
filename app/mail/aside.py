"""Staff's word about a mail that became no submission: that it is none, or that it is one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app import audit
from app.mail import courtesy, take
from app.storage.models import Message

UNRELATED = "unrelated"
SILENT = (courtesy.STATE, "withdrawal")
WAITING = ("quarantined", "empty")


def set_unrelated(
    session: Session, message_id: int, unrelated: bool, actor: int | None, *, now: datetime
) -> bool:
    """Say that a mail has nothing to do with any consultation, or take it back: it is kept, and
    counted apart. Said twice it is said once. False if it does not wait for a person."""
    row = session.get(Message, message_id, with_for_update=True)
    if row is None or row.state not in (*WAITING, UNRELATED):
        return False
    if (row.state == UNRELATED) == unrelated:
        return True
    if unrelated:
        row.state = UNRELATED
    else:
        row.state = "empty" if row.last_error in ("empty", "quote-only") else "quarantined"
    _note(session, row, "mail-unrelated" if unrelated else "mail-unrelated-undone", actor, now)
    return True


def speaks(session: Session, message_id: int, actor: int | None, *, now: datetime) -> bool:
    """Say that a letter of thanks, or one that seems to ask comments back, is a comment: it is read
    again as one. False if there is no such mail; one that is neither (any more) stays as it is."""
    row = session.get(Message, message_id, with_for_update=True)
    if row is None or row.state not in SILENT:
        return row is not None
    _note(session, row, courtesy.SPEAKS, actor, now)
    return take.again(session, message_id, now=now)


def _note(session: Session, row: Message, action: str, actor: int | None, now: datetime) -> None:
    subject = str((row.reading or {}).get("subject", ""))[:200]
    audit.note_about(session, row, action, actor, now, subject=subject)
