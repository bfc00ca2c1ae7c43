"""Words of the thesaurus in a text: the longest, at borders, negated or not, in linear time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clustering.thesaurus.concepts import Concept
from app.core.clustering.thesaurus.lexicon import Lexicon, lexicon
from app.core.text.cuts import cut
from app.core.text.normalise import normalise
from tests.support.moments import moments

OWN = (
    Concept("资费偏高", "通信", ("资费", "资费太贵", "网费", "ETC收费"), "topic"),
    Concept("强制办理", "交通", ("强制办理", "強制"), "want", ("自愿办理",)),
    Concept("自愿办理", "交通", ("自愿", "自愿办理"), "want"),
    Concept("监督", "通用", ("监督", "资费"), "topic"),
)


def found(text: str) -> list[tuple[str, tuple[str, ...], bool]]:
    words = Lexicon(OWN)
    return [
        (one.word, tuple(words.concepts[at].name for at in one.concepts), one.negated)
        for one in words.find(cut(normalise(text)))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("农村资费太贵了", [("资费太贵", ("资费偏高",), False)]),
        ("资费和网费", [("资费", ("资费偏高", "监督"), False), ("网费", ("资费偏高",), False)]),
        ("不得强制办理", [("强制办理", ("强制办理",), True)]),
        ("贵得不行。强制办理", [("强制办理", ("强制办理",), False)]),
        ("请取消，强制办理", [("强制办理", ("强制办理",), False)]),
        ("ＥＴＣ收费", [("etc收费", ("资费偏高",), False)]),
        ("強制", [("强制", ("强制办理",), False)]),
        ("他总监督促我", []),
        ("", []),
    ],
)
def test_mentions(text: str, expected: list[tuple[str, tuple[str, ...], bool]]) -> None:
    assert found(text) == expected


def test_short_words_and_words_of_several_concepts_weigh_less() -> None:
    words = Lexicon(OWN)
    weight = {one.word: one.weight for one in words.find(cut("资费太贵，网费，资费"))}
    assert weight["资费太贵"] == 1
    assert weight["资费"] < weight["网费"] == 0.5


def test_opposing_concepts_are_known_by_number() -> None:
    assert Lexicon(OWN).opposites == ((1, 2),)


def test_own_words_stand_beside_the_shipped_ones_and_add_to_them() -> None:
    shipped = lexicon()
    concept = shipped.concepts[0]
    both = lexicon([Concept(concept.name, "", ("梅花桩子",)), Concept("新关切", "", ("桥头铺子",))])
    assert len(both.concepts) == len(shipped.concepts) + 1
    assert both.concepts[0].words == (*concept.words, "梅花桩子")
    assert both.concepts[0].field == concept.field
    assert "桥头铺子" in both.words
    assert "桥头铺子" not in shipped.words
    assert lexicon() is shipped


@given(
    st.lists(
        st.sampled_from(["资费", "太贵", "网费", "强制", "办理", "不", "，", "a"]), max_size=30
    )
)
def test_mentions_follow_each_other_and_are_what_stands_there(parts: list[str]) -> None:
    form = "".join(parts)
    mentions = Lexicon(OWN).find(cut(form))
    ends = [0]
    for one in mentions:
        assert form[one.start : one.end] == one.word
        assert one.start >= ends[-1]
        ends.append(one.end)


def test_time_grows_with_the_text() -> None:
    words = lexicon()
    few, many = (["网", "费"] * number for number in (4_000, 40_000))
    assert moments(lambda: words.find(many)) < 30 * moments(lambda: words.find(few))
