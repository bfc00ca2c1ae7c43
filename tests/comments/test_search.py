"""Search over all comments: any run of two characters is found, on both engines."""

from __future__ import annotations

import pytest

from app.comments import search
from app.comments.jobs import index_handler
from app.core.text.search_words import asked_words, index_words
from tests.houses import Published, drain

TEXTS = (
    "四川省社会保障局要给骑手办工伤保险。",
    "陈某说：押金退不出来，ETC 要自愿！",
    "網費太貴，繁体也要找得到。",
    "100%同意；'引号\" AND OR NEAR( * 都只是字",
)


@pytest.fixture
def town(town: Published) -> Published:
    for text in TEXTS:
        town.send(text)
    drain(index_handler(town.house.tools))
    return town


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("工伤", [0]),
        ("保障局", [0]),
        ("社会 骑手", [0]),
        ("障局", [0]),
        ("陈某", [1]),
        ("etc", [1]),
        ("ＥＴＣ", [1]),
        ("网费", [2]),
        ("網費", [2]),
        ("骑", [0]),
        ("要", [2, 1, 0]),
        ("100%", [3]),
        ("' OR 1=1", []),
        ('"', []),
        ("工保", []),
        ("骑手保险", []),
        ("", []),
    ],
)
def test_finds(town: Published, query: str, hits: list[int]) -> None:
    found = town.house.read_now(search.search, town.consultation.id, query)
    assert [TEXTS.index(hit.text) for hit in found.hits] == hits
    assert found.total == len(hits)


def test_of_another_consultation_nothing_is_found(town: Published) -> None:
    assert town.house.read_now(search.search, town.consultation.id + 1, "工伤").total == 0


def test_every_comment_is_indexed_once_also_untied_ones(town: Published) -> None:
    town.send("没有归条的一条，骑手。", None)
    assert town.house.read_now(search.waits)
    assert town.house.writer.call(search.index_waiting) == 1
    assert town.house.writer.call(search.index_waiting) == 0
    assert town.house.read_now(search.search, town.consultation.id, "骑手").total == 2


def test_pages(town: Published) -> None:
    found = town.house.read_now(search.search, town.consultation.id, "要", start=1, limit=1)
    assert [hit.text for hit in found.hits] == [TEXTS[1]]
    assert found.total == 3


def test_a_text_has_every_word_that_is_asked_for_any_part_of_it() -> None:
    for text in TEXTS:
        words = set(index_words(text))
        for start in range(len(text)):
            for end in range(start + 1, min(start + 8, len(text)) + 1):
                part = text[start:end].lower()
                if part.isalpha() and not part.isascii():
                    from app.core.text.normalise import normalise

                    assert set(asked_words(normalise(part))) <= words, part
