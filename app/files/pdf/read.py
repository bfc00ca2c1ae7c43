"""The text of a PDF, page by page; a scan is told from a text."""

from __future__ import annotations

from typing import Any

import pypdfium2

from app.files.pdf.lines import in_order, pieces_of
from app.files.pdf.remarks import remarks_of
from app.files.values import FileText, Remark, Unreadable

PDF = "application/pdf"
MAX_PAGES = 2000
PAGE_END = "\n\f\n"
# Characters without a meaning in Unicode: a font that does not say what its shapes are.
UNKNOWN_SHARE = 0.3
_ERRORS = {4: "encrypted"}


def read_pdf(data: bytes) -> FileText:
    """The text of all pages, parted by a line that holds a form feed. Raises Unreadable: scanned
    if no page has text."""
    document = open_pdf(data)
    remarks: list[Remark] = []
    pages = [page_text(document, number, remarks) for number in range(len(document))]
    document.close()
    if not any(pages):
        raise Unreadable("scanned", pages=len(pages))
    flags = () if all(pages) else ("pages-without-text",)
    return FileText(PAGE_END.join(pages), PDF, flags=flags, remarks=tuple(remarks))


def open_pdf(data: bytes) -> Any:
    """The document. Raises Unreadable."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(_ERRORS.get(getattr(error, "err_code", 0), "damaged")) from error
    count = len(document)
    if count > MAX_PAGES:
        raise Unreadable("too-many-pages", pages=count, limit=MAX_PAGES)
    if count == 0:
        raise Unreadable("damaged")
    return document


def page_text(document: Any, number: int, remarks: list[Remark]) -> str:
    """The text of one page, empty if it has none that means anything; its remarks are added."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return ""
    text_page = page.get_textpage()
    text = "\n".join(in_order(pieces_of(text_page.raw, page.get_rotation() // 90)))
    remarks += remarks_of(page.raw, text_page.raw)
    text_page.close()
    page.close()
    return "" if _meaningless(text) else text


def _meaningless(text: str) -> bool:
    signs = "".join(text.split())
    unknown = sum(sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" or sign < " " for sign in signs)
    return unknown > UNKNOWN_SHARE * len(signs) or not signs
