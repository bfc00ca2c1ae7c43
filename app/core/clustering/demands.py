"""A comment that asks several things, proposed to be split into its demands (诉求).

The likeliest way to read the comment as a row of demands and of parts outside (greeting, story,
signature): a semi-Markov model (Sarawagi & Cohen 2004) over some dozens of named signals, whose
weights are fitted and cross-validated by ``benchmarks/demands.py``. A proposal only: staff split
and join.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.core.clustering.demand_signals import Signals, begins, demand, outside
from app.core.clustering.demand_weights import WEIGHTS
from app.core.clustering.reading import Reading
from app.core.text.script import to_simplified

# What stands behind these many characters or pieces is the last demand's: the work is bounded.
LONGEST, _MOST_PIECES = 4_000, 240
_LONGEST_DEMAND = 40


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing asked for: ``text[start:end]``, offsets in characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """Pieces ``first`` to ``end`` (exclusive) read as a demand, or as none."""

    first: int
    end: int
    is_demand: bool
    signals: Signals


def split(text: str, weights: Mapping[str, float] = WEIGHTS) -> tuple[Demand, ...]:
    """The demands of a comment in their order; at most one: not proposed to be split.

    Between two demands nothing is left out: a word in passing goes with the demand before it.
    """
    reading = read(text)
    found = [
        (reading.pieces[part.first].start, reading.pieces[part.end - 1].end)
        for part in _likeliest(reading, weights)
        if part.is_demand
    ]
    stops = [begin for begin, _ in found[1:]] + [end for _, end in found[-1:]]
    if found and reading.pieces[-1].end == found[-1][1]:
        stops[-1] = len(text)
    made = (_trimmed(text, begin, stop) for (begin, _), stop in zip(found, stops, strict=True))
    return tuple(one for one in made if one.start < one.end)


def read(text: str) -> Reading:
    """The comment's beginning, in simplified characters where offsets stay the same."""
    plain = to_simplified(text[:LONGEST])
    return Reading(plain if len(plain) == len(text[:LONGEST]) else text[:LONGEST], _MOST_PIECES)


def parts(reading: Reading) -> Iterator[Part]:
    """Every part that a way of reading may have, with its signals."""
    for first in range(len(reading.pieces)):
        if first in reading.may_begin:
            begin = begins(reading, first) if first else {}
            last = min(len(reading.pieces), first + _LONGEST_DEMAND)
            for end in range(first + 1, last + 1):
                yield Part(first, end, True, begin | demand(reading, first, end))
        for end in _ends_outside(reading, first):
            yield Part(first, end, False, outside(reading, first, end))


def _ends_outside(reading: Reading, first: int) -> list[int]:
    """Outside stand whole sentences, one a part, and the beginning of the first sentence."""
    pieces = reading.pieces
    number = pieces[first].sentence
    if first and pieces[first - 1].sentence == number:
        return []
    end = first + 1
    while end < len(pieces) and pieces[end].sentence == number:
        end += 1
    return [*range(1, end), end] if first == 0 else [end]


def _likeliest(reading: Reading, weights: Mapping[str, float]) -> list[Part]:
    """The best row of parts that covers all pieces (Viterbi)."""
    number = len(reading.pieces)
    best = [0.0] + [float("-inf")] * number
    back: list[Part | None] = [None] * (number + 1)
    for part in parts(reading):
        worth = sum(weights.get(name, 0.0) * value for name, value in part.signals.items())
        if (total := best[part.first] + worth) > best[part.end]:
            best[part.end], back[part.end] = total, part
    row: list[Part] = []
    at = number
    while at and (part_ := back[at]) is not None:
        row.append(part_)
        at = part_.first
    return row[::-1]


def _trimmed(text: str, start: int, end: int) -> Demand:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Demand(start, end)
