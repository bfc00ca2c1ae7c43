"""From blocks to lines of text and tables as data."""

from __future__ import annotations

from collections.abc import Iterable

from app.files.grid import Cell, Grid
from app.files.values import Table

# A table that only frames a document: one cell has most of the words, in so many lines.
FRAME_LINES = 10


def render(blocks: list[str | Grid]) -> tuple[str, tuple[Table, ...]]:
    """A paragraph is a line; a table row is a line, its cells a tab apart, the lines within a cell
    a space apart. A table that frames the document is read as the lines of its cells."""
    total = sum(_length(block) for block in blocks)
    lines: list[str] = []
    tables: list[Table] = []
    place = 0
    for block in _unframed(blocks, total):
        if isinstance(block, str):
            lines.append(block)
            place += len(block) + 1
            continue
        rows = _rows(block)
        text = [line for line in map(_row_line, rows) if line]
        tables.append(_table(block, rows, place if text else None))
        tables.extend(_nested(block))
        lines.extend(text)
        place += sum(len(line) + 1 for line in text)
    return "\n".join(lines), tuple(tables)


def _unframed(blocks: Iterable[str | Grid], total: int) -> Iterable[str | Grid]:
    for block in blocks:
        if isinstance(block, str) or not _frames(block, total):
            yield block
            continue
        for row in block.rows:
            for cell in row:
                yield from _unframed(cell.blocks, total)


def _frames(grid: Grid, total: int) -> bool:
    """Whether one of a table's cells is the document itself."""
    return any(
        len(cell.blocks) >= FRAME_LINES and 2 * sum(map(_length, cell.blocks)) > total
        for row in grid.rows
        for cell in row
    )


def _length(block: str | Grid) -> int:
    if isinstance(block, str):
        return len(block)
    return sum(_length(one) for row in block.rows for cell in row for one in cell.blocks)


def _rows(grid: Grid) -> list[tuple[str, ...]]:
    return [tuple(_cell_text(cell) for cell in row) for row in grid.rows]


def _cell_text(cell: Cell) -> str:
    lines: list[str] = []
    for block in cell.blocks:
        if isinstance(block, str):
            lines.append(block.strip())
        else:
            lines.extend(_row_line(row) for row in _rows(block))
    return "\n".join(line for line in lines if line)


def _row_line(row: tuple[str, ...]) -> str:
    return "\t".join(" ".join(cell.split("\n")) for cell in row).rstrip()


def _table(grid: Grid, rows: list[tuple[str, ...]], at: int | None) -> Table:
    below = frozenset(
        (number, column)
        for number, row in enumerate(grid.rows)
        for column, cell in enumerate(row)
        if cell.below
    )
    return Table(tuple(rows), below, at)


def _nested(grid: Grid) -> list[Table]:
    out: list[Table] = []
    for row in grid.rows:
        for cell in row:
            for block in cell.blocks:
                if isinstance(block, Grid):
                    out.append(_table(block, _rows(block), None))
                    out.extend(_nested(block))
    return out
