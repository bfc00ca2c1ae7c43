"""Comments arrive from another process while a published draft is corrected."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import wiring
from app.comments import intake
from app.comments.values import Receipt
from app.consultations import read
from app.consultations.values import Unpublishable
from app.core.outline.parse import parse
from app.settings import Settings
from app.storage.models import Comment
from tests.consultations.test_correcting import CORRECTED, TEXT, put
from tests.houses import Published, open_small, writing

ROUNDS, SENT = 8, 120


@pytest.fixture
def town(tmp_path: Path, postgres_database: str) -> Iterator[Published]:
    made = open_small(tmp_path, postgres_database, outline=lambda: parse(TEXT))
    yield made
    made.house.close()


def test_every_comment_stays_with_its_clause(town: Published, tmp_path: Path) -> None:
    settings = Settings(
        data_dir=tmp_path,
        database_url=town.house.settings.database_url,
        worker_id="other",
        smtp_listen_port=0,
    )
    other = wiring.open_house(settings, now=town.clock)
    clauses = ("第一章/第一条", "第一章/第二条", "第二章/第三条")
    taken: list[object] = []

    def send() -> None:
        for number in range(SENT):
            address = clauses[number % len(clauses)]
            parcel = town.parcel(f"第{number}条意见，说的是{address}。", address)
            taken.append(other.writer.call(intake.take_in, parcel))

    try:
        sending = threading.Thread(target=send)
        sending.start()
        for number in range(ROUNDS):
            put(town, (CORRECTED, TEXT)[number % 2])
        sending.join()
    finally:
        other.close()
    assert sum(isinstance(one, Receipt) for one in taken) == SENT
    here = {one.id for one in town.house.read_now(read.clauses_of, town.consultation.id)}
    found = town.house.read_now(
        lambda session: session.execute(
            select(Comment.clause_id, func.count()).group_by(Comment.clause_id)
        ).all()
    )
    assert dict(found) == {town.clauses[one].id: SENT // len(clauses) for one in clauses}
    assert {clause for clause, _ in found} <= here


def test_a_clause_is_not_dropped_under_a_comment_that_is_being_written(town: Published) -> None:
    parcel = town.parcel("还没有写完的意见。", "第一章/第一条")
    ends: list[object] = []

    def drop() -> None:
        try:
            put(town, TEXT.replace("第一条 供水应当安全。\n", ""))
            ends.append("dropped")
        except Unpublishable as refusal:
            ends.append(refusal.code)

    with writing(town) as engine, Session(engine) as session:
        intake.take_in(session, [parcel], town.clock())
        dropping = threading.Thread(target=drop)
        dropping.start()
        dropping.join(1)
        assert ends == [], "it waits"
        session.commit()
    dropping.join()
    assert ends == ["clause-has-comments"]
