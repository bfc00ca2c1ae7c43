"""How well comments are grouped and coded: `python -m benchmarks.opinions [--ablations]`.

On the development comments (a figure here is no result; what is cross-validated comes nearest):
1. groups: B-cubed, ARI and pairwise F1 by clause and in all, beside four baselines of the same
   run; once as shipped, once with weights and ratio learnt from the other clauses alone;
2. coding: how often the right opinion is among the first 1, 3 and 5 offered, and keys a comment;
3. campaign letters, ids after 25 % more comments, time.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from app.core.clustering import linking
from app.core.clustering.families import families
from app.core.clustering.group import Constraints, Item, group
from app.core.clustering.likeness import RANKING, WEIGHTS, Weights
from app.core.clustering.opinions import RATIO
from app.core.clustering.thesaurus.lexicon import Lexicon, lexicon, shipped
from benchmarks import coding
from benchmarks.measures import figures, pairs
from benchmarks.opinion_baselines import baselines, vectors
from benchmarks.opinion_data import Clause, clauses, likeness, read, signs
from benchmarks.opinion_fit import fit, linked, ratio

SEEDS = 5


def our_groups(texts: Sequence[str]) -> list[int]:
    """The product's own call."""
    items = [Item(at, text) for at, text in enumerate(texts)]
    found = group(items, previous={}, constraints=Constraints())
    of = {id_: at for at, one in enumerate(found.groups) for id_ in one.members}
    return [of[at] for at in range(len(texts))]


def show(name: str, found: Sequence[list[int]], data: Sequence[Clause], whole: bool = True) -> Any:
    """Prints a line per clause and one for all (weighted by comments), whose figures it returns."""
    lines = [figures(one, clause.gold) for one, clause in zip(found, data, strict=True)]
    total = np.average(lines, axis=0, weights=[len(clause.gold) for clause in data])
    number = sum(len(set(one)) for one in found)
    if not whole:
        print(f"  {name:<38} {number:>6} {_row(total)}")
        return total
    print(f"{name}\n  {'clause':<14} comments groups    P     R    F1   ARI  pairs")
    for clause, one, line in zip(data, found, lines, strict=True):
        print(f"  {clause.name:<14} {len(one):>8} {len(set(one)):>6} {_row(line)}")
    print(f"  {'all':<14} {sum(map(len, found)):>8} {number:>6} {_row(total)}")
    return total


def _row(values: Any) -> str:
    return " ".join(f"{value:5.3f}" for value in values)


def learnt(
    tables: Sequence[Any], data: Sequence[Clause]
) -> tuple[list[list[int]], list[Any], list[tuple[Weights, float]]]:
    """For each clause its groups and its likeness by what the other clauses teach."""
    groups, alike, chosen = [], [], []
    for at, table in enumerate(tables):
        others = [*tables[:at], *tables[at + 1 :]], [*data[:at], *data[at + 1 :]]
        weights = fit(*others)
        limit = ratio(*others, weights)
        alike.append(weights.of(table))
        groups.append(linked(alike[-1], limit, table))
        chosen.append((weights, limit))
    return groups, alike, chosen


def grouping(data: Sequence[Clause], tables: Sequence[Any]) -> list[Any]:
    """Prints the groups' figures; the cross-validated likeness of each clause, for coding."""
    ours = show("zhutiao as shipped", [our_groups(clause.texts) for clause in data], data)
    found, _, chosen = learnt(tables, data)
    ranking = [
        replace(weights, stance=RANKING.stance, aims=RANKING.aims).of(table)
        for table, (weights, _) in zip(tables, chosen, strict=True)
    ]
    validated = show("zhutiao, weights and ratio learnt from the other clauses", found, data)
    for clause, (weights, limit) in zip(data, chosen, strict=True):
        shown = [weights.words, weights.request, weights.concepts, weights.stance]
        shown += [weights.aims, weights.constant]
        print(
            f"    for {clause.name:<12} {' '.join(f'{w:6.2f}' for w in shown)}  ratio {limit:.2f}"
        )
    best_f1 = best_ari = 0.0
    for name, groups in baselines(data):
        total = show(f"baseline: {name}", groups, data)
        best_f1, best_ari = max(best_f1, total[2]), max(best_ari, total[3])
    for name, total in (("as shipped", ours), ("cross-validated", validated)):
        print(
            f"{name}: F1 {total[2] / best_f1:.2f} × and ARI {total[3] / best_ari:.2f} × the best baseline's"
        )
    return ranking


