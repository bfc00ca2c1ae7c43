"""A new Word document for a wide table: landscape A4, Chinese text, heads that repeat."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt


def landscape(font: str) -> Any:
    """An empty document; ``font``: the name of its Chinese font, 10.5 points."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    style = document.styles["Normal"]
    style.font.name = font
    style.font.size = Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), font)
    # Or punctuation is set as in Japanese, in the middle of its square.
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.rPr.append(language)
    return document


def add_title(document: Any, text: str, points: float) -> None:
    """A bold title in the middle of its line."""
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(text)
    run.bold = True
    run.font.size = Pt(points)


def mark_row(row: Any, *names: str) -> None:
    """Say of a table's row that it repeats as head (``w:tblHeader``) or stays on one page
    (``w:cantSplit``)."""
    for name in names:
        made = OxmlElement(name)
        made.set(qn("w:val"), "true")
        row._tr.get_or_add_trPr().append(made)


def saved(document: Any) -> bytes:
    """The document's bytes."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
