"""Files that are made to hurt, each with its name and the codes that reading it may end with."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from tests.files import material

READ = "read"
BODY = "word/document.xml"


@dataclass(frozen=True)
class Hostile:
    """One file: its name, how it is made, and how reading it may end."""

    name: str
    make: Callable[[], bytes]
    ends: frozenset[str]


def zip_bomb() -> bytes:
    """Three files of 100 MB in a third of one."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            with archive.open(f"{number}.txt", "w") as entry:
                for _ in range(100):
                    entry.write(bytes(2**20))
    return packed.getvalue()


def nested_bomb() -> bytes:
    """Ten archives in each archive, six levels deep."""
    inner = material.zipped({"a.txt": "第一条" * 100_000})
    for _ in range(6):
        inner = material.zipped({f"{number}.zip": inner for number in range(10)}, stored=True)
        inner = inner if len(inner) < 2**20 else material.zipped({"all.zip": inner})
    return inner


def quine_like() -> bytes:
    """Many archives in one, each with as much as is just allowed."""
    inner = material.zipped({f"{number}.txt": "条" * 2_000_000 for number in range(3)})
    return material.zipped({f"{number}.zip": inner for number in range(90)}, stored=True)


def laughs() -> bytes:
    """Entities that multiply by ten at each step."""
    steps = "".join(f'<!ENTITY l{step} "{f"&l{step - 1};" * 10}">' for step in range(1, 10))
    doctype = f'<!DOCTYPE d [<!ENTITY l0 "ha">{steps}]>'
    return material.zipped({BODY: f"<?xml version='1.0'?>{doctype}<d>&l9;</d>"})


def outside_entity() -> bytes:
    """An entity that stands for a file of this machine."""
    doctype = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    part = material.root("document", f"<w:body>{material.p('&x;')}</w:body>")
    return material.zipped({BODY: part.replace("?>", "?>" + doctype, 1)})


def many_paragraphs() -> bytes:
    """A million and a half paragraphs, which compress to little."""
    paragraph = b"<w:p><w:r><w:t>x</w:t></w:r></w:p>"
    head, _, tail = material.root("document", "<w:body>@</w:body>").encode().partition(b"@")
    return material.zipped({BODY: head + paragraph * 1_500_000 + tail}, stored=True)


def many_paragraphs_noise() -> bytes:
    """The same, with words that do not compress so well that the ratio tells."""
    body = "".join(
        f"<w:p><w:r><w:t>{n * 2654435761 % 2**32:x}</w:t></w:r></w:p>" for n in range(1_500_000)
    )
    return material.docx(body)


def nested_tables() -> bytes:
    """Two hundred tables, each in a cell of the one before."""
    cell = "<w:tbl><w:tr><w:tc>"
    return material.docx(cell * 60 + material.p("x") + "</w:tc></w:tr></w:tbl>" * 60)


def wide_table() -> bytes:
    """Cells that claim to reach over thousands of millions of columns."""
    span = '<w:tc><w:tcPr><w:gridSpan w:val="4000000000"/></w:tcPr></w:tc>'
    return material.docx(f"<w:tbl>{f'<w:tr>{span * 20}</w:tr>' * 300}</w:tbl>")


