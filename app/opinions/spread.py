"""On which days comments came, and how many stand in several opinions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from app.core.deadline import BEIJING
from app.opinions.entries import Place


def by_day(places: Iterable[Place]) -> tuple[tuple[date, int], ...]:
    """Comments a Beijing day, days without any left out."""
    first = {place.comment_id: place.received_at for place in places}
    days = Counter(instant.astimezone(BEIJING).date() for instant in first.values())
    return tuple(sorted(days.items()))


def several(places: Sequence[Place]) -> int:
    """Comments that stand in more than one opinion."""
    demands = Counter(place.comment_id for place in places)
    pairs = {
        (place.comment_id, place.opinion_id)
        for place in places
        if demands[place.comment_id] > 1 and place.opinion_id is not None and not place.off_topic
    }
    return sum(opinions > 1 for opinions in Counter(comment for comment, _ in pairs).values())
