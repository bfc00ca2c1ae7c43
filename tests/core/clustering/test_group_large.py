"""A clause with more comments than the dense engine takes: the same law, the same ids."""

from __future__ import annotations

import random
from itertools import pairwise

from app.core.clustering.group import Constraints
from app.core.clustering.opinions import DENSE
from tests.core.clustering.material import grouped, opinions, rows


def half_and_half(number: int) -> list[str]:
    texts = [row["text"] for row in rows("comments.jsonl")]
    chance = random.Random(7)
    return [
        "".join(text[len(text) // 2 :] for text in chance.sample(texts, 2)) for _ in range(number)
    ]


def test_law_and_ids_above_the_dense_limit() -> None:
    texts = half_and_half(4_500)
    before = grouped(texts[:3_600])
    assert len(set(before.families.values())) > DENSE
    of = opinions(before)

    big = [one for one in before.groups if len(one.members) >= 3]
    apart = frozenset((one.members[0], one.members[1]) for one in big[:40])
    pinned = {one.members[2]: of[other.members[0]] for one, other in pairwise(big[:40])}
    together = frozenset((3_600 + at, 4_000 + at) for at in range(40))
    fixed = frozenset({of[before.groups[-1].members[0]], of[big[50].members[0]]})
    after = grouped(texts, of, Constraints(together, apart, pinned), fixed)

    now = opinions(after, new=max(of.values()))
    assert sorted(now) == list(range(4_500))
    assert all(now[id_] == opinion for id_, opinion in pinned.items())
    assert all(now[a] == now[b] for a, b in together)
    assert all(now[a] != now[b] or (a in pinned and pinned[a] == pinned.get(b)) for a, b in apart)
    for opinion in fixed:
        then = {id_ for id_, one in of.items() if one == opinion and id_ not in pinned}
        assert then <= {id_ for id_, one in now.items() if one == opinion}
        assert not {id_ for id_, one in now.items() if one == opinion and id_ >= 3_600}
    free = [id_ for id_ in of if id_ not in pinned]
    assert sum(now[id_] == of[id_] for id_ in free) / len(free) >= 0.97
