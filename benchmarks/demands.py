"""How comments that ask several things are split: `python -m benchmarks.demands [--folds] [--fit]`.

Borders (a cut counts if it falls between the end of one gold demand and the start of the next,
give or take 3 characters) and comments split exactly right, beside cutting at every sentence.
``given``: tests/data/opinions/demands.jsonl; ``own``: tests/core/clustering/cases. With the
weights as they are, and with ``--folds`` with weights fitted without the clause (four folds of
the given ones, four of each file of cases). ``--fit`` prints the table of weights, fitted on all.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from app.core.clustering.demands import parts, read, split

TESTS = Path(__file__).parent.parent / "tests"
DATA = TESTS / "data" / "opinions" / "demands.jsonl"
COMMENTS = TESTS / "data" / "opinions" / "comments.jsonl"
LITTLE = 0.3
CASES = TESTS / "core" / "clustering" / "cases"
SLACK = 3
# The strength of the ridge: great, since a hundred comments must not teach their words.
RIDGE = 4.0
_SENTENCE = re.compile(r"[。！？；\n]+")
SINGLE = "single"
Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Case:
    """A comment, its gold demands (none: all that is known is that it asks one thing at most),
    the fold in which it is left out, and how much it teaches."""

    text: str
    spans: Spans
    fold: str
    weight: float = 1.0


Cut = Callable[[Case], list[int]]


def given() -> list[Case]:
    """The development data."""
    rows = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
    return [
        Case(row["text"], [(one["start"], one["end"]) for one in row["demands"]], row["clause"])
        for row in rows
    ]


def own(name: str) -> list[Case]:
    """A file of cases: a comment a line, demands in 【】, ⏎ for a line break."""
    lines = (CASES / name).read_text("utf-8").splitlines()
    marked = [line.replace("⏎", "\n") for line in lines if line and not line.startswith("#")]
    return [Case(*unmark(line), f"{name} {at % 4}") for at, line in enumerate(marked)]


def single() -> list[Case]:
    """The comments of the development data that were each given one opinion. They teach little,
    but that most people ask one thing."""
    rows = [json.loads(line) for line in COMMENTS.read_text("utf-8").splitlines()]
    return [Case(row["text"], [], SINGLE, LITTLE) for row in rows]


def unmark(line: str) -> tuple[str, Spans]:
    text, spans = "", []
    for character in line:
        if character == "【":
            start = len(text)
        elif character == "】":
            spans.append((start, len(text)))
        else:
            text += character
    return text, spans


def windows(case: Case) -> Spans:
    """Where a cut counts, for each border."""
    pairs = zip(case.spans, case.spans[1:], strict=False)
    return [(end - SLACK, start + SLACK) for (_, end), (start, _) in pairs]


def score(cases: Sequence[Case], cutter: Cut) -> tuple[float, ...]:
    """Precision, recall and F1 of borders, share of comments split exactly right."""
    hits = cuts = borders = exact = 0
    for case in cases:
        found, open_ = cutter(case), windows(case)
        number = len(open_)
        for cut in found:
            if (at := next((one for one in open_ if one[0] <= cut <= one[1]), None)) is not None:
                open_.remove(at)
        hit = number - len(open_)
        hits, cuts, borders = hits + hit, cuts + len(found), borders + number
        exact += hit == number == len(found)
    precision, recall = hits / max(1, cuts), hits / max(1, borders)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return precision, recall, f1, exact / len(cases)


def ours(weights: Mapping[str, float] | None = None) -> Cut:
    def cut(case: Case) -> list[int]:
        found = split(case.text) if weights is None else split(case.text, weights)
        return [one.start for one in found[1:]]

    return cut


def every_sentence(case: Case) -> list[int]:
    ends = [match.end() for match in _SENTENCE.finditer(case.text.strip())]
    return [end for end in ends if end < len(case.text.strip())]


def never(_: Case) -> list[int]:
    return []


class Lattice:
    """A comment's parts as a matrix of signals; ``weight``: how much the comment teaches."""

    def __init__(self, case: Case, names: dict[str, int]) -> None:
        reading = read(case.text)
        all_ = list(parts(reading))
        self.weight = case.weight
        self.number = len(reading.pieces)
        self.ends = [(part.first, part.end) for part in all_]
        self.demand = np.array([part.is_demand for part in all_])
        self.signals = np.zeros((len(all_), len(names)))
        for row, part in enumerate(all_):
            for name, value in part.signals.items():
                if name in names:
                    self.signals[row, names[name]] = value
        gold = gold_parts(reading, case.spans) if case.spans else set()
        self.gold = np.array([(p.first, p.end, p.is_demand) in gold for p in all_])
        self.reachable = int(self.gold.sum()) == len(gold)

    def loss(self, weights: Any) -> tuple[float, Any]:
        """Negative log likelihood and its gradient: of the gold reading; if none is given, of
        all readings with one demand at most."""
        worth = self.signals @ weights
        total, chance = self.forward_backward(worth, most=None)
        if self.gold.any():
            right, taken = worth[self.gold].sum(), self.gold.astype(float)
        else:
            right, taken = self.forward_backward(worth, most=1)
        return self.weight * (total - right), self.weight * (self.signals.T @ (chance - taken))

    def forward_backward(self, worth: Any, most: int | None) -> tuple[float, Any]:
        """Log of the sum over all readings (of at most ``most`` demands), each part's chance."""
        layers = 1 if most is None else most + 1
        ahead = np.full((self.number + 1, layers), -np.inf)
        behind = np.full((self.number + 1, layers), -np.inf)
        ahead[0, 0], behind[-1] = 0.0, 0.0
        rows = sorted(range(len(worth)), key=lambda row: self.ends[row][1])
        steps = np.where(self.demand, 0 if most is None else 1, 0).tolist()
        for row in rows:
            (first, end), step = self.ends[row], steps[row]
            for at in range(layers - step):
                value = ahead[first, at] + worth[row]
                ahead[end, at + step] = np.logaddexp(ahead[end, at + step], value)
        for row in sorted(rows, key=lambda row: -self.ends[row][0]):
            (first, end), step = self.ends[row], steps[row]
            for at in range(layers - step):
                value = worth[row] + behind[end, at + step]
                behind[first, at] = np.logaddexp(behind[first, at], value)
        total = float(behind[0, 0])
        chance = np.zeros(len(worth))
        for row, ((first, end), step) in enumerate(zip(self.ends, steps, strict=True)):
            for at in range(layers - step):
                both = ahead[first, at] + worth[row] + behind[end, at + step]
                chance[row] += np.exp(both - total)
        return total, chance


