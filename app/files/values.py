"""What reading a file gives, and why it may not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A table as data, beside its lines in the text.

    ``rows``: of cells, as many as the row has columns; lines within a cell are parted by ``\\n``;
    the words of a merged cell stand once, in its first row and column. ``below``: (row, column) of
    the cells that a merged cell reaches down into. ``at``: where its first line begins in the text,
    in characters; None if the text has it in another form. ``name``: of its sheet, else empty.
    """

    rows: tuple[tuple[str, ...], ...]
    below: frozenset[tuple[int, int]] = frozenset()
    at: int | None = None
    name: str = ""

    def filled(self) -> tuple[tuple[str, ...], ...]:
        """The rows with the words of a merged cell in each row that it reaches into."""
        out: list[tuple[str, ...]] = []
        for number, row in enumerate(self.rows):
            above = out[-1] if out else ()
            out.append(
                tuple(
                    above[column]
                    if (number, column) in self.below and column < len(above)
                    else cell
                    for column, cell in enumerate(row)
                )
            )
        return tuple(out)


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader of a Word file wrote in its margin: the words it stands at, and what it says."""

    quote: str
    text: str


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive, or in an archive inside it: its path there, and what reading it
    gave (as in ``FileText``).

    ``status``: read, or the code of why not, with its ``values``.
    """

    name: str
    status: str
    text: str = ""
    tables: tuple[Table, ...] = ()
    flags: tuple[str, ...] = ()
    values: tuple[tuple[str, int], ...] = ()
    notes: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of a file: ``\\n`` between lines, a tab between the cells of a table row, ``\\f``
    between the pages of a PDF.

    ``charset`` is what a text file was decoded by. ``notes`` are the footnotes, which the text does
    not have. ``flags`` may hold charset-doubtful, machine-read, pages-without-text, numbers-not-read,
    macros-ignored, tracked-changes, hidden-text.
    """

    text: str
    media_type: str
    charset: str | None = None
    flags: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    members: tuple[Member, ...] = ()


class Unreadable(Exception):
    """A file that gives no text. The codes are the keys of ``app.locale.files.UNREADABLE``."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def why_not(error: Exception) -> Unreadable:
    """What the fault of a reader says of the file: its own reason, or that it asked for more than
    it may have, or that no reader was made for what stands in it."""
    if isinstance(error, Unreadable):
        return error
    return Unreadable("gave-up" if isinstance(error, MemoryError | RecursionError) else "damaged")
