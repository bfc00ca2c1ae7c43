"""Page numbers and running heads go, wrapped lines are joined, all else stays."""

from __future__ import annotations

import pytest

from app.core.outline.lines import normalise
from app.core.outline.pages import unpage, unwrap

FULL = "为了规范公园管理保护公园环境提升城市品质改善人居环境根据有关法律"


@pytest.mark.parametrize("number", ["3", "- 3 -", "—３—", "第 3 页", "第3页 共9页", "3/9", "iii"])
def test_page_numbers_go(number: str) -> None:
    assert unpage(f"甲。\n{number}\n\f{number}\n乙。") == "甲。\n乙。"


def test_numbers_that_count_on_go_without_page_breaks_too() -> None:
    assert unpage("甲。\n- 1 -\n乙。\n- 2 -\n丙。\n- 3 -\n") == "甲。\n乙。\n丙。\n"


def test_numbers_that_do_not_count_on_stay() -> None:
    text = "甲。\n- 3 -\n乙。\n- 9 -\n"
    assert unpage(text) == text
    assert unpage(f"{text}丙。\n- 10 -\n") == "甲。\n- 3 -\n乙。\n丙。\n"


def test_numbers_inside_a_page_stay() -> None:
    text = "甲。\n乙。\n丙。\n2024\n丁。\n戊。\n己。"
    assert unpage(text + "\f" + text) == text + "\n" + text


def test_running_heads_go_where_they_come_on_many_pages() -> None:
    pages = [f"某市公报 第{n}期\n正文{'甲乙丙丁'[n]}。\n" for n in range(4)]
    assert unpage("\f".join(pages)) == "正文甲。\n正文乙。\n正文丙。\n正文丁。"
    assert "公报" in unpage("\f".join(pages[:2]))


def test_a_sentence_goes_on_over_the_page() -> None:
    text = f"{FULL}\n{FULL}\n{FULL}\n- 1 -\n\f{FULL}\n{FULL}\n制定本办法。"
    assert unpage(text) == FULL * 5 + "制定本办法。"


def test_what_does_not_fill_its_line_is_not_joined() -> None:
    text = "\n".join([FULL] * 7 + ["制定。", "一、总则", FULL, FULL, "结束。"])
    assert unwrap(text) == "\n".join([FULL * 7 + "制定。", "一、总则", FULL * 2 + "结束。"])


def test_an_unbreakable_word_leaves_a_line_short() -> None:
    lines = [FULL] * 6 + [FULL[:-8], "（GB30871-2014）执行。"]
    assert unwrap("\n".join(lines)) == FULL * 6 + FULL[:-8] + "（GB30871-2014）执行。"


def test_a_text_that_is_not_wrapped_stays() -> None:
    text = "\n".join(f"第{n}条　{FULL[: n * 2]}。" for n in range(1, 12))
    assert unwrap(text) == text
    assert normalise(text) == text


def test_invisible_signs_and_line_ends() -> None:
    assert normalise("\ufeff甲\u200b乙\r\n丙\r丁\u2028戊\x07") == "甲乙\n丙\n丁\n戊"
