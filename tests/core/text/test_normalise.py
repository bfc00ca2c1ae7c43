"""One written form for comparing texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.text.normalise import bare, normalise
from app.core.text.script import to_simplified
from tests.support.moments import moments


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("ＥＴＣ降费５０％", "etc降费50%"),
        ("支持汽車票實名制，黃牛少了", "支持汽车票实名制,黄牛少了"),
        ("乾隆年間的瞭解與一目瞭然", "乾隆年间的了解与一目了然"),
        ("零\u200b宽\ufeff与\x00控制\x1b[31m", "零宽与控制[31m"),
        ("一\r\n二\r三\t四", "一\n二\n三 四"),
        ("好\ud800的", "好的"),
        ("👍🏻 支持", "👍🏻 支持"),
        ("", ""),
    ],
)
def test_form(text: str, form: str) -> None:
    assert normalise(text) == form


def test_simplified_text_is_left_alone() -> None:
    text = "建议降低资费，让农村也能用上宽带。"
    assert to_simplified(text) is text


@given(st.text())
def test_normalising_never_raises_and_leaves_no_controls(text: str) -> None:
    assert all(character == "\n" or character >= " " for character in normalise(text))
    assert not any(character.isspace() or character in "，。,.!！“”" for character in bare(text))


@pytest.mark.parametrize("unit", ["的", "議", "乾", "a\x00", "👍", "不瞭解"])
def test_a_million_characters_in_linear_time(unit: str) -> None:
    """Ten times the text takes less than thirty times as long; a hundred would be quadratic."""
    once, ten = (unit * (length // len(unit)) for length in (100_000, 1_000_000))
    assert moments(lambda: normalise(ten)) < 30 * moments(lambda: normalise(once))
