"""Hints that comments came together: in one minute, with one opening, with one file (whatever it is
called). Hints only: nothing is merged or dropped for them, and every comment counts."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.deadline import BEIJING
from app.core.text.normalise import bare
from app.opinions.entries import Place, places
from app.storage.models import Comment, Message, Submission

# A minute is remarkable when it has so many comments and so many times the usual.
LEAST, TIMES = 5, 5.0
OPENING = 12
SHOWN = 3
KEPT = 16
_LOT = 500


@dataclass(frozen=True, slots=True)
class Burst:
    """``kind``: minute, opening, attachment. ``at`` for a minute, else ``words``."""

    kind: str
    comments: int
    people: int
    at: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """By what a comment can come together with others; none of it ever changes. ``opening`` bare,
    None where it is too short to tell, ``start`` as written; ``files``: SHA-256 and name."""

    minute: datetime
    opening: str | None
    start: str
    files: tuple[tuple[str, str], ...]


class Facts:
    """What is known of the comments of the clauses worked on last. For many threads."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, int], Mapping[int, Fact]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, session: Session, clause_id: int, comments: Iterable[int]) -> Mapping[int, Fact]:
        """The facts of these comments on a clause (and of some others); the new ones are read."""
        key = (str(session.get_bind().engine.url), clause_id)
        with self._lock:
            known = self._known.get(key, {})
        fresh = [one for one in comments if one not in known]
        if fresh:
            known = {**known, **_facts(session, clause_id, fresh)}
        with self._lock:
            self._known[key] = known
            self._known.move_to_end(key)
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
        return known


# A comment's sender and its facts.
_One = tuple[str, Fact]


def bursts(
    session: Session,
    clause_id: int,
    found: Sequence[Place] | None = None,
    known: Facts | None = None,
) -> list[Burst]:
    """What came together on a clause, at most three of each kind, the largest first. ``found``: its
    demands, if they were read."""
    if found is None:
        found = places(session, Comment.clause_id == clause_id)
    senders = {place.comment_id: place.sender_key for place in found}
    if len(senders) < LEAST:
        return []
    facts = (known or Facts()).of(session, clause_id, senders)
    every = [(sender, facts[one]) for one, sender in senders.items() if one in facts]
    return [*_minutes(every), *_openings(every), *_attachments(every)]


def _facts(session: Session, clause_id: int, comments: Sequence[int]) -> dict[int, Fact]:
    asked = (
        select(
            Comment.id,
            Comment.received_at,
            func.substr(Comment.text, 1, 200).label("start"),
            Message.reading["attachments"].label("attached"),
        )
        .join(Submission, Submission.id == Comment.submission_id)
        .outerjoin(Message, Message.id == Submission.message_id)
    )
    if len(comments) > _LOT:
        rows = session.execute(asked.where(Comment.clause_id == clause_id)).all()
    else:
        rows = session.execute(asked.where(Comment.id.in_(comments))).all()
    return {row.id: _fact(row) for row in rows}


def _fact(row: Any) -> Fact:
    opening = bare(row.start)[:OPENING]
    files = [one for one in row.attached or () if isinstance(one, dict) and one.get("size")]
    by_content = {one["sha256"]: one for one in files if one.get("sha256")}
    return Fact(
        minute=row.received_at.astimezone(BEIJING).replace(second=0, microsecond=0),
        opening=opening if len(opening) == OPENING else None,
        start=row.start.strip()[: OPENING + 4],
        files=tuple(
            (content, str(one.get("name") or "未命名")) for content, one in by_content.items()
        ),
    )


def _minutes(every: Sequence[_One]) -> list[Burst]:
    sizes = Counter(fact.minute for _, fact in every)
    usual = min(len(every) / len(sizes), float(sorted(sizes.values())[len(sizes) // 2]))
    return [
        Burst("minute", len(inside), _people(inside), at=minute)
        for minute, inside in _largest(every, sizes, lambda fact: (fact.minute,))
        # All in one minute has nothing to compare with, but is remarkable in itself.
        if len(sizes) == 1 or len(inside) >= TIMES * usual
    ]


def _openings(every: Sequence[_One]) -> list[Burst]:
    sizes = Counter(fact.opening for _, fact in every if fact.opening is not None)
    return [
        Burst("opening", len(inside), _people(inside), words=inside[0][1].start)
        for _, inside in _largest(every, sizes, lambda fact: (fact.opening,))
    ]


def _attachments(every: Sequence[_One]) -> list[Burst]:
    sizes = Counter(content for _, fact in every for content, _ in fact.files)
    found = []
    for content, inside in _largest(every, sizes, lambda fact: [one for one, _ in fact.files]):
        names = Counter(name for _, fact in inside for one, name in fact.files if one == content)
        words = names.most_common(1)[0][0]
        found.append(Burst("attachment", len(inside), _people(inside), words=words))
    return found


def _largest(
    every: Sequence[_One], sizes: Mapping[Any, int], keys: Callable[[Fact], Iterable[object]]
) -> list[tuple[Any, list[_One]]]:
    """The largest lots with their comments, those that came first before others of their size; only
    for these a list is made."""
    remarkable = sorted((name for name in sizes if sizes[name] >= LEAST), key=lambda n: -sizes[n])
    inside: dict[object, list[_One]] = {name: [] for name in remarkable[:SHOWN]}
    if inside:
        for one in every:
            for name in keys(one[1]):
                if name in inside:
                    inside[name].append(one)
    return list(inside.items())


def _people(inside: Sequence[_One]) -> int:
    return len({sender for sender, _ in inside})
