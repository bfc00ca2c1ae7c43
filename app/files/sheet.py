"""The rows of a spreadsheet (.xlsx), read a row at a time."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from app.files.archive import OFFICE_TEXTS, open_archive, read_entry
from app.files.markup import attribute, child, children_of, local, parse_xml
from app.files.values import FileText, Table, Unreadable

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_ROWS = 100_000
MAX_COLUMNS = 200
# Days are counted from here (with the 29 February 1900 that never was).
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's dates have no zone
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_DATE_SIGNS = re.compile(r"[ymdhs年月日]", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]+")


def read_xlsx(data: bytes) -> FileText:
    """Each sheet that is not hidden, its rows as lines with tabs, and as a table. Raises
    Unreadable."""
    archive = open_archive(data, OFFICE_TEXTS)
    strings, dates = _strings(archive), _date_styles(archive)
    lines: list[str] = []
    tables: list[Table] = []
    place = 0
    for name, entry in _sheets(archive):
        rows, below = _sheet(read_entry(archive, entry), strings, dates)
        text = [line for line in ("\t".join(_line(row)).rstrip() for row in rows) if line]
        if text:
            tables.append(Table(tuple(rows), below, place, name))
            lines.extend(text)
            place += sum(len(line) + 1 for line in text)
    macros = any(one.lower().endswith("vbaproject.bin") for one in archive.namelist())
    flags = ("macros-ignored",) if macros else ()
    return FileText("\n".join(lines), XLSX, flags=flags, tables=tuple(tables))


def _line(row: tuple[str, ...]) -> list[str]:
    return [" ".join(cell.split("\n")) for cell in row]


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The names of visible sheets and their entries."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        raise Unreadable("damaged")
    targets = {
        attribute(one, "Id"): attribute(one, "Target") or ""
        for one in parse_xml(read_entry(archive, "xl/_rels/workbook.xml.rels"))
    }
    sheets = child(parse_xml(read_entry(archive, "xl/workbook.xml")), "sheets")
    for sheet in sheets if sheets is not None else ():
        target = targets.get(attribute(sheet, "id"), "")
        entry = target[1:] if target[:1] == "/" else posixpath.normpath("xl/" + target)
        if entry in names and attribute(sheet, "state") in (None, "visible"):
            yield attribute(sheet, "name") or "", entry


def _strings(archive: zipfile.ZipFile) -> list[str]:
    """The texts that cells share, each kept once in the file."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    data = read_entry(archive, "xl/sharedStrings.xml")
    return [_text(one) for one in children_of(data, "sst")]


def _text(element: Any) -> str:
    """The words of a cell, without what is written above them to be read aloud."""
    parts: list[str] = []
    for one in element:
        name = local(one)
        if name == "t":
            parts.append(one.text or "")
        elif name not in ("rPh", "rPr"):
            parts.append(_text(one))
    return "".join(parts).replace("\r\n", "\n").replace("_x000D_", "")


def _date_styles(archive: zipfile.ZipFile) -> set[int]:
    """The cell styles that show a number as a date."""
    if "xl/styles.xml" not in archive.namelist():
        return set()
    root = parse_xml(read_entry(archive, "xl/styles.xml"))
    own = child(root, "numFmts")
    kinds = set(_DATES)
    for one in own if own is not None else ():
        code = _QUOTED.sub("", attribute(one, "formatCode") or "")
        if _DATE_SIGNS.search(code):
            kinds.add(_int(attribute(one, "numFmtId")))
    formats = child(root, "cellXfs")
    found = enumerate(formats if formats is not None else ())
    return {place for place, one in found if _int(attribute(one, "numFmtId")) in kinds}


def _sheet(
    data: bytes, strings: list[str], dates: set[int]
) -> tuple[list[tuple[str, ...]], frozenset[tuple[int, int]]]:
    rows: list[tuple[str, ...]] = []
    numbers: dict[int, int] = {}
    for row in children_of(data, "sheetData"):
        cells = _cells(row, strings, dates)
        if any(cell.strip() for cell in cells):
            numbers[_int(attribute(row, "r")) or len(rows) + 1] = len(rows)
            rows.append(cells)
        if len(rows) > MAX_ROWS:
            raise Unreadable("too-long")
    return rows, _merged(data, numbers)


def _merged(data: bytes, numbers: dict[int, int]) -> frozenset[tuple[int, int]]:
    """The cells that a merged cell above reaches into."""
    below: set[tuple[int, int]] = set()
    for one in children_of(data, "mergeCells"):
        first, _, last = (attribute(one, "ref") or "").partition(":")
        top = _int(first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        bottom = _int(last.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        columns = range(_column(first), min(_column(last), MAX_COLUMNS) + 1)
        for number in [one for one in numbers if top < one <= bottom]:
            below.update((numbers[number], column) for column in columns)
    return frozenset(below)


def _cells(row: Any, strings: list[str], dates: set[int]) -> tuple[str, ...]:
    out: list[str] = []
    for cell in row:
        place = _column(attribute(cell, "r") or "")
        place = len(out) if place < len(out) else place
        if place >= MAX_COLUMNS:
            break
        out.extend("" for _ in range(place - len(out)))
        out.append(_value(cell, strings, dates))
    return tuple(out)


def _value(cell: Any, strings: list[str], dates: set[int]) -> str:
    kind = attribute(cell, "t")
    if kind == "inlineStr":
        return _text(cell)
    held = child(cell, "v")
    text = "" if held is None else (held.text or "")
    if kind == "s":
        return strings[int(text)] if text.isdecimal() and int(text) < len(strings) else ""
    if kind == "b":
        return "TRUE" if text == "1" else "FALSE"
    if kind in (None, "n") and _int(attribute(cell, "s")) in dates:
        return _date(text)
    return text


def _date(text: str) -> str:
    try:
        moment = _DAY_ZERO + timedelta(seconds=round(float(text) * 86_400))
    except (ValueError, OverflowError):
        return text
    return (
        f"{moment:%Y-%m-%d}"
        if moment.time().isoformat() == "00:00:00"
        else f"{moment:%Y-%m-%d %H:%M}"
    )


def _column(place: str) -> int:
    """The column of A1, from 0; 0 too if the place is not told."""
    found = _PLACE.match(place)
    number = 0
    for letter in found[1] if found else "A":
        number = number * 26 + ord(letter) - 64
    return number - 1


def _int(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0
