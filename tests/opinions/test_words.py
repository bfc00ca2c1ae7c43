"""The office's own words, as many as a concept may have."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.clustering.thesaurus.concepts import MOST_WORDS
from app.opinions import words
from app.opinions.word_tables import read_table, write_table
from tests.houses import open_small


def test_a_full_concept_goes_out_and_comes_in_again(tmp_path: Path, sqlite_database: str) -> None:
    town = open_small(tmp_path, sqlite_database)
    call = town.house.writer.call
    many = [f"词{number}" for number in range(MOST_WORDS)]
    assert call(words.add, "人工窗口", many, None) == MOST_WORDS
    table = write_table(town.house.read_now(words.own_concepts))
    assert call(words.take_table, read_table(table), None) == 0
    with pytest.raises(words.BadWords, match="too-many"):
        call(words.add, "人工窗口", ["再一个"], None)
    town.house.close()
