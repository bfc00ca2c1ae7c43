"""Building large trees of values without the collector of circles looking at them again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for circular garbage inside; only around what makes none, and ends soon.

    Such a search is begun by every few hundred new objects and walks through old ones: for an
    outline of 5,000 clauses that was half of the time. What is dropped is freed all the same, by
    its count of references. If two threads are inside at once, the first to leave lets the
    collector go on for both.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
