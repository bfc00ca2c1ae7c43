"""What is read once: dictionaries and thesaurus."""

from __future__ import annotations

from functools import cache

from app.core.clustering.group import Constraints, Item, group


@cache
def warm() -> None:
    """The first grouping reads the dictionaries (seconds): at start-up, not when somebody waits."""
    group([Item(1, "保留人工窗口"), Item(2, "网费太贵")], previous={}, constraints=Constraints())
