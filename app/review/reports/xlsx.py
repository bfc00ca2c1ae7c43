"""The report as an Excel workbook: by opinion, by comment, late, sums."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter

from app.core import deadline
from app.review.reports import words
from app.review.reports.cells import is_formula_like, pieces, printable
from app.review.reports.values import CONTENT_COLUMN, Report, Row

WIDTHS = (6, 30, 60, 26, 12, 40, 14, 20, 26, 16)
DRAFT_WIDTH = 24
HEAD_ROW = 3


def write_xlsx(report: Report) -> bytes:
    """The workbook's bytes. Every text is written as a string cell, whatever it begins with."""
    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        formats = _formats(book)
        for key, rows in (
            ("opinion", report.by_opinion),
            ("comment", report.by_comment),
            ("late", report.late),
        ):
            if key != "late" or rows:
                _sheet(book.add_worksheet(words.SHEETS[key]), report, rows, formats)
        _check_sheet(book.add_worksheet(words.SHEETS["check"]), report, formats)
    return file.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    body = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#DCDAD2"}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        "note": book.add_format({"font_color": "#494F56"}),
        "head": book.add_format({**body, "bold": True, "bg_color": "#E6F0F3", "align": "center"}),
        "cell": book.add_format(body),
        # The quote prefix keeps a text a text also after a person edits the cell.
        "quoted": book.add_format({**body, "quote_prefix": True}),
    }


def _sheet(sheet: Any, report: Report, rows: Iterable[Row], formats: dict[str, Any]) -> None:
    last = len(report.columns) - 1
    sheet.merge_range(0, 0, 0, last, printable(f"{report.title} 意见汇总处理表"), formats["title"])
    sheet.write_string(1, 0, printable(_subtitle(report)), formats["note"])
    widths = (*WIDTHS[:1], *((DRAFT_WIDTH,) if report.several else ()), *WIDTHS[1:])
    content_at = report.columns.index(CONTENT_COLUMN)
    for column, (name, width) in enumerate(zip(report.columns, widths, strict=False)):
        sheet.set_column(column, column, width)
        sheet.write_string(HEAD_ROW, column, name, formats["head"])
    line = HEAD_ROW
    for row in rows:
        for part, content in enumerate(pieces(row.content)):
            line += 1
            _line(sheet, line, row, (content_at, content), formats, continued=part > 0)
    sheet.freeze_panes(HEAD_ROW + 1, content_at)
    sheet.autofilter(HEAD_ROW, 0, max(line, HEAD_ROW + 1), last)
    sheet.repeat_rows(HEAD_ROW)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _line(
    sheet: Any,
    line: int,
    row: Row,
    content: tuple[int, str],
    formats: dict[str, Any],
    *,
    continued: bool,
) -> None:
    """A row, or the rest of one; ``content``: the column of the words, and so many of them."""
    place, words_ = content
    sheet.write_number(line, 0, row.number, formats["cell"])
    for column, cell in enumerate(row.cells[1:], start=1):
        rest = continued and column == place - 1
        shown = words_ if column == place else "（续）" if rest else cell
        text = printable(shown)
        style = formats["quoted" if is_formula_like(text) else "cell"]
        if text:
            sheet.write_string(line, column, text, style)
        else:
            sheet.write_blank(line, column, None, style)


def _subtitle(report: Report) -> str:
    return (
        f"{report.office}　{deadline.print_deadline(report.deadline)}截止　"
        f"{deadline.print_instant(report.made_at)}生成，北京时间"
    )


def _check_sheet(sheet: Any, report: Report, formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 12)
    for line, (name, figure) in enumerate(check_lines(report)):
        sheet.write_string(line, 0, name, formats["cell"])
        sheet.write_number(line, 1, figure, formats["cell"])
    below = len(check_lines(report)) + 1
    for line, note in enumerate(report.notes, start=below):
        sheet.write_string(line, 0, note, formats["note"])


def check_lines(report: Report) -> list[tuple[str, int]]:
    """The sums, each with its unit."""
    check = report.check
    return [
        ("来件（件）", check.submissions),
        ("提出人（人）", check.people),
        ("意见合计（条）", check.counted),
        ("其中雷同（件）", check.copies),
        ("其中已由工作人员读过（条）", check.read),
        ("　归入观点（条）", check.grouped),
        ("　单独意见（条）", check.single),
        ("　与本条无关（条）", check.off_topic),
        ("　尚未归入（条）", check.unplaced),
        ("　待归条（条）", check.untied),
        ("迟到来件（件，不计入）", check.late),
        ("撤回来件（件，不计入）", check.withdrawn),
        ("已回复无意见（个单位，不是意见）", check.no_objection),
        ("联名信（件）", check.joint),
        ("联名人数（人，不加进提出人）", check.signers),
    ]
