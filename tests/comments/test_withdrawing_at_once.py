"""A submission that two people take back in the same moment is taken back once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.comments import receipts
from app.storage.models import AuditEntry
from tests.houses import Published, open_small, writing


@pytest.fixture
def town(tmp_path: Path, postgres: object) -> Iterator[Published]:
    url = postgres.fresh("migrated")  # type: ignore[attr-defined]
    made = open_small(tmp_path, url)
    yield made
    made.house.close()
    postgres.drop(url)  # type: ignore[attr-defined]


def test_the_second_is_told_that_it_is_done(town: Published) -> None:
    receipt = town.send("井盖松动，响得睡不着。").receipt
    said: list[str] = []

    with writing(town) as engine:

        def take_back() -> None:
            with Session(engine) as session, session.begin():
                try:
                    receipts.withdraw(session, receipt, now=town.clock())
                except receipts.CannotWithdraw as refusal:
                    said.append(refusal.code)

        with Session(engine) as session:
            receipts.withdraw(session, receipt, now=town.clock())
            second = threading.Thread(target=take_back)
            second.start()
            second.join(1)
            assert said == [], "it waits"
            session.commit()
        second.join()
    assert said == ["already-withdrawn"]
    noted = select(func.count()).where(AuditEntry.action == "submission-withdrawn")
    assert town.house.read_now(lambda session: session.scalar(noted)) == 1
