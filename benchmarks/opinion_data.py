"""The development comments, clause by clause, read and held against each other once."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from app.core.clustering.content import read as read_text
from app.core.clustering.likeness import WEIGHTS, Likeness, Weights
from app.core.clustering.thesaurus.lexicon import Lexicon
from app.core.text.cuts import cutter

ROOT = Path(__file__).parents[1]
PLACES = (ROOT.parent / "shared" / "data" / "opinions", ROOT / "tests" / "data" / "opinions")
Row = dict[str, Any]


@dataclass(frozen=True)
class Clause:
    """``gold``: each text's opinion."""

    name: str
    texts: list[str]
    gold: list[str]

    @property
    def names(self) -> dict[str, int]:
        return {one: at for at, one in enumerate(sorted(set(self.gold)))}


def read(name: str) -> list[Row]:
    """The rows of a file of the development data; the copy among the tests if there is no other."""
    for place in PLACES:
        if (place / name).exists():
            return [json.loads(line) for line in (place / name).read_text("utf-8").splitlines()]
    sys.exit(f"{name} is absent: looked in {' and '.join(map(str, PLACES))}")


def clauses() -> list[Clause]:
    by: dict[str, list[Row]] = defaultdict(list)
    for row in read("comments.jsonl"):
        by[row["clause"]].append(row)
    return [
        Clause(name, [row["text"] for row in rows], [row["opinion"] for row in rows])
        for name, rows in by.items()
    ]


def likeness(texts: list[str], lexicon: Lexicon, weights: Weights = WEIGHTS) -> Likeness:
    knife = cutter()
    return Likeness([read_text(text, knife, lexicon) for text in texts], lexicon, weights)


def signs(found: Likeness) -> Any:
    """Shape (signs, n, n)."""
    every = np.arange(found.number)
    return np.stack(found.signs(every, every))
