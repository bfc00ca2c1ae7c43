"""Which reader reads what kind of file. Runs in the child; each reader is imported when needed."""

from __future__ import annotations

from importlib import import_module

from app.files.bundle import Budget, read_zip
from app.files.kinds import archive_kind, sniff
from app.files.values import FileText, Unreadable

_READERS = {
    "docx": ("app.files.word.read", "read_docx"),
    "xlsx": ("app.files.sheet", "read_xlsx"),
    "pdf": ("app.files.pdf.read", "read_pdf"),
    "html": ("app.files.html", "read_html"),
    "csv": ("app.files.delimited", "read_csv"),
    "rtf": ("app.files.rtf", "read_rtf"),
    "ofd": ("app.files.ofd", "read_ofd"),
    "mht": ("app.files.web_archive", "read_mht"),
    "wordxml": ("app.files.word.flat", "read_word_xml"),
    "ole": ("app.files.old_office", "read_ole"),
    "text": ("app.files.plain", "read_plain"),
}
MAILS = (".eml", ".msg")
# What the machine may read letter by letter if it is asked to.
_PICTURES = {"image": "read_image", "pdf": "read_scan"}


def read_kind(kind: str, data: bytes, name: str, *, recognise: bool) -> FileText:
    """What a file of this kind says. Raises Unreadable."""
    return _read(kind, data, recognise, Budget())


def _read(kind: str, data: bytes, recognise: bool, budget: Budget) -> FileText:
    if kind == "zip":
        kind = archive_kind(data)
    if kind == "zip":
        return read_zip(data, lambda inner, name: _member(inner, name, recognise, budget), budget)
    if kind in _PICTURES and recognise:
        read = getattr(import_module("app.files.recognise"), _PICTURES[kind])
    elif kind == "image":
        raise Unreadable("picture")
    elif kind in _READERS:
        module, function = _READERS[kind]
        read = getattr(import_module(module), function)
    else:
        raise Unreadable("kind")
    found: FileText = read(data)
    return found


def _member(data: bytes, name: str, recognise: bool, budget: Budget) -> FileText:
    if not data.strip():
        raise Unreadable("empty")
    if name.lower().endswith(MAILS):
        # A mail is read as a mail, by the room for it.
        raise Unreadable("mail")
    found = _read(sniff(data, name), data, recognise, budget)
    if not found.text.strip() and not found.notes:
        raise Unreadable("no-text")
    return found
