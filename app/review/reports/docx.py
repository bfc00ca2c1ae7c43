"""The report as a Word document: landscape, table heads that repeat, the sums at the end."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from app.core import deadline
from app.files.word.writing import add_title, landscape, mark_row, saved
from app.review.reports import words
from app.review.reports.cells import printable
from app.review.reports.values import By, Report, Row
from app.review.reports.xlsx import check_lines

WIDTHS_CM = (1.2, 4.4, 9.4, 3.6, 2.2, 4.9)
DRAFT_CM = 3.0


def write_docx(report: Report, by: By = "comment") -> bytes:
    """The document's bytes; ``by`` chooses what a line is."""
    document = landscape("仿宋")
    add_title(document, printable(f"{report.title}\n意见汇总处理表"), 18)
    document.add_paragraph(
        printable(
            f"{report.office}　{deadline.print_deadline(report.deadline)}截止　"
            f"{deadline.print_instant(report.made_at)}生成，北京时间"
        )
    )
    _table(document, report, report.by_comment if by == "comment" else report.by_opinion)
    if report.late:
        document.add_paragraph(words.LATE).runs[0].bold = True
        _table(document, report, report.late)
    document.add_paragraph("核对").runs[0].bold = True
    for name, figure in check_lines(report):
        document.add_paragraph(f"{name}：{figure}")
    for note in report.notes:
        document.add_paragraph(note)
    return saved(document)


def _table(document: Any, report: Report, rows: tuple[Row, ...]) -> None:
    columns = len(report.columns)
    table = document.add_table(rows=2, cols=columns)
    table.style = "Table Grid"
    table.autofit = False
    for cell, name in zip(table.rows[0].cells, report.columns, strict=True):
        cell.text = name
        cell.paragraphs[0].runs[0].bold = True
    for row in table.rows:
        for cell, width in zip(row.cells, _widths(report), strict=True):
            cell.width = Cm(width)
    mark_row(table.rows[0], "w:tblHeader")
    # Cells are looked up by walking the whole table: a copied row is filled without a look-up.
    pattern = table.rows[1]._tr
    body = pattern.getparent()
    for row in rows:
        made = deepcopy(pattern)
        for cell, text in zip(made.tc_lst, row.cells, strict=True):
            _fill(cell, printable(text))
        body.append(made)
    body.remove(pattern)


def _widths(report: Report) -> tuple[float, ...]:
    """Of the columns, in centimetres, as wide as the page together."""
    draft = (DRAFT_CM,) if report.several else ()
    contact = (2.2,) * (len(report.columns) - len(WIDTHS_CM) - len(draft))
    scale = (sum(WIDTHS_CM) - sum(draft) - sum(contact)) / sum(WIDTHS_CM)
    number, *others = (width * scale for width in WIDTHS_CM)
    return (number, *draft, *others, *contact)


def _fill(cell: Any, text: str) -> None:
    paragraph = cell.p_lst[0]
    for number, line in enumerate(text.split("\n")):
        run = OxmlElement("w:r")
        if number:
            run.append(OxmlElement("w:br"))
        words_ = OxmlElement("w:t")
        words_.set(qn("xml:space"), "preserve")
        words_.text = line
        run.append(words_)
        paragraph.append(run)
