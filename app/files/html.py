"""The text of an HTML page: a line a block, tables as rows, lists with their numbers."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from app.core.text.charset import DOUBTFUL
from app.files.grid import Cell, Grid
from app.files.plain import decode_file
from app.files.render import render
from app.files.values import FileText, Unreadable

HTML = "text/html"
DEEPEST = 150
LARGEST_SPAN = 63
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_HEAD = 4096
# What is not shown, or is no text.
_UNSEEN = {"script", "style", "head", "noscript", "template", "svg", "option", "iframe", "object"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl",
    "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "td", "th", "tr", "ul",
}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")


def decode_page(data: bytes, label: str | None = None) -> tuple[str, str, bool]:
    """The characters of a page, their charset, whether it is doubtful. ``label`` is the charset that
    whoever sent the page says it has; else the page itself may say."""
    said = _META.search(data[:_HEAD])
    return decode_file(data, label or (said[1].decode() if said else None))


def read_html(data: bytes, label: str | None = None) -> FileText:
    """The words as a reader sees them, with head and navigation; tables as data too."""
    page, charset, doubtful = decode_page(data, label)
    text, tables = render(blocks_of(page))
    flags = (DOUBTFUL,) if doubtful else ()
    return FileText(text, HTML, charset, flags, tables)


def blocks_of(page: str) -> list[str | Grid]:
    """Lines and tables of a page, in order."""
    parser = etree.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, encoding="utf-8"
    )
    root = etree.fromstring(page.encode("utf-8", "replace"), parser) if page.strip() else None
    writer = _Writer()
    if root is not None:
        writer.walk(root, 0)
        writer.end_line()
    return writer.blocks


class _Writer:
    """Gathers lines; a table is gathered by a writer of its own for each cell."""

    def __init__(self) -> None:
        self.blocks: list[str | Grid] = []
        self._line: list[str] = []
        self._counts: dict[Any, int] = {}

    def end_line(self) -> None:
        """What stands in the line becomes a block."""
        text = "".join(self._line).replace("\xa0", " ").strip()
        self._line.clear()
        if text:
            self.blocks.append(text)

    def walk(self, element: Any, depth: int) -> None:
        """An element with all that is in it."""
        name = element.tag if isinstance(element.tag, str) else ""
        if not name or name in _UNSEEN or _hidden(element):
            return
        if depth > DEEPEST:
            raise Unreadable("gave-up")
        if name == "table":
            self.end_line()
            self.blocks.append(_grid(element, depth))
            return
        block = name in _BLOCKS
        if block:
            self.end_line()
        if name == "li":
            self._line.append(self._marker(element.getparent()))
        self._inside(element, name, depth)
        if block or name == "br":
            self.end_line()

    def _inside(self, element: Any, name: str, depth: int) -> None:
        self._words(element.text, name == "pre")
        for one in element:
            self.walk(one, depth + 1)
            self._words(one.tail, name == "pre")

    def _words(self, text: str | None, kept: bool) -> None:
        if not text:
            return
        if not kept:
            self._line.append(_SPACE.sub(" ", text))
            return
        first, *others = text.split("\n")
        self._line.append(first)
        for line in others:
            self.end_line()
            self._line.append(line)

    def _marker(self, holder: Any) -> str:
        """The number that a list shows before its next item."""
        if holder is None or holder.tag != "ol":
            return ""
        start = holder.get("start", "1")
        first = int(start) if start.isascii() and start.isdecimal() and len(start) < 6 else 1
        self._counts[holder] = self._counts.get(holder, first - 1) + 1
        return f"{self._counts[holder]}. "


def _grid(table: Any, depth: int) -> Grid:
    """A table; cells that reach over columns or rows stand once."""
    grid = Grid()
    reach: dict[int, int] = {}
    for row in _rows(table):
        cells: list[Cell] = []
        for one in row:
            if one.tag not in ("td", "th"):
                continue
            while reach.get(len(cells), 0) > 0:
                cells.append(_below(reach, len(cells)))
            first = len(cells)
            cells.append(Cell(_cell(one, depth)))
            cells.extend(Cell() for _ in range(_span(one, "colspan") - 1))
            for column in range(first, len(cells)):
                reach[column] = _span(one, "rowspan") - 1
        while reach.get(len(cells), 0) > 0:
            cells.append(_below(reach, len(cells)))
        grid.rows.append(cells)
    return grid


def _below(reach: dict[int, int], column: int) -> Cell:
    reach[column] -= 1
    return Cell(below=True)


def _cell(element: Any, depth: int) -> list[str | Grid]:
    writer = _Writer()
    writer.walk(element, depth + 3)
    writer.end_line()
    return writer.blocks


def _rows(table: Any) -> list[Any]:
    rows = []
    for one in table:
        if one.tag == "tr":
            rows.append(one)
        elif one.tag in ("tbody", "thead", "tfoot"):
            rows.extend(row for row in one if row.tag == "tr")
    return rows


def _span(element: Any, name: str) -> int:
    text = element.get(name, "1").strip()
    return min(max(int(text), 1), LARGEST_SPAN) if text.isascii() and text.isdecimal() else 1


def _hidden(element: Any) -> bool:
    return "hidden" in element.attrib or _HIDDEN.search(element.get("style", "")) is not None
