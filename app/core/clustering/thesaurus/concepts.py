"""One concept of the thesaurus, and how a part of it is read.

A part is JSON lines: ``{"concept", "field", "words": [...], "kind": "topic" | "want" | "stance",
"opposes": [names of concepts that want the contrary]}``; the last one may be absent.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

KINDS = ("topic", "want", "stance")
LONGEST_WORD = 20
MOST_WORDS = 400


class BadPart(Exception):
    """A line of a part is none; ``code`` says what is wrong, ``line`` where (from 1)."""

    def __init__(self, code: str, line: int) -> None:
        super().__init__(f"{code} in line {line}")
        self.code = code
        self.line = line


@dataclass(frozen=True, slots=True)
class Concept:
    """A concern at the grain of one answer: 近视防控, not 教育.

    ``kind``: what it is about (topic), what is asked (want) or how one stands to it (stance).
    ``opposes`` names concepts that want the contrary.
    """

    name: str
    field: str
    words: tuple[str, ...]
    kind: str = "topic"
    opposes: tuple[str, ...] = ()


def parse(lines: Iterable[str]) -> Iterator[Concept]:
    """The concepts of a part, in its order; empty lines are passed over. Raises BadPart."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise BadPart("not-json", number) from None
        yield _concept(row, number)


def _concept(row: Any, number: int) -> Concept:
    if not isinstance(row, dict):
        raise BadPart("not-json", number)
    name = row.get("concept")
    if not isinstance(name, str) or not name.strip():
        raise BadPart("no-name", number)
    kind = row.get("kind", "topic")
    if kind not in KINDS:
        raise BadPart("unknown-kind", number)
    words = _strings(row.get("words", []), number)
    if len(words) > MOST_WORDS:
        raise BadPart("too-many-words", number)
    if any(len(word) > LONGEST_WORD for word in words):
        raise BadPart("too-long", number)
    opposes = _strings(row.get("opposes", []), number)
    return Concept(name.strip(), str(row.get("field", "")), words, kind, opposes)


def _strings(value: Any, number: int) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadPart("no-words", number)
    return tuple(dict.fromkeys(word for one in value if (word := one.strip())))
