"""Why comments stand together, what sets opinions apart, and of what kind a comment is."""

from __future__ import annotations

import pytest

from app.core.clustering.explain import differences, explain
from app.core.clustering.kinds import KINDS, kind, kinds
from app.core.clustering.thesaurus.concepts import Concept
from tests.core.clustering.material import rows

OTHERS = ["公交站牌不准", "高速的人工车道要保留", "红绿灯时间太短", "地铁什么时候通"]


def test_shared_concepts_come_with_the_words_they_were_said_in() -> None:
    found = explain(["网费下不来", "资费太贵了", "农村的月租该降了"], OTHERS)
    assert found.voices == 3
    first = found.concepts[0]
    assert first.voices == 3
    assert {"网费", "月租"} <= set(first.words)
    assert first.name
    assert first.field.startswith("通信")


def test_shared_words_are_said_by_several_and_by_fewer_of_the_others() -> None:
    found = explain(["梯田灌溉用水", "梯田灌溉太难", "公交"], [*OTHERS, "公交梯田"])
    assert [one.word for one in found.words] == ["灌溉", "梯田"]
    assert [one.voices for one in found.words] == [2, 2]


def test_a_pair_and_single_ones() -> None:
    found = explain(["农村网费下不来", "网费太高"])
    assert found.concepts[0].voices == 2
    assert explain(["网费太高"], OTHERS).concepts == ()
    assert explain([], OTHERS).words == ()


def test_an_offices_own_words_explain_too() -> None:
    own = [Concept("堰塘清淤", "水利", ("掏堰塘", "清塘泥"), "want")]
    found = explain(["年年喊掏堰塘没人来", "清塘泥要有钱"], OTHERS, own=own)
    assert ("堰塘清淤", ("掏堰塘", "清塘泥")) in [(one.name, one.words) for one in found.concepts]


def test_differences_are_phrases_that_the_other_opinion_has_not() -> None:
    ours, theirs = differences(
        ["ETC不得强制", "ETC要自愿，保留人工车道", "保留人工车道"],
        ["ETC多扣费没人退", "ETC扣费有误要退费", "退费太慢"],
    )
    assert "人工车道" in ours
    assert "退费" in theirs
    assert not [one for one in (*ours, *theirs) if one == "ETC"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("赞成这一条，没意见。", "support"),
        ("支持！", "support"),
        ("坚决反对在学校旁边建基站", "oppose"),
        ("不同意用财政资金补贴企业", "oppose"),
        ("不支持这么搞，没必要", "oppose"),
        ("请问本条所说的试点什么时候开始？", "question"),
        ("钱从哪里出？省里出多少？", "question"),
        ("建议增加考核指标", "amend"),
        ("支持本条，建议增加考核指标，写明责任单位", "amend"),
        ("路灯坏了三个月", "amend"),
        ("", "amend"),
    ],
)
def test_kind(text: str, expected: str) -> None:
    assert kind(text) == expected


def test_kinds_are_counted_and_all_there() -> None:
    assert kinds(["支持", "支持", "请问几时开始？"]) == {
        "support": 2,
        "oppose": 0,
        "amend": 0,
        "question": 1,
    }
    gold = rows("comments.jsonl")
    right = sum(kind(row["text"]) == row["stance"] for row in gold)
    assert right / len(gold) > 0.84
    assert list(kinds([])) == list(KINDS)
