"""What a change touches."""

from __future__ import annotations

import pytest

from app.core.outline.amendments import aliases_of
from app.core.outline.parse import parse


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("将第八条修改为：“第九条 任何人", ("第八条",)),
        ("第八条第二款修改为：“任何人", ("第八条",)),
        ("将《某条例》第十八条中的“工商”修改为“市场监管”。", ("第十八条",)),
        ("删去第七条、第九条。", ("第七条", "第九条")),
        ("删去第三条至第五条。", ("第三条", "第四条", "第五条")),
        ("增加一条，作为第八条：“主管部门", ("第八条",)),
        (
            "在刑法第一百三十三条之一后增加一条，作为第一百三十三条之二：“对",
            ("第一百三十三条之二",),
        ),
        ("第二十条改为第二十一条，修改为：“甲", ("第二十条", "第二十一条")),
        ("将第（十三）条修改为：“化工企业", ("第十三条",)),
        ("将第12条修改为：“甲”", ("第十二条",)),
    ],
)
def test_the_articles_of_a_change(words: str, expected: tuple[str, ...]) -> None:
    assert aliases_of("part", words) == expected


@pytest.mark.parametrize(
    "words",
    ["依照本条例第十二条规定处理。", "加强领导。", "“将第八条修改为”是修改的写法。", ""],
)
def test_what_is_no_change(words: str) -> None:
    assert aliases_of("part", words) == ()


def test_a_row_touches_the_articles_its_cells_begin_with() -> None:
    assert aliases_of("point", "第七条 免费，依照第九条。\t第七条之一 收费。") == (
        "第七条",
        "第七条之一",
    )


def test_an_article_is_known_by_its_own_number() -> None:
    assert aliases_of("article", "将第八条修改为：“甲”") == ()


@pytest.mark.parametrize("marks", ["“”", "「」"])
def test_the_articles_of_a_quotation_are_no_clauses_whatever_its_marks(marks: str) -> None:
    begin, end = marks
    text = f"""关于修改《某市供水条例》的决定（草案）
一、第八条修改为：{begin}第八条 供水应当安全。
第九条 用水应当节约。{end}
二、删去第十条。
"""
    assert [one.address for one in parse(text).clauses] == ["一", "二"]
