"""What a document shows of which numbering style stands above which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from app.core.outline.labels import Label
from app.core.outline.styles import DECIMAL_NAMES, Style


def votes_of(
    labels: Iterable[Label], first: dict[str, int], styles: dict[str, Style]
) -> dict[tuple[str, str], int]:
    """For each pair of styles how often the second started again (+1) or went on (-1) after the
    first had come. ``first`` and ``styles`` are filled: where each style came first, and itself."""
    votes: dict[tuple[str, str], int] = defaultdict(int)
    seen: dict[str, tuple[int, int]] = {}
    last = ""
    for at, label in enumerate(labels):
        name = label.style.name
        if name not in first:
            first[name], styles[name] = at, label.style
        if not label.style.ordered:
            continue
        if name in DECIMAL_NAMES:
            _note_parents(label, seen, first, votes)
        before = seen.get(name)
        seen[name] = (at, label.number)
        beside, last = name == last, name
        if before is None or beside:
            continue
        between = [
            other for other, (place, _) in seen.items() if place > before[0] and other != name
        ]
        if label.number == 1 and between:
            # The highest of those that came is the one that began anew.
            votes[min(between, key=lambda other: styles[other].rank), name] += 1
        elif label.number == before[1] + 1:
            for other in between:
                votes[other, name] -= 1
    return votes


def _note_parents(
    label: Label,
    seen: dict[str, tuple[int, int]],
    first: dict[str, int],
    votes: dict[tuple[str, str], int],
) -> None:
    """2.1 says itself that a 2 stands above it, where that came first: 2. or 二、."""
    name, parent = label.style.name, int(label.step.partition(".")[0])
    for other, (_, number) in seen.items():
        if other not in DECIMAL_NAMES and number == parent and first[other] < first[name]:
            votes[other, name] += 1
