"""A table of comments as lines of a letter, its columns apart by tabs, bars or wide gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.core.feedback import headings
from app.core.feedback.tables import read_table
from app.core.feedback.values import Entry

_APART = re.compile(r"\s*[\t|]\s*|\s{2,}")
_RULE = re.compile(r"[\s|+:=—–-]*")


@dataclass(frozen=True, slots=True)
class LineTable:
    """A table in a text: ``start`` and ``end`` in characters, from its head to its last row;
    ``rows``: (start, end, entry) of each row that says something."""

    start: int
    end: int
    rows: tuple[tuple[int, int, Entry], ...]


def find_tables(text: str) -> tuple[LineTable, ...]:
    """The tables of a text, in order. A row that does not have its head's columns ends a table."""
    return tuple(_tables(text)) if len(text) < 1_000_000 else ()


def _tables(text: str) -> Iterator[LineTable]:
    lines = _lines(text)
    at = 0
    while at < len(lines):
        start, end = lines[at]
        head = _cells(text[start:end])
        at += 1
        if len(head) < 2 or headings.roles(head) is None:
            continue
        rows: list[tuple[int, int, Entry]] = []
        last = end
        while at < len(lines):
            low, high = lines[at]
            cells = _cells(text[low:high])
            if not _RULE.fullmatch(text[low:high]):
                if not 2 <= len(cells) <= len(head):
                    break
                last = high
                filled = read_table([head, cells])
                rows += [(low, high, entry) for entry in (filled.entries if filled else ())]
            at += 1
        if rows:
            yield LineTable(start, last, tuple(rows))


def _lines(text: str) -> list[tuple[int, int]]:
    return [
        (
            found.start() + len(found[0]) - len(found[0].lstrip()),
            found.start() + len(found[0].rstrip()),
        )
        for found in re.finditer(r"[^\n]+", text)
        if found[0].strip()
    ]


def _cells(line: str) -> list[str]:
    cells = _APART.split(line.strip())
    if line.lstrip().startswith("|"):
        cells = cells[1:]
    return cells[:-1] if line.rstrip().endswith("|") else cells
