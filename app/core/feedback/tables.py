"""From the rows of a table to what was filled into it, whoever drew it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.core.feedback import fields, headings, marks
from app.core.feedback.agreement import agrees_in_cell
from app.core.feedback.headings import Role
from app.core.feedback.values import Entry, Filled, Rows

# Where the head was deleted from our own form.
OWN_COLUMNS: tuple[Role, ...] = ("clause", "original", "suggestion", "reason")
_SILENT = re.compile(r"[\s/\\|—–―_.。、…·-]*|略|同上")
_OTHER_OPINIONS = re.compile(
    r"\s*(?:其他|其它|总体|整体)(?:的)?(?:意见|建议)+[和及、与]?(?:意见|建议)?\s*[:：]\s*(.+)", re.S
)
# In the column of clauses: the one of the row above.
_AS_ABOVE = re.compile(r"\s*(?:同上|同前|同上条|[〃″\"”]|'')\s*。?\s*")
_SERIAL = re.compile(r"[0-9]{1,4}[.、]?")


def read_table(rows: Rows) -> Filled | None:
    """What a table of comments holds; None if it is none (it has no such head, and no marks).

    Any order of columns, wording of heads, rows above the head, heads that come again, rows added,
    moved or left out. A row without a suggestion is no entry. The mark of a row counts for its
    clause before anything printed; a row whose mark is damaged is read by what is printed.
    """
    head = next((at for at, row in enumerate(rows) if headings.roles(row)), None)
    if head is None:
        if not any(marks.find(cell) for row in rows for cell in row):
            return _labelled(rows)
        return _filled(rows, 0, _own(rows))
    roles = headings.roles(rows[head])
    assert roles is not None
    return _filled(rows, head, roles)


def _labelled(rows: Rows) -> Filled | None:
    """A form of labels with what is filled in beside them: 单位｜…, 意见建议｜…; its opinions are
    ``leftover``, since they are a letter and not a row about a clause."""
    words: list[str] = []
    agrees = found = False
    for row in rows:
        cells = list(dict.fromkeys(cell.strip() for cell in row if cell.strip()))
        if cells and headings.role(cells[0]) == "suggestion":
            found = True
            agrees = agrees or any(agrees_in_cell(one) for one in cells[1:])
            words += [one for one in cells[1:] if not agrees_in_cell(one)]
        elif cells and not fields.is_field(cells[0]):
            words += cells
    if not found or not any(fields.is_field(cell) for row in rows for cell in row[:1]):
        return None
    return Filled((), fields.of_rows(rows), agrees, tuple(words))


def _own(rows: Rows) -> tuple[Role, ...]:
    width = max(len(row) for row in rows)
    alone = any(cell and not marks.without(cell) for row in rows for cell in row[:1])
    roles: list[Role] = ["mark"] if alone else []
    roles += OWN_COLUMNS
    roles += ["other"] * (width - len(roles))
    return tuple(roles)


def _filled(rows: Rows, head: int, roles: tuple[Role, ...]) -> Filled:
    names = [marks.without(cell).strip() for cell in rows[head]]
    entries: list[Entry] = []
    aside: list[Sequence[str]] = list(rows[:head])
    leftover = [cell for row in aside for cell in _unlabelled(row)]
    agrees = False
    serial_only = _counts_rows(rows[head:], roles)
    for row in rows[head:]:
        again = headings.roles(row)
        if again is not None:
            roles, names = again, [cell.strip() for cell in row]
            continue
        if _is_note(row):
            aside.append(row)
            leftover += _unlabelled(row)
            continue
        entry, agreed = _entry(row, roles, names, serial_only)
        agrees = agrees or agreed
        if entry is not None:
            if entries and not entry.mark and _AS_ABOVE.fullmatch(entry.clause):
                entry = replace(entry, clause=entries[-1].clause, mark=entries[-1].mark)
            entries.append(entry)
    return Filled(tuple(entries), fields.of_rows(aside), agrees, tuple(dict.fromkeys(leftover)))


def _entry(
    row: Sequence[str], roles: tuple[Role, ...], names: Sequence[str], serial_only: bool
) -> tuple[Entry | None, bool]:
    """What a row says, and whether it says 无意见."""
    mark = next((found for found in map(marks.find, row) if found is not None), None)
    words: dict[str, list[str]] = {}
    more: list[tuple[str, str]] = []
    for place, cell in enumerate(row):
        said = marks.without(cell).strip()
        role = roles[place] if place < len(roles) else "other"
        if not said or role in ("mark", "contact"):
            continue
        if role in ("other", "unit"):
            if not _SILENT.fullmatch(said):
                heading = names[place] if place < len(names) and names[place] else "其他"
                more.append((heading, said))
        elif said not in words.setdefault(role, []):
            words[role].append(said)
    said = "\n".join(one for one in words.get("suggestion", []) if not _SILENT.fullmatch(one))
    reason = "\n".join(one for one in words.get("reason", []) if not _SILENT.fullmatch(one))
    agreed = agrees_in_cell(said)
    if (not said or agreed) and (not reason or agrees_in_cell(reason)):
        return None, agreed
    # 无 under 理由 gives no reason.
    reason = "" if said and agrees_in_cell(reason) else reason
    clause = " ".join(words.get("clause", []))
    if not clause and not serial_only:
        clause = " ".join(words.get("serial", []))
    original = "\n".join(words.get("original", []))
    return Entry(clause, original, said, reason, mark, tuple(more)), False


def _counts_rows(rows: Rows, roles: tuple[Role, ...]) -> bool:
    """Whether the column 序号 counts the rows (1, 2, 3 …), and names no clauses."""
    if "serial" not in roles or {"clause", "original"} & set(roles):
        return True
    place = roles.index("serial")
    cells = [row[place].strip() for row in rows[1:] if len(row) > place and row[place].strip()]
    return all(_SERIAL.fullmatch(cell) for cell in cells)


def _is_note(row: Sequence[str]) -> bool:
    """A row over the whole width: the sender's fields, a heading, a note."""
    cells = {cell.strip() for cell in row if cell.strip()}
    if len(cells) == 1 and len(row) > 1:
        (only,) = cells
        return not marks.find(only) and bool(row[0].strip())
    return bool(cells) and all(fields.is_field(one) for one in [row[0], *row[2::2]] if one.strip())


def _unlabelled(row: Sequence[str]) -> Iterator[str]:
    """The words of a row beside the table that are none of the sender's fields."""
    cells = list(dict.fromkeys(cell.strip() for cell in row if cell.strip()))
    for place, cell in enumerate(cells):
        beside = place > 0 and fields.is_field(cells[place - 1]) and not fields.is_field(cell)
        if beside or fields.is_field(cell):
            continue
        other = _OTHER_OPINIONS.fullmatch(cell)
        yield other[1].strip() if other else cell
