"""A small published draft, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.houses import Published, open_small


@pytest.fixture
def town(tmp_path: Path, database: str) -> Iterator[Published]:
    """A house with one open consultation."""
    made = open_small(tmp_path, database)
    yield made
    made.house.close()
