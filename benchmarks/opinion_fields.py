"""Comments on other fields than those worked on: `python -m benchmarks.opinion_fields [--held-out]`.

Prints for each clause of the development comments and each field of benchmarks/fields the figures
of the groups as shipped, the hit rates of coding with half given (with all that is known of the
others: nothing is learnt from the field), and how many groups hold both sides of opinions that ask
for the contrary, with the pairs of comments so mixed of all such pairs.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import numpy as np

from app.core.clustering.likeness import RANKING
from app.core.clustering.thesaurus.lexicon import lexicon
from benchmarks import coding
from benchmarks.measures import figures
from benchmarks.opinion_data import Clause, clauses, likeness
from benchmarks.opinions import SEEDS, our_groups

FIELDS = Path(__file__).parent / "fields"
HELD_OUT = "smoking"
# Of the development comments, as their README names them.
CONFUSED = """
fibre-to-hamlet wireless-is-enough remote-same-quality
compensation-details no-operator-subsidy audit-subsidy
sharing-regulate-first sharing-encourage-loosen
p2p-crack-down p2p-no-onesize
tourism-realtime-info tourism-apps-unify
etc-no-force etc-expand etc-fault-refund
ticket-realname-oppose ticket-realname-support
ticket-one-platform ticket-keep-window
ecom-station-every-village ecom-station-stop
poverty-data-accuracy form-filling-burden
list-privacy list-public
remote-class teachers-not-screens
domestic-binding domestic-not-exclusive
"""
Opposing = Sequence[tuple[str, str]]


def confused() -> list[tuple[str, str]]:
    return [
        (one, other)
        for line in CONFUSED.split("\n")
        for at, one in enumerate(line.split())
        for other in line.split()[at + 1 :]
    ]


def field(path: Path) -> tuple[Clause, Opposing]:
    first, *rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    clause = Clause(path.stem, [row["text"] for row in rows], [row["opinion"] for row in rows])
    return clause, [(one, other) for one, other in first["opposing"]]


def mixed(found: Sequence[int], gold: Sequence[str], opposing: Opposing) -> tuple[int, int, int]:
    """Groups that hold both sides of a pair (counted for each pair), pairs of comments of the two
    sides in one group, and all pairs of comments of two sides."""
    inside = Counter(zip(found, gold, strict=True))
    sizes = Counter(gold)
    both = [
        (inside[group, one], inside[group, other])
        for group, (one, other) in product(set(found), opposing)
        if inside[group, one] and inside[group, other]
    ]
    among = sum(sizes[one] * sizes[other] for one, other in opposing)
    return len(both), sum(one * other for one, other in both), among


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.opinion_fields")
    parser.add_argument("--held-out", action="store_true", help="the held-out field too")
    args = parser.parse_args()
    given = [(clause, confused()) for clause in clauses()]
    for path in sorted(FIELDS.glob("*.jsonl")):
        if args.held_out or path.stem != HELD_OUT:
            given.append(field(path))
    print(
        f"{'':<18} comments groups    P     R    F1   ARI  pairs  (alone)  mixed groups, pairs"
        "   first 1, 3, 5 (of all)"
    )
    for clause, opposing in given:
        found = our_groups(clause.texts)
        alone = figures(range(len(found)), clause.gold)[2]
        groups, pairs, among = mixed(found, clause.gold, opposing)
        alike = likeness(clause.texts, lexicon(), RANKING).block(*2 * (np.arange(len(found)),))
        places = list(coding.half_and_half(alike, clause.gold, coding.by_root, SEEDS))
        row = " ".join(f"{value:5.3f}" for value in figures(found, clause.gold))
        print(
            f"{clause.name:<18} {len(found):>8} {len(set(found)):>6} {row}   {alone:.3f}"
            f"  {groups:>6} {pairs:>6}/{among:<4}      {coding.hits(places)}"
        )


if __name__ == "__main__":
    main()
