"""Ids go where most of their members went."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.core.clustering.continuity import keep_ids


def test_a_new_comment_changes_no_id() -> None:
    assert keep_ids([[1, 2, 5], [3, 4]], {1: 7, 2: 7, 3: 8, 4: 8}, [None, None]) == [7, 8]


def test_of_a_split_opinion_the_larger_part_keeps_the_id() -> None:
    previous = dict.fromkeys(range(5), 7)
    assert keep_ids([[0, 1], [2, 3, 4]], previous, [None, None]) == [None, 7]


def test_two_that_became_one_have_the_id_of_the_larger() -> None:
    assert keep_ids([[0, 1, 2]], {0: 7, 1: 8, 2: 8}, [None]) == [8]


def test_the_whole_counts_not_the_first_come() -> None:
    # Taking 7 for the first group (overlap 3) would leave 2 + 0; the other way keeps 2 + 3.
    previous = {0: 7, 1: 7, 2: 7, 3: 8, 4: 8, 5: 7, 6: 7, 7: 7}
    assert keep_ids([[0, 1, 2, 3, 4], [5, 6, 7]], previous, [None, None]) == [8, 7]


def test_ids_by_law_and_decided_ones_are_not_given_away() -> None:
    previous = {1: 7, 2: 8, 3: 9}
    assert keep_ids([[1], [2], [3]], previous, [None, 7, None], taken={9}) == [None, 7, None]


def test_a_tangle_of_thousands() -> None:
    groups = [[2 * at, 2 * at + 1] for at in range(1_500)]
    previous = {one: (one + 1) // 2 for one in range(3_000)}
    found = keep_ids(groups, previous, [None] * 1_500)
    assert None not in found
    assert len(set(found)) == 1_500


@given(
    st.dictionaries(st.integers(0, 30), st.integers(1, 6)),
    st.dictionaries(st.integers(0, 30), st.integers(0, 6)),
)
def test_no_id_is_given_twice_and_none_without_a_member(
    previous: dict[int, int], now: dict[int, int]
) -> None:
    groups = [[id_ for id_, at in now.items() if at == one] for one in sorted(set(now.values()))]
    found = keep_ids(groups, previous, [None] * len(groups))
    given_ = [one for one in found if one is not None]
    assert len(given_) == len(set(given_))
    for group, opinion in zip(groups, found, strict=True):
        assert opinion is None or opinion in {previous.get(id_) for id_ in group}
