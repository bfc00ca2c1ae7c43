"""What is kept of a clause is what the database says, whatever was done to it meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import event

from app.comments import receipts
from app.core.text.sentences import sentence_starts, spans_at
from app.jobs.drain import drain_once
from app.mail import triage
from app.opinions import coding, edits, seen, splitting, undo
from app.opinions.at_work import AtWork, Memory, at_work
from app.opinions.bursts import bursts
from app.opinions.entries import places
from app.opinions.jobs import regroup_handler
from app.opinions.kept_places import KeptPlaces
from app.opinions.queue import reading_queue
from app.opinions.read import clause_comments, clause_desk
from app.opinions.values import BadEdit
from app.storage.models import Comment
from tests.houses import Published, open_small
from tests.invariants.test_copies_stay_copies import ADDRESS, LETTER, OTHERS, OWN

TEXTS = (LETTER, LETTER + OWN, *OTHERS)


@pytest.fixture
def town(tmp_path: Path, database: str) -> Iterator[Published]:
    made = open_small(tmp_path, database)
    yield made
    made.house.close()


def drain(town: Published) -> None:
    handler = regroup_handler(town.house.tools)
    while drain_once(handler):
        pass


def _some_deed(town: Published, chance: Random, sent: list[str]) -> None:
    clause, call = town.clauses[ADDRESS].id, town.house.writer.call
    there = town.house.read_now(clause_comments, clause)
    one, other = chance.choice(there), chance.choice(there)
    starts = sentence_starts(one.whole_text)
    match chance.randrange(10):
        case 0:
            sent.append(town.send(chance.choice(TEXTS), ADDRESS, email="p@b.example").receipt)
        case 1:
            call(coding.place, one.demand_id, other.opinion_id, None)
        case 2:
            call(coding.off_topic, one.id, None)
        case 3:
            call(edits.set_off_topic, one.id, not one.off_topic, None)
        case 4 if starts:
            cuts = spans_at(one.whole_text, [chance.choice(starts)])
            call(splitting.split, one.id, cuts, None)
        case 5:
            call(undo.undo_last, clause, None)
        case 6:
            call(seen.mark_read, clause, [one.id], None)
        case 7:
            call(coding.later, one.id, None)
        case 8:
            call(receipts.withdraw, sent.pop(chance.randrange(len(sent))))
        case 9:
            to = chance.choice((ADDRESS, "二"))
            call(triage.tie, one.id, town.clauses[to].id, None)


@pytest.mark.parametrize("seed", range(3))
def test_it_is_what_is_read_anew(town: Published, seed: int) -> None:
    chance, known = Random(seed), KeptPlaces()
    clause = town.clauses[ADDRESS].id
    sent = [
        town.send(text, ADDRESS, email=f"{n}@b.example").receipt for n, text in enumerate(3 * TEXTS)
    ]
    drain(town)
    for number in range(30):
        try:
            _some_deed(town, chance, sent)
        except BadEdit:
            continue
        if number % 3 == 0:
            drain(town)
        for one in (clause, town.clauses["二"].id):
            anew = town.house.read_now(places, Comment.clause_id == one)
            assert list(town.house.read_now(known.of, one)) == anew


def test_the_page_is_the_same_from_what_is_kept(town: Published) -> None:
    clause, memory = town.clauses[ADDRESS].id, Memory()

    def page() -> AtWork:
        found = town.house.read_now(at_work, clause, memory, None, 2)
        assert found is not None
        return found

    for number in range(8):
        town.send(f"{OTHERS[number % 4]}第{number}个说。", ADDRESS, email=f"{number}@b.example")
        drain(town)
        now = page()
        assert now.desk == town.house.read_now(clause_desk, clause)
        assert now.bursts == town.house.read_now(bursts, clause)
        if number:
            assert now.queue == town.house.read_now(reading_queue, clause, memory.advice)
        else:
            assert now.queue is None
    assert [(one.kind, one.comments) for one in page().bursts] == [("minute", 8)]


def test_hints_are_as_fresh_as_the_figures(town: Published) -> None:
    clause, memory = town.clauses[ADDRESS].id, Memory()
    for number in range(6):
        receipt = town.send(
            f"这一分钟的第{number}条。", ADDRESS, email=f"{number}@b.example"
        ).receipt
        found = town.house.read_now(at_work, clause, memory, None, None)
        assert found is not None
        told = [one.comments for one in found.bursts if one.kind == "minute"]
        assert told == ([number + 1] if number >= 4 else [])
    town.house.writer.call(receipts.withdraw, receipt)
    found = town.house.read_now(at_work, clause, memory, None, None)
    assert found is not None
    assert [one.comments for one in found.bursts] == [found.desk.figures.comments] == [5]


def test_after_a_key_only_the_demand_it_placed_is_read(town: Published) -> None:
    clause, known = town.clauses[ADDRESS].id, KeptPlaces()
    for number in range(40):
        town.send(f"{OTHERS[number % 4]}第{number}个说。", ADDRESS, email=f"{number}@b.example")
    drain(town)
    town.house.read_now(known.of, clause)
    one = town.house.read_now(clause_comments, clause)[7]
    town.house.writer.call(coding.place, one.demand_id, None, None)
    asked: list[Any] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if "sender_key" in statement:
            asked.append(parameters)

    event.listen(town.house.tools.engine, "before_cursor_execute", note)
    found = town.house.read_now(known.of, clause)
    assert [p.opinion_id for p in found if p.demand_id == one.demand_id] != [one.opinion_id]
    (parameters,) = asked
    given = parameters.values() if isinstance(parameters, dict) else parameters
    assert [value for value in given if value == one.demand_id] == [one.demand_id]
    assert len(given) <= 2
