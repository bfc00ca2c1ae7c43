"""The text of an OFD file, the national format for official documents (GB/T 33190-2016)."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from app.files.archive import OFFICE_TEXTS, open_archive, read_entry
from app.files.markup import attribute, child, local, parse_xml
from app.files.pdf.lines import Piece, in_order
from app.files.pdf.read import MAX_PAGES, PAGE_END
from app.files.values import FileText, Unreadable

OFD = "application/ofd"
ENTRANCE = "OFD.xml"


def read_ofd(data: bytes) -> FileText:
    """The text of all pages, parted as those of a PDF. Raises Unreadable: scanned if none has any."""
    archive = open_archive(data, OFFICE_TEXTS)
    pages = ["\n".join(in_order(list(_pieces(page)))) for page in _pages(archive)]
    if not any(pages):
        raise Unreadable("scanned", pages=len(pages))
    flags = () if all(pages) else ("pages-without-text",)
    return FileText(PAGE_END.join(pages), OFD, flags=flags)


def _pages(archive: zipfile.ZipFile) -> Iterator[Any]:
    """The contents of the pages of all documents in the file, in order."""
    count = 0
    for body in parse_xml(_entry(archive, ENTRANCE)):
        place = child(body, "DocRoot") if local(body) == "DocBody" else None
        if place is None:
            continue
        document = (place.text or "").strip().lstrip("/")
        listed = child(parse_xml(_entry(archive, document)), "Pages")
        for page in listed if listed is not None else ():
            count += 1
            if count > MAX_PAGES:
                raise Unreadable("too-many-pages", pages=count, limit=MAX_PAGES)
            location = (attribute(page, "BaseLoc") or "").strip()
            yield parse_xml(_entry(archive, _beside(document, location)))


def _beside(document: str, location: str) -> str:
    """A place that is told from the folder of the document, or from the file's root."""
    if location.startswith("/"):
        return location[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(document), location))


def _entry(archive: zipfile.ZipFile, name: str) -> bytes:
    if name not in archive.NameToInfo:
        raise Unreadable("damaged")
    return read_entry(archive, name)


def _pieces(page: Any) -> Iterator[Piece]:
    """The pieces of a page: where a text begins, and as wide as full signs of its size would be.

    Heights are counted downwards, in millimetres, from the object's box.
    """
    for element in page.iter():
        if local(element) != "TextObject":
            continue
        box = _numbers(element, "Boundary", (0.0, 0.0, 0.0, 0.0))
        turn = _numbers(element, "CTM", (1.0, 0.0, 0.0, 1.0, 0.0, 0.0))
        (size,) = _numbers(element, "Size", (box[3],))
        for code in element:
            text = (code.text or "").strip()
            if local(code) == "TextCode" and text:
                (x,), (y,) = _numbers(code, "X", (0.0,)), _numbers(code, "Y", (size,))
                left = box[0] + turn[0] * x + turn[2] * y + turn[4]
                bottom = -(box[1] + turn[1] * x + turn[3] * y + turn[5])
                wide = sum(0.5 if sign.isascii() else 1.0 for sign in text) * size * turn[0]
                yield Piece(text, left, bottom, left + wide, bottom + size * abs(turn[3]))


def _numbers(element: Any, name: str, default: tuple[float, ...]) -> tuple[float, ...]:
    """The numbers of an attribute; the default if it has not just as many."""
    try:
        found = tuple(float(one) for one in (attribute(element, name) or "").split())
    except ValueError:
        return default
    return found if len(found) == len(default) else default
