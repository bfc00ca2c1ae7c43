"""The rows of a text file with separators (.csv, .tsv)."""

from __future__ import annotations

import csv
import io

from app.core.text.charset import DOUBTFUL
from app.files.plain import decode_file
from app.files.values import FileText, Table, Unreadable

CSV = "text/csv"
MAX_ROWS = 100_000
LONGEST_CELL = 1_000_000
_SEPARATORS = ",\t;，"


def read_csv(data: bytes) -> FileText:
    """Rows as lines with tabs, and as a table. Raises Unreadable."""
    text, charset, doubtful = decode_file(data)
    rows = rows_of(text, _separator(text))
    lines = ["\t".join(" ".join(cell.split()) for cell in row).rstrip() for row in rows]
    flags = (DOUBTFUL,) if doubtful else ()
    tables = (Table(tuple(rows), at=0),) if rows else ()
    return FileText("\n".join(lines), CSV, charset, flags, tables)


def rows_of(text: str, separator: str) -> list[tuple[str, ...]]:
    """The rows that have something in them."""
    csv.field_size_limit(LONGEST_CELL)
    rows: list[tuple[str, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if any(cell.strip() for cell in row):
                rows.append(tuple(cell.strip() for cell in row))
            if len(rows) > MAX_ROWS:
                raise Unreadable("too-long")
    except csv.Error as error:
        raise Unreadable("damaged") from error
    return rows


def _separator(text: str) -> str:
    """The one that the first line has most of."""
    first = text.partition("\n")[0]
    return max(_SEPARATORS, key=first.count)
