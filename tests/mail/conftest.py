"""A mail room beside the real draft; files that need another one have their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.houses import Published
from tests.mail.letters import Room, letter, make_room, open_town


@pytest.fixture
def town(tmp_path: Path, database: str) -> Iterator[Published]:
    """A house with the real draft published."""
    made = open_town(tmp_path, database)
    yield made
    made.house.close()


@pytest.fixture
def room(town: Published, tmp_path: Path) -> Room:
    """Its mail room, without links in its mails."""
    return make_room(town, tmp_path)


@pytest.fixture
def first(room: Room) -> Room:
    """A room with one submission that was acknowledged."""
    room.take(letter("第十五条应当补贴。"))
    room.send()
    return room
