"""Values of reading what was filled in: entries of a table, the sender's own fields, a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Rows = Sequence[Sequence[str]]
"""The rows of a table, of cells; the words of a merged cell stand in each row it reaches into."""

Said = Literal["nothing", "pointer", "no-objection", "words"]
"""What a whole letter says: only greetings and names; that its opinion is in an attachment; that
there is none; anything else."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that says something. ``clause`` and ``original`` are the words of those columns.

    ``mark``: the clause id hidden in a row of our own form (None: none, or one that was damaged);
    ``more``: heading and words of every other column that is filled.
    """

    clause: str = ""
    original: str = ""
    suggestion: str = ""
    reason: str = ""
    mark: int | None = None
    more: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The comment's words: the suggestion, then what stands in other columns, the reason."""
        lines = [self.suggestion] if self.suggestion else []
        lines += [f"{heading}：{words}" for heading, words in self.more]
        if self.reason:
            lines.append(f"理由：{self.reason}")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Sender:
    """What a form's head says of the sender; empty where it says nothing."""

    organisation: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""

    def or_else(self, other: Sender) -> Sender:
        """These fields, filled up by another's."""
        return Sender(
            self.organisation or other.organisation,
            self.name or other.name,
            self.phone or other.phone,
            self.email or other.email,
        )


@dataclass(frozen=True, slots=True)
class Filled:
    """What a table of comments holds. ``agrees``: a cell says 无意见; ``leftover``: words in it that
    stand in no column; ``blank``: it has rows, and none says anything."""

    entries: tuple[Entry, ...]
    sender: Sender = Sender()
    agrees: bool = False
    leftover: tuple[str, ...] = ()

    @property
    def blank(self) -> bool:
        """Whether it was sent back as it was."""
        return not self.entries and not self.agrees
