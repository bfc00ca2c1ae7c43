"""From the bytes of a mail to what its sender wrote. Never raises for what a sender wrote."""

from __future__ import annotations

import re
from email.message import Message as Mime

from app.core.messages import automatic, headers, mime
from app.core.messages.body import END_MARK, body_of, clean
from app.core.messages.quoting import find_cut
from app.core.messages.values import Attachment, Message
from app.core.text.charset import decode

_FORWARD_SUBJECT = re.compile(r"\s*(?:转发|转|轉寄|fw|fwd)\s*[:：]", re.IGNORECASE)


def read(raw: bytes) -> Message:
    """Read a mail. What has no headers at all is a text without a sender."""
    root = mime.parse(raw)
    parts = list(mime.leaves(root))
    charset = next((part.charset for part in parts if part.charset), None)
    subject, flags = headers.read(headers.value(root, "subject"), charset)
    name, address = headers.address(headers.value(root, "from"), charset)
    text, more, attached = body_of(parts)
    auto = automatic.kind_of(root, parts, subject, address)
    if not text.strip() and not attached:
        text = _last_resort(raw, root)
    cut = find_cut(text, forwarded=forwarded(subject))
    body = text[: cut.end].replace(END_MARK, "").strip()
    shown, quoted = _without_marks(text, cut.quoted_from)
    flags = (*flags, *more, *(() if text.strip() else ("no-body",)))
    flags = flags if len(parts) < mime.MOST_PARTS else (*flags, "too-many-parts")
    return Message(
        subject=subject,
        from_name=name,
        from_address=address,
        recipients=headers.addresses(root, "to", "cc", "delivered-to", "x-original-to"),
        date=headers.date(root),
        message_id=headers.read(headers.value(root, "message-id"))[0],
        in_reply_to=headers.read(headers.value(root, "in-reply-to"))[0],
        references=headers.read(headers.value(root, "references"))[0],
        text=shown,
        body=body,
        cut=len(_without_marks(text[: cut.end], None)[0]),
        quoted_from=quoted,
        auto=auto,
        attachments=_attachments(attached, auto),
        flags=tuple(dict.fromkeys(flags)),
    )


def forwarded(subject: str) -> bool:
    """Whether a subject says that somebody else's mail is passed on."""
    return _FORWARD_SUBJECT.match(subject) is not None


def _last_resort(raw: bytes, root: Mime) -> str:
    """A text without any header; else what stands around the parts of a mail whose parts say
    nothing."""
    if not root.keys():
        return clean(decode(raw).text)
    return clean(decode(mime.outside(root).encode("utf-8", "surrogateescape")).text)


def _without_marks(text: str, offset: int | None) -> tuple[str, int | None]:
    """The text without our marks, and an offset into it moved along."""
    moved = offset - text.count(END_MARK, 0, offset) if offset is not None else None
    return text.replace(END_MARK, ""), moved


def _attachments(parts: list[mime.Leaf], auto: str | None) -> tuple[Attachment, ...]:
    """The files; the machine parts of a bounce are none."""
    machine = ("message/delivery-status", "text/rfc822-headers")
    return tuple(
        Attachment(part.name or f"attachment-{number}", part.type, part.content)
        for number, part in enumerate(parts, start=1)
        if part.type not in machine and not (auto == "bounce" and part.type == "message/rfc822")
    )