def gold_parts(reading: Any, spans: Spans) -> set[tuple[int, int, bool]]:
    """The gold reading in pieces: demands, and each sentence outside."""
    pieces = reading.pieces
    firsts = [min(range(len(pieces)), key=lambda k: abs(pieces[k].start - a)) for a, _ in spans]
    ends = [min(range(len(pieces)), key=lambda k: abs(pieces[k].end - b)) + 1 for _, b in spans]
    found: set[tuple[int, int, bool]] = set()
    at = 0
    for number, first in enumerate([*firsts, len(pieces)]):
        while at < first:
            end = at + 1
            while end < first and pieces[end].sentence == pieces[at].sentence:
                end += 1
            found.add((at, end, False))
            at = end
        if number < len(firsts):
            at = max(first + 1, min([ends[number], *firsts[number + 1 : number + 2]]))
            found.add((first, at, True))
    return found


class Trainer:
    """All cases read once."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self.cases = cases
        self.names: dict[str, int] = {}
        for case in cases:
            for part in parts(read(case.text)):
                for name in part.signals:
                    self.names.setdefault(name, len(self.names))
        self.lattices = [Lattice(case, self.names) for case in cases]

    def fit(self, without: str = "") -> dict[str, float]:
        """Weights by maximum likelihood with a ridge, on all cases but those of a fold."""
        used = [
            one
            for case, one in zip(self.cases, self.lattices, strict=True)
            if case.fold != without and one.reachable
        ]

        def loss(weights: Any) -> tuple[float, Any]:
            each = [one.loss(weights) for one in used]
            ridge = RIDGE * (weights @ weights) / 2
            return sum(v for v, _ in each) + ridge, sum(g for _, g in each) + RIDGE * weights

        start = np.zeros(len(self.names))
        best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 60}).x
        return {name: round(float(best[at]), 2) for name, at in self.names.items()}

    def cross_validated(self) -> Cut:
        """Every comment cut with weights that its fold did not teach."""
        folds = sorted({case.fold for case in self.cases} - {SINGLE})
        by = {fold: self.fit(fold) for fold in folds}
        return lambda case: ours(by[case.fold])(case)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folds", action="store_true", help="cross-validate (minutes)")
    parser.add_argument("--fit", action="store_true", help="print the table of weights")
    sets = {"given": given(), "own": own("demands.txt"), "own, later": own("more_demands.txt")}
    options = parser.parse_args()
    print_scores(sets, {"weights as they are": ours(), **BASELINES})
    if options.fit or options.folds:
        trainer = Trainer([*(case for cases in sets.values() for case in cases), *single()])
    if options.folds:
        print_scores(sets, {"fold left out": trainer.cross_validated()})
    if options.fit:
        for name, weight in sorted(trainer.fit().items()):
            print(f'    "{name}": {weight},')


BASELINES = {"baseline: every sentence": every_sentence, "baseline: never": never}


def print_scores(sets: Mapping[str, Sequence[Case]], ways: Mapping[str, Cut]) -> None:
    print(f"{'':<12} {'':<26} comments     P     R    F1  exact")
    for name, cases in sets.items():
        for way, cutter in ways.items():
            figures = " ".join(f"{value:5.3f}" for value in score(cases, cutter))
            print(f"{name:<12} {way:<26} {len(cases):>8} {figures}")


if __name__ == "__main__":
    main()
