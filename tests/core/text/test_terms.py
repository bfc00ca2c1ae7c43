"""The draft's own terms."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.text.cuts import cutter
from app.core.text.terms import MOST, terms_of

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("推进“一站式”票务和“互联网＋政务服务”。", ("一站式", "互联网+政务服务")),
        ("依据《网络安全法》，（以下简称「實施意見」）", ("网络安全法", "实施意见")),
        ("“一站式”、“一站式”", ("一站式",)),
        ("“ETC”“2017”", ()),
        ("“这是一句很长的话，不是一个词。”", ()),
        ("“", ()),
        ("", ()),
    ],
)
def test_terms(draft: str, expected: tuple[str, ...]) -> None:
    assert terms_of(draft) == expected


def test_terms_of_the_real_draft_are_words_of_its_cutter() -> None:
    draft = (ROOT / "draft_text" / "sichuan-informatization-2017.txt").read_text("utf-8")
    terms = terms_of(draft)
    assert {"一站式", "三通两平台", "双创"} <= set(terms)
    assert len(terms) < 100
    assert cutter(terms).cut("推进三通两平台建设") == ["推进", "三通两平台", "建设"]


def test_no_draft_gives_more_than_the_limit() -> None:
    draft = "".join(f"“词{at}”" for at in range(2 * MOST))
    assert len(terms_of(draft)) == MOST
