"""The figures of a large consultation: counted by the database, against counting in Python.

Makes its own data: comments on 60 clauses, a third of them copies, one in ten split in two, a
quarter read, opinions of every size, some decided. Both must give the same figures.
``python -m benchmarks.figures [COMMENTS] [URL]`` (the URL of an empty database; else SQLite)
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from app.opinions import counting, spread
from app.opinions.entries import Place, places
from app.opinions.figures import consultation_figures
from app.opinions.overview import overview
from app.storage import migrate
from app.storage.engine import make_engine, read
from app.storage.models import (
    ClauseRow,
    Comment,
    Consultation,
    Decision,
    Demand,
    Document,
    DraftVersion,
    Opinion,
    Round,
    Submission,
)

CLAUSES = 60
START = datetime(2017, 8, 14, tzinfo=UTC)
ROUNDS = 3


def main() -> None:
    """Print the times."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 180_000
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{Path(folder) / 'figures.db'}"
        migrate.upgrade(url)
        engine = make_engine(url, writing=True)
        with Session(engine) as session, session.begin():
            demands = fill(session, count)
        print(f"{count:,} comments, {demands:,} demands, {engine.dialect.name}")
        plain, _ = timed("counted in Python", engine, in_python)
        found, made = timed("dashboard: figures", engine, consultation_figures)
        timed("map: overview", engine, overview)
        assert made.by_clause == plain_figures, "not the same"
        print(f"dashboard in SQL / in Python: {found / plain:.2f}")
        engine.dispose()


plain_figures: dict[int, Any] = {}


def in_python(session: Session, consultation_id: int) -> None:
    """The figures of each clause and of all from light rows, as the clause's desk counts them."""
    found = places(session, Comment.consultation_id == consultation_id)
    by_clause: dict[int, list[Place]] = {}
    for place in found:
        by_clause.setdefault(place.clause_id or 0, []).append(place)
    decided = {row[0] for row in session.query(Decision.opinion_id) if row[0] is not None}
    plain_figures.clear()
    for key, inside in by_clause.items():
        plain_figures[key] = counting.figures(key, inside, decided)
    counting.sums(found)
    spread.by_day(found)


def timed(name: str, engine: Engine, work: Callable[..., Any]) -> tuple[float, Any]:
    """The best of some rounds, in seconds, printed."""
    best = cpu = 1e9
    for _ in range(ROUNDS):
        start, own = time.perf_counter(), time.process_time()
        made = read(engine, work, 1)
        best = min(best, time.perf_counter() - start)
        cpu = min(cpu, time.process_time() - own)
    print(f"{name:24} {best * 1000:9,.0f} ms, {cpu * 1000:9,.0f} ms of this process")
    return best, made


def fill(session: Session, count: int) -> int:
    """Make the consultation; how many demands it has."""
    chance = Random(20170829)
    _frame(session)
    opinions: list[dict[str, Any]] = [
        {"id": number, "clause_id": 1 + number % CLAUSES, "created_at": START, "keywords": []}
        for number in range(1, count // 3 + CLAUSES)
    ]
    session.execute(insert(Opinion), opinions)
    of_clause: dict[int, list[int]] = {}
    for one in opinions:
        of_clause.setdefault(one["clause_id"], []).append(one["id"])
    number = 0
    for start in range(1, count + 1, 20_000):
        submissions, comments, demands = [], [], []
        for id_ in range(start, min(start + 20_000, count + 1)):
            clause = 1 + int(CLAUSES * chance.random() ** 3)
            at = START + timedelta(seconds=chance.randrange(30 * 86_400))
            letter = chance.randrange(1, 40) if chance.random() < 1 / 3 else id_
            submissions.append(submission_row(id_, at, chance.randrange(1, count)))
            comments.append(_comment(id_, clause, at, letter, chance))
            for position in range(2 if chance.random() < 0.1 else 1):
                number += 1
                home: int | None = int(len(of_clause[clause]) * chance.random() ** 4)
                home = None if chance.random() < 0.02 else of_clause[clause][home or 0]
                demands.append(_demand(number, id_, clause, position, home))
        session.execute(insert(Submission), submissions)
        session.execute(insert(Comment), comments)
        session.execute(insert(Demand), demands)
    session.execute(
        insert(Decision),
        [
            {"opinion_id": one["id"], "outcome": "adopted", "reason": "好", "decided_at": START}
            | {"revision": 1}
            for one in opinions[:2000:3]
        ],
    )
    return number


def _frame(session: Session) -> None:
    session.add(Consultation(id=1, slug="large", title="大", created_at=START))
    session.flush()
    session.add(Document(id=1, consultation_id=1, position=1, title="大"))
    session.flush()
    session.add(
        DraftVersion(
            id=1, document_id=1, number=1, source=b"", sha256="", text="", created_at=START
        )
    )
    session.add(
        Round(
            id=1, consultation_id=1, number=1, opens_at=START, deadline=START + timedelta(days=30)
        )
    )
    session.flush()
    session.execute(
        insert(ClauseRow),
        [
            {
                "id": number,
                "version_id": 1,
                "position": number,
                "depth": 1,
                "address": str(number),
                "slug": str(number),
                "kind": "point",
                "label": f"{number}.",
                "heading": "",
                "text": "一",
                "commentable": True,
                "start": number,
                "end": number + 1,
            }
            for number in range(1, CLAUSES + 1)
        ],
    )


def submission_row(id_: int, at: datetime, sender: int) -> dict[str, object]:
    """A counted submission of the one consultation."""
    return {
        "id": id_,
        "consultation_id": 1,
        "round_id": 1,
        "channel": "web",
        "receipt": f"{id_:08d}",
        "sender_key": f"{sender:064x}",
        "received_at": at,
        "late": False,
        "counted": True,
    }


def comment_row(
    id_: int, clause: int, at: datetime, letter: int, text: str, clause_text: str
) -> dict[str, object]:
    """The one comment of the submission with its id."""
    return {
        "id": id_,
        "submission_id": id_,
        "position": 0,
        "consultation_id": 1,
        "round_id": 1,
        "version_id": 1,
        "clause_id": clause,
        "text": text,
        "clause_text": clause_text,
        "counted": True,
        "received_at": at,
        "family": letter,
    }


def _comment(id_: int, clause: int, at: datetime, letter: int, chance: Random) -> dict[str, object]:
    text = "建议各收费站人工车道不少于两条，并保留现金支付。" * 4
    words = "持续推进全省高速公路联网收费系统拓展应用。" * 8
    return comment_row(id_, clause, at, letter, text, words) | {
        "counted": chance.random() > 0.02,
        "off_topic": chance.random() < 0.01,
        "read_at": at if chance.random() < 0.25 else None,
    }


def _demand(
    id_: int, comment: int, clause: int, position: int, home: int | None
) -> dict[str, object]:
    return {
        "id": id_,
        "comment_id": comment,
        "clause_id": clause,
        "position": position,
        "opinion_id": home,
        "offered_to": None,
        "origin": "whole" if not position else "addition",
    }


if __name__ == "__main__":
    main()
