"""Attachments of a mail: their text where it can be had, their names in any case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from app.core import messages
from app.core.feedback.documents import Sheet
from app.core.messages.values import Attachment
from app.files import FileText, Remark, Table, Unreadable, read_text
from app.mail.storable import storable

READ = "read"
NOT_LOOKED_AT = "too-many"
MACHINE = "machine-read"
# Each is read by a child process; a picture that is recognised takes seconds.
MOST_READ = 40
MOST_RECOGNISED = 6
DEEPEST_MAIL = 3
# What a sender's program adds for the reader's: signatures, keys, an event, a name card.
FOR_PROGRAMS = frozenset(
    {
        "application/pgp-encrypted",
        "application/pgp-keys",
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "text/calendar",
        "text/vcard",
        "text/x-vcard",
    }
)
_PICTURES = ("picture", "scanned")


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment. ``size`` in octets; ``status``: read, or why there is no text (the codes of
    ``files.Unreadable``, and too-many). ``flags``: those of ``files.FileText``; ``members``: name
    and status of each file inside it; ``sha256`` of its octets, in hexadecimals."""

    name: str
    type: str
    size: int
    status: str
    text: str = ""
    flags: tuple[str, ...] = ()
    members: tuple[tuple[str, str], ...] = ()
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What one file says, be it an attachment, in an archive or in a mail that was attached.

    ``subject``: of the attached mail it stands in; ``machine``: letters were recognised in pictures.
    """

    name: str
    text: str
    sheets: tuple[Sheet, ...] = ()
    remarks: tuple[Remark, ...] = ()
    subject: str = ""
    machine: bool = False


class Reader:
    """Reads the attachments of one mail, bounded for all of them. Blocks while children read."""

    def __init__(self, *, recognise: bool) -> None:
        self._recognise = MOST_RECOGNISED if recognise else 0
        self._left = MOST_READ

    def read(
        self, attachments: Sequence[Attachment], depth: int = 0
    ) -> tuple[tuple[Attached, ...], tuple[Content, ...]]:
        """Each attachment as it is shown, and all that they say."""
        shown: list[Attached] = []
        contents: list[Content] = []
        for one in attachments:
            attached, said = self._one(one, depth)
            shown.append(replace(attached, sha256=sha256(one.content).hexdigest()))
            contents += said
        return tuple(shown), tuple(contents)

    def _one(self, one: Attachment, depth: int) -> tuple[Attached, tuple[Content, ...]]:
        name, kind = storable(one.name), storable(one.type)
        if self._left <= 0:
            return Attached(name, kind, one.size, NOT_LOOKED_AT), ()
        if kind == "message/rfc822" or name.lower().endswith(".eml"):
            return self._mail(name, kind, one, depth)
        self._left -= 1
        try:
            found = self._text(one)
        except Unreadable as reason:
            return Attached(name, kind, one.size, reason.code), ()
        members = tuple((storable(member.name), member.status) for member in found.members)
        text = storable(found.text)
        shown = Attached(name, kind, one.size, READ, text, found.flags, members)
        return shown, () if kind in FOR_PROGRAMS else tuple(_contents(name, found))

    def _text(self, one: Attachment) -> FileText:
        """The file's text; the machine looks at pictures only if there is no other way."""
        try:
            return read_text(one.content, one.name)
        except Unreadable as reason:
            if reason.code not in _PICTURES or self._recognise <= 0:
                raise
        self._recognise -= 1
        return read_text(one.content, one.name, recognise=True)

    def _mail(
        self, name: str, kind: str, one: Attachment, depth: int
    ) -> tuple[Attached, tuple[Content, ...]]:
        if depth >= DEEPEST_MAIL:
            return Attached(name, kind, one.size, "mail"), ()
        self._left -= 1
        inner = messages.read(one.content)
        shown, contents = self.read(inner.attachments, depth + 1)
        subject, body = storable(inner.subject), storable(inner.body)
        members = tuple((member.name, member.status) for member in shown)
        text = "\n".join(part for part in (subject, body) if part.strip())
        said = (Content(name, body, subject=subject),) if body.strip() else ()
        status = READ if text or contents else "no-text"
        return Attached(name, kind, one.size, status, text, members=members), said + contents


def _contents(name: str, found: FileText) -> Iterator[Content]:
    for member in found.members:
        if member.status == READ:
            text = "\n".join((member.text, *member.notes))
            path = f"{name}/{member.name}"
            yield _content(path, text, member.tables, member.flags, member.remarks)
    if not found.members:
        text = "\n".join((found.text, *found.notes))
        yield _content(name, text, found.tables, found.flags, found.remarks)


def _content(
    name: str,
    text: str,
    tables: Sequence[Table],
    flags: Sequence[str],
    remarks: Sequence[Remark] = (),
) -> Content:
    sheets = tuple(Sheet(_storable(one.rows), _storable(one.filled())) for one in tables)
    kept = tuple(Remark(storable(one.quote), storable(one.text)) for one in remarks)
    return Content(storable(name), storable(text), sheets, kept, machine=MACHINE in flags)


def _storable(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(storable(cell) for cell in row) for row in rows)
