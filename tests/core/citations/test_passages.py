"""Letters and the passages expected of them, side by side; laws; hostile texts."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.citations.passages import cite, read
from app.core.citations.values import SURE
from app.core.outline.values import Notice, Outline
from tests.core.citations.drafts import ROOT, Case, cases, draft

GOLD = ROOT / "tests" / "data" / "citations" / "sichuan" / "suggestions.jsonl"
EMPTY = Outline("", Notice(), (), (), "")
SCRAPS = [
    *(
        "第",
        "十五",
        "15",
        "条",
        "点",
        "款",
        "（一）",
        "(二)",
        "三、",
        "1.",
        "至",
        "和",
        "、",
        "，",
        "。",
    ),
    *(
        "\n",
        " ",
        "　",
        "“",
        "”",
        "《",
        "》",
        "「",
        "」",
        "该条",
        "上一款",
        "前款",
        "您好：",
        "谢谢",
        "理由：",
    ),
    *(
        "基本方针",
        "智慧法院",
        "全文",
        "网络安全法",
        "😀",
        "\x00",
        "\r\n",
        "İ",
        "ﬃ",
        "①",
        "建议删除",
    ),
]
letters = st.one_of(
    st.text(max_size=200), st.lists(st.sampled_from(SCRAPS), max_size=60).map("".join)
)


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.draft}: {case.label}")
def test_passages(case: Case) -> None:
    found = [(one.clause, one.reason, one.quote) for one in cite(case.text, draft(case.draft))]
    assert found == list(case.expected)


@given(letters, st.sampled_from(["rules", "sichuan"]))
@settings(max_examples=150, deadline=None)
def test_every_character_is_in_one_passage_or_left_out(text: str, name: str) -> None:
    reading = read(text, draft(name))
    addresses = {clause.address for clause in draft(name).clauses} | {None}
    for one in reading.passages:
        assert one.quote == text[one.start : one.end]
        assert one.quote.strip()
        assert one.clause in addresses
        assert 0 <= one.confidence <= 1
    spans = {(one.start, one.end) for one in reading.passages}
    tiles = sorted(spans | {(one.start, one.end) for one in reading.left_out})
    assert len(tiles) == len(spans) + len(reading.left_out)
    assert "".join(text[start:end] for start, end in tiles) == text
    assert [(one.start, one.end) for one in reading.passages] == sorted(
        (one.start, one.end) for one in reading.passages
    )
    assert reading.passages or not text.strip()


@given(letters)
@settings(max_examples=50, deadline=None)
def test_a_draft_without_clauses_ties_nothing(text: str) -> None:
    assert all(one.clause is None for one in cite(text, EMPTY))


def test_what_is_sure_is_right_on_the_development_letters() -> None:
    rows = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    wrong, found, gold = [], 0, 0
    for row in rows:
        passages = cite(row["text"], draft("sichuan"))
        for one in passages:
            near = [
                segment["clause"]
                for segment in row["segments"]
                if min(one.end, segment["end"]) > max(one.start, segment["start"])
            ]
            if one.clause is not None and one.confidence >= SURE and one.clause not in near:
                wrong.append((row["id"], one))
        for segment in row["segments"]:
            gold += 1
            found += any(
                one.clause == segment["clause"]
                and 2 * (min(one.end, segment["end"]) - max(one.start, segment["start"]))
                >= segment["end"] - segment["start"]
                for one in passages
            )
    assert wrong == []
    assert found / gold >= 0.95


def test_likeness_alone_is_never_sure() -> None:
    rows = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    alike = [
        one.confidence
        for row in rows
        for one in cite(row["text"], draft("sichuan"))
        if one.reason == "content"
    ]
    assert alike
    assert max(alike) < SURE


def test_the_data_is_as_published() -> None:
    for row in map(json.loads, GOLD.read_text("utf-8").splitlines()):
        for segment in row["segments"]:
            assert segment["quote"] == row["text"][segment["start"] : segment["end"]]
