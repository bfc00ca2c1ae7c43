"""Grouping as its keepers call it: examples."""

from __future__ import annotations

import time

import pytest

from app.core.clustering.group import Constraints, Item, group
from tests.core.clustering.material import grouped, items, opinions, rows

FEES = [
    "建议降低宽带资费，农村宽带资费太贵",
    "农村的宽带资费太贵，建议降低资费",
    "宽带资费贵，资费要降低",
]
LANES = ["请保留高速人工收费车道", "高速的人工收费车道不能全部取消", "人工收费车道请保留"]


def test_like_comes_to_like() -> None:
    found = grouped([*FEES, *LANES, "地铁什么时候通到青白江？"])
    assert [one.members for one in found.groups] == [(0, 1, 2), (3, 4, 5), (6,)]
    first, second, alone = found.groups
    assert "资费" in first.keywords[0]
    assert "车道" in second.keywords[0]
    assert alone.label == "地铁什么时候通到青白江？"
    assert all(one.opinion is None for one in found.groups)
    assert all(one.representative in one.members for one in found.groups)


def test_a_clause_without_comments_and_with_one() -> None:
    assert grouped([]).groups == ()
    (only,) = grouped(["好"]).groups
    assert (only.members, only.label, only.keywords) == ((0,), "好", ())


def test_under_a_dozen_comments_no_grouping_is_forced() -> None:
    found = grouped(["建议明确资费何时下降", "建议明确补偿由谁出钱", "建议明确谁来监督"])
    assert len(found.groups) == 3


def test_a_letter_is_shown_in_the_drafts_characters_if_anybody_wrote_so() -> None:
    traditional = "建議在“平臺經濟”之後增加：依法制止平臺濫用優勢地位強迫商家二選一。"
    simplified = "建议在“平台经济”之后增加：依法制止平台滥用优势地位强迫商家二选一。"
    (found,) = grouped(
        [traditional, f"{traditional}張某", f"{simplified}就这一条，请采纳。"]
    ).groups
    assert found.representative == 2
    (alone,) = grouped([traditional, f"{traditional}張某"]).groups
    assert "平臺" in alone.label


def test_copies_are_one_opinion_and_one_voice() -> None:
    letter = (
        "我们是高速公路上的车主，ETC应当以自愿为前提，步子不能迈得太大，请保留人工车道和现金支付。"
    )
    found = grouped(["公交到站时间不准", *[f"{letter}车主{name}" for name in "赵钱孙李周吴"]])
    assert [one.members for one in found.groups] == [(1, 2, 3, 4, 5, 6), (0,)]
    assert len({found.families[at] for at in range(1, 7)}) == 1


def test_two_items_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="one id"):
        group([Item(1, "a"), Item(1, "b")], previous={}, constraints=Constraints())


def test_staff_move_one_copy_and_the_others_do_not_follow() -> None:
    moved = Constraints(pinned={2: 9})
    found = grouped(["一模一样的意见"] * 4, dict.fromkeys(range(4), 1), moved)
    assert [(one.opinion, one.members) for one in found.groups] == [(1, (0, 1, 3)), (9, (2,))]


def test_what_was_seen_elsewhere_does_not_flow_into_an_opinion_that_staff_made() -> None:
    previous = {0: 1, 1: 1, 2: 1}
    moved = Constraints(pinned={2: 9})
    of = opinions(grouped([*FEES, FEES[2] + "，请降低"], previous, moved), new=100)
    assert (of[0], of[1], of[2]) == (1, 1, 9)
    assert of[3] in (1, 9)  # A new comment may join it.


def test_two_pinned_opinions_never_merge_and_draw_their_like() -> None:
    found = grouped(FEES * 2, constraints=Constraints(pinned={0: 5, 3: 6}))
    assert {one.opinion for one in found.groups} >= {5, 6}
    of = opinions(found)
    assert (of[0], of[3]) == (5, 6)


def test_two_opinions_that_staff_made_one_stay_one_however_unlike() -> None:
    previous = {0: 1, 1: 1, 2: 1, 3: 2, 4: 2, 5: 2}
    merged = Constraints(pinned={3: 1, 4: 1, 5: 1})
    (one,) = grouped([*FEES, *LANES], previous, merged).groups
    assert (one.opinion, one.members) == (1, (0, 1, 2, 3, 4, 5))


def test_together_and_apart() -> None:
    both = Constraints(together=frozenset({(0, 6)}), apart=frozenset({(2, 1)}))
    of = opinions(grouped([*FEES, *LANES, "地铁通到青白江"], constraints=both))
    assert of[0] == of[6]
    assert of[1] != of[2]


