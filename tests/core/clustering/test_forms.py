"""Bare forms in bulk are those that are made one by one; fingerprints survive edits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.core.clustering.anchors import anchors, anchors_of
from app.core.clustering.forms import forms
from app.core.text.normalise import bare, normalise
from tests.core.clustering.material import rows
from tests.core.clustering.test_families import LETTER

ODD = [
    *("", "👍", "\ud800", "好\udfff", "乾隆年間", "①②㈠", "e\u0301", "ｶﾞ", "\u1112\u1161\u11ab"),
    *("ﷺ", "\x00a", "²㎡", "İß", "㈱", " ̈", "゛", "a\u200bb", chr(0x10FFFF) + "好", "ＥＴＣ１"),
]


def one_by_one(text: str) -> str:
    return bare(text) or normalise(text).strip()


def test_real_and_odd_texts() -> None:
    texts = [row["text"] for name in ("comments.jsonl", "letters.jsonl") for row in rows(name)]
    texts += ODD
    assert forms(texts, 8_000) == [one_by_one(text) for text in texts]


@given(st.lists(st.text(max_size=20), max_size=6))
def test_any_texts(texts: list[str]) -> None:
    assert forms(texts, 8_000) == [one_by_one(text) for text in texts]


def test_only_the_beginning_is_looked_at() -> None:
    assert forms(["的" * 100, "好"], 10) == ["的" * 10, "好"]


def test_a_part_keeps_its_fingerprints() -> None:
    whole, part = bare(LETTER * 3), bare(LETTER)[10:100]
    keys, places, pairs = anchors([whole, part])
    of = [set(keys[(places == at) & ~pairs].tolist()) for at in (0, 1)]
    assert len(of[0] & of[1]) >= 3
    assert not set(keys[places == 0].tolist()) & set(
        anchors(["完全不同的另一段文字" * 5])[0].tolist()
    )


def test_short_texts_have_none() -> None:
    assert [len(part) for part in anchors(["", "好", "好的"])] == [0, 0, 0]


@given(st.text(alphabet="的一是了网费太贵a1", max_size=700))
def test_one_text_has_the_fingerprints_that_it_has_among_many(text: str) -> None:
    assert anchors_of(text).tolist() == anchors([text])[0].tolist()
