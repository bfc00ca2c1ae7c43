"""A letter about an amendment names the article that a change touches."""

from __future__ import annotations

from app.core.citations.passages import cite
from app.core.outline.parse import parse

AMENDMENT = """某市人大常委会关于修改《某市市容条例》的决定（草案）
一、将第八条修改为：“第八条 任何人不得乱倒垃圾。”
二、删去第十五条。
三、增加一条，作为第二十一条：“主管部门应当定期巡查。”
"""


def test_the_article_finds_its_change() -> None:
    outline = parse(AMENDMENT)
    found = cite("第八条建议增加罚款。\n第二十一条的巡查应当公开。", outline)
    assert [(one.quote, one.clause) for one in found] == [
        ("第八条建议增加罚款。", "一"),
        ("第二十一条的巡查应当公开。", "三"),
    ]
