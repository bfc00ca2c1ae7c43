"""The files in a zip archive, each read by the same rules, with bounds on all of them together."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.files.archive import open_archive, read_entry
from app.files.values import FileText, Member, Unreadable, why_not

ZIP = "application/zip"
READ = "read"
MAX_MEMBERS = 100
MAX_DEPTH = 2
# Octets of all members together, those of archives inside archives too.
MAX_TOTAL = 150 * 2**20
_UTF8 = 0x800
# What systems put into archives beside the files.
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")

Read = Callable[[bytes, str], FileText]


@dataclass(slots=True)
class Budget:
    """What may still be read, over all levels."""

    members: int = MAX_MEMBERS
    octets: int = MAX_TOTAL
    depth: int = MAX_DEPTH


def read_zip(data: bytes, read: Read, budget: Budget) -> FileText:
    """All members with what they say, or the codes of why not. Raises Unreadable if none was read.

    ``read`` reads one member; for archives inside it comes back here with the same budget.
    """
    if budget.depth == 0:
        raise Unreadable("bomb")
    budget.depth -= 1
    try:
        archive = open_archive(data)
        members = [
            member
            for entry in archive.infolist()
            if _is_file(entry)
            for member in _members(archive, entry, read, budget)
        ]
    finally:
        budget.depth += 1
    found = [one for one in members if one.status == READ]
    if not found:
        # An archive of many has many reasons; the first is as good as another.
        reason = members[0] if members else None
        raise Unreadable(
            reason.status if reason else "empty", **dict(reason.values if reason else ())
        )
    return FileText(
        "\n\n".join(one.text for one in found if one.text),
        ZIP,
        notes=tuple(note for one in found for note in one.notes),
        remarks=tuple(remark for one in found for remark in one.remarks),
        members=tuple(members),
    )


def name_of(entry: zipfile.ZipInfo) -> str:
    """An entry's name: marked as UTF-8, or valid UTF-8 though not marked, or a Chinese Windows's."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for charset in ("utf-8", "gb18030"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _members(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, read: Read, budget: Budget
) -> list[Member]:
    """What an entry is: a file, or an archive with files of its own."""
    name = name_of(entry)
    budget.members -= 1
    budget.octets -= entry.file_size
    if budget.members < 0 or budget.octets < 0:
        raise Unreadable("bomb")
    try:
        found = read(read_entry(archive, entry), name)
    except Exception as error:  # noqa: BLE001 - the fault of one member's parser is not the others'
        reason = why_not(error)
        values = tuple(
            (key, value) for key, value in reason.values.items() if isinstance(value, int)
        )
        return [Member(name, reason.code, values=values)]
    if found.members:
        return [replace(one, name=f"{name}/{one.name}") for one in found.members]
    return [
        Member(
            name,
            READ,
            found.text,
            found.tables,
            found.flags,
            notes=found.notes,
            remarks=found.remarks,
        )
    ]


def _is_file(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    return not entry.is_dir() and not any(one in name for one in _LITTER)
