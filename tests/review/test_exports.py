"""Requests for reports: where they stand, and what the trail says of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.review import exports
from app.review.reports.values import NoReport
from app.storage.models import AuditEntry
from tests.houses import Published, open_small


@pytest.fixture
def town(tmp_path: Path, database: str) -> Iterator[Published]:
    made = open_small(tmp_path, database)
    yield made
    made.house.close()


def ask(town: Published) -> int:
    number = town.consultation.id
    made: int = town.house.writer.call(
        exports.ask, number, "csv", "comment", None, contacts=True, why="与提出人联系"
    )
    return made


def stands(town: Published, number: int) -> tuple[str, int]:
    found = town.house.read_now(exports.view, number)
    assert found is not None
    return found.state, found.progress


def test_a_report_that_is_ready_before_it_is_noted_as_begun_stays_ready(town: Published) -> None:
    number, call = ask(town), town.house.writer.call
    call(exports.set_state, number, "running", 10)
    call(exports.set_state, number, "running", 0)
    assert stands(town, number) == ("running", 10)
    call(exports.set_state, number, "done", 100, file_name="表.csv", content=b"x")
    call(exports.set_state, number, "running", 0)
    assert stands(town, number) == ("done", 100)


def test_one_that_failed_is_not_running_and_may_still_be_done(town: Published) -> None:
    number, call = ask(town), town.house.writer.call
    call(exports.set_state, number, "failed", 10, error="OSError: 磁盘满")
    call(exports.set_state, number, "running", 0)
    assert stands(town, number) == ("failed", 10)
    call(exports.set_state, number, "done", 100, file_name="表.csv", content=b"x")
    assert stands(town, number) == ("done", 100)


def test_asking_again_is_in_the_trail_with_the_same_reason(town: Published) -> None:
    first, here = ask(town), town.consultation.id
    again = town.house.writer.call(exports.again, here, first, None)
    (one, other) = town.house.read_now(
        lambda session: (
            session.query(AuditEntry.subject_id, AuditEntry.values)
            .filter_by(action="report-asked")
            .order_by(AuditEntry.id)
            .all()
        )
    )
    assert (one[0], other[0]) == (first, again)
    assert one[1] == other[1]
    assert other[1]["why"] == "与提出人联系"


def test_what_another_consultation_asked_for_is_not_asked_again_here(town: Published) -> None:
    number = ask(town)
    with pytest.raises(NoReport, match="no-such-consultation"):
        town.house.writer.call(exports.again, town.consultation.id + 1, number, None)
