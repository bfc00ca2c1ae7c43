"""Tables of comments in every usual wording, order and state."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.feedback import headings, marks
from app.core.feedback.documents import Sheet, read_document
from app.core.feedback.lines import find_tables
from app.core.feedback.tables import read_table
from app.core.feedback.values import Sender


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("条款", "clause"),
        ("条 款 号", "clause"),
        ("章节", "clause"),
        ("条文序号", "clause"),
        ("对应条款", "clause"),
        ("原文", "original"),
        ("条款内容", "original"),
        ("征求意见稿条文", "original"),
        ("征求意见稿", "original"),
        ("修改意见", "suggestion"),
        ("修改建议（必填）", "suggestion"),
        ("意见建议", "suggestion"),
        ("意见和建议", "suggestion"),
        ("建议内容", "suggestion"),
        ("建议修改为", "suggestion"),
        ("反馈意见", "suggestion"),
        ("修改后的条文", "suggestion"),
        ("理由", "reason"),
        ("修改理由及依据", "reason"),
        ("修改说明", "reason"),
        ("法律依据", "reason"),
        ("序号", "serial"),
        ("提出单位", "unit"),
        ("提出意见单位", "unit"),
        ("联系人", "contact"),
        ("联系方式", "contact"),
        ("页码", None),
        ("采纳情况", "other"),
        ("处理意见", "other"),
        ("行号（勿改）", "mark"),
        ("请把您对第十五条的修改意见写在这一栏里，写得具体一些", None),
    ],
)
def test_headings_in_usual_wordings(heading: str, role: str | None) -> None:
    assert headings.role(heading) == role


def test_columns_in_another_order_with_the_sender_above_and_the_head_again() -> None:
    rows = [
        ["意见反馈表", "意见反馈表", "意见反馈表", "意见反馈表"],
        ["单位", "某市教育局", "联系人", "张三"],
        ["联系电话：028-1234567 a@b.example", "", "", ""],
        ["理由", "建议修改为", "序号", "条款"],
        ["经费无来源", "增加“投入”", "1", "第14点"],
        ["", "", "2", "第15点"],
        ["理由", "建议修改为", "序号", "条款"],
        ["/", "删去", "3", "五（三）"],
    ]
    filled = read_table(rows)
    assert filled is not None
    assert filled.sender == Sender("某市教育局", "张三", "028-1234567", "a@b.example")
    said = [(one.clause, one.suggestion, one.reason) for one in filled.entries]
    assert said == [("第14点", "增加“投入”", "经费无来源"), ("五（三）", "删去", "")]
    assert filled.entries[0].text == "增加“投入”\n理由：经费无来源"


def test_a_column_of_serial_numbers_names_no_clauses() -> None:
    rows = [["序号", "修改意见", "理由"], ["1", "第15条删去", "x"], ["2", "第16条删去", ""]]
    filled = read_table(rows)
    assert filled is not None
    assert [one.clause for one in filled.entries] == ["", ""]
    named = read_table([["序号", "修改意见"], ["第15条", "删去"], ["第16条", "删去"]])
    assert named is not None
    assert [one.clause for one in named.entries] == ["第15条", "第16条"]


def test_other_columns_are_kept_in_words() -> None:
    rows = [["条款", "存在问题", "修改建议", "提出单位"], ["15", "太长", "缩短", "科技处"]]
    filled = read_table(rows)
    assert filled is not None
    assert filled.entries[0].text == "缩短\n存在问题：太长\n提出单位：科技处"


def test_cells_that_say_there_is_nothing() -> None:
    rows = [["条款", "修改建议", "理由"]]
    rows += [[str(at), words, ""] for at, words in enumerate(["", "/", "—", "无", "无意见。"])]
    filled = read_table(rows)
    assert filled is not None
    assert (filled.entries, filled.agrees) == ((), True)
    assert read_table(rows[:3]) is not None
    assert read_table(rows[:3]).blank  # type: ignore[union-attr]
    reason = read_table([["条款", "修改建议", "理由"], ["15", "", "这一条没有必要"]])
    assert reason is not None
    assert reason.entries[0].text == "理由：这一条没有必要"


def test_a_table_of_other_things_is_none() -> None:
    assert read_table([["姓名", "电话"], ["张三", "1"]]) is None
    assert read_table([["年份", "金额"], ["2017", "1"]]) is None
    assert read_table([]) is None


def test_marks_count_before_print_and_damaged_ones_do_not_count() -> None:
    assert marks.find(marks.make(1234)) == 1234
    # Filled downwards by a spreadsheet program: the last number grows.
    base, _, check = marks.make(7).rpartition("-")
    assert marks.find(f"{base}-{(int(check) + 1) % 100:02d}") is None
    rows = [
        ["行号（勿改）", "条款号", "条款原文", "修改建议", "理由"],
        [marks.make(9), "15", "推进融合", "加上补贴", ""],
    ]
    filled = read_table(rows)
    assert filled is not None
    assert (filled.entries[0].mark, filled.entries[0].clause) == (9, "15")
    without_head = read_table(rows[1:])
    assert without_head is not None
    assert filled.entries == without_head.entries
    in_cell = read_table([["15 " + marks.make(9), "推进融合", "加上补贴", ""]])
    assert in_cell is not None
    assert (in_cell.entries[0].mark, in_cell.entries[0].clause) == (9, "15")


def test_what_stands_beside_a_table_is_kept_and_its_title_is_not() -> None:
    rows = [["条款", "修改建议"], ["15", "加上补贴"]]
    text = "实施意见征求意见稿意见反馈表\n单位：某局　联系人：张三\n条款\t修改建议\n15\t加上补贴\n另外，网费太贵。"
    found = read_document(text, [Sheet(rows, rows)])
    assert found.rest == "另外，网费太贵。"
    assert (found.sender.organisation, found.sender.name) == ("某局", "张三")
    assert found.said == "words"
    assert not found.blank


def test_tables_in_lines_of_a_letter() -> None:
    text = "意见如下：\n\n条款      修改建议    理由   \n第17条    删去      兜底条款落空\n第32条  缩短    \n谢谢！"
    (table,) = find_tables(text)
    assert [text[start:end] for start, end, _ in table.rows] == [
        "第17条    删去      兜底条款落空",
        "第32条  缩短",
    ]
    assert [one.text for _, _, one in table.rows] == ["删去\n理由：兜底条款落空", "缩短"]
    assert find_tables("| 条款 | 意见 |\n|---|---|\n| 第1条 | 删 |")[0].rows[0][2].clause == "第1条"
    assert find_tables("条款和意见都不好。\n第15条  太长") == ()


def test_a_form_of_labels_is_a_letter_and_its_sender() -> None:
    rows = [
        ["单位名称", "某局（盖章）", "联系电话", "123"],
        ["意见建议", "第15条要补贴。", "", ""],
    ]
    found = read_document(
        "单位名称\t某局（盖章）\t联系电话\t123\n意见建议\t第15条要补贴。", [Sheet(rows, rows)]
    )
    assert found.entries == ()
    assert found.rest == "第15条要补贴。"
    assert (found.sender.organisation, found.sender.phone) == ("某局", "123")
    nothing = read_table([["单位", "某局"], ["意见建议", "无意见"]])
    assert nothing is not None
    assert (nothing.agrees, nothing.leftover) == (True, ())


cell = st.sampled_from(
    ["", "条款", "修改建议", "理由", "15", "删去", "单位：", "zt-9-70", "无意见"]
) | st.text(max_size=8)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(cell, max_size=6), max_size=8))
def test_no_table_breaks_the_reading(rows: list[list[str]]) -> None:
    read_table(rows)
    text = "\n".join("\t".join(row) for row in rows)
    read_document(text, [Sheet(rows, rows)])
    for table in find_tables(text):
        assert all(start < end for start, end, _ in table.rows)


def test_a_clause_as_above_is_that_of_the_row_above() -> None:
    rows = [["条款", "修改意见"], ["第15条", "删去一"], ["同上", "删去二"], ["〃", "删去三"]]
    filled = read_table(rows)
    assert filled is not None
    assert [(one.clause, one.suggestion) for one in filled.entries] == [
        ("第15条", "删去一"),
        ("第15条", "删去二"),
        ("第15条", "删去三"),
    ]
