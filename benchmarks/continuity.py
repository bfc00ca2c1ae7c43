"""Which ids outlive a re-run: `python -m benchmarks.continuity`.

After 25 % more comments, the share of the earlier ones that are in the opinion with the same id,
none of them confirmed by staff: on tests/data/opinions, clause by clause, and on a made clause of
distinct texts (benchmarks/scale.py), which is linked in part only. Beside it: a run that knows
nothing of the last one, its groups given the ids by overlap (Hungarian matching).
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from app.core.clustering.continuity import keep_ids
from app.core.clustering.group import Constraints, Grouping, Item, group
from benchmarks.opinion_data import clauses
from benchmarks.scale import distinct

RUNS = 5
MADE = 5_000


def run(texts: Mapping[int, str], previous: Mapping[int, int]) -> Grouping:
    items = [Item(at, text) for at, text in texts.items()]
    return group(items, previous=previous, constraints=Constraints())


def opinions(found: Grouping, ids: Sequence[int | None], new: int) -> dict[int, int]:
    of: dict[int, int] = {}
    for one, id_ in zip(found.groups, ids, strict=True):
        new += id_ is None
        of |= dict.fromkeys(one.members, new if id_ is None else id_)
    return of


def kept(texts: Sequence[str], seed: int) -> tuple[int, int, int]:
    """How many of the earlier comments keep their id: with the last run known, without; of all."""
    order = random.Random(seed).sample(range(len(texts)), len(texts))
    early = order[: round(len(texts) / 1.25)]
    first = run({at: texts[at] for at in early}, {})
    before = opinions(first, [one.opinion for one in first.groups], 0)
    figures = []
    for previous in (before, {}):
        after = run({at: texts[at] for at in order}, previous)
        ids = [one.opinion for one in after.groups]
        if not previous:
            ids = keep_ids([one.members for one in after.groups], before, ids)
        now = opinions(after, ids, max(before.values()))
        figures.append(sum(now[at] == before[at] for at in early))
    return figures[0], figures[1], len(early)


def main() -> None:
    real = [kept(clause.texts, seed) for clause in clauses() for seed in range(RUNS)]
    made = [kept(distinct(MADE, random.Random(1))[0], 1)]
    for name, found in (("given comments", real), (f"{MADE:,} made ones", made)):
        knowing, alone, number = (sum(column) for column in zip(*found, strict=True))
        print(
            f"{name:<16} ids kept {knowing / number:.3f}, baseline by overlap alone {alone / number:.3f}"
        )


if __name__ == "__main__":
    main()
