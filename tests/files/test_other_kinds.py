"""Files under other names: OFD, Word's XML files, web archives; what only looks like a bomb."""

from __future__ import annotations

import pytest

from app.files import Unreadable, read_text
from app.files.pdf.read import PAGE_END
from tests.files.material import docx, level, lists, ofd, p, r, root, table, zipped

MHT = (
    "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
)
OLD = "http://schemas.microsoft.com/office/word/2003/wordml"


def test_ofd_in_reading_order() -> None:
    data = ofd(
        [
            (20, 280, "- 1 -"),
            (33, 30, "条 目的"),
            (20, 30, "第"),
            (25, 30, "一"),
            (20, 40, "第二条"),
        ],
        [(20, 30, "附")],
    )
    found = read_text(data, "文件.ofd")
    assert found.text == f"第一 条 目的\n第二条\n- 1 -{PAGE_END}附"


def test_ofd_of_pictures_only() -> None:
    with pytest.raises(Unreadable, match="scanned"):
        read_text(ofd([]), "a.ofd")


def test_word_2003_xml_named_doc() -> None:
    label = '<w:pPr><w:listPr><wx:t wx:val="一、"/></w:listPr></w:pPr>'
    page = (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        f'<w:wordDocument xmlns:w="{OLD}" xmlns:wx="http://x"><w:body><wx:sect>'
        f"<w:p>{label}{r('总则')}</w:p>{table(('条款', '建议'))}</wx:sect></w:body></w:wordDocument>"
    )
    found = read_text(page.encode(), "模板.doc")
    assert found.text == "一、总则\n条款\t建议"
    assert found.tables[0].rows == (("条款", "建议"),)


def test_docx_in_one_xml_file() -> None:
    numbering = lists({"0": level(0, "chineseCounting", "%1、")}, {"1": ("0", "")})
    parts = (root("document", f"<w:body>{p('总则', '1')}</w:body>"), root("numbering", numbering))
    inside = "".join(
        f"<pkg:part><pkg:xmlData>{one.partition('?>')[2]}</pkg:xmlData></pkg:part>" for one in parts
    )
    space = 'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"'
    page = f"<?xml version='1.0'?><pkg:package {space}>{inside}</pkg:package>"
    assert read_text(page.encode(), "a.doc").text == "一、总则"


def test_entities_in_word_xml_are_refused() -> None:
    doctype = '<!DOCTYPE d [<!ENTITY x "y">]>'
    page = (
        f'<?xml version="1.0"?>{doctype}<w:wordDocument xmlns:w="{OLD}"><w:body/></w:wordDocument>'
    )
    with pytest.raises(Unreadable, match="unsafe"):
        read_text(page.encode(), "a.doc")


def test_web_archive_named_doc() -> None:
    page = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
        "Content-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: quoted-printable\n\n"
        "<p>=B5=DA=D2=BB=CC=F5</p>\n--b--\n"
    )
    assert read_text(page.encode(), "a.doc").text == "第一条"


@pytest.mark.parametrize(("name", "head"), [("a.html", ""), ("a.mht", MHT)])
def test_page_inside_a_word_file(name: str, head: str) -> None:
    relations = f'<R><Relationship Id="r1" Type="x/aFChunk" Target="{name}"/></R>'
    page = "<ol><li>甲</ol><table><tr><td>条款<td>建议</table>"
    parts = {
        "word/_rels/document.xml.rels": relations.encode(),
        f"word/{name}": (head + page).encode(),
    }
    found = read_text(docx(p("前") + '<w:altChunk w:id="r1"/>' + p("后"), parts), "a.docx")
    assert found.text == "前\n1. 甲\n条款\t建议\n后"


def test_page_and_rich_text_named_doc() -> None:
    assert read_text("<html><p>第一条</p>".encode(), "a.doc").text == "第一条"
    assert read_text(b"{\\rtf1\\ansi Article}", "a.doc").text == "Article"


def test_white_picture_in_a_document_is_no_bomb() -> None:
    data = docx(p("第一条"), pictures={"word/media/image1.bmp": bytes(20 * 2**20)})
    assert read_text(data, "a.docx").text == "第一条"


def test_unknown_office_archive() -> None:
    with pytest.raises(Unreadable, match="kind"):
        read_text(zipped({"mimetype": "application/epub+zip", "x.opf": "x"}), "a.epub")
