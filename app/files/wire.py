"""What a child process answers, as JSON: nothing it sends is more than plain values."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from app.files.values import FileText, Member, Remark, Table, Unreadable

# More text than any draft or letter has, in octets.
LARGEST = 40 * 2**20


def to_wire(text: FileText) -> bytes:
    """A file's text. Raises Unreadable if it is more than anybody reads."""
    plain = asdict(text)
    for holder in (plain, *plain["members"]):
        for table in holder["tables"]:
            table["below"] = sorted(table["below"])
    out = json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace")
    if len(out) > LARGEST:
        raise Unreadable("too-long")
    return out


def failure(code: str, values: dict[str, object]) -> bytes:
    """Why there is no text."""
    return json.dumps({"code": code, "values": values}).encode()


def from_wire(answer: bytes) -> FileText:
    """What a child answered. Raises Unreadable if it says so, or says nothing that makes sense."""
    if len(answer) > LARGEST:
        raise Unreadable("too-long")
    try:
        plain = json.loads(answer)
        if "code" in plain:
            raise Unreadable(str(plain["code"]), **plain["values"])
        return _file_text(plain)
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable("gave-up") from error


def _file_text(plain: dict[str, Any]) -> FileText:
    return FileText(
        plain["text"],
        plain["media_type"],
        plain["charset"],
        tuple(plain["flags"]),
        tuple(_table(one) for one in plain["tables"]),
        tuple(plain["notes"]),
        _remarks(plain["remarks"]),
        tuple(_member(one) for one in plain["members"]),
    )


def _table(plain: dict[str, Any]) -> Table:
    return Table(
        tuple(tuple(row) for row in plain["rows"]),
        frozenset((row, column) for row, column in plain["below"]),
        plain["at"],
        plain["name"],
    )


def _member(plain: dict[str, Any]) -> Member:
    return Member(
        plain["name"],
        plain["status"],
        plain["text"],
        tuple(_table(one) for one in plain["tables"]),
        tuple(plain["flags"]),
        tuple((key, value) for key, value in plain["values"]),
        tuple(plain["notes"]),
        _remarks(plain["remarks"]),
    )


def _remarks(plain: list[dict[str, str]]) -> tuple[Remark, ...]:
    return tuple(Remark(**one) for one in plain)
