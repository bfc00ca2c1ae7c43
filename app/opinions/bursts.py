"""Hints that comments came together: in one minute, with one opening, with one file (whatever it is
called). Hints only: nothing is merged or dropped for them, and every comment counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.deadline import BEIJING
from app.core.text.normalise import bare
from app.storage.models import Comment, Message, Submission

# A minute is remarkable when it has so many comments and so many times the usual.
LEAST, TIMES = 5, 5.0
OPENING = 12
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Burst:
    """``kind``: minute, opening, attachment. ``at`` for a minute, else ``words``."""

    kind: str
    comments: int
    people: int
    at: datetime | None = None
    words: str = ""


def bursts(session: Session, clause_id: int) -> list[Burst]:
    """What came together on a clause, at most three of each kind, the largest first."""
    rows = session.execute(
        select(
            Comment.id,
            Comment.received_at,
            func.substr(Comment.text, 1, 200).label("start"),
            Submission.sender_key,
            Message.reading["attachments"].label("attached"),
        )
        .join(Submission, Submission.id == Comment.submission_id)
        .outerjoin(Message, Message.id == Submission.message_id)
        .where(Comment.clause_id == clause_id, Comment.counted.is_(True))
        .order_by(Comment.received_at, Comment.id)
    ).all()
    if len(rows) < LEAST:
        return []
    return [*_minutes(rows), *_openings(rows), *_attachments(rows)]


def _minutes(rows: Sequence[Any]) -> list[Burst]:
    found = _by(
        rows, lambda row: row.received_at.astimezone(BEIJING).replace(second=0, microsecond=0)
    )
    usual = len(rows) / len(found)
    return [
        Burst("minute", len(inside), people, at=minute)
        for minute, inside, people in _largest(found)
        # All in one minute has nothing to compare with, but is remarkable in itself.
        if len(found) == 1 or len(inside) >= TIMES * min(usual, _median(found.values()))
    ]


def _openings(rows: Sequence[Any]) -> list[Burst]:
    starts = {row.id: bare(row.start)[:OPENING] for row in rows}
    found = _by(rows, lambda row: starts[row.id] if len(starts[row.id]) == OPENING else None)
    return [
        Burst("opening", len(inside), people, words=inside[0].start.strip()[: OPENING + 4])
        for _, inside, people in _largest(found)
    ]


def _attachments(rows: Sequence[Any]) -> list[Burst]:
    found: dict[object, list[Any]] = defaultdict(list)
    names: dict[object, Counter[str]] = defaultdict(Counter)
    for row in rows:
        files = [one for one in row.attached or () if isinstance(one, dict) and one.get("size")]
        by_content = {one["sha256"]: one for one in files if one.get("sha256")}
        for key, one in by_content.items():
            found[key].append(row)
            names[key][str(one.get("name") or "未命名")] += 1
    return [
        Burst("attachment", len(inside), people, words=names[key].most_common(1)[0][0])
        for key, inside, people in _largest(found)
    ]


def _by(rows: Sequence[Any], key: Callable[[Any], object]) -> dict[object, list[Any]]:
    found: dict[object, list[Any]] = defaultdict(list)
    for row in rows:
        name = key(row)
        if name is not None:
            found[name].append(row)
    return found


def _largest(found: dict[object, list[Any]]) -> list[tuple[Any, list[Any], int]]:
    remarkable = [(name, inside) for name, inside in found.items() if len(inside) >= LEAST]
    remarkable.sort(key=lambda one: -len(one[1]))
    return [
        (name, inside, len({row.sender_key for row in inside}))
        for name, inside in remarkable[:SHOWN]
    ]


def _median(lots: Any) -> float:
    sizes = sorted(len(lot) for lot in lots)
    return float(sizes[len(sizes) // 2])
