from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.comments.tying import guesses, tie
from app.comments.values import Part
from app.core.outline.parse import parse
from app.core.outline.values import Outline
from app.wiring import DRAFTS

ADDRESS = "三/(一)/15"


@cache
def draft() -> tuple[Outline, dict[str, int]]:
    outline = parse((DRAFTS / "sichuan-informatization-2017.txt").read_text("utf-8"))
    ids = {clause.address: number for number, clause in enumerate(outline.clauses, 2)}
    return outline, {"全文": 1, **ids}


def tied(text: str, **kwargs: object) -> tuple[Part, ...]:
    return tie(text, *draft(), **kwargs)  # type: ignore[arg-type]


def address(part: Part) -> str | None:
    return next((one for one, number in draft()[1].items() if number == part.clause_id), None)


@pytest.mark.parametrize(
    "text",
    [
        "第15条应当写明补贴。",
        "第十五条应当写明补贴。",
        "三（一）15：应当写明补贴。",
        "推进信息化和工业化深度融合：应当写明补贴。",
    ],
)
def test_the_ways_to_name_a_clause(text: str) -> None:
    (part,) = tied(text)
    assert address(part) == ADDRESS
    assert part.tied_by in {"citation", "heading"}
    assert part.tie_confidence is not None
    assert part.tie_confidence >= 0.8


def test_passages_of_one_letter_go_to_their_clauses() -> None:
    text = "您好！\n一、第15条：应当写明补贴。\n二、第16条：写写乡下的网速。\n此致敬礼"
    parts = [part for part in tied(text) if part.clause_id]
    assert [address(part) for part in parts] == [ADDRESS, "三/(一)/16"]
    assert all(text[part.tie_start : part.tie_end] == part.text for part in parts)


def test_a_passage_without_a_clause_beside_one_that_has_one_waits() -> None:
    text = "一、第15条：应当写明补贴。\n二、我们村的路灯坏了三年，没有人来修。\n"
    waiting = [part for part in tied(text) if part.clause_id is None]
    assert ["路灯" in part.text for part in waiting] == [True]
    assert waiting[0].tied_by is None


@pytest.mark.parametrize("text", ["好", "👍", "我们村的路灯坏了三年。", "第九百九十九条删掉。"])
def test_what_names_no_clause_waits_as_a_whole(text: str) -> None:
    (part,) = tied(text)
    assert (part.text, part.clause_id, part.tied_by) == (text, None, None)
    assert (part.tie_start, part.tie_end) == (0, len(text))


def test_the_subject_ties_a_letter_that_names_nothing() -> None:
    (part,) = tied("应当写明补贴。", subject="关于第十五条的意见")
    assert (address(part), part.tie_reason) == (ADDRESS, "subject")
    (part,) = tied("应当写明补贴。", subject="关于第十五条和第十六条的意见")
    assert part.clause_id is None


def test_a_letter_about_the_whole_draft_has_a_clause_of_its_own() -> None:
    (part,) = tied("整个文件请多用老百姓听得懂的话。")
    assert address(part) == "全文"
    (part,) = tied("应当写明补贴。", subject="对征求意见稿的意见")
    assert part.clause_id is None


def test_a_guess_where_nothing_is_cited() -> None:
    found = guesses("宽带太慢，村里的光纤什么时候通？", *draft())
    assert len(found) == 3
    clauses = [one for one in draft()[0].clauses if draft()[1][one.address] == found[0][0]]
    assert "宽带" in clauses[0].heading + clauses[0].text
    assert all(one[2] < 0.8 for one in found)
    assert guesses("x", *draft()) == ()


def test_offsets_only_into_the_body() -> None:
    (part,) = tied("第15条应当写明补贴。", offsets=False)
    assert (part.tie_start, part.tie_end) == (None, None)


def test_nothing_is_no_part() -> None:
    assert tied(" \n　") == ()


def test_guesses_are_few_and_best_first() -> None:
    found = guesses("第15条和第16条、第17条、第18条都要改", *draft())
    assert 1 <= len(found) <= 3
    assert [one[2] for one in found] == sorted((one[2] for one in found), reverse=True)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "第15条",
                "第十六条",
                "应当补贴",
                "。",
                "\n",
                "一、",
                "您好",
                "三（一）15",
                "1.",
                "“",
                "”",
                " ",
                "x",
                "\0",
                "👍",
            ]
        ),
        max_size=25,
    ).map("".join)
)
def test_no_letter_is_lost(text: str) -> None:
    parts = tied(text)
    if not text.strip():
        assert parts == ()
        return
    assert parts
    assert all(part.text.strip() for part in parts)
    for part in parts:
        assert part.text in text
        assert (part.clause_id is None) == (part.tied_by is None)
