"""The record of every run: what went in, what came out, so that it can be done again."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.clustering.group import Constraints, Grouping, Item
from app.opinions.snapshot import Snapshot, words_of
from app.opinions.values import RunView
from app.storage.models import Comment, GroupingRun

# Of so many runs of a clause the inputs are kept; of older ones their hash.
KEPT_INPUTS = 10


def record(
    session: Session, taken: Snapshot, made: Grouping, started_at: datetime, now: datetime
) -> None:
    """Write a run's row; the inputs of all but the newest runs are let go."""
    inputs = pack(taken)
    session.add(
        GroupingRun(
            clause_id=taken.clause_id,
            started_at=started_at,
            finished_at=now,
            parameters={
                "decided": len(taken.decided),
                "pins": len(taken.constraints.pinned),
                "apart": len(taken.constraints.apart),
                "words": len(taken.words),
            },
            figures={
                "demands": len(taken.items),
                "families": len(set(made.families.values())),
                "opinions": sum(len(one.members) > 1 for one in made.groups),
                "singles": sum(len(one.members) == 1 for one in made.groups),
            },
            inputs=inputs,
            inputs_hash=_hash_of(taken),
            result_hash=result_hash(made),
        )
    )
    session.flush()
    old = list(
        session.scalars(
            select(GroupingRun.id)
            .where(GroupingRun.clause_id == taken.clause_id, GroupingRun.inputs.is_not(None))
            .order_by(GroupingRun.id.desc())
            .offset(KEPT_INPUTS)
        )
    )
    if old:
        session.execute(update(GroupingRun).where(GroupingRun.id.in_(old)).values(inputs=None))


def pack(taken: Snapshot) -> bytes:
    """All that a run was given but the texts, which stand in the comments and never change."""
    law = taken.constraints
    inputs = {
        "spans": [list(span) for span in taken.spans],
        "previous": sorted(taken.previous.items()),
        "together": sorted(law.together),
        "apart": sorted(law.apart),
        "pinned": sorted(law.pinned.items()),
        "decided": sorted(taken.decided),
        "offered": sorted(taken.offered.items()),
        "added": sorted(taken.added.items()),
        "words": [list(pair) for pair in taken.words],
    }
    return zlib.compress(json.dumps(inputs, ensure_ascii=False).encode())


def unpack(session: Session, run_id: int) -> Snapshot | None:
    """A run's snapshot as it was; None when its inputs were let go."""
    row = session.get(GroupingRun, run_id)
    if row is None or row.inputs is None:
        return None
    inputs: dict[str, Any] = json.loads(zlib.decompress(row.inputs))
    spans = [tuple(span) for span in inputs["spans"]]
    texts = _texts(session, [span[1] for span in spans])
    added = {one: tuple((a, b) for a, b in cut) for one, cut in inputs["added"]}
    return Snapshot(
        clause_id=row.clause_id,
        items=tuple(
            Item(demand, words_of(texts[comment], start, end, added.get(demand, ())))
            for demand, comment, start, end in spans
        ),
        previous=dict(inputs["previous"]),
        constraints=Constraints(
            frozenset((a, b) for a, b in inputs["together"]),
            frozenset((a, b) for a, b in inputs["apart"]),
            dict(inputs["pinned"]),
        ),
        decided=frozenset(inputs["decided"]),
        last_mark=0,
        basis=(0, 0),
        offered=dict(inputs["offered"]),
        spans=tuple(spans),
        added=added,
        words=tuple((concept, word) for concept, word in inputs["words"]),
    )


def runs_of(session: Session, clause_id: int, limit: int = 20) -> list[RunView]:
    """The newest runs of a clause."""
    rows = session.scalars(
        select(GroupingRun)
        .where(GroupingRun.clause_id == clause_id)
        .order_by(GroupingRun.id.desc())
        .limit(limit)
    )
    return [
        RunView(
            row.id,
            row.started_at,
            row.finished_at,
            dict(row.parameters),
            dict(row.figures),
            row.inputs_hash or "",
            row.result_hash or "",
            row.inputs is not None,
        )
        for row in rows
    ]


def result_hash(made: Grouping) -> str:
    """SHA-256 over families, members, ids and labels."""
    groups = [
        (one.opinion, list(one.members), one.representative, one.label, list(one.keywords))
        for one in made.groups
    ]
    topics = [(one.label, list(one.groups)) for one in made.topics]
    return _sha256([sorted(made.families.items()), groups, topics])


def _hash_of(taken: Snapshot) -> str:
    return _sha256([[(item.id, item.text) for item in taken.items], pack(taken).hex()])


def _sha256(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _texts(session: Session, comments: list[int]) -> Mapping[int, str]:
    found: dict[int, str] = {}
    wanted = list(dict.fromkeys(comments))
    for start in range(0, len(wanted), 500):
        lot = wanted[start : start + 500]
        rows = session.execute(select(Comment.id, Comment.text).where(Comment.id.in_(lot)))
        found.update((row.id, row.text) for row in rows)
    return found
