"""Who pulls against a group as a whole."""

from __future__ import annotations

from app.core.clustering.leaning import Leaning

FOR, AGAINST, NEITHER = 1, 2, 3
TEXTS = [
    "坚决支持夜间禁止鸣笛，处罚要从严",
    "支持禁止鸣笛，一律罚款",
    "反对禁止鸣笛，太严了",
    "不要动不动就罚款，应当允许短时鸣笛",
    "鸣笛的标志看不懂",
]
OF = [FOR, FOR, AGAINST, AGAINST, NEITHER]


def test_who_pulls_against_a_group_opposes_it() -> None:
    made = Leaning(TEXTS, OF)
    assert made.opposes("反对，不应强制，太严了", FOR)
    assert not made.opposes("反对，不应强制，太严了", AGAINST)
    assert made.opposes("支持从重处罚，一律禁止", AGAINST)
    assert not made.opposes("支持从重处罚，一律禁止", FOR)


def test_nobody_opposes_a_group_that_leans_nowhere_or_is_not_known() -> None:
    made = Leaning(TEXTS, OF)
    assert not made.opposes("坚决反对，太严了", NEITHER)
    assert not made.opposes("坚决反对，太严了", 99)
    assert not Leaning([], []).opposes("反对", 1)


def test_who_says_nothing_of_a_way_opposes_nobody() -> None:
    assert not Leaning(TEXTS, OF).opposes("今天下雨", FOR)
