"""Tables of Word files: as lines and as data; merged cells once; a table that frames the draft."""

from __future__ import annotations

from app.files.word.read import read_docx
from tests.files.material import docx, p


def cell(inside: str, properties: str = "") -> str:
    """A cell; ``inside`` is words or XML."""
    blocks = inside if inside.startswith("<") else p(inside)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def table(*rows: str) -> str:
    """A table of rows of cells."""
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def test_rows_are_lines_and_data_with_their_place() -> None:
    body = p("反馈表") + table(
        cell("条款") + cell("建议"), cell("第三条") + cell(p("改一") + p("改二"))
    )
    found = read_docx(docx(body + p("完")))
    assert found.text == "反馈表\n条款\t建议\n第三条\t改一 改二\n完"
    (one,) = found.tables
    assert one.rows == (("条款", "建议"), ("第三条", "改一\n改二"))
    assert one.at is not None
    assert found.text[one.at :].startswith("条款\t建议")


def test_cells_merged_over_columns_and_rows_stand_once() -> None:
    body = table(
        cell("标题", '<w:gridSpan w:val="2"/>') + cell("备注"),
        cell("第三条", '<w:vMerge w:val="restart"/>') + cell("甲") + cell("一"),
        cell("", "<w:vMerge/>") + cell("乙") + cell("二"),
    )
    found = read_docx(docx(body))
    assert found.text == "标题\t\t备注\n第三条\t甲\t一\n\t乙\t二"
    (one,) = found.tables
    assert one.rows[2] == ("", "乙", "二")
    assert one.below == {(2, 0)}
    assert one.filled()[2] == ("第三条", "乙", "二")


def test_rows_that_begin_later_and_deleted_rows() -> None:
    body = (
        "<w:tbl><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>" + cell("乙") + "</w:tr>"
        "<w:tr><w:trPr><w:del/></w:trPr>" + cell("删") + "</w:tr>"
        f"<w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent>{cell('丙')}</w:sdtContent></w:sdt></w:tr>"
        "</w:sdtContent></w:sdt></w:tbl>"
    )
    assert read_docx(docx(body)).tables[0].rows == (("", "乙"), ("丙",))


def test_nested_table_once_in_the_text_and_as_its_own_data() -> None:
    inner = table(cell("a") + cell("b"))
    found = read_docx(docx(table(cell(p("外") + inner + p("")) + cell("旁"))))
    assert found.text.replace("\t", " ") == "外 a b 旁"
    assert [one.rows for one in found.tables] == [(("外\na\tb", "旁"),), (("a", "b"),)]
    assert found.tables[1].at is None


def test_table_that_frames_the_draft_is_read_as_lines() -> None:
    articles = "".join(p(f"第{number}条 本条的内容") for number in range(1, 13))
    found = read_docx(docx(p("通知") + table(cell(articles) + cell("说明"))))
    assert found.text.split("\n")[:3] == ["通知", "第1条 本条的内容", "第2条 本条的内容"]
    assert found.text.endswith("第12条 本条的内容\n说明")


def test_draft_whose_articles_are_rows_stays_a_table() -> None:
    rows = [cell(f"第{number}条") + cell("现行") + cell("修改") for number in range(1, 30)]
    found = read_docx(docx(table(*rows)))
    assert found.text.count("\n") == 28
    assert len(found.tables[0].rows) == 29


def test_box_beside_a_longer_text_is_one_line() -> None:
    box = table(cell(p("专栏1") + p("1. 工程") + p("2. 行动")))
    found = read_docx(docx(p("正文" * 50) + box))
    assert found.text.split("\n")[1] == "专栏1 1. 工程 2. 行动"
