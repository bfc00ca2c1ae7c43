"""Answers to our own mails that only thank for them: kept, never answered, never counted."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.parser import BytesHeaderParser
from email.policy import compat32

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.feedback.courtesy import is_courtesy
from app.core.feedback.letters import said
from app.core.messages import headers
from app.core.messages.quoting import is_only_quote
from app.mail.attached import FOR_PROGRAMS, Attached
from app.mail.reading import Reading
from app.storage.models import AuditEntry, OutboxMail

STATE = "courtesy"
SPEAKS = "mail-made-comment"
# A signature's logo; a page photographed so that it can be read is larger.
SMALL_PICTURE = 24 * 1024
# Who answers without naming our mail answers soon.
LATELY = timedelta(days=7)
LOOKED_BACK = 5_000
_PREFIX = re.compile(r"^(?:\s*(?:re|fw|fwd|回复|答复|转发|回覆|轉寄)\s*[:：])+", re.IGNORECASE)


def is_plain_answer(session: Session, reading: Reading, named: int | None, at: datetime) -> bool:
    """Whether a mail that says next to nothing answers one of ours, under a subject that says
    nothing of its own. ``named``: the submission it names."""
    if not (is_courtesy(reading.body) or is_only_quote(reading.body)):
        return False
    ours = _written(session, named, reading.from_address, at)
    return bool(ours) and _subject_is_silent(reading.subject, ours)


def said_to_speak(session: Session, message_id: int) -> bool:
    """Whether staff said that a mail which was read as none is a comment."""
    found = select(AuditEntry.id).where(
        AuditEntry.subject == "message",
        AuditEntry.subject_id == message_id,
        AuditEntry.action == SPEAKS,
    )
    return session.scalar(found.limit(1)) is not None


def is_thanks(reading: Reading) -> bool:
    """Whether an answer to ours only thanks: no word and no file in it may say more."""
    return is_courtesy(reading.body) and not any(may_say(one) for one in reading.attachments)


def may_say(file: Attached) -> bool:
    """Whether a file may hold words of the sender; a signature's logo does not."""
    small = file.type.startswith("image/") and file.size <= SMALL_PICTURE
    return file.type not in FOR_PROGRAMS and not small


def _written(session: Session, named: int | None, address: str, at: datetime) -> list[bytes]:
    """The heads of the mails we wrote about this submission, else lately to this address."""
    head = func.substr(OutboxMail.rendered, 1, 4096)
    found = select(head).where(OutboxMail.rendered.is_not(None)).order_by(OutboxMail.id.desc())
    if named is not None:
        rows = session.scalars(found.where(OutboxMail.submission_id == named).limit(20))
    else:
        newest = session.scalar(select(func.max(OutboxMail.id))) or 0
        rows = session.scalars(
            found.where(
                OutboxMail.id > newest - LOOKED_BACK,
                func.lower(OutboxMail.recipient) == address.lower(),
                OutboxMail.created_at > at - LATELY,
            ).limit(20)
        )
    return [bytes(one) for one in rows]


def _subject_is_silent(subject: str, ours: list[bytes]) -> bool:
    """Whether a subject is that of our mail, or says nothing."""
    bare = _bare(subject)
    known = {_bare(_subject(raw)) for raw in ours}
    return not bare or bare in known or is_courtesy(subject) or said(subject) == "nothing"


def _subject(raw: bytes) -> str:
    mime = BytesHeaderParser(policy=compat32).parsebytes(raw)
    return headers.read(headers.value(mime, "subject"))[0]


def _bare(subject: str) -> str:
    return re.sub(r"[\W_]", "", _PREFIX.sub("", subject[:2000])).casefold()