def locked_zip() -> bytes:
    """An archive whose entries need a password."""
    data = bytearray(material.zipped({"a.txt": "第一条" * 100}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def lying_zip() -> bytes:
    """An archive whose directory says one octet where there are 50 MB."""
    data = bytearray(material.zipped({"a.txt": bytes(50 * 2**20)}))
    size = (50 * 2**20).to_bytes(4, "little")
    return bytes(data).replace(size, (1).to_bytes(4, "little"))


def huge_page() -> bytes:
    """One page of 14,400 points a side."""
    return material.pdf([[(100, 14_000, "Article 1")]], (14_400, 14_400))


def many_pages() -> bytes:
    """Ten thousand pages."""
    return material.pdf([[(100, 700, f"Page {number}")] for number in range(10_000)])


def pdf_bomb() -> bytes:
    """A page whose drawing expands to 700 MB in two steps."""
    packer = zlib.compressobj(9)
    inner = b"".join(packer.compress(b"0 0 m " * 200_000) for _ in range(580)) + packer.flush()
    outer = zlib.compress(inner, 9)
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
    stream = b"4 0 obj<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n" % len(outer)
    return head + page + stream + outer + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def far_cell() -> bytes:
    """A sheet whose one cell is the last that a sheet can have."""
    sheet = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    return workbook(sheet)


def many_rows() -> bytes:
    """Three times as many rows as anybody sends."""
    return workbook(
        "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 300_001))
    )


def workbook(rows: str, **entries: str) -> bytes:
    """A sheet's file with these rows; entries by name under xl/."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts: dict[str, bytes | str] = {
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="意见" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/'
        f'package/2006/relationships"><Relationship Id="rId1" Type="{office}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>'
        f"{entries.pop('after', '')}</worksheet>",
    }
    for name, inside in entries.items():
        parts[f"xl/{name}.xml"] = inside.replace("<sst>", f'<sst xmlns="{main}">')
    return material.zipped(parts)


def half(data: bytes) -> bytes:
    """What is left of a file that was cut off."""
    return data[: len(data) // 2]


def one(name: str, make: Callable[[], bytes], *ends: str) -> Hostile:
    """An entry of the set."""
    return Hostile(name, make, frozenset(ends))


SET = (
    one("bomb.zip", zip_bomb, "bomb"),
    one("nested.zip", nested_bomb, "bomb"),
    one("many.zip", quine_like, "bomb", "too-long"),
    one("lying.zip", lying_zip, "damaged"),
    one("locked.zip", locked_zip, "encrypted"),
    one("laughs.docx", laughs, "unsafe"),
    one("outside.docx", outside_entity, "unsafe"),
    one("paragraphs.docx", many_paragraphs, "too-long", "too-large"),
    one("paragraphs-noise.docx", many_paragraphs_noise, "too-long", "bomb"),
    one("nested-tables.docx", nested_tables, "too-long", "damaged"),
    one("wide-table.docx", wide_table, "no-text"),
    one("locked.docx", lambda: material.compound({"EncryptedPackage": b"x" * 9000}), "encrypted"),
    one("macros.docm", material.macros, READ),
    one("cut.docx", lambda: half(material.macros()), "damaged"),
    one("program.docx", lambda: b"MZ\x90\x00" + bytes(5000), "kind"),
    one("text.docx", lambda: "第一条 正文".encode(), READ),
    one("word.txt", material.macros, READ),
    one("locked.doc", lambda: material.doc("第一条", password=True), "encrypted"),
    one("cut.doc", lambda: half(material.doc("第一条" * 9000)), "damaged", "gave-up", "no-text"),
    one("table.xls", lambda: material.compound({"Workbook": b"x" * 9000}), "old-sheet"),
    one("page.pdf", huge_page, READ),
    one("pages.pdf", many_pages, "too-many-pages"),
    one("bomb.pdf", pdf_bomb, "gave-up", "scanned", "damaged"),
    one("locked.pdf", material.locked_pdf, "encrypted"),
    one("cut.pdf", lambda: half(huge_page()), "damaged", "scanned"),
    one("pixels.png", lambda: material.png(14_400, 14_400), "picture"),
    one("far.xlsx", far_cell, "no-text", READ),
    one("rows.xlsx", many_rows, "too-long"),
    one("deep.html", lambda: b"<div>" * 1_000_000 + b"x", "gave-up", "damaged", READ),
    one("tables.html", lambda: b"<table><tr><td>" * 20_000 + b"x", "gave-up", "damaged", READ),
    one("items.html", lambda: b"<ol>" + b"<li>x" * 300_000, READ, "gave-up", "too-long"),
    one("braces.rtf", lambda: b"{\\rtf1" + b"{" * 3_000_000, "too-long"),
    one("cell.csv", lambda: b'"' + b"x" * 5_000_000, "damaged"),
)
