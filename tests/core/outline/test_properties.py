"""What holds for every text, drafts and nonsense alike."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.outline.lines import normalise
from app.core.outline.parse import parse
from app.core.outline.values import Outline
from tests.core.outline.written import Case, cases

NUMBERS = st.sampled_from(["一", "二", "三", "四", "十", "十一", "1", "2", "3", "１", "12", "〇"])
LABELS = st.sampled_from(
    [
        "第{}编 ",
        "第{}章　",
        "第{}节 ",
        "第{}条　",
        "第 {} 條 ",
        "第{}条之一 ",
        "第{}部分 ",
        "第{}款 ",
        "{}、",
        "（{}）",
        "({})",
        "{}.",
        "{}．",
        "{}.1 ",
        "{}.1.1",
        "{} ",
        "{}）",
        "①",
        "②",
        "⒈",
        "⑵",
        "a)",
        "——",
        "• ",
        "附件{}",
        "附件{}：",
        "附录A",
        "A.{} ",
        "附：",
    ]
)
WORDS = st.sampled_from(
    [
        "",
        "总则",
        "为了规范管理，制定本办法。",
        "下列情形：",
        "将第八条修改为：“第八条",
        "”。",
        "“",
        "甲；",
        "某市管理办法（征求意见稿）",
        "起草说明",
        "目录",
        "序言",
        "附则",
        "2024年1月1日",
        "某市人民政府",
        "专栏1 工程",
        "Article 1 of the Law",
        "甲\t乙\t丙",
        "现行条文\t修改后条文",
        "现将《某市管理办法》印发给你们。",
        "请于2024年3月1日前将意见发至 a#b.example 公开征求意见。",
        "：（一）甲；（二）乙。第三条 丙。",
        "（此件公开发布）",
        "注：乙",
        "为了" * 14,
    ]
)
LINES = st.one_of(
    st.builds(lambda label, number, words: label.format(number) + words, LABELS, NUMBERS, WORDS),
    WORDS,
    st.text(max_size=20),
)
TEXTS = st.lists(LINES, max_size=25).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\n\n", "\f", "\n　　"]).map(
        lambda end: end.join(lines)
    )
)


def check(outline: Outline) -> None:
    spans = sorted(
        [(one.start, one.end) for one in outline.clauses]
        + [(one.start, one.end) for one in outline.asides]
    )
    at = 0
    for start, end in spans:
        assert start == at, "every character is in exactly one clause or aside"
        assert end >= start
        at = end
    assert at == len(outline.text)
    addresses = [one.address for one in outline.clauses]
    assert len(set(addresses)) == len(addresses)
    assert len({one.slug for one in outline.clauses}) == len(addresses)
    for place, one in enumerate(outline.clauses):
        assert one.parent is None or one.parent in addresses[:place]
        assert one.parent == (one.address.rpartition("/")[0] or None)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_character_once_and_addresses_unique(text: str) -> None:
    check(parse(text))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_splitting_again_changes_nothing(text: str) -> None:
    outline = parse(text)
    assert normalise(outline.text) == outline.text
    assert parse(outline.text) == outline


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_no_word_of_the_draft_is_lost(text: str) -> None:
    """What a clause's lines say is in its label, heading or text."""
    outline = parse(text)
    below: dict[str, str] = {}
    for one in reversed(outline.clauses):
        words = one.label * (one.kind != "paragraph") + one.heading + one.text
        below[one.address] = words
    said = "".join(below[one.address] for one in outline.clauses)
    printed = "".join(outline.text[one.start : one.end] for one in outline.clauses)
    ignored = set("。：: 、.()（）【】[]〔〕")
    missing = letters(printed, ignored) - letters(said, ignored)
    assert not missing


def letters(text: str, ignored: set[str]) -> set[str]:
    return {sign for sign in text if not sign.isspace()} - ignored


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_cases_have_the_properties_too(case: Case) -> None:
    outline = parse(case.text)
    check(outline)
    assert parse(outline.text) == outline
