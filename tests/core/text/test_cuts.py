"""Word cuts: rjieba and jieba are one tokeniser here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.text.cuts import PythonCutter, RustCutter, cut, cutter
from app.core.text.normalise import normalise
from tests.support.moments import moments

ROOT = Path(__file__).parents[3]
TERMS = ["普遍服务补偿机制", "ETC系统", "提速降费", "网络扶智工程"]


def real_texts() -> list[str]:
    texts = [(ROOT / "draft_text" / "sichuan-informatization-2017.txt").read_text("utf-8")]
    for name in ("comments.jsonl", "letters.jsonl"):
        lines = (ROOT / "tests" / "data" / "opinions" / name).read_text("utf-8").splitlines()
        texts += [json.loads(line)["text"] for line in lines]
    return texts + [normalise(text) for text in texts]


@pytest.mark.parametrize("terms", [[], TERMS])
def test_both_engines_cut_real_texts_alike(terms: list[str]) -> None:
    rust, python = RustCutter(terms), PythonCutter(terms)
    texts = real_texts()
    assert len(texts) > 1_000
    assert [text for text in texts if rust.cut(text) != python.cut(text)] == []


def test_own_terms_stay_whole_and_only_in_their_cutter() -> None:
    text = "建立普遍服务补偿机制"
    assert cutter(TERMS).cut(text) == ["建立", "普遍服务补偿机制"]
    assert "普遍服务补偿机制" not in cut(text)


@given(st.text())
def test_words_put_together_are_the_text(text: str) -> None:
    assert "".join(cut(text)) == text


@pytest.mark.parametrize("unit", ["的", "龘", "支持", "x", "1.", "👍"])
def test_a_million_characters_in_linear_time(unit: str) -> None:
    """Ten times the text takes less than thirty times as long; a hundred would be quadratic."""
    assert len(cut(unit * (1_000_000 // len(unit)))) > 0
    once, ten = (unit * (length // len(unit)) for length in (100_000, 1_000_000))
    assert moments(lambda: cut(ten)) < 30 * moments(lambda: cut(once))
