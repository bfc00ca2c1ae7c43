"""How well groups match a gold grouping."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from math import comb

Labels = Sequence[Hashable]


def b_cubed(found: Labels, gold: Labels) -> tuple[float, float, float]:
    """Precision, recall and F1 (Bagga & Baldwin 1998)."""
    both = Counter(zip(found, gold, strict=True))
    ours, theirs = Counter(found), Counter(gold)
    precision = sum(n * n / ours[a] for (a, _), n in both.items()) / len(gold)
    recall = sum(n * n / theirs[b] for (_, b), n in both.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def pairs(found: Labels, gold: Labels) -> tuple[int, int, int]:
    """Pairs together in both, in the found groups, in the gold groups."""
    both, ours, theirs = (
        sum(comb(n, 2) for n in Counter(one).values())
        for one in (zip(found, gold, strict=True), found, gold)
    )
    return both, ours, theirs


def adjusted_rand(found: Labels, gold: Labels) -> float:
    """Hubert & Arabie 1985: 1 for the same partition, about 0 for chance."""
    both, ours, theirs = pairs(found, gold)
    chance = ours * theirs / comb(len(gold), 2)
    best = (ours + theirs) / 2
    return (both - chance) / (best - chance) if best != chance else 1.0


def figures(found: Labels, gold: Labels) -> tuple[float, float, float, float, float]:
    """B-cubed precision, recall, F1; ARI; pairwise F1."""
    both, ours, theirs = pairs(found, gold)
    pair_f1 = 2 * both / (ours + theirs) if ours + theirs else 0.0
    return (*b_cubed(found, gold), adjusted_rand(found, gold), pair_f1)
