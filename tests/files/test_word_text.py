"""The words of a Word file as they are printed: none lost, none twice, none that nobody sees."""

from __future__ import annotations

import pytest

from app.files import Remark, Unreadable
from app.files.word.fields import overlay
from app.files.word.read import read_docx
from tests.files.material import docx, macros, p, r, table, zipped

FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def text(inside: str, **parts: str) -> str:
    """The text of one paragraph with these runs."""
    return read_docx(docx(f"<w:p>{inside}</w:p>", **parts)).text


def field(instruction: str, result: str | None) -> str:
    """A complex field."""
    out = FIELD.format("begin") + f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    if result is not None:
        out += FIELD.format("separate") + result
    return out + FIELD.format("end")


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (f'<w:smartTag w:element="date">{r("3.1.1")}</w:smartTag>{r(" 企业")}', "3.1.1 企业"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{r('控件')}</w:sdtContent></w:sdt>", "控件"),
        (
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('单击此处')}</w:sdtContent>"
            f"</w:sdt>{r('正文')}",
            "正文",
        ),
        (f"<w:hyperlink>{r('网址')}</w:hyperlink>", "网址"),
        (f'<w:fldSimple w:instr=" REF a ">{r("第三条")}</w:fldSimple>', "第三条"),
        (field(" REF x \\h ", r("第五条")) + r("规定"), "第五条规定"),
        (field(" IF " + "", r("外") + field(" PAGE ", r("7"))), "外7"),
        (r("前") + field(" TC 目录 ", None) + r("后"), "前后"),
        (field(r" eq \o\ac(○,3) ", None) + r("项"), "③项"),
        (f"<w:ins>{r('新')}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>", "新"),
        (f"<w:moveFrom>{r('走')}</w:moveFrom><w:moveTo>{r('来')}</w:moveTo>", "来"),
        (r("见") + r("藏", "<w:vanish/>") + r("见"), "见见"),
        (r("见", '<w:vanish w:val="0"/>'), "见"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>", "甲 乙\n丙"),
        ('<w:r><w:t>甲</w:t><w:br w:type="page"/><w:t>乙</w:t></w:r>', "甲乙"),
        ("<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r>", "A-1"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + r("同意"), "☑同意"),
        (
            f"<w:r><w:ruby><w:rt>{r('yi')}</w:rt><w:rubyBase>{r('亿')}</w:rubyBase></w:ruby></w:r>",
            "亿",
        ),
        ("<m:oMath><m:r><m:t>R</m:t></m:r></m:oMath>" + r("为评分"), "R为评分"),
        (
            '<w:r><w:pict><v:shape><v:textpath string="某省人民政府"/></v:shape></w:pict></w:r>',
            "某省人民政府",
        ),
    ],
)
def test_runs(inside: str, expected: str) -> None:
    assert text(inside) == expected


def test_field_over_two_paragraphs() -> None:
    first = FIELD.format("begin") + "<w:r><w:instrText> TOC </w:instrText></w:r>"
    body = f"<w:p>{first}{FIELD.format('separate')}{r('第一章 1')}</w:p>"
    body += f"<w:p>{r('第二章 3')}{FIELD.format('end')}</w:p>" + p("正文")
    assert read_docx(docx(body)).text == "第一章 1\n第二章 3\n正文"


def test_nested_field_in_an_instruction_is_not_printed() -> None:
    inner = field(" PAGE ", r("9"))
    outer = FIELD.format("begin") + "<w:r><w:instrText>IF </w:instrText></w:r>" + inner
    assert text(outer + FIELD.format("separate") + r("结果") + FIELD.format("end")) == "结果"


@pytest.mark.parametrize(
    ("instruction", "sign"),
    [(r"eq \o\ac(□,2)", "□2"), (r"EQ \o(○,甲)", "甲"), (r"eq \f(1,2)", ""), ("PAGE", "")],
)
def test_overlays(instruction: str, sign: str) -> None:
    assert overlay(instruction) == sign


def test_text_box_is_counted_once_and_stands_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('框内')}{p('第二行')}</w:txbxContent>"
    inside = (
        f"<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        f"</mc:AlternateContent></w:r>{r('锚')}"
    )
    assert text(inside) == "锚\n框内\n第二行"


def test_footnotes_stand_apart_in_their_order() -> None:
    notes = "".join(
        f'<w:footnote w:id="{n}">{p(words)}</w:footnote>' for n, words in ((2, "乙"), (1, "甲"))
    )
    body = f'<w:p>{r("文")}<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    body += f'<w:p>{r("字")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    found = read_docx(docx(body, footnotes=notes))
    assert found.text == "文\n字"
    assert found.notes == ("甲", "乙")


def test_margin_remarks_with_the_words_they_stand_at() -> None:
    body = (
        f'<w:p>{r("罚款")}<w:commentRangeStart w:id="4"/>{r("五百元")}'
        f'<w:commentRangeEnd w:id="4"/>{r("以下")}</w:p>'
    )
    found = read_docx(docx(body, comments=f'<w:comment w:id="4">{p("过高")}</w:comment>'))
    assert found.text == "罚款五百元以下"
    assert found.remarks == (Remark("五百元", "过高"),)


def test_block_controls_and_heading_that_runs_into_its_text() -> None:
    heading = (
        f"<w:p><w:pPr><w:rPr><w:vanish/><w:specVanish/></w:rPr></w:pPr>{r('第一条 目的。')}</w:p>"
    )
    body = f"<w:sdt><w:sdtContent>{heading}{p('为了规范')}</w:sdtContent></w:sdt>"
    assert read_docx(docx(body)).text == "第一条 目的。为了规范"


def test_words_are_not_lost_where_no_paragraph_follows() -> None:
    joined = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{r('前')}</w:p>"
    assert read_docx(docx(joined + table(("格",)) + joined)).text == "前\n格\n前"


def test_flags_tell_what_the_printed_text_does_not_show() -> None:
    inside = f"<w:ins>{r('新')}</w:ins>{r('藏', '<w:vanish/>')}"
    assert read_docx(docx(f"<w:p>{inside}</w:p>")).flags == ("hidden-text", "tracked-changes")
    assert read_docx(macros()).flags == ("macros-ignored",)


def test_hidden_by_style() -> None:
    styles = '<w:style w:type="character" w:styleId="X"><w:rPr><w:vanish/></w:rPr></w:style>'
    assert text(r("见") + r("藏", '<w:rStyle w:val="X"/>'), styles=styles) == "见"


def test_body_under_another_name_and_strict_namespace() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    part = f'<d:document xmlns:d="{strict}"><d:body><d:p><d:r><d:t>正文</d:t></d:r></d:p></d:body></d:document>'
    relations = (
        '<Relationships xmlns="x"><Relationship Type="http://purl.oclc.org/ooxml/officeDocument/'
        'relationships/officeDocument" Target="word/document2.xml"/></Relationships>'
    )
    assert read_docx(zipped({"_rels/.rels": relations, "word/document2.xml": part})).text == "正文"


def test_no_body_is_damaged() -> None:
    with pytest.raises(Unreadable, match="damaged"):
        read_docx(zipped({"word/styles.xml": "<a/>"}))
