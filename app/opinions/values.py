"""What doors see of a clause's opinions. Five units, never mixed: see ``counting``.

A comment is what one submission says about one clause; people are distinct senders; a copy is a
comment whose letter at least two repeat (all of them are copies: nobody is "the original"),
split or not;
an opinion with two or more comments is a group, with one it is a single comment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.consultations.values import ClauseView
from app.opinions.figure_values import ClauseFigures, Sums


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment (through its demand) as staff sees it. ``family``: its letter, or what other copies
    add like it; ``is_copy``: these words came more than once. ``signers``: how many signed its letter, by
    staff's word (None or 1: one person)."""

    id: int
    demand_id: int
    submission_id: int
    receipt: str
    opinion_id: int | None
    text: str
    kind: str | None
    channel: str
    received_at: datetime
    name: str
    organisation: str
    sender_key: str
    family: int | None
    is_copy: bool
    off_topic: bool
    placed_by: str | None
    is_example: bool
    position: int = 0
    start: int | None = None
    end: int | None = None
    origin: str = "whole"
    offered_to: int | None = None
    read: bool = False
    kept_whole: bool = False
    whole_text: str = ""
    signers: int | None = None


@dataclass(frozen=True, slots=True)
class DecisionView:
    """The office's answer. ``revision`` is what a form hands back to find out about others."""

    outcome: str
    reason: str
    decided_by: str
    decided_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class OpinionView:
    """A group of comments that want the same thing, or a single comment.

    ``only_copies`` counts the people who sent nothing but copies (the pale part of the bar);
    ``offered`` the comments that wait to be confirmed; ``additions`` the copies with words of
    their own.
    """

    id: int
    label: str
    phrase: str
    keywords: tuple[str, ...]
    named: bool
    comments: int
    people: int
    only_copies: int
    copies: int
    latest_at: datetime
    revision: int
    representative: CommentView
    decision: DecisionView | None = None
    confirmed: bool = False
    offered: int = 0
    additions: int = 0
    topic: str = ""


@dataclass(frozen=True, slots=True)
class ClauseDesk:
    """All that the page of one clause shows; groups by people, most first.

    ``several``: comments that ask several things and stand in more than one opinion.
    """

    clause: ClauseView
    figures: ClauseFigures
    sums: Sums
    groups: tuple[OpinionView, ...] = ()
    singles: tuple[OpinionView, ...] = ()
    off_topic: tuple[CommentView, ...] = ()
    unplaced: tuple[CommentView, ...] = ()
    by_day: tuple[tuple[date, int], ...] = ()
    waiting: bool = False
    several: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A deed of staff on a clause: ``words`` say on what."""

    id: int
    action: str
    words: str
    who: str
    at: datetime
    undone: bool


class BadEdit(Exception):
    """An edit that cannot be done. Codes: no-such-opinion, no-such-demand, other-clause, nothing,
    no-such-cut, nothing-to-undo, changed-since."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class RunView:
    """One run over a clause; ``repeatable``: what went in is still kept."""

    id: int
    started_at: datetime
    finished_at: datetime
    parameters: dict[str, int]
    figures: dict[str, int]
    inputs_hash: str
    result_hash: str
    repeatable: bool
