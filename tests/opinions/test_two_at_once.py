"""Two people work on one clause at the same moment: on PostgreSQL their deeds come one after the
other, and the second sees what the first did."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.jobs.drain import drain_once
from app.opinions import edits
from app.opinions.jobs import regroup_handler
from app.opinions.read import clause_comments
from app.opinions.values import BadEdit
from app.review import decisions
from app.review.decisions import BadDecision
from tests.houses import Published, open_small

SAID = ("公交末班车请延到晚上十点。", "村里快递要送到家门口。", "骑手的工伤保险要写进文件。")


@pytest.fixture
def town(tmp_path: Path, postgres: Any) -> Iterator[Published]:
    url = postgres.fresh("migrated")
    made = open_small(tmp_path, url)
    for said in SAID:
        made.send(said)
    handler = regroup_handler(made.house.tools)
    while drain_once(handler):
        pass
    yield made
    made.house.close()
    postgres.drop(url)


def opinions(town: Published) -> list[int]:
    found = town.house.read_now(clause_comments, town.clauses["一/(一)"].id)
    ids = [one.opinion_id for one in found if one.opinion_id is not None]
    assert len(set(ids)) == len(SAID)
    return ids


def meanwhile(
    town: Published, first: Callable[[Session], object], second: Callable[[Session], object]
) -> Exception | None:
    """The second deed begins while the first is not committed yet; what the second raised."""
    engine = town.house.tools.engine
    raised: list[Exception] = []

    def work() -> None:
        with Session(engine) as session:
            try:
                second(session)
                session.commit()
            except (BadEdit, BadDecision) as error:
                raised.append(error)

    other = threading.Thread(target=work)
    with Session(engine) as session:
        first(session)
        other.start()
        until = time.monotonic() + 20
        while not _somebody_waits(engine) and other.is_alive() and time.monotonic() < until:
            time.sleep(0.01)
        session.commit()
    other.join(20)
    assert not other.is_alive()
    return raised[0] if raised else None


def _somebody_waits(engine: Any) -> bool:
    with engine.connect() as connection:
        asked = text(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return bool(connection.scalar(asked))


def test_what_was_merged_meanwhile_takes_nothing_in(town: Published) -> None:
    one, two, three = opinions(town)
    now = town.clock()
    raised = meanwhile(
        town,
        lambda session: edits.merge(session, one, [two], None, now=now),
        lambda session: edits.merge(session, two, [three], None, now=now),
    )
    assert isinstance(raised, BadEdit)
    assert opinions_now(town) == {one, three}


def test_what_was_merged_meanwhile_is_not_decided(town: Published) -> None:
    one, two, _ = opinions(town)
    now = town.clock()
    raised = meanwhile(
        town,
        lambda session: edits.merge(session, one, [two], None, now=now),
        lambda session: decisions.decide(session, two, "adopted", "已写入。", None, 0, now=now),
    )
    assert isinstance(raised, BadDecision)


def opinions_now(town: Published) -> set[int | None]:
    found = town.house.read_now(clause_comments, town.clauses["一/(一)"].id)
    return {one.opinion_id for one in found}
