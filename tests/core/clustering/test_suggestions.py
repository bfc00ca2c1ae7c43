"""Assisted coding: what is offered, that decisions are learnt from and can be taken back."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.clustering.learning import proposals
from app.core.clustering.merge_questions import merge_questions
from app.core.clustering.reading_order import MOST, bundles, order
from app.core.clustering.suggestions import Coding, Offer, suggestions
from app.core.clustering.values import Item
from tests.core.clustering.material import items, rows

FEES, LANES, LIGHT = 7, 8, 9
TEXTS = [
    "宽带资费太贵，建议降低资费",
    "请保留高速人工收费车道",
    "农村网费下不来，要降",
    "人工车道不能全部取消",
    "路口红绿灯时间太短",
    "网费太高，请降低",
]


def coding(texts: list[str], confirmed: dict[int, int], **more: dict[int, int]) -> Coding:
    return Coding(items(texts), confirmed, **more)


def clause(name: str) -> tuple[list[str], list[str]]:
    found = [row for row in rows("comments.jsonl") if row["clause"] == name]
    return [row["text"] for row in found], [row["opinion"] for row in found]


def test_the_likeliest_opinion_comes_first() -> None:
    offers = suggestions(items(TEXTS), {0: FEES, 1: LANES, 4: LIGHT})
    assert sorted(offers) == [2, 3, 5]
    assert [offers[at].suggestions[0].opinion for at in (2, 3, 5)] == [FEES, LANES, FEES]
    for offer in offers.values():
        scores = [one.score for one in offer.suggestions]
        assert scores == sorted(scores, reverse=True)
        assert 0 <= offer.sure <= 1
        assert sum(scores) + offer.new <= 1.001


def test_nothing_confirmed_nothing_suggested() -> None:
    offers = suggestions(items(TEXTS), {})
    assert list(offers.values()) == [Offer(at, (), 1.0, 0.0) for at in range(len(TEXTS))]
    assert suggestions([], {}) == {}
    assert coding(TEXTS, {99: FEES}).confirmed == {}


def test_what_is_like_nothing_is_likely_new() -> None:
    offers = suggestions(items(TEXTS), {0: FEES, 1: LANES})
    assert offers[4].new > offers[3].new
    assert offers[4].new > offers[5].new


def test_at_most_five() -> None:
    texts, _ = clause("三/(四)/31")
    offers = suggestions(items(texts), {at: 100 + at for at in range(9)})
    assert {len(one.suggestions) for one in offers.values()} == {5}


def test_a_decision_is_learnt_from_at_once() -> None:
    desk = coding(TEXTS, {1: LANES})
    assert desk.offers([5])[5].suggestions[0].opinion == LANES
    before = desk.offers()
    desk.confirm(0, FEES)
    after = desk.offers()
    assert after[5].suggestions[0].opinion == FEES
    assert after[5].new < before[5].new
    desk.withdraw(0)
    assert desk.offers() == before


def test_a_letters_copies_are_one_voice() -> None:
    texts = [TEXTS[0]] * 5 + TEXTS[1:]
    families = dict.fromkeys(range(5), 0)
    one = coding(texts, {0: FEES, 5: LANES}, families=families)
    many = coding(texts, {0: FEES, 1: FEES, 2: FEES, 5: LANES}, families=families)
    assert one.offers([9]) == many.offers([9])
    assert one.offers([4])[4].suggestions[0].opinion == FEES
    many.withdraw(0)
    many.withdraw(1)
    assert one.offers([9]) == many.offers([9])


def test_two_items_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="one id"):
        Coding([Item(1, "a"), Item(1, "b")], {})
    with pytest.raises(KeyError):
        coding(TEXTS, {}).confirm(99, FEES)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 4), st.booleans()), max_size=20))
def test_step_by_step_is_as_all_at_once(steps: list[tuple[int, int, bool]]) -> None:
    desk = coding(TEXTS, {0: 1})
    law = {0: 1}
    for id_, opinion, back in steps:
        if back:
            desk.withdraw(id_)
            law.pop(id_, None)
        else:
            desk.confirm(id_, opinion)
            law[id_] = opinion
    at_once = coding(TEXTS, law).offers()
    stepwise = desk.offers()
    assert sorted(stepwise) == sorted(at_once)
    for id_, offer in stepwise.items():
        expected = {one.opinion: one.score for one in at_once[id_].suggestions}
        assert {one.opinion: one.score for one in offer.suggestions} == pytest.approx(
            expected, abs=2e-3
        )
        assert offer.new == pytest.approx(at_once[id_].new, abs=2e-3)


def test_suggestions_beat_the_nearest_neighbour_of_plain_vectors() -> None:
    """Development data: a floor, far below what benchmarks/opinions.py measures."""
    hits = asked = 0
    for name in ("三/(一)/17", "三/(四)/34"):
        texts, gold = clause(name)
        names = {one: at for at, one in enumerate(sorted(set(gold)))}
        half = random.Random(1).sample(range(len(texts)), len(texts) // 2)
        offers = suggestions(items(texts), {at: names[gold[at]] for at in half})
        known = {gold[at] for at in half}
        for at, offer in offers.items():
            asked += gold[at] in known
            hits += bool(offer.suggestions) and offer.suggestions[0].opinion == names[gold[at]]
    assert hits / asked > 0.55


def test_bundles_hold_only_unread_ones_once_and_fit_the_screen() -> None:
    texts, gold = clause("二/(二)/7")
    names = {one: at for at, one in enumerate(sorted(set(gold)))}
    half = {at: names[one] for at, one in enumerate(gold) if at % 2}
    found = bundles(coding(texts, half), {at: names[one] for at, one in enumerate(gold)})
    ids = [id_ for one in found for id_ in one.ids]
    assert len(ids) == len(set(ids)) > 10
    assert not set(ids) & set(half)
    assert all(1 <= len(one.ids) <= MOST and 0 < one.sure <= 1 for one in found)
    sure = [one for one in found if one.opinion is not None]
    right = sum(names[gold[id_]] == one.opinion for one in sure for id_ in one.ids)
    assert right / sum(len(one.ids) for one in sure) > 0.75


def test_what_may_begin_an_opinion_is_bundled_by_the_last_run() -> None:
    texts = [*TEXTS, "宽带资费太贵，建议降低资费！"]
    (one,) = bundles(coding(texts, {}), {0: 1, 2: 1, 6: 1, 4: 2})
    assert one.opinion is None
    assert {0, 6} <= set(one.ids) <= {0, 2, 6}
    assert bundles(coding([], {})) == ()


def test_reading_order_is_all_unread_alike_ones_in_a_row() -> None:
    desk = coding(TEXTS, {1: LANES})
    guesses = {0: 1, 2: 1, 5: 1, 3: 2, 4: 3}
    found = order(desk, guesses)
    assert sorted(found) == [0, 2, 3, 4, 5]
    assert set(found[:3]) == {0, 2, 5}
    assert sorted(order(desk)) == [0, 2, 3, 4, 5]
    assert order(coding([], {})) == ()


def test_nobody_is_asked_to_merge_two_camps() -> None:
    camps = [
        "支持全年禁止燃放烟花爆竹，污染空气",
        "坚决支持城区全年禁止燃放烟花爆竹",
        "反对全年禁止燃放烟花爆竹，没有年味",
        "不赞成城区全年禁止燃放烟花爆竹",
        "赞成全年禁止燃放烟花爆竹，太吵",
    ]
    desk = coding(camps, {})
    asked = merge_questions(desk.likeness, desk.place, {0: 1, 1: 1, 2: 2, 3: 2, 4: 3})
    assert [(one.into, one.other) for one in asked] == [(1, 3)]


def test_merge_is_asked_for_the_same_and_not_against_staff() -> None:
    desk = coding(TEXTS, {})
    opinions = {0: 1, 2: 2, 5: 2, 1: 3, 3: 3, 4: 4}
    first, *_ = merge_questions(desk.likeness, desk.place, opinions)
    assert (first.into, first.other) == (2, 1)
    assert first.worth == first.likeness
    asked = merge_questions(desk.likeness, desk.place, opinions, {(5, 0)})
    assert (2, 1) not in {(one.into, one.other) for one in asked}
    assert merge_questions(desk.likeness, desk.place, {0: 1, 2: 1}) == ()
    assert len(merge_questions(desk.likeness, desk.place, opinions, most=1)) == 1


def test_words_that_set_an_opinion_apart_are_proposed() -> None:
    said = [f"{who}说倒摆摆子的事情太多" for who in ("王婆", "李婆", "张婆", "赵婆")]
    other = [f"公交站牌报站不准{number}" for number in range(6)]
    terms = ("倒摆摆子",)
    confirmed = {at: 1 if at < len(said) else 2 for at in range(len(said + other))}
    found = proposals(items(said + other), confirmed, terms=terms)
    assert ("倒摆摆子", 1, 4) in {(one.word, one.opinion, one.voices) for one in found}
    assert proposals(items(said + other), {}, terms=terms) == ()
    copies = proposals(
        items(said + other), confirmed, families=dict.fromkeys(range(4), 0), terms=terms
    )
    assert not [one for one in copies if one.opinion == 1]


def test_what_everybody_says_sets_nobody_apart() -> None:
    said = [f"{who}说人工车道不能撤" for who in ("王婆", "李婆", "张婆")]
    assert proposals(items(said), dict.fromkeys(range(3), 1)) == ()
    both = proposals(items(said), {0: 1, 1: 1, 2: 2})
    assert not [one for one in both if "人工车道" in one.word]