def coded(data: Sequence[Clause], alike: Sequence[Any]) -> None:
    """Prints hit rates and keys."""
    plain = [(table @ table.T).toarray() for table in (vectors(one.texts) for one in data)]
    ways = (
        ("plain nearest neighbours", plain, coding.nearest),
        ("our likeness, nearest neighbour", alike, coding.nearest),
        ("zhutiao (cross-validated)", alike, coding.by_root),
    )
    print("\nthe right opinion among the first 1, 3, 5: of those known already (of all asked)")
    for title, asked in (
        ("half given, half asked", coding.half_and_half),
        ("one by one", coding.one_by_one),
    ):
        print(f"  {title}")
        for name, tables, rank in ways:
            places = [
                place
                for clause, table in zip(data, tables, strict=True)
                for place in asked(table, clause.gold, rank, SEEDS)
            ]
            print(f"    {name:<34} {coding.hits(places)}")
    print("keys a comment to the gold grouping, mean over comments")
    sizes = [len(clause.gold) for clause in data]
    for name, values in (
        ("nothing offered", [coding.keys_without(clause.gold) for clause in data]),
        *(
            (
                name,
                [
                    coding.keys_by_rank(t, c.gold, rank, SEEDS)
                    for c, t in zip(data, tables, strict=True)
                ],
            )
            for name, tables, rank in (ways[0], ways[2])
        ),
        ("zhutiao's desk: order, bundles, offers", [at_the_desk(clause) for clause in data]),
    ):
        print(f"    {name:<40} {np.average(values, weights=sizes):.2f}")


def at_the_desk(clause: Clause) -> float:
    guesses = dict(enumerate(our_groups(clause.texts)))
    return coding.keys_at_the_desk(clause, guesses)


def ablations(data: Sequence[Clause]) -> None:
    """Cross-validated, each with one thing less."""
    print("\nwithout, cross-validated" + " " * 17 + "groups    P     R    F1   ARI  pairs")
    every = list(shipped())
    half = random.Random(1).sample(every, len(every) // 2)
    lexicons = {
        "nothing less": Lexicon(every),
        "half of the thesaurus": Lexicon(half),
        "the thesaurus": Lexicon([]),
    }
    for name, words in lexicons.items():
        tables = [signs(likeness(clause.texts, words)) for clause in data]
        show(name, learnt(tables, data)[0], data, whole=False)
    tables = [signs(likeness(clause.texts, lexicon())) for clause in data]
    for at, name in enumerate(("words", "requests", "whole entries", "stance", "aims")):
        less = [np.where(np.arange(6)[:, None, None] == at, 0.0, table) for table in tables]
        show(name, learnt(less, data)[0], data, whole=False)
    doubt, linking._DOUBT = linking._DOUBT, 0.0
    show("doubt of few pairs (average link)", learnt(tables, data)[0], data, whole=False)
    linking._DOUBT = doubt


def letters() -> None:
    rows = read("letters.jsonl")
    found = families({at: row["text"] for at, row in enumerate(rows)})
    both, ours, theirs = pairs([found[at] for at in range(len(rows))], [r["family"] for r in rows])
    print(f"\nletters: pair precision {both / ours:.3f}, recall {both / theirs:.3f}")


def continuity(data: Sequence[Clause], runs: int = 5) -> None:
    """The share of comments in the opinion with the same id after 25 % more comments came."""
    kept = total = 0
    for clause in data:
        for seed in range(runs):
            number = len(clause.texts)
            order = random.Random(seed).sample(range(number), number)
            early = order[: round(number / 1.25)]
            before = ids(clause, early, {})
            after = ids(clause, order, before)
            kept += sum(before[at] == after[at] for at in early)
            total += len(early)
    print(f"ids after 25 % more comments: {kept / total:.3f} of the earlier comments keep theirs")


def ids(clause: Clause, chosen: Sequence[int], previous: dict[int, int]) -> dict[int, int]:
    items = [Item(at, clause.texts[at]) for at in chosen]
    found = group(items, previous=previous, constraints=Constraints())
    new = max(previous.values(), default=0)
    opinions: dict[int, int] = {}
    for one in found.groups:
        new += one.opinion is None
        opinions |= dict.fromkeys(one.members, new if one.opinion is None else one.opinion)
    return opinions


def speed(texts: list[str]) -> None:
    """Distinct texts: each is half of one comment and half of another."""
    for number in (405, 2_000, 10_000):
        chance = random.Random(1)
        mixed = [half(chance.choice(texts)) + half(chance.choice(texts)) for _ in range(number)]
        start = time.perf_counter()
        groups = len(set(our_groups(mixed)))
        print(f"{number:>6} comments, {groups} groups: {time.perf_counter() - start:.2f} s")
    items = [Item(at, text) for at, text in enumerate(mixed)]
    start = time.perf_counter()
    desk = coding.Coding(items, {at: at % 100 for at in range(1_000)})
    made = time.perf_counter() - start
    steps = []
    for at in range(2_000, 2_020):
        start = time.perf_counter()
        desk.confirm(at, at % 100)
        desk.ranking(desk.unread())
        steps.append(time.perf_counter() - start)
    print(f"coding {len(items)} comments, 100 opinions: made in {made:.2f} s;", end=" ")
    print(f"a decision and all offers anew {1000 * float(np.median(steps)):.0f} ms (median)")


def half(text: str) -> str:
    return text[len(text) // 2 :]


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.opinions")
    parser.add_argument("--ablations", action="store_true", help="and with one thing less each")
    args = parser.parse_args()
    data = clauses()
    print(
        f"thesaurus: {len(shipped())} concepts; shipped {WEIGHTS}, ratio {RATIO}",
        file=sys.stderr,
    )
    tables = [signs(likeness(clause.texts, lexicon())) for clause in data]
    alike = grouping(data, tables)
    coded(data, alike)
    if args.ablations:
        ablations(data)
    letters()
    continuity(data)
    speed([text for clause in data for text in clause.texts])


if __name__ == "__main__":
    main()
