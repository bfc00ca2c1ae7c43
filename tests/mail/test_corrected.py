"""Mails after a published draft was corrected: an old number is not taken for a new clause."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.consultations import read
from app.core.feedback import marks
from app.core.outline.parse import parse
from tests.consultations.test_correcting import CORRECTED, TEXT, put
from tests.houses import Published, open_small
from tests.mail.letters import Room, letter, make_room


@pytest.fixture
def room(tmp_path: Path, database: str) -> Iterator[Room]:
    """A room whose draft got an article before its second, after it was published."""
    town = open_small(tmp_path, database, outline=lambda: parse(TEXT))
    put(town, CORRECTED)
    yield make_room(town, tmp_path)
    town.house.close()


def of(town: Published, address: str) -> int:
    return next(
        one.id
        for one in town.house.read_now(read.clauses_of, town.consultation.id)
        if one.address == address
    )


def places(room: Room) -> list[int | None]:
    return [one.clause_id for one in room.comments()]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("第二条应当写明由谁负责，什么时候办完。", None),
        ("第二条节约用水、安装计量器具的费用，应当由供水单位承担。", None),
        ("第二条统一领导供水工作的，应当是市水务局，不是市人民政府。", "第一章/第二条"),
        ("第一条应当写明水质的标准。", "第一章/第一条"),
        ("第四条施行的日期应当推迟。", "第二章/第四条"),
    ],
)
def test_a_number_that_was_another_clauses_waits(
    room: Room, text: str, address: str | None
) -> None:
    room.take(letter(text))
    assert places(room) == [of(room.town, address) if address else None]


def form(mark: int, number: str, words: str) -> bytes:
    row = f"{marks.make(mark)}\t{number}\t用水单位应当节约用水，安装计量器具。\t{words}\t没有"
    return letter(f"行号（勿改）\t条款号\t条款原文\t修改建议\t理由\n{row}\n")


def test_a_form_of_the_earlier_text_is_read_by_its_mark(room: Room) -> None:
    second = room.town.clauses["第一章/第二条"].id
    room.take(form(second, "第一章/第二条", "改为：并由供水单位承担费用"))
    assert places(room) == [second]
    assert of(room.town, "第一章/第三条") == second
