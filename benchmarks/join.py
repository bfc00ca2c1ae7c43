"""One new comment joins an opinion: `python -m benchmarks.join`.

On tests/data/opinions, for each clause and two random orders: four fifths are grouped, each of
the others is placed alone by the index. Printed: the time of one placing in percentiles (with the
letter match, in processor time too, since a shared machine waits) beside that of a full run, and
how often a full run with the comment (ids kept) says the same: the same opinion, or a new one.
Beside it: always new, and the nearest neighbour's opinion by plain vectors.
"""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from app.core.clustering.group import Constraints, Grouping, Item, group
from app.core.clustering.join import Index
from app.core.clustering.vectors import vectors
from app.core.text.cuts import cutter
from benchmarks.opinion_data import read

RUNS = 2


def opinions(found: Grouping, new: int = 0) -> dict[int, int]:
    """Each item's opinion; new ones get ids above ``new``."""
    of: dict[int, int] = {}
    for one in found.groups:
        new += one.opinion is None
        of |= dict.fromkeys(one.members, new if one.opinion is None else one.opinion)
    return of


def agreement(rows: Sequence[dict[str, Any]], seed: int) -> dict[str, list[float]]:
    """Lists of 0 and 1, and of times in seconds."""
    order = random.Random(seed).sample(range(len(rows)), len(rows))
    early, late = order[: len(rows) * 4 // 5], order[len(rows) * 4 // 5 :]
    items = {at: Item(at, rows[at]["text"]) for at in order}
    before = group([items[at] for at in early], previous={}, constraints=Constraints())
    of = opinions(before)
    index = Index((items[at] for at in early), before.families, of)
    index.find("预热")
    matrix = vectors([items[at].text for at in order], cutter())
    place = {at: number for number, at in enumerate(order)}
    found: dict[str, list[float]] = defaultdict(list)
    said_alone = {}
    for at in late:
        wall, cpu = time.perf_counter(), time.process_time()
        said_alone[at] = index.find(items[at].text).opinion
        found["wall"].append(time.perf_counter() - wall)
        found["cpu"].append(time.process_time() - cpu)
    for at in late:
        start = time.process_time()
        after = group([items[one] for one in [*early, at]], previous=of, constraints=Constraints())
        found["full"].append(time.process_time() - start)
        said = opinions(after, new=max(of.values()))[at]
        said_ = said if said in set(of.values()) else None
        near = early[
            int((matrix[place[at]] @ matrix[[place[e] for e in early]].T).toarray().argmax())
        ]
        found["index"].append(said_alone[at] == said_)
        found["always new"].append(said_ is None)
        found["nearest neighbour"].append(of[near] == said_)
    return found


def main() -> None:
    by: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in read("comments.jsonl"):
        by[row["clause"]].append(row)
    found: dict[str, list[float]] = defaultdict(list)
    for rows in by.values():
        for seed in range(RUNS):
            for name, values in agreement(rows, seed).items():
                found[name] += values
    for name in ("wall", "cpu"):
        levels = np.quantile(found[name], (0.5, 0.9, 0.99)) * 1e3
        print("one placing, {} ms: p50 {:.2f} p90 {:.2f} p99 {:.2f}".format(name, *levels))
    full = np.median(found["full"])
    print(
        f"a full run of the clause: {full * 1e3:.0f} ms, {full / np.median(found['cpu']):.0f} times as long"
    )
    for name in ("index", "nearest neighbour", "always new"):
        print(f"says the same as the full run: {name:<18} {np.mean(found[name]):.3f}")


if __name__ == "__main__":
    main()
