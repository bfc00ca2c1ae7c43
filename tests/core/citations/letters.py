"""Marked letters: what each passage speaks about, written where it stands.

`⟦clause how⟧words⟦⟧` is one passage; `-` is no clause, several clauses are separated by `, `, and
`*` behind how marks what needs more than words in common. Letters are separated by an empty line
before `# label`. A draft that has `NAME.outline.txt` is read from there (address | kind | label |
heading | text), so that the letters hold whatever the reading of drafts makes of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast, get_args

from app.core.outline.parse import parse
from app.core.outline.values import Clause, Kind, Notice, Outline

FOLDER = Path(__file__).parent / "cases" / "letters"
NAMES = tuple(sorted(path.name.removesuffix(".draft.txt") for path in FOLDER.glob("*.draft.txt")))
_MARK = re.compile(r"⟦(?P<head>[^⟧]*)⟧")


@dataclass(frozen=True)
class Gold:
    """A passage with its clauses' addresses, or none; offsets are into the letter's text."""

    start: int
    end: int
    clauses: tuple[str | None, ...]
    how: str
    hard: bool


@dataclass(frozen=True)
class Letter:
    label: str
    text: str
    gold: tuple[Gold, ...]


@cache
def outline(name: str) -> Outline:
    """The outline of a draft: as written beside it, else as the parser reads it."""
    written = FOLDER / f"{name}.outline.txt"
    draft = (FOLDER / f"{name}.draft.txt").read_text("utf-8")
    return _written(written.read_text("utf-8"), draft) if written.exists() else parse(draft)


def letters(name: str) -> list[Letter]:
    """The letters about one draft of this folder."""
    return read((FOLDER / f"{name}.txt").read_text("utf-8"), outline(name))


def read(marked: str, draft: Outline) -> list[Letter]:
    """The letters of a file, about a draft; ValueError where a mark names no clause of it."""
    blocks = re.split(r"(?:\A|\n\n)# ", marked.strip())
    return [_letter(block, draft) for block in blocks if block]


def _letter(block: str, draft: Outline) -> Letter:
    label, _, marked = block.partition("\n")
    text, gold, end = "", [], 0
    begun: tuple[int, str] | None = None
    for mark in _MARK.finditer(marked):
        text += marked[end : mark.start()]
        end = mark.end()
        if mark["head"]:
            begun = len(text), mark["head"]
        elif begun:
            gold.append(_gold(begun[0], len(text), begun[1], draft))
            begun = None
    return Letter(label, text + marked[end:], tuple(gold))


def _gold(start: int, end: int, head: str, draft: Outline) -> Gold:
    names, _, how = head.rpartition(" ")
    clauses = tuple(None if one == "-" else _address(one, draft) for one in names.split(", "))
    return Gold(start, end, clauses, how.removesuffix("*"), how.endswith("*"))


def _address(name: str, draft: Outline) -> str:
    """The one address that ends with these components."""
    found = [
        one.address
        for one in draft.clauses
        if one.address == name or one.address.endswith(f"/{name}")
    ]
    if len(found) != 1:
        raise ValueError(f"{name}: {found}")
    return found[0]


def _written(lines: str, draft: str) -> Outline:
    clauses: list[Clause] = []
    at = 0
    for line in lines.splitlines():
        address, kind, label, heading, text = (one.strip() for one in line.split("|"))
        if kind not in get_args(Kind):
            raise ValueError(line)
        end = at + len(label + heading + text)
        parent = address.rpartition("/")[0] or None
        clauses.append(
            Clause(
                address,
                f"c{len(clauses)}",
                cast(Kind, kind),
                label,
                heading,
                text,
                parent,
                True,
                at,
                end,
            )
        )
        at = end
    title = draft.partition("\n")[0]
    body = "".join(one.label + one.heading + one.text for one in clauses)
    return Outline(title, Notice(), tuple(clauses), (), body)
