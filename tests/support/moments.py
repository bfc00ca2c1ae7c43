"""Processor time, only ever held against that of other work of the same test."""

from __future__ import annotations

import time
from collections.abc import Callable


def moments(work: Callable[[], object]) -> float:
    """The least processor time of three runs, in seconds."""
    least = float("inf")
    for _ in range(3):
        began = time.process_time()
        work()
        least = min(least, time.process_time() - began)
    return least
