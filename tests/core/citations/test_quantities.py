"""Times and amounts say the same in figures, in Chinese numerals and in everyday units."""

from __future__ import annotations

import time

import pytest

from app.core.citations.quantities import quantities


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("15天没人认领", "自收容之日起十五日内", (15, "d")),
        ("24小时修不好", "应当在二十四小时内修复", (24, "h")),
        ("罚两百块", "处二百元罚款", (200, "$")),
        ("2万块押金", "缴纳二万元", (20_000, "$")),
        ("20太少", "不得低于百分之二十", (20, "")),
        ("三十个工作日", "30个工作日", (30, "d")),
    ],
)
def test_the_same_quantity(one: str, other: str, shared: tuple[int, str]) -> None:
    assert shared in quantities(one) & quantities(other)


@pytest.mark.parametrize("words", ["第十五条", "第三十日", "一次也没有", "一个人", ""])
def test_what_measures_nothing(words: str) -> None:
    assert not quantities(words)


def test_quantities_of_other_units_share_the_value_only() -> None:
    assert quantities("30天") & quantities("三十米") == {(30, "")}


def test_many_numbers_take_time_in_proportion() -> None:
    def took(words: str) -> float:
        began = time.process_time()
        quantities.__wrapped__(words)
        return time.process_time() - began

    short, long = "1百一十" * 20_000, "1百一十" * 80_000
    assert took(long) < 20 * max(took(short), 0.001)
