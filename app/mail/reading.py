"""What the machine reads out of a raw mail, as one plain value that can be kept as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from app.core import messages
from app.mail.addresses import message_id, message_ids
from app.mail.attached import READ, Attached, Content, Reader
from app.mail.storable import storable


@dataclass(frozen=True, slots=True)
class Reading:
    """A mail as it was understood.

    ``text`` is the whole, ``body`` the sender's own text; ``quoted_from`` is the offset in
    characters of ``text`` at which the older mail begins (None: nothing is quoted). ``auto``:
    auto, bounce, list or None. Message ids are in angle brackets. ``date`` is what the sender's
    ``Date:`` says (ISO 8601, with its own zone; None: nothing that is one): shown, never counted.
    ``contents``: what the files say, those in archives and attached mails one by one.
    """

    subject: str
    from_name: str
    from_address: str
    recipients: tuple[str, ...]
    message_id: str | None
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    text: str
    body: str
    quoted_from: int | None
    auto: str | None
    attachments: tuple[Attached, ...]
    flags: tuple[str, ...]
    date: str | None = None
    contents: tuple[Content, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As it is kept beside the raw mail; the tables of its files can be read again."""
        return asdict(replace(self, contents=()))


def read_mail(raw: bytes, *, cut: bool = False, recognise: bool = False) -> Reading:
    """Read a mail; ``cut``: it was longer than the limit and its end is missing; ``recognise``:
    the machine may read scans and pictures.

    Blocks while attachments are read in a child process.
    """
    found = messages.read(raw)
    attachments, contents = Reader(recognise=recognise).read(found.attachments)
    flags = list(found.flags)
    if cut:
        flags.append("truncated")
    if any(one.status != READ for one in attachments):
        flags.append("attachment-unread")
    return Reading(
        subject=storable(found.subject),
        from_name=storable(found.from_name),
        from_address=storable(found.from_address),
        recipients=tuple(storable(one) for one in found.recipients),
        message_id=message_id(storable(found.message_id or "")),
        in_reply_to=tuple(message_ids(found.in_reply_to)),
        references=tuple(message_ids(found.references)),
        text=storable(found.text),
        body=storable(found.body),
        quoted_from=found.quoted_from,
        auto=found.auto,
        attachments=attachments,
        flags=tuple(storable(one) for one in flags),
        date=found.date.isoformat() if found.date else None,
        contents=contents,
    )
