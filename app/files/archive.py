"""A zip archive's directory, looked at before anything in it is expanded."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib

from app.files.values import Unreadable

MAX_ENTRIES = 4000
MAX_EXPANDED = 150 * 2**20
MAX_RATIO = 200
# Ratios of small entries say nothing: a kilobyte of spaces is no bomb.
RATIO_FROM = 2**20
ENCRYPTED = 1
# zipfile lets through what its decompressors raise, and says RuntimeError of a method or a lock that
# it does not know.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
# The entries of an office file that are read.
OFFICE_TEXTS = (".xml", ".rels", ".htm", ".html", ".mht", ".xhtml", ".dat")


def open_archive(data: bytes, endings: tuple[str, ...] = ("",)) -> zipfile.ZipFile:
    """The archive, if what ends so in it does not expand beyond reason. Raises Unreadable.

    An office file has pictures beside its texts, which nobody expands here: a white one may well be
    a thousandth of itself. An entry gives no more octets than the directory says, so the sums of
    the directory bound what reading can give.
    """
    archive = _opened(data)
    entries = [entry for entry in archive.infolist() if entry.filename.lower().endswith(endings)]
    expanded = sum(entry.file_size for entry in entries)
    if expanded > MAX_EXPANDED or any(map(_steep, entries)):
        raise Unreadable("bomb")
    return archive


def names_in(data: bytes) -> list[str]:
    """The names of the entries. Raises Unreadable."""
    return _opened(data).namelist()


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        raise Unreadable("damaged") from error
    if len(archive.filelist) > MAX_ENTRIES:
        raise Unreadable("bomb")
    return archive


def is_encrypted(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry needs a password."""
    return bool(entry.flag_bits & ENCRYPTED)


def read_entry(archive: zipfile.ZipFile, name: str | zipfile.ZipInfo) -> bytes:
    """The octets of an entry. Raises Unreadable."""
    try:
        entry = archive.getinfo(name) if isinstance(name, str) else name
        if is_encrypted(entry):
            raise Unreadable("encrypted")
        return archive.read(entry)
    except BROKEN as error:
        raise Unreadable("damaged") from error


def _steep(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(
        entry.compress_size, 1
    )
