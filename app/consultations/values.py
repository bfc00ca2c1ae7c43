"""What doors see of a consultation: plain values, never rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from app.consultations.naming import split_address
from app.core import deadline as deadlines

WHOLE_ADDRESS = "全文"
WHOLE_SLUG = "whole"
WHOLE_KIND = "whole"


@dataclass(frozen=True, slots=True)
class ConsultationView:
    """A consultation with its newest round. ``deadline`` is exclusive."""

    id: int
    slug: str
    title: str
    issuer: str
    office: str
    mailbox: str | None
    notice: str
    opens_at: datetime
    deadline: datetime
    extended_from: datetime | None
    short_period_reason: str | None
    answer_due_at: datetime | None
    published_at: datetime | None
    results_published_at: datetime | None
    show_counts: bool
    is_example: bool
    revision: int
    round_id: int
    version_id: int

    def state_at(self, now: datetime) -> deadlines.State:
        """Announced, open or closed."""
        return deadlines.state_at(now, self.opens_at, self.deadline)


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One draft of a consultation: its place from 0, its title, its newest version and since when
    that is here."""

    id: int
    position: int
    title: str
    version_id: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A node of an outline as it is shown. ``parent_id`` None: at the top. ``position``: among all
    clauses of the consultation, where it was read with them."""

    id: int
    version_id: int
    position: int
    parent_id: int | None
    depth: int
    address: str
    slug: str
    kind: str
    label: str
    heading: str
    text: str
    commentable: bool

    @property
    def draft(self) -> str:
        """The name of its draft where the consultation has several, else ""."""
        return split_address(self.address)[0]

    @property
    def mark(self) -> str:
        """The clause and its words, for a form to say under which it was written."""
        return f"{self.id}.{crc32((self.heading + chr(10) + self.text).encode()):x}"

    @property
    def own_address(self) -> str:
        """Its address inside its draft."""
        return split_address(self.address)[1]


def path_to(clauses: Iterable[ClauseView], found: ClauseView) -> list[ClauseView]:
    """The clauses above one, from the top."""
    by_id = {one.id: one for one in clauses}
    path: list[ClauseView] = []
    above = by_id.get(found.parent_id or 0)
    while above is not None:
        path.insert(0, above)
        above = by_id.get(above.parent_id or 0)
    return path


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a clerk hands in for a new consultation: read from the file, mended by hand."""

    title: str
    opens_at: datetime
    deadline: datetime
    slug: str = ""
    issuer: str = ""
    office: str = ""
    mailbox: str | None = None
    notice: str = ""
    file_name: str = ""
    source: bytes = b""
    short_period_reason: str | None = None
    answer_due_at: datetime | None = None
    is_example: bool = False


class Unpublishable(Exception):
    """Codes: deadline-passed, deadline-before-opening, no-title, slug-taken, slug-malformed,
    no-such-consultation, already-published, not-published, deadline-not-later, changed-meanwhile,
    nothing-to-undo, drafts-differ, drafts-moved, another-text, clause-has-comments."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
