"""Texts made to hurt get a flat outline or a bounded one."""

from __future__ import annotations

import pytest

from app.core.outline.pages import MOST_LINES
from app.core.outline.parse import MOST_LABELS, parse
from benchmarks.outlines import HOSTILE

# No address has more steps than a draft has levels, whatever its text does.
MOST_STEPS = 12


@pytest.mark.parametrize("name", HOSTILE)
def test_outline_stays_bounded(name: str) -> None:
    text = HOSTILE[name]()[:400_000]
    outline = parse(text)
    assert len(outline.clauses) <= 2 * MOST_LABELS
    assert max((one.address.count("/") for one in outline.clauses), default=0) < MOST_STEPS
    said = sum(len(one.text) + len(one.heading) for one in outline.clauses)
    assert said <= len(outline.text)
    assert len(outline.doubts) <= outline.text.count("\n") + 2


def test_too_many_labels_are_one_clause_and_said_to_be() -> None:
    text = "第一条\n" * (MOST_LABELS + 1)
    outline = parse(text)
    assert [one.code for one in outline.doubts] == ["too-many-labels"]
    assert [one.text for one in outline.clauses] == [text.strip()]


def test_too_many_lines_are_not_looked_at() -> None:
    outline = parse("甲\n" * (MOST_LINES + 1))
    assert [one.code for one in outline.doubts] == ["too-many-labels"]
    assert len(outline.clauses) == 1


def test_ten_thousand_levels() -> None:
    text = "\n".join("1." * depth + "1 甲" for depth in range(1, 10_001, 100))
    outline = parse(text)
    assert max(one.address.count("/") for one in outline.clauses) < MOST_STEPS
