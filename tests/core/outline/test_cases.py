"""Short documents, each with one oddity, and their outlines as a clerk would write them down."""

from __future__ import annotations

import pytest

from app.core.outline.parse import parse
from app.locale.outline import DOUBTS
from tests.core.outline.written import Case, cases, written

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_outline_is_as_written(case: Case) -> None:
    assert written(parse(case.text)) == case.outline, case.oddity


def test_there_are_enough_and_each_says_its_oddity() -> None:
    assert len(CASES) >= 25
    assert all(case.oddity and case.text and case.outline for case in CASES)


def test_every_doubt_has_words_for_a_clerk() -> None:
    codes = {doubt.code for case in CASES for doubt in parse(case.text).doubts}
    assert codes
    assert codes <= DOUBTS.keys()
