"""The form: written, filled in, saved again by other programs, moved about, and read back."""

from __future__ import annotations

import io
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

import docx
import openpyxl
import pytest

from app.consultations.forms import Form, form_of
from app.consultations.forms.sheet import write_xlsx
from app.consultations.forms.values import COLUMNS
from app.consultations.forms.word import write_docx
from app.consultations.values import ClauseView, ConsultationView
from app.core.feedback import marks
from app.core.feedback.documents import Document, Sheet, read_document
from app.files import read_text

Write = Callable[[Form], bytes]
KINDS = [("docx", write_docx), ("xlsx", write_xlsx)]


def clause(
    number: int, address: str, text: str, *, kind: str = "point", open_: bool = True
) -> ClauseView:
    return ClauseView(number, 1, number, None, 1, address, address, kind, "", "", text, open_)


def form() -> Form:
    view = ConsultationView(
        id=1,
        slug="a",
        title="关于促进信息化的实施意见",
        issuer="",
        office="",
        mailbox="office@example.cn",
        notice="",
        opens_at=datetime(2017, 8, 29, tzinfo=UTC),
        deadline=datetime(2017, 9, 12, 16, tzinfo=UTC),
        extended_from=None,
        short_period_reason=None,
        answer_due_at=None,
        published_at=None,
        results_published_at=None,
        show_counts=False,
        is_example=False,
        revision=1,
        round_id=1,
        version_id=1,
    )
    clauses = [
        clause(1, "全文", "", kind="whole"),
        clause(2, "一", "=1+1 推进宽带网络", open_=False),
        *[clause(10 + at, f"一/{at}", f"第{at}点的文字，" + "长" * 60) for at in range(1, 7)],
    ]
    return form_of(view, clauses)


def read(data: bytes, name: str) -> Document:
    found = read_text(data, name)
    assert found.flags == ()
    sheets = [Sheet(one.rows, one.filled()) for one in found.tables]
    return read_document(found.text, sheets, lambda line: "实施意见" in line)


def said(found: Document) -> list[tuple[int | None, str]]:
    return [(one.mark, one.text) for one in found.entries]


def fill_docx(data: bytes, words: dict[int, tuple[str, str]]) -> bytes:
    """Fill rows by their place in the table, and the sender's fields."""
    document = docx.Document(io.BytesIO(data))
    sender, table = document.tables
    for row, text in zip(sender.rows, ("某市教育局", "张三", "028-1234567"), strict=True):
        row.cells[1].text = text
    for place, (suggestion, reason) in words.items():
        table.rows[place].cells[2].text = suggestion
        table.rows[place].cells[3].text = reason
    return saved(document)


def saved(document: object) -> bytes:
    file = io.BytesIO()
    document.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


