"""What a mail says: plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Auto = Literal["auto", "bounce", "list"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail. ``content`` are its bytes after transfer decoding."""

    name: str
    type: str
    content: bytes

    @property
    def size(self) -> int:
        """Octets."""
        return len(self.content)


@dataclass(frozen=True, slots=True)
class Message:
    """A mail as it was understood.

    ``text`` is all that it says; ``body`` the sender's own part of it (``text`` up to ``cut``);
    ``quoted_from`` the offset in characters of ``text`` where the older mail begins. Nothing is
    deleted: what is cut is there to be seen. ``flags``: charset-doubtful, html-only, no-body,
    truncated, date-unreadable, too-many-parts.
    """

    subject: str
    from_name: str
    from_address: str
    recipients: tuple[str, ...]
    date: datetime | None
    message_id: str
    in_reply_to: str
    references: str
    text: str
    body: str
    cut: int
    quoted_from: int | None
    auto: Auto | None
    attachments: tuple[Attachment, ...]
    flags: tuple[str, ...]
