"""The form as an Excel workbook: the marks in a hidden first column, ready to be printed."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from app.consultations.forms.values import COLUMNS, HINT, MARK_COLUMN, SENDER_FIELDS, Form

WIDTHS = (14, 14, 40, 60, 36)
LAST = len(COLUMNS)
HEAD_ROW = 3 + len(SENDER_FIELDS)


def write_xlsx(form: Form) -> bytes:
    """The workbook's bytes. Every text is a string cell, whatever it begins with."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        formats = _formats(book)
        sheet = book.add_worksheet("意见反馈表")
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width, None, {"hidden": column == 0})
        sheet.merge_range(0, 1, 0, LAST, f"{form.title} 意见反馈表", formats["title"])
        sheet.set_row(0, 40)
        sheet.merge_range(1, 1, 1, LAST, form.closing, formats["note"])
        sheet.merge_range(2, 1, 2, LAST, f"填表说明：{HINT}", formats["note"])
        for line, name in enumerate(SENDER_FIELDS, start=3):
            sheet.write_string(line, 1, name, formats["head"])
            sheet.merge_range(line, 2, line, LAST, "", formats["cell"])
        for column, name in enumerate((MARK_COLUMN, *COLUMNS)):
            sheet.write_string(HEAD_ROW, column, name, formats["head"])
        for line, row in enumerate(form.rows, start=HEAD_ROW + 1):
            sheet.write_string(line, 0, row.mark)
            sheet.write_string(line, 1, row.number, formats["cell"])
            sheet.write_string(line, 2, row.original, formats["cell"])
            sheet.write_blank(line, 3, None, formats["cell"])
            sheet.write_blank(line, 4, None, formats["cell"])
        _print_setup(sheet, HEAD_ROW + len(form.rows))
    return file.getvalue()


def _print_setup(sheet: Any, last: int) -> None:
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    sheet.repeat_rows(HEAD_ROW)
    sheet.print_area(0, 1, last, LAST)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _formats(book: Any) -> dict[str, Any]:
    cell = {"text_wrap": True, "valign": "top", "border": 1, "num_format": "@"}
    return {
        "title": book.add_format(
            {"bold": True, "font_size": 16, "align": "center", "text_wrap": True}
        ),
        "note": book.add_format({"text_wrap": True, "valign": "top"}),
        "head": book.add_format({**cell, "bold": True, "align": "center"}),
        "cell": book.add_format(cell),
    }
