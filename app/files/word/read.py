"""The text of a Word document (.docx, .docm), with its numbers as they are printed."""

from __future__ import annotations

from typing import Any

from app.files.grid import Grid
from app.files.html import blocks_of, decode_page
from app.files.markup import attribute, children_of, local
from app.files.render import render
from app.files.values import FileText, Remark
from app.files.web_archive import page_in
from app.files.word.blocks import Reader
from app.files.word.counting import Counter
from app.files.word.inline import Words
from app.files.word.numbering import Numbering, read_numbering
from app.files.word.package import Package
from app.files.word.styles import Styles, read_styles

PAGES = (".htm", ".html", ".xhtml", ".dat")
HEAD = 4096
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read_docx(data: bytes) -> FileText:
    """Body, tables, footnotes and margin remarks. Raises Unreadable.

    Tracked changes are taken as accepted; hidden text is left out; each has its flag.
    """
    package = Package(data)
    styles, numbering = package.part("styles"), package.part("numbering")
    words = Words(read_styles(styles) if styles is not None else Styles())
    lists = read_numbering(numbering) if numbering is not None else Numbering()
    reader = Reader(words, Counter(lists, words.styles), lambda number: _chunk(package, number))
    text, tables = render(list(reader.read(children_of(package.body(), "body"))))
    notes = _notes(package, words)
    remarks = _remarks(package, words)
    if package.has_macros():
        words.flags.add("macros-ignored")
    return FileText(
        text, DOCX, flags=tuple(sorted(words.flags)), tables=tables, notes=notes, remarks=remarks
    )


def _chunk(package: Package, number: str) -> list[str | Grid]:
    """A page that a program put into the document as it was. Raises Unreadable."""
    found = package.chunk(number)
    if found is None:
        return []
    name, data = found
    if b"mime-version:" in data[:HEAD].lower():
        page, label = page_in(data)
        return blocks_of(decode_page(page, label)[0])
    return blocks_of(decode_page(data)[0]) if name.lower().endswith(PAGES) else []


def _notes(package: Package, words: Words) -> tuple[str, ...]:
    """Footnotes and endnotes in the order of the places they stand at."""
    found: dict[str, str] = {}
    wanted = list(words.notes)
    for kind in ("footnote", "endnote"):
        if any(one.startswith(kind) for one in wanted):
            root = package.part(kind + "s")
            for element in root if root is not None else ():
                found[kind + (attribute(element, "id") or "")] = _plain(element, words)
    return tuple(found[one] for one in wanted if found.get(one))


def _remarks(package: Package, words: Words) -> tuple[Remark, ...]:
    root = package.part("comments")
    out = []
    for element in root if root is not None else ():
        text = _plain(element, words)
        if text:
            out.append(Remark(words.quotes.get(attribute(element, "id") or "", ""), text))
    return tuple(out)


def _plain(element: Any, words: Words) -> str:
    """The words of a note, whose paragraphs have no numbers of the body's lists."""
    reader = Reader(Words(words.styles), Counter(Numbering(), words.styles))
    blocks = reader.read(one for one in element if local(one) != "rPr")
    return render([block for block in blocks if isinstance(block, Grid) or block])[0].strip()
