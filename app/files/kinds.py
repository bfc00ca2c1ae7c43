"""What a file is, by its first octets; its name only decides between kinds of plain text."""

from __future__ import annotations

from app.files.archive import names_in

# An OLE compound file: .doc, .wps, .xls, .et, or an encrypted .docx.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_STARTS = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (OLE, "ole"),
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
)
# Archives and programs that nothing here reads.
_OTHERS = (
    b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\x7fELF", b"MZ\x90", b"BZh", b"\xfd7zXZ",
    b"%!PS", b"OggS", b"ID3", b"RIFF", b"\x00\x00\x00\x18ftyp", b"\x00\x00\x00\x20ftyp",
)  # fmt: skip
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta")
_WORD_XML = (b"worddocument", b"word.document", b"schemas.microsoft.com/office/2006/xmlpackage")
# A head of a PDF may have some octets in front.
PDF_WITHIN = 1024


def sniff(data: bytes, name: str) -> str:
    """One of zip, ole, pdf, rtf, image, html, mht, wordxml, csv, text, other."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data.startswith(_OTHERS):
        return "other"
    if data.startswith(_IMAGES[:-1]) or (data.startswith(_IMAGES[-1]) and b"\x00" in data[:20]):
        return "image"
    if b"%PDF-" in data[:PDF_WITHIN]:
        return "pdf"
    return _kind_of_text(data, name.lower())


def archive_kind(data: bytes) -> str:
    """What a zip archive is: docx, xlsx, ofd, zip, or other. Raises Unreadable."""
    names = set(names_in(data))
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" in names or "mimetype" in names:
        return "other"
    return "zip"


def _kind_of_text(data: bytes, name: str) -> str:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<?xml") and any(mark in head for mark in _WORD_XML):
        return "wordxml"
    if b"mime-version:" in head and b"multipart/related" in head and not name.endswith(".eml"):
        return "mht"
    if name.endswith((".html", ".htm", ".xhtml")) or head.startswith(_MARKUP):
        return "html"
    return "csv" if name.endswith((".csv", ".tsv")) else "text"
