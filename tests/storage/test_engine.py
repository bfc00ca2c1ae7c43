"""What is read in one session is as of one moment, on both engines."""

from __future__ import annotations

from pathlib import Path

from app.opinions.figures import comment_total
from app.storage.engine import reading
from tests.houses import open_small


def test_what_comes_meanwhile_is_not_seen(tmp_path: Path, database: str) -> None:
    town = open_small(tmp_path, database)
    town.send("第一条。")
    with reading(town.house.tools.engine) as session:
        assert comment_total(session, town.consultation.id) == 1
        town.send("第二条。")
        assert comment_total(session, town.consultation.id) == 1
    assert town.house.read_now(comment_total, town.consultation.id) == 2
    town.house.close()
