"""Letters with a common frame and opposite requests are two opinions until staff make them one."""

from __future__ import annotations

from app.core.clustering.group import Constraints, Item, group

FRAME = "关于第31条的意见：我们是在省内高速公路上行车的车主。{}请予采纳。"
MORE = FRAME.format(
    "根子在于人工收费太慢，建议把ETC车道占比提高到百分之八十，人工车道只作应急保留，停车场、加油站也要支持，一张卡走遍全省。"
)
LESS = FRAME.format(
    "根子在于人工车道被改掉了，推进应当以自愿为前提，各收费站保留两条现金通道，老年人和外省车辆都需要，不得搭售信用卡、收取押金。"
)
OTHER = "农村客运班线太少，建议村村通公交，老人赶集看病才方便，票价也要让人坐得起。"


def grouped(letters: list[str], constraints: Constraints | None = None) -> list[set[int]]:
    items = [Item(number, text) for number, text in enumerate(letters, start=1)]
    found = group(items, previous={}, constraints=constraints or Constraints())
    return [set(one.members) for one in found.groups]


def test_the_answering_campaign_is_an_opinion_of_its_own() -> None:
    found = grouped([MORE] * 4 + [LESS] * 4 + [OTHER])
    assert {1, 2, 3, 4} in found
    assert {5, 6, 7, 8} in found


def test_staff_may_make_them_one() -> None:
    found = grouped([MORE] * 4 + [LESS] * 4, Constraints(together=frozenset({(1, 5)})))
    assert found == [{1, 2, 3, 4, 5, 6, 7, 8}]


def test_copies_of_one_letter_stay_one() -> None:
    signed = [f"{MORE}车主：第{number}位，成都市" for number in range(6)]
    assert grouped(signed) == [{1, 2, 3, 4, 5, 6}]


def test_two_single_letters_are_no_campaigns() -> None:
    together = Constraints(together=frozenset({(1, 2)}))
    assert grouped([MORE, LESS], together) == [{1, 2}]