def test_pinned_goes_before_apart_and_apart_before_together() -> None:
    laws = Constraints(
        together=frozenset({(0, 1), (2, 3)}),
        apart=frozenset({(0, 1), (4, 5)}),
        pinned={4: 7, 5: 7, 2: 8, 3: 9},
    )
    of = opinions(grouped([*FEES, *LANES], constraints=laws), new=100)
    assert of[0] != of[1]
    assert of[4] == of[5] == 7
    assert (of[2], of[3]) == (8, 9)


def test_nothing_joins_a_decided_opinion_by_itself() -> None:
    previous = {0: 3, 1: 3, 4: 4}
    found = grouped([*FEES, FEES[0], *LANES], previous=previous, fixed=frozenset({3}))
    of = opinions(found, new=10)
    assert [at for at, opinion in of.items() if opinion == 3] == [0, 1]
    assert found.families[3] == 0  # It is a copy, and waits for staff all the same.
    assert of[4] == 4


def test_staff_can_still_move_in_and_out_of_a_decided_opinion() -> None:
    laws = Constraints(pinned={1: 8, 5: 3}, together=frozenset({(0, 2)}))
    found = grouped([*FEES, *LANES], previous={0: 3, 1: 3}, constraints=laws, fixed=frozenset({3}))
    of = opinions(found, new=10)
    assert {at for at, opinion in of.items() if opinion == 3} == {0, 2, 5}
    assert of[1] == 8


def test_ids_of_what_is_not_there_are_passed_over() -> None:
    laws = Constraints(frozenset({(0, 99)}), frozenset({(98, 1)}), {97: 5})
    found = grouped(FEES, previous={96: 4}, constraints=laws, fixed=frozenset({4, 5}))
    assert sorted(id_ for one in found.groups for id_ in one.members) == [0, 1, 2]
    assert all(one.opinion is None for one in found.groups)


def test_the_drafts_own_terms_are_words() -> None:
    texts = ["政务云要统一", "政务云谁来管", "政务云太贵"]
    found = group(
        items(texts),
        previous={},
        constraints=Constraints(together=frozenset({(0, 1), (1, 2)})),
        terms=["政务云"],
    )
    assert found.groups[0].keywords[0].startswith("政务云")


def test_ids_outlive_a_quarter_more_comments() -> None:
    kept = total = 0
    clauses = {row["clause"] for row in rows("comments.jsonl")}
    for clause in sorted(clauses):
        texts = [row["text"] for row in rows("comments.jsonl") if row["clause"] == clause]
        early = round(len(texts) / 1.25)
        before = opinions(grouped(texts[:early]))
        after = opinions(grouped(texts, previous=before), new=max(before.values()))
        kept += sum(after[at] == opinion for at, opinion in before.items())
        total += early
    assert kept / total >= 0.97


def test_time_grows_gently_with_the_clause() -> None:
    """Up to the dense limit the pairs count, but they are cheap: four times the comments take
    less than nine times as long. Processor time, since the machine has other work too."""
    texts = [row["text"] for row in rows("comments.jsonl")]
    grouped(texts[:20])

    def seconds(number: int) -> float:
        start = time.process_time()
        grouped(texts[:number])
        return time.process_time() - start

    assert min(seconds(400) for _ in range(3)) < 9 * min(seconds(100) for _ in range(3))


def test_a_letter_that_most_of_an_opinion_signed_speaks_for_it() -> None:
    letter = (
        "尊敬的领导：我们是关心孩子睡眠的家长。允许燃放的区域一放就是十六天，孩子要休息，老人要静养。"
        "我们请求增加一款：每日二十二时至次日七时禁止燃放。夜里安静，是每个家庭最起码的要求。"
    )
    texts = [f"{letter}\n家长{at}" for at in range(8)] + [
        "近郊也应该规定时段，半夜放炮吵死人，建议晚十点到早七点禁放。",
        "晚上十点过后禁放，明天还要上早班，半夜放炮吵死人。",
        "半夜放炮吵死人，建议晚十点到早七点禁止燃放。",
    ]
    pinned = dict.fromkeys(range(len(texts)), 7)
    found = group(items(texts), previous={}, constraints=Constraints(pinned=pinned))
    (one,) = found.groups
    assert found.families[one.representative] == found.families[0]
    assert "每日二十二时至次日七时禁止燃放" in one.label
