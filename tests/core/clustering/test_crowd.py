"""More demands than can be held against each other: the same law, and sensible groups."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.clustering import crowd
from app.core.clustering.group import Constraints, Item, group
from tests.core.clustering.material import grouped, opinions, rows, texts
from tests.core.clustering.test_group_laws import (
    ITEMS,
    belongings,
    check_law,
    check_partition,
    laws,
    some_opinions,
)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A crowd is what has more than three points."""
    monkeypatch.setattr(crowd.core, "__defaults__", (3,))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(texts(), max_size=ITEMS), laws, belongings, st.frozensets(some_opinions))
def test_the_law_is_kept_in_a_crowd(
    small: None,
    made: list[str],
    law: Constraints,
    previous: dict[int, int],
    fixed: frozenset[int],
) -> None:
    given_ = [Item(at, text) for at, text in enumerate(made)]
    found = group(given_, previous=previous, constraints=law, fixed=fixed)
    check_partition(found, range(len(made)))
    check_law(found, law, previous, fixed)
    for one in fixed - set(law.pinned.values()):
        then = {id_ for id_, opinion in previous.items() if opinion == one and id_ < len(made)}
        tied = {id_ for pair in law.together for id_ in pair}
        now = {id_ for group_ in found.groups if group_.opinion == one for id_ in group_.members}
        assert now - tied <= then


def test_nothing_joins_a_decided_opinion_where_members_have_no_words(small: None) -> None:
    texts_ = ["建议降低宽带资费", "", "", "", "", "", "建议降低宽带资费"]
    found = group(
        [Item(at, text) for at, text in enumerate(texts_)],
        previous={0: 100},
        constraints=Constraints(together=frozenset({(2, 5)})),
        fixed=frozenset({100}),
    )
    assert [one.members for one in found.groups if one.opinion == 100] == [(0,)]


def test_the_rest_joins_what_it_is_like(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = [row for row in rows("comments.jsonl") if len(row["text"]) > 30]
    base = [row["text"] for row in chosen][:40]
    chance = random.Random(3)
    made = []
    for at in range(1_200):
        words = list(base[at % 40])
        for _ in range(len(words) // 2):
            words[chance.randrange(len(words))] = chr(0x4E00 + chance.randrange(20_000))
        made.append("".join(words))
    monkeypatch.setattr(crowd.core, "__defaults__", (300,))
    found = grouped(made)
    together = [
        (max(sum(at % 40 == kind for at in one.members) for kind in range(40)), len(one.members))
        for one in found.groups
        if len(one.members) > 1
    ]
    assert sum(size for _, size in together) > 900
    assert sum(most for most, _ in together) > 0.8 * sum(size for _, size in together)
    assert found == grouped(made)


def test_opinions_of_the_last_run_are_kept_in_a_crowd(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [row["text"] for row in rows("comments.jsonl")]
    monkeypatch.setattr(crowd.core, "__defaults__", (60,))
    of = opinions(grouped(made[:320]))
    now = opinions(grouped(made, of), new=max(of.values()))
    assert sum(now[id_] == opinion for id_, opinion in of.items()) >= 0.9 * len(of)
    assert sorted(now) == list(range(len(made)))
