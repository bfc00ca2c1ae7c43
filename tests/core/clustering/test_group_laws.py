"""What holds for every input: nothing is lost, staff's word is kept, ids outlive re-runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.core.clustering.group import Constraints, Grouping, Item, group
from tests.core.clustering.material import opinions, texts

Pair = tuple[int, int]
ITEMS = 10
some_ids = st.integers(0, ITEMS + 1)
some_pairs = st.frozensets(st.tuples(some_ids, some_ids).filter(lambda p: p[0] != p[1]), max_size=5)
some_opinions = st.integers(100, 104)
laws = st.builds(
    Constraints, some_pairs, some_pairs, st.dictionaries(some_ids, some_opinions, max_size=4)
)
belongings = st.dictionaries(some_ids, some_opinions, max_size=ITEMS)


def check_partition(found: Grouping, ids: Iterable[int]) -> None:
    expected = sorted(ids)
    assert sorted(id_ for one in found.groups for id_ in one.members) == expected
    assert sorted(found.families) == expected
    assert all(found.families[family] == family for family in found.families.values())
    given_ = [one.opinion for one in found.groups if one.opinion is not None]
    assert len(given_) == len(set(given_))
    for one in found.groups:
        assert one.representative in one.members
        assert one.members == tuple(sorted(one.members))
        assert "\n" not in one.label
        assert all(one.keywords)


def check_law(
    found: Grouping, law: Constraints, previous: Mapping[int, int], fixed: frozenset[int]
) -> None:
    """Pinned always; apart but where pins say otherwise; together but where either does."""
    of = opinions(found, new=1_000)
    anchor = {
        id_: law.pinned.get(id_, previous.get(id_))
        for id_ in of
        if id_ in law.pinned or previous.get(id_) in fixed
    }
    assert all(of[id_] == opinion for id_, opinion in anchor.items())
    apart = {(a, b) for a, b in law.apart if a in of and b in of}
    for a, b in apart:
        assert of[a] != of[b] or (a in anchor and anchor.get(a) == anchor.get(b))
    for component, edges in components(of, law.together, anchor):
        here = {anchor[id_] for id_ in component if id_ in anchor}
        if len(here) <= 1 and not any(a in component and b in component for a, b in apart):
            assert all(of[a] == of[b] for a, b in edges)


def components(
    ids: Iterable[int], together: Iterable[Pair], anchor: Mapping[int, int | None]
) -> list[tuple[set[int], list[Pair]]]:
    """What the pairs (and common opinions by law) tie together, with the pairs in it."""
    near: dict[object, set[object]] = defaultdict(set)
    edges = [(a, b) for a, b in together if a in set(ids) and b in set(ids)]
    for a, b in [*edges, *((id_, f"opinion {one}") for id_, one in anchor.items())]:
        near[a].add(b)
        near[b].add(a)
    seen: set[object] = set()
    found = []
    for first in ids:
        if first in seen:
            continue
        part: set[object] = {first}
        stack: list[object] = [first]
        while stack:
            for other in near[stack.pop()] - part:
                part.add(other)
                stack.append(other)
        seen |= part
        members = {one for one in part if isinstance(one, int)}
        found.append((members, [edge for edge in edges if edge[0] in members]))
    return found


@settings(max_examples=200, deadline=None)
@given(st.lists(texts(), max_size=ITEMS), laws, belongings, st.frozensets(some_opinions))
def test_nothing_is_lost_and_the_law_is_kept(
    made: list[str], law: Constraints, previous: dict[int, int], fixed: frozenset[int]
) -> None:
    given_ = [Item(at, text) for at, text in enumerate(made)]
    found = group(given_, previous=previous, constraints=law, fixed=fixed)
    check_partition(found, range(len(made)))
    check_law(found, law, previous, fixed)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(texts(), max_size=ITEMS),
    some_pairs,
    st.dictionaries(some_ids, some_opinions, max_size=4),
    belongings,
    st.frozensets(some_opinions),
)
def test_a_decided_opinion_has_exactly_its_members(
    made: list[str],
    apart: frozenset[Pair],
    pinned: dict[int, int],
    previous: dict[int, int],
    fixed: frozenset[int],
) -> None:
    found = group(
        [Item(at, text) for at, text in enumerate(made)],
        previous=previous,
        constraints=Constraints(apart=apart, pinned=pinned),
        fixed=fixed,
    )
    expected = defaultdict(set)
    for at in range(len(made)):
        expected[pinned.get(at, previous.get(at))].add(at)
    by_opinion = {one.opinion: set(one.members) for one in found.groups}
    assert all(by_opinion.get(one, set()) == expected[one] for one in fixed)


@settings(max_examples=100, deadline=None)
@given(st.lists(texts(), max_size=ITEMS), laws, belongings, st.frozensets(some_opinions), st.data())
def test_the_order_of_the_items_does_not_matter(
    made: list[str],
    law: Constraints,
    previous: dict[int, int],
    fixed: frozenset[int],
    data: st.DataObject,
) -> None:
    given_ = [Item(at, text) for at, text in enumerate(made)]
    mixed = data.draw(st.permutations(given_))
    one = group(given_, previous=previous, constraints=law, fixed=fixed)
    assert group(mixed, previous=previous, constraints=law, fixed=fixed) == one


class Clause(RuleBasedStateMachine):
    """A clause's life: comments come, staff merge, split, move, decide; it is grouped again."""

    @initialize()
    def begin(self) -> None:
        self.texts: list[str] = []
        self.law = Constraints()
        self.of: dict[int, int] = {}
        self.decided: dict[int, set[int]] = {}
        self.confirmed: dict[int, int] = {}
        self.given = 0

    @rule(new=st.lists(texts(), min_size=1, max_size=4))
    def comments_come(self, new: list[str]) -> None:
        self.texts += new
        self.run()

    @rule(data=st.data())
    def staff_move_one(self, data: st.DataObject) -> None:
        if self.of:
            id_ = data.draw(st.sampled_from(sorted(self.of)))
            opinion = data.draw(st.sampled_from(sorted(set(self.of.values()))))
            self.pin([id_], opinion)
            self.run()

    @rule(data=st.data())
    def staff_merge_two_opinions(self, data: st.DataObject) -> None:
        known = sorted(set(self.of.values()))
        if len(known) > 1:
            keep, gone = data.draw(st.permutations(known))[:2]
            self.pin([id_ for id_, one in self.of.items() if one == gone], keep)
            self.run()

    @rule(data=st.data())
    def staff_split_an_opinion(self, data: st.DataObject) -> None:
        if self.of:
            opinion = data.draw(st.sampled_from(sorted(set(self.of.values()))))
            members = sorted(id_ for id_, one in self.of.items() if one == opinion)
            part = data.draw(st.lists(st.sampled_from(members), unique=True))
            self.given += 1
            self.pin(part, self.given)
            self.run()

    @rule(data=st.data())
    def staff_confirm_an_opinion(self, data: st.DataObject) -> None:
        if self.of:
            opinion = data.draw(st.sampled_from(sorted(set(self.of.values()))))
            self.pin([id_ for id_, one in self.of.items() if one == opinion], opinion)
            self.run()

    def pin(self, ids: Iterable[int], opinion: int) -> None:
        for id_ in ids:
            for members in self.decided.values():
                members.discard(id_)
            if opinion in self.decided:
                self.decided[opinion].add(id_)
            self.confirmed[id_] = opinion
        self.law = Constraints(self.law.together, self.law.apart, dict(self.confirmed))

    @rule(data=st.data())
    def staff_keep_two_apart(self, data: st.DataObject) -> None:
        if len(self.texts) > 1:
            a, b = data.draw(st.permutations(range(len(self.texts))))[:2]
            self.law = Constraints(self.law.together, self.law.apart | {(a, b)}, self.law.pinned)
            self.run()

    @rule(data=st.data())
    def staff_decide(self, data: st.DataObject) -> None:
        if self.of:
            opinion = data.draw(st.sampled_from(sorted(set(self.of.values()))))
            self.decided[opinion] = {id_ for id_, one in self.of.items() if one == opinion}

    def run(self) -> None:
        fixed = frozenset(self.decided)
        found = group(
            [Item(at, text) for at, text in enumerate(self.texts)],
            previous=self.of,
            constraints=self.law,
            fixed=fixed,
        )
        check_partition(found, range(len(self.texts)))
        check_law(found, self.law, self.of, fixed)
        new = max([self.given, *self.of.values()], default=0)
        self.of = opinions(found, new=new)
        self.given = max(new, *self.of.values())

    @invariant()
    def confirmed_ones_are_where_staff_put_them(self) -> None:
        for id_, opinion in getattr(self, "confirmed", {}).items():
            assert self.of[id_] == opinion

    @invariant()
    def sums_match(self) -> None:
        assert sorted(getattr(self, "of", {})) == list(range(len(getattr(self, "texts", []))))

    @invariant()
    def decided_opinions_are_as_they_were(self) -> None:
        for opinion, members in getattr(self, "decided", {}).items():
            assert {id_ for id_, one in self.of.items() if one == opinion} == members


Clause.TestCase.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
TestClause = Clause.TestCase
