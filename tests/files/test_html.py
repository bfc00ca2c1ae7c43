"""HTML pages: lines as a reader sees them, tables as data, charsets by their meta element."""

from __future__ import annotations

import pytest

from app.files.html import read_html


def text(page: str) -> str:
    """The text of a page in UTF-8."""
    return read_html(page.encode()).text


@pytest.mark.parametrize(
    "meta",
    [
        '<meta charset="gbk">',
        '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">',
    ],
)
def test_charset_of_the_page(meta: str) -> None:
    page = f"<html><head>{meta}</head><body><p>第一条　总则</p></body></html>"
    found = read_html(page.encode("gbk"))
    assert (found.text, found.charset) == ("第一条　总则", "gb18030")


def test_blocks_breaks_and_entities() -> None:
    page = "<div>通知<br>标题</div><p>甲&nbsp;&nbsp;乙&mdash;&#x4E00;&lt;</p>尾"
    assert text(page) == "通知\n标题\n甲  乙—一<\n尾"


def test_navigation_is_kept_and_what_nobody_sees_is_not() -> None:
    page = (
        "<head><title>题</title><style>a{}</style></head><nav><a>首页</a> <a>公开</a></nav>"
        "<script>x()</script><!-- 注 --><p style='display:none'>藏</p><p hidden>藏</p><p>正文</p>"
    )
    assert text(page) == "首页 公开\n正文"


def test_inline_elements_do_not_break_the_line() -> None:
    assert text("<p>第<b>一</b><span>条</span>\n 为了</p>") == "第一条 为了"


def test_lists_show_their_numbers() -> None:
    assert text("<ol start=3><li>甲<li>乙</ol><ul><li>丙</ul>") == "3. 甲\n4. 乙\n丙"


def test_tables_are_rows_and_data() -> None:
    page = (
        "<table><tr><th colspan=2>标题<th>备注</tr><tr><td rowspan=2>第三条<td>甲<td>一</tr>"
        "<tr><td>乙<td>二</tr></table>"
    )
    found = read_html(page.encode())
    assert found.text == "标题\t\t备注\n第三条\t甲\t一\n\t乙\t二"
    assert found.tables[0].rows[0] == ("标题", "", "备注")
    assert found.tables[0].filled()[2] == ("第三条", "乙", "二")


def test_page_that_a_table_frames() -> None:
    body = "".join(f"<p>第{number}条 内容内容</p>" for number in range(12))
    lines = text(f"<table><tr><td>首页</td></tr><tr><td>{body}</td></tr></table>").split("\n")
    assert lines == ["首页", *[f"第{number}条 内容内容" for number in range(12)]]


def test_preformatted_lines_are_kept() -> None:
    assert text("<pre>第一条\n  第二条</pre>") == "第一条\n第二条"
