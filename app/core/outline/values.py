"""The values of an outline: clauses, the notice around a draft, and what was doubtful."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

Kind = Literal[
    "part",
    "section",
    "point",
    "dash",
    "chapter",
    "subchapter",
    "article",
    "paragraph",
    "item",
    "subitem",
    "annex",
    "preamble",
]


class Clause(NamedTuple):
    """One node of a draft's outline (a named tuple: a code of law has thousands).

    ``start`` and ``end`` are offsets in characters into ``Outline.text``; the half-open spans of
    all clauses, in order, cover the body without a gap and without an overlap. ``text`` is the
    node's own, without its heading and without its children's. ``aliases``: other numbers by which
    people name it; a change of an amendment has those of the articles it touches (``第八条``).
    """

    address: str
    slug: str
    kind: Kind
    label: str
    heading: str
    text: str
    parent: str | None
    commentable: bool
    start: int
    end: int
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """What the notice around the draft says about taking part.

    ``deadline`` is exclusive: the first instant (Asia/Shanghai) that is too late. ``mailbox`` is
    the first of ``mailboxes``; postal address and telephone are as printed.
    """

    deadline: datetime | None = None
    mailbox: str | None = None
    issuer: str | None = None
    mailboxes: tuple[str, ...] = ()
    address: str | None = None
    telephone: str | None = None


Role = Literal["front", "title", "contents", "annexes", "end", "companion"]


@dataclass(frozen=True, slots=True)
class Aside:
    """A part of the text that is no clause: front matter, the title of a further draft in the same
    file, a table of contents, a list of annexes, signature and imprint, or a companion of the
    draft (起草说明, 对照表, 意见反馈表) with its title. Offsets as in Clause."""

    role: Role
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One draft of a file that holds several: its title and its clauses' places, half-open."""

    title: str
    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place a clerk should look at: a code, the offset in the text, and the words found there."""

    code: str
    at: int
    words: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A parsed draft: ``text`` is the normalised text that every offset points into.

    Every character of it is in exactly one clause or aside. ``documents`` are the drafts of the
    file, one for most; ``title`` is the first one's. ``former``: an address, and one that its
    clause had before a published draft was corrected.
    """

    title: str
    notice: Notice
    clauses: tuple[Clause, ...]
    doubts: tuple[Doubt, ...]
    text: str
    asides: tuple[Aside, ...] = ()
    documents: tuple[Document, ...] = ()
    former: tuple[tuple[str, str], ...] = ()
