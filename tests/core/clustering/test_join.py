"""A new demand finds its letter and its opinion, or starts one."""

from __future__ import annotations

import pytest

from app.core.clustering.group import Item
from app.core.clustering.join import Index, Joined
from app.core.clustering.placing import placed_demands
from tests.core.clustering.material import grouped, items, opinions, rows
from tests.core.clustering.test_families import LETTER

LANES, FEES = 1, 2
TEXTS = {
    1: "高速收费站要保留人工收费车道，老人不会用ETC",
    2: "请保留人工收费车道和现金支付",
    3: "不要取消人工车道，没装ETC的车也要能走",
    4: "宽带资费太贵，建议降低网费",
    5: "农村网费应当降一半，资费太高",
    6: "建议降低宽带资费",
    7: LETTER,
}
OF = {1: LANES, 2: LANES, 3: LANES, 4: FEES, 5: FEES, 6: FEES, 7: 3}


def index(decided: frozenset[int] = frozenset(), without: int = 0) -> Index:
    kept = {id_: text for id_, text in TEXTS.items() if id_ != without}
    of = {id_: OF[id_] for id_ in kept}
    return Index([Item(id_, text) for id_, text in kept.items()], {}, of, decided=decided)


@pytest.mark.parametrize(
    ("text", "family", "opinion"),
    [
        (LETTER, 7, 3),
        ("您好！" + LETTER + "绵阳 李某", 7, 3),
        (LETTER[len(LETTER) // 2 :], 7, 3),
        ("建议降低宽带资费。", 6, FEES),
        ("👍", None, None),
        ("", None, None),
        ("的" * 100_000, None, None),
    ],
)
def test_letters(text: str, family: int | None, opinion: int | None) -> None:
    found = index().find(text)
    assert (found.family, found.opinion) == (family, opinion)


def test_a_demand_joins_the_opinion_it_is_most_like() -> None:
    chosen = rows("comments.jsonl")
    fees = [row["text"] for row in chosen if row["opinion"] == "fee-cut-concrete"][:12]
    lanes = [row["text"] for row in chosen if row["opinion"] == "etc-no-force"][:12]
    given = items([*fees[:-1], *lanes[:-1]])
    of = {item.id: FEES if item.id < len(fees) - 1 else LANES for item in given}
    made = Index(given, {}, of)
    assert made.find(fees[-1]).opinion == FEES
    assert made.find(lanes[-1]).opinion == LANES


def test_nothing_joins_a_decided_opinion_it_is_offered() -> None:
    assert index().find(TEXTS[6]) == Joined(6, FEES, False, 1.0)
    assert index(frozenset({FEES})).find(TEXTS[6]) == Joined(6, FEES, True, 1.0)


def test_what_was_added_is_known_at_once_and_what_was_removed_is_not() -> None:
    made = index(without=7)
    before = made.find(LETTER)
    assert before.family is None
    made.add(70, LETTER, 9)
    assert made.find(LETTER + "谢谢") == Joined(70, 9, False, 1.0)
    made.add(70, LETTER, 10)
    assert made.find(LETTER).opinion == 10
    made.remove(70)
    after = made.find(LETTER)
    assert (after.family, after.opinion) == (None, before.opinion)
    assert after.score == pytest.approx(before.score)
    with pytest.raises(KeyError):
        made.remove(70)


def test_a_letter_is_found_when_its_first_copy_is_gone() -> None:
    items_ = [Item(id_, LETTER if id_ < 4 else "请修路灯。") for id_ in range(1, 5)]
    made = Index(items_, {1: 1, 2: 1, 3: 1, 4: 4}, {1: 9, 2: 9, 3: 9, 4: 8})
    made.remove(1)
    assert made.left_behind({1}) == [2]
    made.speak(2, LETTER)
    changed = "您好！" + LETTER + "绵阳 李某"
    assert made.find(changed) == Joined(2, 9, False, 1.0)
    made.add(5, LETTER, 9, 1)
    made.remove(2)
    assert made.left_behind({2}) == [3]
    made.speak(3, LETTER)
    assert made.find(changed) == Joined(3, 9, False, 1.0)
    made.add(1, LETTER, 9, 1)
    assert made.find(LETTER) == Joined(3, 9, False, 1.0)


def test_letters_that_are_gone_keep_no_other_out() -> None:
    made = Index([], {}, {})
    ours = [f"{LETTER}附言第{chr(0x4E00 + number)}条。" for number in range(12)]
    for number, text in enumerate(ours):
        made.add(number, text, number)
    for number in range(12):
        made.remove(number)
    made.add(99, LETTER, 9)
    assert made.find("您好！" + LETTER + "绵阳 李某").family == 99


def test_a_short_demand_is_found_again_after_its_like_is_gone() -> None:
    made = index()
    made.remove(6)
    made.add(60, TEXTS[6], LANES)
    assert made.find(TEXTS[6]) == Joined(60, LANES, False, 1.0)


def test_many_opinions_can_be_added() -> None:
    made = index()
    for id_ in range(100, 200):
        made.add(id_, f"第{id_}号路灯坏了，请修好{chr(0x4E00 + id_)}街的灯", id_)
    assert made.find(f"第150号路灯坏了，请修好{chr(0x4E00 + 150)}街的灯").opinion == 150


def test_an_empty_clause() -> None:
    made = Index([], {}, {})
    assert made.find("建议降低网费") == Joined(None, None, False, 0.0)
    made.add(1, "建议降低网费", 5)
    assert made.find("建议降低网费").opinion == 5


def test_it_agrees_with_a_full_run_more_often_than_not() -> None:
    texts = [row["text"] for row in rows("comments.jsonl") if row["clause"] == "二/(二)/7"]
    before = grouped(texts[:-15])
    of = opinions(before)
    made = Index(items(texts[:-15]), before.families, of)
    same = 0
    for text in texts[-15:]:
        after = opinions(grouped([*texts[:-15], text], of), new=max(of.values()))
        said = after[len(texts) - 15]
        same += made.find(text).opinion == (said if said in set(of.values()) else None)
    assert same >= 8


def test_demands_of_a_comment_go_to_their_opinions() -> None:
    both = f"{TEXTS[4]}。另外，{TEXTS[2]}。"
    given = items([TEXTS[1], TEXTS[2], TEXTS[3], TEXTS[4], TEXTS[5], TEXTS[6], both])
    found = grouped([item.text for item in given])
    made = placed_demands(given, found)
    placed = made.placed
    assert (list(placed), made.unread) == ([6], 0)
    own = next(at for at, one in enumerate(found.groups) if 6 in one.members)
    assert own in [one.group for one in placed[6]]
    assert [both[one.demand.start :][:2] for one in placed[6]] == ["宽带", "另外"]


def test_of_too_many_wordings_the_commonest_are_read_and_the_others_counted() -> None:
    often = f"{TEXTS[4]}。另外，{TEXTS[2]}。"
    once = f"{TEXTS[5]}。另外，{TEXTS[3]}。"
    given = items([once, TEXTS[1], often, TEXTS[6], often])
    found = grouped([item.text for item in given])
    made = placed_demands(given, found, most=1)
    assert (sorted(made.placed), made.unread) == ([2, 4], 3)
    assert sorted(placed_demands(given, found).placed) == [0, 2, 4]