def fill_xlsx(data: bytes, words: dict[int, tuple[str, str]]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.active
    head = head_of(sheet)
    for line, text in enumerate(("某市教育局", "张三", "028-1234567"), start=4):
        sheet.cell(line, 3).value = text
    for place, (suggestion, reason) in words.items():
        sheet.cell(head + place, 4).value = suggestion
        sheet.cell(head + place, 5).value = reason
    return saved(book)


def head_of(sheet: openpyxl.worksheet.worksheet.Worksheet) -> int:
    return next(row[0].row for row in sheet.iter_rows() if row[1].value == COLUMNS[0])


FILL = {"docx": fill_docx, "xlsx": fill_xlsx}
WORDS = {2: ("加上补贴", "企业负担重"), 5: ("删去", ""), 7: ("尽快出台", "")}
EXPECTED = [(12, "加上补贴\n理由：企业负担重"), (15, "删去"), (1, "尽快出台")]


@pytest.mark.parametrize(("ending", "write"), KINDS)
def test_an_empty_form_says_nothing(ending: str, write: Write) -> None:
    found = read(write(form()), f"form.{ending}")
    assert (found.entries, found.rest, found.said) == ((), "", "nothing")
    assert found.form
    assert found.blank


@pytest.mark.parametrize(("ending", "write"), KINDS)
def test_a_filled_form_is_read_by_its_marks(ending: str, write: Write) -> None:
    found = read(FILL[ending](write(form()), WORDS), f"form.{ending}")
    assert said(found) == EXPECTED
    assert (found.sender.organisation, found.sender.name) == ("某市教育局", "张三")
    assert found.sender.phone == "028-1234567"
    assert found.said == "nothing"


def test_a_form_saved_again_by_libreoffice() -> None:
    # The filled form of this file, opened and saved as .docx by LibreOffice 7.4.
    data = (Path(__file__).parent / "cases" / "form-libreoffice.docx").read_bytes()
    found = read(data, "form.docx")
    assert said(found) == EXPECTED
    assert found.sender.organisation == "某市教育局"
    assert found.said == "nothing"


def test_docx_rows_moved_added_deleted_and_heads_repeated() -> None:
    document = docx.Document(io.BytesIO(fill_docx(write_docx(form()), WORDS)))
    table = document.tables[1]
    rows = [row._tr for row in table.rows]
    # The last row goes first, one is deleted, the head comes again in the middle.
    rows[1].addprevious(rows[7])
    table._tbl.remove(rows[3])
    rows[4].addprevious(deepcopy(rows[0]))
    added = table.add_row()
    added.cells[0].text, added.cells[2].text = "一/6", "再加一句"
    twice = deepcopy(rows[2])
    rows[2].addnext(twice)
    found = read(saved(document), "form.docx")
    assert said(found) == [EXPECTED[2], EXPECTED[0], EXPECTED[0], EXPECTED[1], (None, "再加一句")]
    assert found.entries[-1].clause == "一/6"


def test_docx_columns_moved() -> None:
    document = docx.Document(io.BytesIO(fill_docx(write_docx(form()), WORDS)))
    for row in document.tables[1].rows:
        first, *_, last = row._tr.tc_lst
        last.addnext(first)
        row._tr.tc_lst[0].addprevious(last)
    assert said(read(saved(document), "form.docx")) == EXPECTED


def test_xlsx_columns_moved_rows_added_and_marks_filled_downwards() -> None:
    book = openpyxl.load_workbook(io.BytesIO(fill_xlsx(write_xlsx(form()), WORDS)))
    sheet = book.active
    head = head_of(sheet)
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    # Reasons before suggestions, marks last.
    for row in sheet.iter_rows(min_row=head):
        mark, number, original, suggestion, reason = [cell.value for cell in row[:5]]
        for cell, value in zip(row[:5], (reason, number, original, suggestion, mark), strict=True):
            cell.value = value
    last = sheet.max_row
    base, _, check = marks.make(16).rpartition("-")
    damaged = f"{base}-{int(check) + 1:02d}"
    sheet.cell(last + 1, 2).value, sheet.cell(last + 1, 4).value = "一/3", "新加的一行"
    sheet.cell(last + 1, 5).value = damaged
    found = read(saved(book), "form.xlsx")
    assert said(found) == [*EXPECTED, (None, "新加的一行")]
    assert found.entries[-1].clause == "一/3"


def test_the_form_is_fit_to_be_printed_and_no_text_is_a_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(form())))
    sheet = book.active
    assert sheet.column_dimensions["A"].hidden
    assert sheet.print_title_rows
    assert sheet.page_setup.orientation == "landscape"
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    document = docx.Document(io.BytesIO(write_docx(form())))
    assert document.tables[1].rows[0]._tr.trPr.xpath("w:tblHeader")
    numbers = [row.cells[0].text for row in document.tables[1].rows]
    # A clause that takes no comments has no row.
    assert len(numbers) == 1 + 7
    originals = [row.cells[1].text for row in document.tables[1].rows]
    assert all(len(one) <= 42 for one in originals)
