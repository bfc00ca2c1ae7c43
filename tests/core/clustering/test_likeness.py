"""Likeness of two texts: what raises it, what lowers it, and that all its forms agree."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.clustering.content import read
from app.core.clustering.likeness import Likeness
from app.core.clustering.related import concepts_of, relatedness
from app.core.clustering.stance import stance
from app.core.clustering.thesaurus.concepts import Concept
from app.core.clustering.thesaurus.lexicon import Lexicon, lexicon
from app.core.text.cuts import cutter
from tests.core.clustering.material import rows, texts

BACKGROUND = [row["text"] for row in rows("comments.jsonl")[:60]]


def likeness(*first: str, words: Lexicon | None = None) -> Likeness:
    words = words or lexicon()
    return Likeness([read(one, cutter(), words) for one in (*first, *BACKGROUND)], words)


def alike(a: str, b: str, words: Lexicon | None = None) -> float:
    return float(likeness(a, b, words=words).block(np.array([0]), np.array([1]))[0, 0])


def test_everyday_words_for_one_concern_are_alike() -> None:
    assert alike("每个月网费下不来", "资费太贵了") > 5 * alike("每个月网费下不来", "公交站牌不准")


def test_without_the_thesaurus_they_are_not() -> None:
    bare = Lexicon([])
    assert alike("每个月网费下不来", "资费太贵了", bare) < 0.3 * alike(
        "每个月网费下不来", "资费太贵了"
    )


def test_for_and_against_are_less_alike() -> None:
    a, same, contrary = "支持汽车票实名制", "赞成汽车票实名制", "反对汽车票实名制"
    assert alike(a, contrary) < alike(a, same)


def test_opposing_concepts_push_apart() -> None:
    words = ("尽早放开", "稳着来")
    concepts = [
        Concept("加快开放", "", words[:1], "want"),
        Concept("谨慎开放", "", words[1:], "want"),
    ]
    opposed = [concepts[0], Concept("谨慎开放", "", words[1:], "want", ("加快开放",))]
    a, b = "公共数据要尽早放开", "公共数据要稳着来"
    assert alike(a, b, Lexicon(opposed)) < 0.5 * alike(a, b, Lexicon(concepts))


def test_a_negated_want_is_its_contrary() -> None:
    words = Lexicon([Concept("推广", "", ("推行实名制",), "want")])
    two = [read(one, cutter(), words) for one in ("应推行实名制", "不推行实名制", "天气")]
    signs = Likeness(two, words).signs(np.array([0]), np.array([0, 1, 2]))
    assert signs[2].ravel().tolist() == pytest.approx([1, -1, 0])


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("支持", 1),
        ("不支持", -1),
        ("特别好用", 1),
        ("别搞一刀切", -1),
        ("公交不准", 0),
        ("支持，但不要强制，反对一刀切", -1),
        ("", 0),
    ],
)
def test_stance(text: str, sign: int) -> None:
    assert np.sign(stance(text)) == sign


def test_words_of_one_concept_or_with_telling_characters_are_related() -> None:
    words = ["网费", "资费", "退费", "辐射", "etc", "tce"]
    table = relatedness(words, concepts_of(words, lexicon())).toarray()
    assert np.allclose(table, table.T)
    assert np.allclose(table.diagonal(), 1)
    assert table[0, 1] > table[0, 2] > table[0, 3]
    assert table[4, 5] == 0


def test_a_term_that_is_one_word_only_here_is_what_its_parts_are() -> None:
    table = concepts_of(["宽带资费", "宽带", "资费", "倒摆摆子"], lexicon()).toarray()
    assert table[0] @ table[1] > 0.3
    assert table[0] @ table[2] > 0.3
    own = lexicon([Concept("倒摆摆", "本地", ("倒摆摆子", "拐拐头"), "topic")])
    both = concepts_of(["倒摆摆子", "拐拐头"], own).toarray()
    assert both[0] @ both[1] > 0.3


@settings(max_examples=40, deadline=None)
@given(st.lists(texts(), min_size=1, max_size=12))
def test_all_forms_agree_and_are_likenesses(made: list[str]) -> None:
    words = lexicon()
    found = Likeness([read(one, cutter(), words) for one in made], words)
    whole = found.whole()
    assert np.isfinite(whole).all()
    assert ((whole >= 0) & (whole <= 1)).all()
    assert np.allclose(whole, whole.T)
    at = np.arange(len(made))
    pairs = found.pairs(np.repeat(at, len(made)), np.tile(at, len(made)))
    assert np.allclose(pairs.reshape(whole.shape), whole, atol=1e-6)
    half = at[::2]
    assert np.allclose(found.of(half).whole(), whole[np.ix_(half, half)])
