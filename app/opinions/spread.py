"""On which days comments came, and how many stand in several opinions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from app.core.deadline import BEIJING
from app.opinions.entries import Place


def by_day(places: Iterable[Place]) -> tuple[tuple[date, int], ...]:
    """Comments a Beijing day, days without any left out."""
    first = {place.comment_id: place.received_at for place in places}
    days = Counter(instant.astimezone(BEIJING).date() for instant in first.values())
    return tuple(sorted(days.items()))


def several(places: Iterable[Place]) -> int:
    """Comments that stand in more than one opinion."""
    count: dict[int, set[int]] = defaultdict(set)
    for place in places:
        if place.opinion_id is not None and not place.off_topic:
            count[place.comment_id].add(place.opinion_id)
    return sum(len(opinions) > 1 for opinions in count.values())
