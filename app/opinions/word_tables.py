"""The office's words as a table: out to a file, in from one that a person may have edited."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from app.opinions.words import BadWords, OwnConcept, checked

HEAD = ("概念", "词")
MOST_CONCEPTS = 2_000


def write_table(concepts: Iterable[OwnConcept]) -> bytes:
    """CSV (UTF-8 with byte order mark, for Excel): a concept and a word a line."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for concept in concepts:
        writer.writerows((_text(concept.name), _text(word)) for word in concept.words)
    return out.getvalue().encode("utf-8-sig")


def read_table(content: bytes) -> list[OwnConcept]:
    """What ``write_table`` wrote, or a person typed: comma, semicolon or tab, UTF-8 or GB18030;
    several words in a cell may stand apart by 、 or a comma. Raises BadWords."""
    found: dict[str, dict[str, None]] = {}
    for line, row in enumerate(_rows(content), 1):
        cells = [cell.strip().lstrip("'").strip() for cell in row]
        if not any(cells) or (line == 1 and tuple(cells[:2]) == HEAD):
            continue
        if len(cells) < 2:
            raise BadWords("not-a-table", line)
        try:
            name, words = checked(cells[0], _apart(cells[1:]))
        except BadWords as error:
            raise BadWords(error.code, line) from None
        found.setdefault(name, {}).update(dict.fromkeys(words))
    if not found:
        raise BadWords("no-word")
    if len(found) > MOST_CONCEPTS:
        raise BadWords("too-many")
    return [OwnConcept(name, tuple(words)) for name, words in found.items()]


def _apart(cells: Iterable[str]) -> list[str]:
    return [
        word for cell in cells for word in cell.replace("，", "、").replace(",", "、").split("、")
    ]


def _rows(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", "replace")
    first = text.partition("\n")[0]
    mark = next((one for one in ("\t", ";", ",") if one in first), ",")
    try:
        return list(csv.reader(io.StringIO(text.replace("\x00", "")), delimiter=mark))
    except csv.Error:
        raise BadWords("not-a-table") from None


def _text(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula is marked as text."""
    return "'" + cell if cell[:1] in "=+-@\t\r" else cell
