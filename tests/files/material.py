"""Files made for the tests: small ones of each kind, and ones that are made to hurt."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def zipped(entries: dict[str, bytes | str], *, stored: bool = False) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def root(name: str, inside: str) -> str:
    """A part of a Word file."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:{name} xmlns:w="{W}" {_MORE}>{inside}</w:{name}>'
    )


def docx(body: str, pictures: dict[str, bytes] | None = None, **parts: str) -> bytes:
    """A Word file: its body's XML, and other parts (numbering, styles, footnotes, comments)."""
    document = root("document", f"<w:body>{body}</w:body>")
    entries: dict[str, bytes | str] = {"word/document.xml": document, **(pictures or {})}
    for name, inside in parts.items():
        entries[f"word/{name}.xml"] = root(name, inside)
    return zipped(entries)


def table(*rows: tuple[str, ...]) -> str:
    """A table of words."""
    cells = ("".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def p(text: str, number: str | None = None, level: int = 0, style: str | None = None) -> str:
    """A paragraph; ``number`` is the list it is in."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number is not None:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def level(number: int, style: str, text: str, more: str = "") -> str:
    """A level of a list: its format and what it prints."""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def macros() -> bytes:
    """A .docm: a document with a program in it."""
    body = root("document", f"<w:body>{p('第一条 正文')}</w:body>")
    return zipped({"word/document.xml": body, "word/vbaProject.bin": b"\xd0\xcf" * 100})


def lists(definitions: dict[str, str], nums: dict[str, tuple[str, str]]) -> str:
    """Numbering: definitions by id, and lists in use: id → (definition, overrides)."""
    first = "".join(
        f'<w:abstractNum w:abstractNumId="{key}">{inside}</w:abstractNum>'
        for key, inside in definitions.items()
    )
    second = "".join(
        f'<w:num w:numId="{key}"><w:abstractNumId w:val="{definition}"/>{more}</w:num>'
        for key, (definition, more) in nums.items()
    )
    return first + second


def pdf(
    pages: list[list[tuple[int, int, str]]],
    size: tuple[int, int] = (595, 842),
    matrix: str = "1 0 0 1",
    turn: int = 0,
) -> bytes:
    """A PDF of Latin words in Helvetica: per page (across, up, words) in points. ``matrix`` turns
    the words, ``turn`` is how the page is shown turned, in degrees clockwise."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    kids = []
    for page in pages:
        drawn = "".join(
            f"BT /F 12 Tf {matrix} {x} {y} Tm ({words}) Tj ET\n" for x, y, words in page
        )
        objects.append(f"<</Length {len(drawn)}>>stream\n{drawn}endstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size[0]} {size[1]}]/Contents {len(objects)} 0 R"
            f"/Rotate {turn}/Resources<</Font<</F 3 0 R>>>>>>"
        )
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    return _pdf_file(objects)


def _pdf_file(objects: list[str], trailer: str = "") -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, inside in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{inside}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def marked_pdf() -> bytes:
    """A PDF page with a marked word and a note in its margin."""
    drawn = "BT /F 12 Tf 70 700 Td (Fine of 500 yuan) Tj ET"
    text = "过高".encode("utf-16").hex()
    return _pdf_file(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Count 1/Kids[5 0 R]>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            "/Resources<</Font<</F 3 0 R>>>>/Annots[6 0 R 7 0 R 8 0 R]>>",
            f"<</Type/Annot/Subtype/Highlight/Rect[70 695 200 715]/Contents<{text}>>>",
            "<</Type/Annot/Subtype/Text/Rect[9 9 30 30]/Contents(why)>>",
            "<</Type/Annot/Subtype/Link/Rect[70 695 200 715]/Contents(link)>>",
        ]
    )


def ofd(*pages: list[tuple[float, float, str]]) -> bytes:
    """An OFD file: per page (across, down, words) in millimetres."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    listed = "".join(
        f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
        for number, _ in enumerate(pages)
    )
    entries: dict[str, bytes | str] = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for number, page in enumerate(pages):
        objects = "".join(
            f'<ofd:TextObject Boundary="0 {y} 210 5" Size="5"><ofd:TextCode X="{x}" Y="4">{words}'
            "</ofd:TextCode></ofd:TextObject>"
            for x, y, words in page
        )
        entries[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"<ofd:Page {space}><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return zipped(entries)


def locked_pdf() -> bytes:
    """A PDF that asks for a password (its keys fit none)."""
    keys = f"/O<{'ab' * 32}>/U<{'cd' * 32}>"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 0/Kids[]>>",
        f"<</Filter/Standard/V 2/R 3/Length 128/P -44{keys}>>",
    ]
    return _pdf_file(objects, f"/Encrypt 3 0 R/ID[<{'00' * 16}><{'00' * 16}>]")


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE compound file [MS-CFB] with these streams in its root."""
    sector, end, free = 512, 0xFFFFFFFE, 0xFFFFFFFF
    chain, data, entries = [0xFFFFFFFD, end], b"", []
    for name, content in streams.items():
        content = content.ljust(4096, b"\0")
        count = -(-len(content) // sector)
        first = len(chain)
        chain += [*range(first + 1, first + count), end]
        data += content.ljust(count * sector, b"\0")
        entries.append((name, 2, first, len(content)))
    directory = b"".join(
        _entry(name, kind, first, size, number)
        for number, (name, kind, first, size) in enumerate(
            [("Root Entry", 5, end, 0), *entries], start=0
        )
    )
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    )
    head += bytes(10) + struct.pack("<IIIIIIIII", 1, 1, 0, 4096, end, 0, end, 0, 0)
    head += struct.pack("<I", free) * 108
    chain += [free] * (sector // 4 - len(chain))
    assert len(chain) == sector // 4
    assert len(directory) <= sector
    return head + struct.pack(f"<{len(chain)}I", *chain) + directory.ljust(sector, b"\0") + data


def _entry(name: str, kind: int, first: int, size: int, number: int) -> bytes:
    free = 0xFFFFFFFF
    raw = (name + "\0").encode("utf-16-le")
    child = 1 if kind == 5 else free
    beside = free if kind == 5 else number + 1
    if number == 3 or kind == 5:
        beside = free
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(raw), kind, 1, free, beside, child)
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )


def doc(text: str, *, password: bool = False) -> bytes:
    """A Word 97 file [MS-DOC] whose text is one piece of UTF-16."""
    text = text.replace("\n", "\r") + "\r"
    words = text.encode("utf-16-le")
    start, flags = 0x600, 0x1000 | 0x0200 | (0x0100 if password else 0)
    head = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x0804, 0, flags)
    head = head.ljust(0x18, b"\0") + struct.pack("<II", start, start + len(words))
    head = head.ljust(0x20, b"\0") + struct.pack("<H28xH", 14, 22)
    head = head.ljust(0x4C, b"\0") + struct.pack("<I", len(text))
    pieces = struct.pack("<IIHIH", 0, len(text), 0, start, 0)
    table = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    head = head.ljust(0x98, b"\0") + struct.pack("<H", 93)
    head = head.ljust(0x1A2, b"\0") + struct.pack("<II", 0, len(table))
    return compound(
        {"WordDocument": head.ljust(start, b"\0") + words, "1Table": table, "Data": b""}
    )


def png(width: int, height: int) -> bytes:
    """A white picture of any size in few octets."""

    def chunk(kind: bytes, inside: bytes) -> bytes:
        check = zlib.crc32(kind + inside)
        return struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", check)

    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * (-(-width // 8))
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
