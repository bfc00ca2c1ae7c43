"""Comments that ask several things, and those that only look so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.clustering.demands import LONGEST, split
from app.core.clustering.enumerations import listings
from app.core.clustering.requests import NOTHING, SURELY, asks
from benchmarks import demands as measured


def parts(text: str) -> list[str]:
    return [text[one.start : one.end] for one in split(text)]


def test_development_data_and_own_cases() -> None:
    ours = measured.score(measured.given(), measured.ours())
    sentences = measured.score(measured.given(), measured.every_sentence)
    assert ours[2] >= 0.78
    assert ours[3] >= 0.62
    assert ours[2] > 1.5 * sentences[2]
    for name in ("demands.txt", "more_demands.txt"):
        assert measured.score(measured.own(name), measured.ours())[2] >= 0.65


def test_most_people_ask_one_thing() -> None:
    texts = [case.text for case in measured.single()]
    assert sum(len(split(text)) > 1 for text in texts) <= 0.08 * len(texts)


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("1. 建议延长开放时间。\n2. 请增加座位。\n3. 厕所要有人打扫。", ["1.", "2.", "3."]),
        ("（一）应当写明期限。\n（二）罚款请分档。", ["（一）", "（二）"]),
        ("一是请公布账目；二是应当由业主选聘。", ["一是", "二是"]),
        ("建议夜里也开一班车。另外，站台要装灯。", ["建议", "另外"]),
        ("請延長夜班公車。另外，應當公布時刻表。", ["請", "另外"]),
        ("各位领导：\n请取消摩托车的年审。\n此外，应当公布收费标准。\n谢谢！", ["请取消", "此外"]),
    ],
)
def test_split(text: str, begins: list[str]) -> None:
    found = parts(text)
    assert len(found) == len(begins)
    for one, begin in zip(found, begins, strict=True):
        assert one.startswith(begin)


@pytest.mark.parametrize(
    "text",
    [
        "建议删去本条。理由有三：一是没有上位法依据；二是基层没有人手；三是去年试过，没有效果。",
        "本条应当暂缓。首先，设备没有到位；其次，人员没有培训；最后，群众不了解。",
        "请把夜班车加到十二点，因为下班晚的人打不到车，同时也能少些黑车。",
        "好",
        "",
        "👍👍",
    ],
)
def test_one_demand_at_most(text: str) -> None:
    assert len(split(text)) <= 1


def test_greeting_and_signature_stand_outside() -> None:
    text = "尊敬的领导：\n您好！\n建议公园增加座椅。另外，请修好路灯。\n此致\n敬礼\n市民 王某"
    assert parts(text) == ["建议公园增加座椅。", "另外，请修好路灯。"]


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(
            st.sampled_from(
                ["建议", "，", "。", "一是", "二是", "1.", "\n", "“", "（", "请改", " ", "2、"]
            )
        ).map("".join),
    )
)
def test_offsets_are_in_order_and_apart(text: str) -> None:
    end = 0
    for one in split(text):
        assert end <= one.start < one.end <= len(text)
        assert text[one.start : one.end].strip() == text[one.start : one.end]
        end = one.end


def test_what_stands_behind_the_limit_is_the_last_demands() -> None:
    text = "建议公园增加座椅。另外，请修好路灯。" + "这里夜里很黑。" * LONGEST
    found = split(text)
    assert found[-1].end == len(text)


@pytest.mark.parametrize(
    ("text", "requests"),
    [
        ("一、门诊起付线应当降低。\n二、备案应改为网上办理。", True),
        ("理由：1. 没有依据。2. 没有人手。", False),
        ("一、现状\n路灯坏了。\n二、建议\n请修好。", False),
    ],
)
def test_what_a_list_counts(text: str, requests: bool) -> None:
    assert [one.requests for one in listings(text)] == [requests]


@pytest.mark.parametrize(
    ("clause", "level"),
    [
        ("建议延长开放时间", SURELY),
        ("别把路灯装得太高", SURELY),
        ("申请表由社区保管，邀请居民参加", NOTHING),
        ("现提出两点建议：", NOTHING),
        ("“应当”二字出现在第三条", NOTHING),
        ("昨天下了一场雨", NOTHING),
    ],
)
def test_what_asks(clause: str, level: int) -> None:
    assert asks(clause) == level
