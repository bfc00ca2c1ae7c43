"""What the reading queue of a clause is, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from app.opinions.values import CommentView

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Choice:
    """A key of the queue: an opinion with its label and the words it shares with the comment."""

    key: int
    opinion_id: int
    label: str
    shared: tuple[str, ...]
    now: bool


@dataclass(frozen=True, slots=True)
class Current:
    """The comment on the screen. ``demand_id``: what the keys place; ``spans``: its demands when
    staff have split it; ``proposed``: how it may be split."""

    comment: CommentView
    demand_id: int
    spans: tuple[Span, ...]
    active: int
    proposed: tuple[Span, ...]
    choices: tuple[Choice, ...]
    additions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bundle:
    """Comments that nearly repeat an opinion, to be confirmed at once; ``first``: it is that of key 1."""

    opinion_id: int
    label: str
    first: bool
    comments: tuple[CommentView, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two opinions that look the same: shall they be one?"""

    first: int
    second: int
    first_label: str
    second_label: str


@dataclass(frozen=True, slots=True)
class Queue:
    """``waiting``: comments to be read; ``place``: the current one's, from 1. ``unprepared``: what
    is likely is still being worked out."""

    waiting: int
    place: int = 0
    current: Current | None = None
    before: int | None = None
    after: int | None = None
    bundle: Bundle | None = None
    pair: Pair | None = None
    unprepared: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A demand that a key is about; ``more``: its comment has others that wait to be placed."""

    demand_id: int
    comment_id: int
    clause_id: int | None
    offered_to: int | None
    text: str
    more: bool
