"""One file as it was filled in: its tables of comments, and what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.core.feedback import fields, marks
from app.core.feedback.furniture import is_furniture
from app.core.feedback.letters import said
from app.core.feedback.tables import read_table
from app.core.feedback.values import Entry, Rows, Said, Sender


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as a file has it: ``raw`` with each merged cell's words once, ``rows`` with them in
    each row that it reaches into."""

    raw: Rows
    rows: Rows


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says. ``rest``: its words beside the tables of comments; ``said``: what they say
    as a letter; ``form``: whether it has such a table; ``blank``: one that nobody filled in."""

    entries: tuple[Entry, ...]
    rest: str
    said: Said
    sender: Sender
    form: bool
    agrees: bool
    blank: bool


def read_document(
    text: str, sheets: Sequence[Sheet] = (), known: Callable[[str], bool] = lambda line: False
) -> Document:
    """Read a file. Every line of the text is in a table of comments or in ``rest``, except those
    that only title or explain such a table, or are ``known`` to be the draft's own."""
    found = [(sheet, filled) for sheet in sheets if (filled := read_table(sheet.rows)) is not None]
    entries = tuple(entry for _, filled in found for entry in filled.entries)
    sender = Sender()
    for _, filled in found:
        sender = sender.or_else(filled.sender)
    rest = marks.without(text)
    if found:
        lines = _outside(text, [sheet.raw for sheet, _ in found])
        lines += [words for _, filled in found for words in filled.leftover]
        sender = sender.or_else(fields.of_rows(line.split("\t") for line in lines))
        sender = sender.or_else(fields.of_lines("\n".join(lines)))
        lines = [one.strip() for one in lines if one.strip()]
        kept = [one for one in lines if not is_furniture(one) and not known(one)]
        rest = "\n".join(kept)
    kind = said(rest)
    return Document(
        entries=entries,
        rest=rest,
        said=kind,
        sender=sender,
        form=bool(found),
        agrees=kind == "no-objection" or any(filled.agrees for _, filled in found),
        blank=bool(found) and all(filled.blank for _, filled in found),
    )


def _outside(text: str, tables: Sequence[Rows]) -> list[str]:
    """The lines of the text that are no row of these tables."""
    rows = {_bare("".join(row)) for table in tables for row in table}
    return [marks.without(line) for line in text.split("\n") if _bare(line) not in rows]


def _bare(line: str) -> str:
    return re.sub(r"[\s|]", "", line)
