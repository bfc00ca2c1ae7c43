"""The paragraphs and tables of a Word document, in order, with their printed numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from app.files.grid import Cell, Grid
from app.files.markup import attribute, child, local, value
from app.files.values import Unreadable
from app.files.word.counting import Counter
from app.files.word.inline import Words, words_of
from app.files.word.styles import own_numbering

MAX_BLOCKS = 200_000
DEEPEST = 40
# What holds blocks; the last two are Word 2003's.
_HOLDERS = {
    "sdtContent", "customXml", "ins", "moveTo", "Choice", "smartTag", "sect", "sub-section",
}  # fmt: skip
# The blocks of another file that stands in this one, by its number.
Chunk = Callable[[str], list[str | Grid]]


class Reader:
    """Turns elements of the body into lines and tables; holds what reaches over paragraphs."""

    def __init__(self, words: Words, counter: Counter, chunk: Chunk | None = None) -> None:
        self.words = words
        self._chunk = chunk
        self._counter = counter
        self._left = MAX_BLOCKS
        self._depth = 0
        # The words of a paragraph whose end was deleted belong to the next one.
        self._carried = ""

    def read(self, elements: Iterable[Any]) -> Iterator[str | Grid]:
        """The blocks of body elements. Raises Unreadable for more than any document has."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise Unreadable("too-long")
        for element in elements:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._left_over()
                yield self._table(element)
            elif name == "sdt":
                if child(element, "sdtPr", "showingPlcHdr") is None:
                    yield from self.read(element)
            elif name == "altChunk" and self._chunk is not None:
                yield from self._chunk(attribute(element, "id") or "")
            elif name == "AlternateContent":
                yield from self.read(element[:1])
            elif name in _HOLDERS:
                yield from self.read(element)
        self._depth -= 1
        if self._depth == 0:
            yield from self._left_over()

    def _left_over(self) -> Iterator[str]:
        """Words that were to go on in a paragraph that does not come."""
        if self._carried:
            yield self._carried.strip()
            self._carried = ""

    def _paragraph(self, element: Any) -> Iterator[str | Grid]:
        self._left -= 1
        if self._left < 0:
            raise Unreadable("too-long")
        text = words_of(element, self.words)
        boxes = self.words.take_boxes()
        properties = child(element, "pPr")
        if _joins_next(properties):
            self._carried += text
        elif text or self._carried or not _hidden_end(properties):
            number, level = own_numbering(properties)
            label = _written_label(properties)
            label = label or self._counter.label(value(element, "pPr", "pStyle"), number, level)
            yield label + (self._carried + text).strip()
            self._carried = ""
        for box in boxes:
            yield from self.read(box)

    def _table(self, element: Any) -> Grid:
        grid = Grid()
        for row in _inner(element, "tr"):
            if child(row, "trPr", "del") is None:
                grid.rows.append(self._row(row))
        return grid

    def _row(self, element: Any) -> list[Cell]:
        cells = [Cell() for _ in range(_number(value(element, "trPr", "gridBefore"), 0))]
        for one in _inner(element, "tc"):
            properties = child(one, "tcPr")
            blocks = list(self.read(one))
            if properties is None:
                cells.append(Cell(blocks))
                continue
            below = _continues(child(properties, "vMerge"))
            beside = _continues(child(properties, "hMerge"))
            cells.append(Cell([] if beside or below else blocks, below))
            width = _number(value(properties, "gridSpan"), 1)
            cells.extend(Cell(below=below) for _ in range(width - 1))
        return cells


def _inner(element: Any, wanted: str) -> Iterator[Any]:
    """The rows of a table, or the cells of a row, also inside content controls."""
    for one in element:
        name = local(one)
        if name == wanted:
            yield one
        elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _inner(one, wanted)


def _continues(merge: Any | None) -> bool:
    return merge is not None and next(iter(merge.attrib.values()), "continue") != "restart"


def _joins_next(properties: Any | None) -> bool:
    """The paragraph's end was deleted, or is hidden so that a heading runs into its text."""
    ends = None if properties is None else child(properties, "rPr")
    return ends is not None and (
        child(ends, "del") is not None
        or child(ends, "moveFrom") is not None
        or child(ends, "specVanish") is not None
    )


def _written_label(properties: Any | None) -> str:
    """The label that Word 2003's XML keeps beside the number's definition."""
    found = None if properties is None else child(properties, "listPr", "t")
    return "" if found is None else (attribute(found, "val") or "").strip()


def _hidden_end(properties: Any | None) -> bool:
    return properties is not None and child(properties, "rPr", "vanish") is not None


def _number(text: str | None, default: int) -> int:
    """A small count; a table has no more than 63 columns in Word."""
    return min(int(text), 63) if text and text.isdecimal() else default
