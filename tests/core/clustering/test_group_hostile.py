"""What nobody means well: linear time, no crash, sensible groups."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.core.clustering.material import grouped
from tests.support.moments import moments

HAN = [chr(0x4E00 + at) for at in range(10_000)]


@pytest.mark.parametrize(
    ("texts", "fewest", "most"),
    [
        (["的" * 1_000_000], 1, 1),
        (["的" * 1_000_000, "的" * 999_999, "议" * 1_000_000], 2, 2),
        (["支持降低资费，越快越好。"] * 10_000, 1, 1),
        (HAN, 9_000, 10_000),
        (["好", "否"] * 5_000, 2, 2),
        (["👍", "👍", "😡", "👍🏻"], 3, 3),
        (["", "", " ", "\n", "\x00"], 5, 5),
        (["Please lower the fees", "please LOWER the fees!", "Keep the cash lanes open"], 2, 2),
        (["a" * 100_000, "1" * 100_000, "。" * 100_000], 3, 3),
        (["\ud800", "好\udfff"], 2, 2),
        (["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "'; DROP TABLE x"], 3, 3),
    ],
    ids=str.split(
        "run runs same one-character two-characters emoji empty english no-han halves code"
    ),
)
def test_hostile(texts: list[str], fewest: int, most: int) -> None:
    found = grouped(texts)
    assert sorted(id_ for one in found.groups for id_ in one.members) == list(range(len(texts)))
    assert fewest <= len(found.groups) <= most


@pytest.mark.parametrize(
    ("made", "small", "large"),
    [
        (lambda n: ["的" * n], 200_000, 1_000_000),
        (lambda n: ["支持降低资费，越快越好。" * 3] * n, 1_000, 5_000),
        (lambda n: HAN[:n], 1_000, 5_000),
        (lambda n: ["👍" * (at % 50) for at in range(n)], 1_000, 5_000),
        (lambda n: [f"please lower fee number {at}" for at in range(n)], 1_000, 5_000),
        (lambda n: [""] * n, 1_000, 5_000),
        (lambda n: ["，。！" * n], 50_000, 250_000),
        (lambda n: ["a" * n, "1" * n], 50_000, 250_000),
    ],
    ids=str.split("run same one-character emoji english empty no-han letters"),
)
def test_time_grows_with_the_text_and_no_faster(
    made: Callable[[int], list[str]], small: int, large: int
) -> None:
    """Five times as much takes less than twelve times as long; quadratic would be twenty-five.
    Where the small set takes next to nothing, a fixed piece of the same work is the yardstick."""
    yard = moments(lambda: grouped(["支持降低资费，越快越好。", *HAN[:500]]))
    assert moments(lambda: grouped(made(large))) < 12 * max(
        moments(lambda: grouped(made(small))), yard
    )


def test_ten_thousand_distinct_comments_are_all_there() -> None:
    parts = ["建议降低", "请保留", "不要取消", "宽带资费", "人工车道", "电商站点", "公交", "光纤"]
    texts = [
        "".join(parts[at // 8**place % 8] for place in range(5)) + HAN[at] for at in range(10_000)
    ]
    assert sum(len(one.members) for one in grouped(texts).groups) == 10_000
