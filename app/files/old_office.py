"""Old Word and WPS files (.doc, .wps: OLE compound files), read by programs that are installed."""

from __future__ import annotations

import re
import struct
from dataclasses import replace

from app.files.programs import has_office, printed_by, to_docx
from app.files.values import FileText, Unreadable
from app.files.word.read import read_docx

DOC = "application/msword"
# Names of the streams inside, as the directory of a compound file writes them.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")
_SHEETS = ("Workbook".encode("utf-16-le"), b"B\x00o\x00o\x00k\x00\x00\x00")
_MACROS = ("_VBA_PROJECT".encode("utf-16-le"), "Macros".encode("utf-16-le"))
# [MS-DOC] 2.5.2: a document's head begins so; two octets at 10 hold the bit for a password.
_WORD_HEAD = re.compile(rb"\xec\xa5..", re.DOTALL)
_SECTOR = _HEAD = 512
# Numbers above are no sectors; the largest means one that is not used.
_LAST, _FREE = 0xFFFFFFFA, 0xFFFFFFFF
_PASSWORD = 0x0100
_FIELD = re.compile(r"\x13[^\x13\x14\x15]*(?:\x14([^\x13\x14\x15]*))?\x15")


def read_ole(data: bytes) -> FileText:
    """The text of a .doc or .wps. Raises Unreadable: no-converter where no program for it
    (LibreOffice, or Debian's catdoc) is installed; old-sheet for an .xls."""
    if not is_whole(data):
        raise Unreadable("damaged")
    if _ENCRYPTED in data:
        raise Unreadable("encrypted")
    if _WORD in data:
        if _has_password(data):
            raise Unreadable("encrypted")
        found = _with_numbers(data) or _without_numbers(data)
        macros = ("macros-ignored",) if any(one in data for one in _MACROS) else ()
        return replace(found, media_type=DOC, flags=(*found.flags, *macros))
    if any(name in data for name in _SHEETS):
        raise Unreadable("old-sheet")
    raise Unreadable("kind")


def is_whole(data: bytes) -> bool:
    """Whether all sectors that the file says it uses are there [MS-CFB 2.2, 2.3].

    Programs that read these files may run in circles in one that was cut off.
    """
    if len(data) < _HEAD:
        return False
    (shift,) = struct.unpack_from("<H", data, 30)
    sector = 4096 if shift == 12 else _SECTOR
    tables = [number for number in struct.unpack_from("<109I", data, 76) if number < _LAST]
    for place, number in enumerate(tables):
        start = (number + 1) * sector
        chain = data[start : start + sector]
        if len(chain) < sector:
            return False
        used = [at for at, (next_,) in enumerate(struct.iter_unpack("<I", chain)) if next_ != _FREE]
        # The last sector may be written short.
        if used and (place * (sector // 4) + used[-1] + 1) * sector >= len(data):
            return False
    return bool(tables)


def _has_password(data: bytes) -> bool:
    """Whether a sector begins with the head of a Word document that says it is encrypted."""
    for place in range(_SECTOR, len(data) - 12, _SECTOR):
        if _WORD_HEAD.match(data, place):
            (bits,) = struct.unpack_from("<H", data, place + 10)
            return bool(bits & _PASSWORD)
    return False


def _with_numbers(data: bytes) -> FileText | None:
    made = to_docx(data) if has_office() else None
    return None if made is None else read_docx(made)


def _without_numbers(data: bytes) -> FileText:
    """Catdoc reads the words but not what Word counts itself."""
    text = printed_by("catdoc", ["-w", "-d", "utf-8"], data)
    # Fields that are left with their marks: the result is what is printed.
    for _ in range(10):
        text = _FIELD.sub(lambda field: field[1] or "", text)
    lines = [line.strip(" ").rstrip() for line in text.replace("\x07", "\t").split("\n")]
    return FileText("\n".join(lines), DOC, flags=("numbers-not-read",))
