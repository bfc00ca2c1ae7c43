"""From a Word file with two drafts and a notice to the report: each line names its draft."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest

from app import wiring
from app.core.outline.parse import parse
from app.files import read_text
from app.opinions.jobs import regroup_handler
from app.review.reports import formats, table
from app.settings import Settings
from tests.houses import FakeClock, Published, publish_outline
from tests.mail.letters import drain, letter, make_room
from tests.web.test_several_drafts import HEAT, TWO_DRAFTS, WATER


def word_file() -> bytes:
    """The two drafts with their notice as an office sends them."""
    document = docx.Document()
    for line in TWO_DRAFTS.strip().split("\n"):
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.fixture
def town(tmp_path: Path, database: str) -> Iterator[Published]:
    clock = FakeClock()
    settings = Settings(
        data_dir=tmp_path, database_url=database, worker_id="test", smtp_listen_port=0
    )
    house = wiring.open_house(settings, now=clock)
    text = read_text(word_file(), "两份草案.docx").text
    yield publish_outline(house, clock, lambda: parse(text))
    house.close()


def test_from_the_word_file_to_the_report(town: Published, tmp_path: Path) -> None:
    town.send("室内温度应当到二十度。", f"《{HEAT}》/第二条")
    town.send("水表谁来装？", f"《{WATER}》/第二条")
    town.send("两个办法的罚则要一致。", "全文")
    town.send("供热办法要早些施行。", f"《{HEAT}》/全文")
    room = make_room(town, tmp_path)
    room.take(letter(f"《{HEAT}》第一条请写明温度。\n《{WATER}》第三条请推迟施行。"))
    room.take(letter("第一条请写清楚。"))
    drain(regroup_handler(town.house.tools))
    made = town.house.writer.call(table.make_report, town.consultation.id, contacts=False)
    assert made.several
    found = sorted((row.draft, row.clause) for row in made.by_comment)
    assert found == sorted(
        [
            (HEAT, "第二条"),
            (WATER, "第二条"),
            ("各件", "全文"),
            (HEAT, "全文"),
            (HEAT, "第一条"),
            (WATER, "第三条"),
            ("", "待归条"),
        ]
    )
    assert made.check.adds_up
    # Draft after draft, as they stand in the file.
    order = [row.draft for row in made.by_comment if row.draft in (WATER, HEAT)]
    assert order == sorted(order, key=(WATER, HEAT).index)

    sheet = openpyxl.load_workbook(io.BytesIO(formats.write(made, "xlsx", "comment")))["按意见"]
    head, *rows = sheet.iter_rows(min_row=4, values_only=True)
    assert head[:4] == ("序号", "文件", "条款", "意见内容")
    assert (HEAT, "第二条", "室内温度应当到二十度。") in [row[1:4] for row in rows]
    csv_rows = list(
        csv.reader(io.StringIO(formats.write(made, "csv", "comment").decode("utf-8-sig")))
    )
    assert csv_rows[0] == list(head)
    written = json.loads(formats.write(made, "json", "comment"))
    assert {row["文件"] for row in written["rows"]} == {HEAT, WATER, "各件", ""}
    word = docx.Document(io.BytesIO(formats.write(made, "docx", "comment")))
    assert [cell.text for cell in word.tables[0].rows[0].cells] == list(head)
    widths = [cell.width.cm for cell in word.tables[0].rows[0].cells]
    assert sum(widths) == pytest.approx(25.7, abs=0.1), "as wide as the page"
