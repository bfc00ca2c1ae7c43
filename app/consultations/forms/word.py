"""The form as a Word document: landscape, its head repeats on every page, the marks are hidden."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Cm

from app.consultations.forms.values import COLUMNS, HINT, SENDER_FIELDS, Form, FormRow
from app.files.word.writing import add_title, landscape, mark_row, saved

WIDTHS_CM = (3.0, 7.0, 9.2, 6.5)
SENDER_WIDTHS_CM = (3.0, 22.7)
_TABLE_STYLE = "Table Grid"


def write_docx(form: Form) -> bytes:
    """The document's bytes."""
    document = landscape("宋体")
    add_title(document, f"{form.title}\n意见反馈表", 16)
    document.add_paragraph(form.closing)
    document.add_paragraph(f"填表说明：{HINT}")
    sender = _table(document, SENDER_WIDTHS_CM)
    for name in SENDER_FIELDS:
        _row(sender, (name, ""), SENDER_WIDTHS_CM)
    document.add_paragraph()
    table = _table(document, WIDTHS_CM)
    head = _row(table, COLUMNS, WIDTHS_CM, bold=True)
    mark_row(head, "w:tblHeader")
    _rows(table, form.rows)
    return saved(document)


def _table(document: Any, widths: tuple[float, ...]) -> Any:
    table = document.add_table(0, len(widths), style=_TABLE_STYLE)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    return table


def _row(
    table: Any, words: tuple[str, ...], widths: tuple[float, ...], *, bold: bool = False
) -> Any:
    row = table.add_row()
    mark_row(row, "w:cantSplit")
    for cell, text, width in zip(row.cells, words, widths, strict=True):
        cell.width = Cm(width)
        run = cell.paragraphs[0].add_run(text)
        run.bold = bold
    return row


def _rows(table: Any, rows: Sequence[FormRow]) -> None:
    """The rows of the clauses: one is made, the others are its copies with other words, since
    python-docx takes ten times as long to make each."""
    pattern = _row(table, ("0", "0", "", ""), WIDTHS_CM)
    mark = pattern.cells[0].paragraphs[0].add_run("0")
    mark.font.hidden = True
    body = pattern._tr.getparent()
    body.remove(pattern._tr)
    for row in rows:
        made = deepcopy(pattern._tr)
        for words, text in zip(
            made.iter(qn("w:t")), (row.number, row.mark, row.original), strict=True
        ):
            words.text = text
            words.set(qn("xml:space"), "preserve")
        body.append(made)
