"""A file with several drafts as several outlines, and what a corrected one changes of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.outline.documents import separate
from app.core.outline.parse import parse
from app.core.outline.reloading import changes, partners
from app.core.outline.sheets import MOST, sheets

ONE = """某市供水办法（征求意见稿）
第一章 总则
第一条 供水应当安全。
第二条 下列单位应当节约用水：
（一）学校；
（二）工厂。
"""
TWO = """附件2
某市供热办法（征求意见稿）
第一章 总则
第一条 供热应当稳定。
第二章 附则
第二条 本办法自公布之日起施行。
"""
THREE = """附件3
某市燃气办法（征求意见稿）
一、总体要求
用气应当安全。
（一）范围
全市。
"""


@pytest.mark.parametrize("texts", [(ONE, TWO), (ONE, TWO, THREE), (TWO, THREE), (THREE, ONE)])
def test_each_draft_is_what_it_would_be_alone(texts: tuple[str, ...]) -> None:
    file = parse("".join(texts))
    found = separate(file)
    assert len(found) == len(texts)
    for own, text in zip(found, texts, strict=True):
        alone = parse(text)
        assert own.title == alone.title
        assert [one[:8] for one in own.clauses] == [one[:8] for one in alone.clauses]
        assert own.text == file.text
        for clause in own.clauses:
            assert clause.text[:4] in file.text[clause.start : clause.end]


def test_together_they_have_everything_once() -> None:
    file = parse(
        f"关于征求意见的公告\n请于2017年9月12日前反馈。\n{ONE}{TWO}附件3\n意见反馈表\n姓名：\n"
    )
    found = separate(file)
    spans = [(one.start, one.end) for own in found for one in own.clauses]
    assert spans == [(one.start, one.end) for one in file.clauses]
    assert sorted((one.start, one.end) for own in found for one in own.asides) == sorted(
        (one.start, one.end) for one in file.asides
    )
    assert sum(len(own.doubts) for own in found) == len(file.doubts)


def test_one_draft_is_left_as_it_is() -> None:
    outline = parse(ONE)
    assert separate(outline) == (outline,)
    assert separate(replace(outline, documents=())) == (replace(outline, documents=()),)


def test_a_file_of_titles_stays_one() -> None:
    file = parse("某某办法（征求意见稿）\n第一条 甲\n" * 60)
    assert len(file.documents) == 60
    assert separate(file) == (file,)


def test_drafts_of_a_corrected_file_are_known_again() -> None:
    old = separate(parse(ONE + TWO))
    # The order is turned round, and one comes in between.
    assert partners(old, separate(parse(TWO + THREE + ONE))) == [1, None, 0]
    renamed = TWO.replace("供热办法", "集中供热办法")
    assert partners(old, separate(parse(ONE + renamed))) == [0, 1]


def test_each_clause_of_a_corrected_draft_is_told_once() -> None:
    old = parse(ONE).clauses
    new = parse(
        ONE.replace("学校", "中小学校")
        .replace("第二条", "第三条")
        .replace("第三条", "第二条 市政府统一领导供水工作，部门各负其责。\n第三条", 1)
    ).clauses
    found = changes(old, new)
    assert [(a.address, b.address) for a, b in found.moved] == [
        ("第一章/第二条", "第一章/第三条"),
        ("第一章/第二条/(二)", "第一章/第三条/(二)"),
    ]
    assert [b.text for _, b in found.changed] == ["中小学校；"]
    assert [one.address for one in found.added] == ["第一章/第二条"]
    assert found.gone == ()
    assert found.same + len(found.moved) + len(found.changed) + len(found.added) == len(new)


@settings(max_examples=200)
@given(st.lists(st.integers(1, 4), max_size=3 * MOST))
def test_sheets_hold_every_clause_once_in_order(depths: list[int]) -> None:
    found = sheets(depths)
    assert [at for one in found for at in one] == list(range(len(depths)))
    assert all(len(one) <= MOST + MOST // 2 for one in found)
    if len(depths) <= MOST:
        assert len(found) == 1


def test_a_sheet_begins_at_a_chapter_where_it_can() -> None:
    depths = ([1] + [2, 3, 3, 3] * 40) * 12
    found = sheets(depths)
    assert len(found) > 3
    assert all(depths[one.start] == 1 for one in found)


def test_drafts_of_one_title_stay_in_their_places() -> None:
    old = separate(parse(ONE + TWO))
    same = [old[0], old[0], old[1]]
    assert partners(same, same) == [0, 1, 2]
    assert partners(same, [old[0], old[1], old[0]]) == [0, 2, 1]
