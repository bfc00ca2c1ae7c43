"""The values of citing: steps of a path, mentions in a text, passages tied to clauses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# What the writer named; which kinds of clause it may mean depends on the draft (`kinds.KINDS`).
Level = Literal[
    "volume",
    "subvolume",
    "part",
    "chapter",
    "section",
    "article",
    "point",
    "paragraph",
    "item",
    "subitem",
    "dash",
    "bracket",
    "bare",
    "decimal",
    "letter",
    "annex",
]
Number = tuple[int, ...]
"""15 is (15,), 第十二条之一 is (12, 1), 4.2.1 is (4, 2, 1), a) is (1,), the last one is (-1,)."""

Anchor = Literal["", "same", "previous", "next", "under"]
"""Where a relative citation starts: 该条, 上一条, 下一条; 第二款 under the last clause."""

Reason = Literal[
    "article",
    "point",
    "item",
    "path",
    "range",
    "list",
    "relative",
    "heading",
    "words",
    "content",
    "whole",
    "dangling",
    "ambiguous",
    "other-law",
    "number-like",
    "uncited",
]


@dataclass(frozen=True, slots=True)
class Step:
    """One printed number of a path with the level that the writer named.

    ``bracketed``: the number stands in brackets, 第（四）条, whatever level is named.
    """

    level: Level
    number: Number
    bracketed: bool = False


Path = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text that cites by number; ``start`` and ``end`` are offsets in characters.

    ``paths`` are the cited clauses in order: several for a list or a range. A relative citation
    has an ``anchor``, and ``of`` is the level that it names (该条: article). ``law`` is the name
    of the law that is cited where it stands before the number. ``marked`` is False for a number
    that says by nothing but its form (4.2.1) that it cites.
    """

    start: int
    end: int
    paths: tuple[Path, ...]
    anchor: Anchor = ""
    of: Level | None = None
    law: str | None = None
    joined: Literal["", "range", "list"] = ""
    marked: bool = True


@dataclass(frozen=True, slots=True)
class Quote:
    """Words in quotation marks; the offsets are those of the words, without the marks."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One suggestion of a text and the clause it speaks about, None where it speaks about none.

    ``quote == text[start:end]``. A passage about several clauses stands once per clause.
    ``confidence`` is 0..1; from SURE upwards the passage may be tied without a person. ``draft``:
    the place in ``Outline.documents`` of the draft that it names, where there are several.
    """

    start: int
    end: int
    quote: str
    clause: str | None
    reason: Reason
    confidence: float
    draft: int | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of a text that is no suggestion: why, and where."""

    start: int
    end: int
    reason: Literal["greeting", "closing", "announcing", "table-head", "quoted", "blank"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text cut into passages and what is left out; together they cover every character."""

    passages: tuple[Passage, ...]
    left_out: tuple[LeftOut, ...]


SURE = 0.8
