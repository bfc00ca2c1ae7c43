"""What readers wrote onto a PDF: notes, boxes, and words beside what they marked."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from app.files.values import Remark

MAX_REMARKS = 500
LONGEST = 20_000
_WRITTEN = {
    pdfium.FPDF_ANNOT_TEXT,
    pdfium.FPDF_ANNOT_FREETEXT,
    pdfium.FPDF_ANNOT_HIGHLIGHT,
    pdfium.FPDF_ANNOT_UNDERLINE,
    pdfium.FPDF_ANNOT_STRIKEOUT,
    pdfium.FPDF_ANNOT_CARET,
}
_ON_WORDS = _WRITTEN - {pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_FREETEXT}


def remarks_of(page: Any, text_page: Any) -> list[Remark]:
    """The remarks on a page: the words under the mark, and what was written."""
    out = []
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), MAX_REMARKS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        if kind in _WRITTEN:
            text = _contents(annotation)
            if text:
                quote = _under(annotation, text_page) if kind in _ON_WORDS else ""
                out.append(Remark(quote, text))
        pdfium.FPDFPage_CloseAnnot(annotation)
    return out


def _contents(annotation: Any) -> str:
    length = pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    if not 2 < length <= LONGEST:
        return ""
    buffer = (ctypes.c_ushort * (length // 2))()
    pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, length)
    text = bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _under(annotation: Any, text_page: Any) -> str:
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(box)):
        return ""
    where = (text_page, box.left, box.top, box.right, box.bottom)
    length = pdfium.FPDFText_GetBoundedText(*where, None, 0)
    if not 0 < length <= LONGEST:
        return ""
    buffer = (ctypes.c_ushort * length)()
    pdfium.FPDFText_GetBoundedText(*where, buffer, length)
    return " ".join(bytes(buffer).decode("utf-16-le", "replace").rstrip("\0").split())
