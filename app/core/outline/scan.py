"""Which lines of a text begin with a label, before anyone asks whether its number fits."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.core.outline.columns import draft_rows
from app.core.outline.labels import Label, as_roman, read_label
from app.core.outline.lines import Line
from app.core.outline.quotes import quoted_lines
from app.core.outline.styles import ANNEX, DECIMAL_NAMES, LETTER, LETTERED, SPACED

_HANZI = re.compile("[\u3400-\u9fff]")
_LETTERS = re.compile("[A-Za-z]")
# A line of so many letters and no Hanzi is foreign text in a Chinese draft.
_FOREIGN_LETTERS = 3
_FEWEST_DECIMALS = 2


@dataclass(slots=True)
class Scan:
    """The lines of a text and, side by side with them, their labels; the places of lines that
    are quoted, rows of a table, or in a foreign language have no label."""

    lines: list[Line]
    labels: list[Label | None]
    quoted: Collection[int]

    def cut(self, cuts: Mapping[int, Sequence[int]]) -> None:
        """Cut lines at offsets, given by place; every piece is read for its own label."""
        if not cuts:
            return
        lines: list[Line] = []
        labels: list[Label | None] = []
        quoted: set[int] = set()
        for at, line in enumerate(self.lines):
            if at in self.quoted:
                quoted.add(len(lines))
            pieces = list(_pieces(line, cuts[at])) if at in cuts else [line]
            lines += pieces
            labels += [read_label(one.text) for one in pieces] if at in cuts else [self.labels[at]]
        self.lines, self.labels, self.quoted = lines, labels, quoted


def _pieces(line: Line, cuts: Sequence[int]) -> Iterator[Line]:
    edges = [0, *cuts, len(line.text)]
    for start, stop in pairwise(edges):
        words = line.text[start:stop].rstrip()
        if words:
            yield Line(line.start + start, line.start + start + len(words), words)


def scan(text: str, lines: list[Line]) -> Scan:
    """Read every line's label."""
    articles = draft_rows(lines) if "\t" in text else {}
    if articles:
        lines = [articles.get(at, line) for at, line in enumerate(lines)]
    labels = [_label_of(line.text) for line in lines]
    for at, row in articles.items():
        labels[at] = read_label(row.text)
    quoted = quoted_lines(text, lines, labels)
    for at in quoted:
        labels[at] = None
    decimals = [one for one in labels if one is not None and one.style.name in DECIMAL_NAMES]
    counted = any(one.number == 1 for one in decimals)
    if len(decimals) < _FEWEST_DECIMALS or not counted:
        # A bare number in front of words is a label only where 1.1 is one too.
        labels = [None if one is not None and one.style is SPACED else one for one in labels]
    if not any(one is not None and _is_lettered_annex(one) for one in labels):
        labels = [None if one is not None and one.style in LETTERED else one for one in labels]
    return Scan(lines, _with_romans(labels), quoted)


def _with_romans(labels: list[Label | None]) -> list[Label | None]:
    """(i), (v), (x) as Roman numbers where they do not follow (h), (u), (w)."""
    last = 0
    for at, label in enumerate(labels):
        if label is None or label.style is not LETTER:
            continue
        if label.step in ("(i)", "(v)", "(x)") and label.number != last + 1:
            labels[at] = as_roman(label)
        else:
            last = label.number
    return labels


def _is_lettered_annex(label: Label) -> bool:
    return label.style is ANNEX and label.step[-1:].isascii() and label.step[-1:].isalpha()


def _label_of(text: str) -> Label | None:
    label = read_label(text)
    if label is None:
        return None
    if "\t" in text and is_row(text) and not _is_labelled_cell(text, label):
        return None
    # Foreign lists are numbered 1. or (a), never in Chinese.
    return None if text[0] < "\u3000" and is_foreign(text) else label


def is_row(text: str) -> bool:
    """Whether a line is the row of a table: its cells are a tab apart."""
    return "\t" in text and sum(bool(cell.strip()) for cell in text.split("\t")) > 1


def is_foreign(text: str) -> bool:
    """Whether a line is in another language than Chinese."""
    if not text.isascii() and _HANZI.search(text):
        return False
    return len(_LETTERS.findall(text[:200])) >= _FOREIGN_LETTERS


def _is_labelled_cell(text: str, label: Label) -> bool:
    """A label and a tab before its words, as Word sets an automatic number."""
    return text.count("\t") == 1 and not text[len(label.printed) : text.index("\t")].strip()
