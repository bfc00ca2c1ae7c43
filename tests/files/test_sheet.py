"""Spreadsheets and separated text: rows as lines and as data."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest

from app.files import Unreadable
from app.files.delimited import read_csv
from app.files.sheet import read_xlsx
from tests.files.hostile import workbook


def test_sheets_of_a_real_writer() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "意见"
    sheet.append(["条款", "修改建议", "理由"])
    sheet.append(["第三条", "改为\n“应当”", None])
    sheet["A3"], sheet["B3"], sheet["C3"] = date(2024, 3, 15), datetime(2024, 3, 15, 17, 30), True
    sheet["E5"] = 3.5
    sheet.merge_cells("A5:A7")
    sheet["B7"] = "乙"
    book.create_sheet("二")["B2"] = "另一张"
    book.create_sheet("藏").sheet_state = "hidden"
    book["藏"]["A1"] = "藏"
    out = io.BytesIO()
    book.save(out)
    found = read_xlsx(out.getvalue())
    assert found.text.split("\n") == [
        "条款\t修改建议\t理由",
        "第三条\t改为 “应当”",
        "2024-03-15\t2024-03-15 17:30\tTRUE",
        "\t\t\t\t3.5",
        "\t乙",
        "\t另一张",
    ]
    assert [one.name for one in found.tables] == ["意见", "二"]
    assert found.tables[0].rows[1] == ("第三条", "改为\n“应当”")
    assert found.tables[0].below == {(4, 0)}
    at = found.tables[1].at
    assert at is not None
    assert found.text[at:] == "\t另一张"


def test_shared_strings_without_what_is_read_aloud() -> None:
    strings = "<sst><si><r><t>第</t></r><r><t>三条</t></r><rPh><t>di</t></rPh></si></sst>"
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>9</v></c></row>'
    assert read_xlsx(workbook(rows, sharedStrings=strings)).text == "第三条"


def test_a_sheet_that_is_none() -> None:
    with pytest.raises(Unreadable, match="damaged"):
        read_xlsx(workbook("<row><c></row>"))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ('条款,建议\r\n第三条,"改为,甲\n乙"\r\n'.encode("gbk"), "条款\t建议\n第三条\t改为,甲 乙"),
        ("条款\t建议\n第三条\t甲\n".encode(), "条款\t建议\n第三条\t甲"),
        ("条款;建议\n\n第三条;甲\n".encode("utf-8-sig"), "条款\t建议\n第三条\t甲"),
    ],
)
def test_separated_text(data: bytes, text: str) -> None:
    found = read_csv(data)
    assert found.text == text
    assert len(found.tables[0].rows) == 2
