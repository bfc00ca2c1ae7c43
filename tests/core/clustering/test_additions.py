"""What copies add of their own, and what only greets or signs."""

from __future__ import annotations

import pytest

from app.core.clustering.additions import additions
from app.core.clustering.courtesy import matter
from app.core.clustering.families import families
from tests.core.clustering.material import rows

LETTER = (
    "关于第二十条的意见：\n我们是城南片区的住户。条例草案要求封闭式小区逐步打开，我们不能同意。"
    "小区道路是业主共有的，买房时已经付了钱。车辆穿行以后，老人和孩子没有散步的地方，夜里也不得安宁。"
    "建议将“逐步打开”改为“在业主大会同意后，可以打开”。同时请政府先把断头路修通，再来谈小区的路。"
    "道路不通的根子不在围墙，在规划。\n城南花园 业主代表 林某"
)
OWN = "我再补充一条：我们小区的消防通道被底商的货车占着，打了六次电话没有人来，请消防队管一管。"


def found(copies: list[str]) -> list[list[str]]:
    texts = dict(enumerate([LETTER, *copies]))
    added = additions(texts, families(texts))
    return [[texts[id_][one.start : one.end] for one in added.get(id_, ())] for id_ in texts]


def test_the_six_of_the_development_data_and_no_other() -> None:
    letters = rows("letters.jsonl")
    texts = {at: row["text"] for at, row in enumerate(letters)}
    added = additions(texts, families(texts))
    assert set(added) == {at for at, row in enumerate(letters) if row.get("added")}
    for at, own in added.items():
        assert [texts[at][one.start : one.end] for one in own] == [letters[at]["added"]]


@pytest.mark.parametrize(
    ("copy", "own"),
    [
        (LETTER + "\n" + OWN, [OWN]),
        (OWN + "\n" + LETTER, [OWN]),
        (LETTER.replace("建议将", OWN + "建议将"), [OWN]),
        (LETTER[: LETTER.rindex("\n")] + OWN, [OWN]),
        ("您好！" + OWN + "谢谢！\n" + LETTER, [OWN]),
    ],
)
def test_own_words_are_found_wherever_they_stand(copy: str, own: list[str]) -> None:
    assert found([LETTER, copy]) == [[], [], own]


@pytest.mark.parametrize(
    "copy",
    [
        LETTER,
        "尊敬的各位领导：您们好！我在网上看到通知，冒昧写这封信，耽误您几分钟时间。\n" + LETTER,
        LETTER + "\n此致\n敬礼！祝工作顺利、身体健康！\n2024年3月5日",
        LETTER[: LETTER.rindex("\n")]
        + "\n住址：成都市武侯区桐梓林北路8号3栋2单元 电话 138****2210 王秀英",
        LETTER.replace("住户", "居民")
        .replace("不能同意", "无法赞成")
        .replace("老人和孩子", "老幼"),
        LETTER.replace("，", ",").replace("。", "."),
        LETTER[40:160],
        "我是一名普通业主，说得不对的地方请包涵。" + LETTER,
    ],
)
def test_no_addition(copy: str) -> None:
    assert found([copy]) == [[], []]


def test_an_addition_of_the_representative_itself_is_found_among_many_copies() -> None:
    longest = LETTER + "\n" + OWN
    copies = [LETTER.replace("林某", name) for name in ("王甲", "李乙", "陈丙", "周丁", "吴戊")]
    texts = dict(enumerate([longest, *copies]))
    own = additions(texts, dict.fromkeys(texts, 0))
    assert [texts[0][one.start : one.end] for one in own.pop(0)] == [OWN]
    assert own == {}


@pytest.mark.parametrize(
    ("sentence", "alone", "says"),
    [
        ("您好，打扰了", False, False),
        ("四川省绵阳市涪城区", False, False),
        ("2017年9月5日", True, False),
        ("签名：何永福", True, False),
        ("夜里的货车把路面压坏了", False, True),
        ("请把路灯修好", True, True),
    ],
)
def test_what_says_something(sentence: str, alone: bool, says: bool) -> None:
    assert bool(matter(sentence, alone=alone)) is says
