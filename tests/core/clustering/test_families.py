"""Copies of a letter, and what only looks like one."""

from __future__ import annotations

import random
from collections import Counter
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.clustering.families import families
from tests.core.clustering.material import rows, texts

LETTER = (
    "我们是四川一所高校的学生。第七条提出提高普遍服务水平，方向正确，但没有写明资费何时下降。"
    "农村家庭每月网费要六七十元，老人觉得不值，娃娃上网课只好用手机流量。"
    "建议将本条修改为：到2020年，固定宽带单位带宽资费比2016年下降一半以上，并逐年公布。"
)


def pairs(labels: Counter[object]) -> int:
    return sum(comb(number, 2) for number in labels.values())


def test_letters_of_the_development_data() -> None:
    letters = rows("letters.jsonl")
    found = families({at: row["text"] for at, row in enumerate(letters)})
    both = pairs(Counter((found[at], row["family"]) for at, row in enumerate(letters)))
    assert both / pairs(Counter(found.values())) >= 0.99
    assert both / pairs(Counter(row["family"] for row in letters)) >= 0.97


def test_no_comment_of_the_development_data_is_a_copy() -> None:
    comments = rows("comments.jsonl")
    found = families({at: row["text"] for at, row in enumerate(comments)})
    assert all(id_ == family for id_, family in found.items())


@pytest.mark.parametrize(
    "copy",
    [
        LETTER,
        LETTER.replace("，", " , ").replace("我们是", "我們是"),
        "尊敬的领导：您好！" + LETTER + "此致敬礼。李某某，绵阳",
        LETTER[len(LETTER) // 2 :],
        LETTER.replace("学生", "教师").replace("六七十", "八九十").replace("一半", "50%"),
    ],
)
def test_copies(copy: str) -> None:
    assert len(set(families({1: LETTER, 2: copy}).values())) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LETTER, "网费"),
        (LETTER, "建议将本条修改为"),
        ("支持降低资费", "反对降低资费"),
        ("支持推广ETC，方便", "支持推广ETC，不方便"),
        ("👍", "👎"),
        ("", " "),
        (
            LETTER,
            "“并逐年公布”这一句我反对：公布一次要花不少人力，三年公布一次就够，省下的钱补贴农村。",
        ),
    ],
)
def test_no_copies(one: str, other: str) -> None:
    assert families({1: one, 2: other}) == {1: 1, 2: 2}


def test_small_differences_do_not_chain_different_letters() -> None:
    sentences = [
        f"第{at}项理由是{chr(0x4E00 + 97 * at) * 3}{chr(0x5E00 + 89 * at) * 9}。"
        for at in range(40)
    ]
    sliding = {at: "".join(sentences[at : at + 12]) for at in range(28)}
    found = families(sliding)
    assert found[0] != found[27]
    assert len(set(found.values())) >= 3


@settings(deadline=None)
@given(st.lists(texts(), max_size=12), st.randoms())
def test_a_family_is_named_by_its_member_whatever_the_order(
    made: list[str], chance: random.Random
) -> None:
    given_ = dict(enumerate(made))
    found = families(given_)
    assert found.keys() == given_.keys()
    assert all(found[family] == family for family in found.values())
    mixed = list(given_.items())
    chance.shuffle(mixed)
    assert families(dict(mixed)) == found
