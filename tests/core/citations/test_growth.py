"""Hostile letters: the work grows with the length and no faster, and ends at a bound."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from types import FrameType

import pytest

from app.core.citations import find as module_of_find
from app.core.citations import grammar, laws, lines, marks
from app.core.citations.find import find_in
from app.core.citations.passages import read
from tests.core.citations.drafts import draft
from tests.support.moments import moments

SCRAPS = [
    "1",
    "第",
    "《",
    "(",
    "（一",
    "“",
    "第一条",
    "第一条、",
    "1、",
    "3.1.",
    "。",
    "\n",
    "1.\n",
    "该条",
    "最后一款",
    "第l条",
    "一、关于",
    "电话",
    "“第八条”的",
    "携犬外出不束牵引带，狗咬人。\n",
    "😀",
    "\x00",
]
PATTERNS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": pattern
    for module in (grammar, laws, lines, marks)
    for name, pattern in vars(module).items()
    if isinstance(pattern, re.Pattern)
}


# All others are only matched at one place.
SEARCHED = {
    "grammar.START",
    "marks.ASKS",
    "marks.JUDGES",
    "marks.NO_COMMENT",
    "marks.NUMBER_LIKE",
    "marks.SPEAKS",
}


def calls(work: Callable[[], object]) -> int:
    """How many functions of Python and C are called: the same on every machine."""
    count = 0

    def counted(frame: FrameType, event: str, what: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("scrap", SCRAPS)
def test_twice_the_letter_is_twice_the_work(scrap: str) -> None:
    read("先认一遍。", draft("rules"))
    short, long = (scrap * (length // len(scrap)) for length in (3_000, 6_000))
    once = calls(lambda: read(short, draft("rules")))
    twice = calls(lambda: read(long, draft("rules")))
    assert twice <= 2.2 * once + 2_000


@pytest.mark.parametrize("name", sorted(PATTERNS))
@pytest.mark.parametrize("scrap", ["第一条", "1、", "(一)", "  ", "一", "9.", "的", "\x00", "建议"])
def test_no_pattern_goes_back_far(name: str, scrap: str) -> None:
    pattern = PATTERNS[name]
    short, long = scrap * (4_000 // len(scrap)), scrap * (32_000 // len(scrap))
    look = pattern.findall if name in SEARCHED else pattern.match
    once = moments(lambda: (look(short), pattern.fullmatch(short)))
    eight = moments(lambda: (look(long), pattern.fullmatch(long)))
    # Eight times the length: 8 where the work is linear, 64 where each place looks at all others.
    assert eight <= 32 * max(once, 1e-4)


def test_looking_for_citations_ends_at_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    assert module_of_find._MOST_TRIES <= 100_000
    monkeypatch.setattr(module_of_find, "_MOST_TRIES", 1_000)
    some = calls(lambda: find_in("第八条" * 1_100, {}))
    more = calls(lambda: find_in("第八条" * 4_400, {}))
    assert more <= 1.02 * some


def test_comparing_ends_at_a_bound() -> None:
    text = "携犬外出不束牵引带，狗咬人。\n"
    read(text, draft("sichuan"))
    some = calls(lambda: read(text * 600, draft("sichuan")))
    more = calls(lambda: read(text * 1_200, draft("sichuan")))
    # Beyond the bound a line costs what reading it costs, a fraction of comparing it.
    assert more - some < some
