"""Comments out of a file of rows: jsonl, csv (UTF-8, UTF-16 or GB18030) or xlsx."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.cli.errors import Refused

# Column names, the likeliest first; compared without width, case and spaces.
_TEXT = (
    *(
        "text",
        "意见内容",
        "意见",
        "内容",
        "意见建议",
        "意见和建议",
        "留言内容",
        "留言",
        "建议",
        "正文",
    ),
    *("comment", "content", "body"),
)
_ID = ("id", "编号", "意见编号", "序号")
_CLAUSE = ("clause", "条款号", "条款", "条文", "章节")
_OPINION = ("opinion", "观点")
# A title and a note may stand above the header.
_HEADER_WITHIN = 20
_LARGEST = 1 << 30
_UNPACKED = 2 << 30


@dataclass(frozen=True, slots=True)
class CommentRow:
    """One comment as the file has it; ``id`` is its number in the file where it has none.

    ``opinion`` is what staff gave it, None where they did not.
    """

    id: Any
    clause: Any
    text: str
    opinion: Any


def read(file: str) -> list[CommentRow]:
    """All comments of the file, in its order. Raises Refused with one line for a person."""
    path = Path(file)
    try:
        if path.stat().st_size > _LARGEST:
            raise Refused(f"{file}：文件超过 1 GB，请分成几个文件。")
        data = path.read_bytes()
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        raise Refused(f"{file}：{'没有这个文件' if missing else '文件打不开'}。") from None
    if data[:4] == b"PK\x03\x04":
        return list(_from_table(_sheet(file, data), file))
    text = _decoded(file, data)
    if path.suffix.lower() not in (".csv", ".tsv") and text.lstrip()[:1] == "{":
        return list(_from_lines(text, file))
    return list(_from_table(_records(text, file), file))


def _decoded(file: str, data: bytes) -> str:
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for charset in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(charset)
        except UnicodeDecodeError:
            continue
        if not text.strip():
            break
        return text
    else:
        raise Refused(f"{file}：不是文字文件（应为 jsonl、csv 或 xlsx，UTF-8 或 GB18030 编码）。")
    raise Refused(f"{file}：文件是空的。")


def _from_lines(text: str, file: str) -> Iterator[CommentRow]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            raise Refused(f"{file}：第 {number} 行不是一个完整的 JSON 对象。")
        names = {_plain(name): name for name in row}
        column = _column(names, _TEXT)
        if column is None or not isinstance(row[column], str | None):
            raise Refused(f"{file}：第 {number} 行没有意见文字（text 字段）。")
        nested = [row[name] for key, name in names.items() if key in (*_ID, *_CLAUSE, *_OPINION)]
        if any(isinstance(value, list | dict) for value in nested):
            raise Refused(f"{file}：第 {number} 行的编号、条款或观点应是文字或数字。")
        yield _row({key: row[name] for key, name in names.items()}, _plain(column), number)


def _from_table(records: Iterable[Sequence[Any]], file: str) -> Iterator[CommentRow]:
    header: dict[str, int] | None = None
    text = ""
    number = 0
    for line, record in enumerate(records, 1):
        if header is None:
            names = {_plain(cell): at for at, cell in enumerate(record) if _plain(cell)}
            if (column := _column(names, _TEXT)) is not None:
                header = names
                text = next(name for name, at in names.items() if at == column)
            elif line >= _HEADER_WITHIN:
                break
            continue
        number += 1
        row = {name: record[at] if at < len(record) else None for name, at in header.items()}
        if any(value not in (None, "") for value in row.values()):
            yield _row(row, text, number)
    if header is None:
        raise Refused(f"{file}：找不到意见所在的列（列名应为“意见内容”、“意见”、“内容”或 text）。")


def _row(row: Mapping[str, Any], text: str, number: int) -> CommentRow:
    found = row[text]
    # Half a surrogate pair is no character; JSON can write one.
    whole = "" if found is None else str(found).encode("utf-8", "replace").decode("utf-8")
    id_ = _value(row, _ID, text)
    return CommentRow(
        id=number if id_ is None else id_,
        clause=_value(row, _CLAUSE, text),
        text=whole,
        opinion=_value(row, _OPINION, text),
    )


def _value(row: Mapping[str, Any], names: Sequence[str], text: str) -> Any:
    for name in names:
        value = row.get(name)
        if name != text and value is not None and str(value).strip():
            return value if isinstance(value, int | float) else str(value)
    return None


def _column(names: Mapping[str, Any], wanted: Sequence[str]) -> Any:
    """What stands under the first wanted name that is there."""
    for name in wanted:
        if name in names:
            return names[name]
    ending = [name for name in names if name.endswith(("意见", "内容", "意见建议"))]
    return names[ending[0]] if ending else None


def _plain(name: Any) -> str:
    return "".join(unicodedata.normalize("NFKC", str(name or "")).lower().split())


def _records(text: str, file: str) -> Iterator[list[str]]:
    head = text[:4_000]
    delimiter = max(",\t;", key=head.count)
    csv.field_size_limit(_LARGEST)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise Refused(f"{file}：不是完整的 csv 表格。") from None


def _sheet(file: str, data: bytes) -> Iterator[tuple[Any, ...]]:
    """The rows of the first sheet; the size is checked before anything is unpacked."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _UNPACKED:
                raise Refused(f"{file}：表格展开后过大。")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        yield from book.worksheets[0].iter_rows(values_only=True)
    except Refused:
        raise
    except Exception:  # noqa: BLE001 - openpyxl raises whatever a broken file makes it raise
        raise Refused(f"{file}：不是可读的 xlsx 表格。") from None
