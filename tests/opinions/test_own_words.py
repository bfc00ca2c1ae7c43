"""What copies of a letter add of their own: a demand of its own, counted as nobody more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.opinions import edits, keeper, nightly, splitting
from app.opinions.panel import panel
from app.opinions.read import clause_comments, clause_desk
from app.opinions.runs import result_hash, runs_of, unpack
from app.opinions.values import ClauseDesk, CommentView
from tests.houses import Published, regroup

DATA = Path(__file__).parents[1] / "data/opinions/letters.jsonl"


def letters() -> list[dict[str, Any]]:
    """All copies of the first letter of the data with an addition, and of that letter the rest."""
    rows = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
    family = next(row["family"] for row in rows if row.get("added"))
    return [row for row in rows if row["family"] == family]


def clause(town: Published) -> int:
    return town.clauses["一/(一)"].id


def desk(town: Published) -> ClauseDesk:
    found = town.house.read_now(clause_desk, clause(town))
    assert found is not None
    assert found.sums.total == found.figures.comments
    return found


def added(town: Published) -> list[CommentView]:
    found = town.house.read_now(clause_comments, clause(town))
    return [one for one in found if one.origin == "addition"]


@pytest.mark.parametrize("at_once", [True, False])
def test_an_addition_is_a_demand_of_its_own(town: Published, at_once: bool) -> None:
    rows = letters()
    for number, row in enumerate(rows):
        town.send(row["text"], email=f"p{number}@b.example")
        if not at_once:
            regroup(town)
    regroup(town)
    wanted = [row["added"] for row in rows if row.get("added")]
    found = added(town)
    assert len(found) == len(wanted)
    for one, text in zip(found, wanted, strict=True):
        assert one.text.strip() in text or text.strip() in one.text
    figures = desk(town).figures
    assert (figures.comments, figures.people) == (len(rows), len(rows))
    letter = max(desk(town).groups, key=lambda one: one.comments)
    assert letter.additions == len(wanted)
    assert all(one.opinion_id not in (None, letter.id) for one in found)
    shown = town.house.read_now(panel, letter.id)
    assert [one.text for one in shown.additions] == [one.text for one in found]
    assert shown.letters[0].copies == len(rows)


def test_runs_keep_additions_and_can_be_done_again(town: Published) -> None:
    for row in letters():
        town.send(row["text"])
    regroup(town)
    before = [(one.demand_id, one.text) for one in added(town)]
    assert before
    for _ in range(2):
        town.house.writer.call(nightly.mark_whole, clause(town))
        regroup(town)
        assert [(one.demand_id, one.text) for one in added(town)] == before
    for run in town.house.read_now(runs_of, clause(town)):
        taken = town.house.read_now(unpack, run.id)
        assert taken is not None
        assert result_hash(keeper.compute(taken)) == run.result_hash


def test_staff_have_the_last_word_on_an_addition(town: Published) -> None:
    for row in letters():
        town.send(row["text"])
    regroup(town)
    one = added(town)[0]
    home = town.house.writer.call(edits.move, [one.demand_id], None, None)
    town.house.writer.call(nightly.mark_whole, clause(town))
    regroup(town)
    assert added(town)[0].opinion_id == home
    text = one.whole_text
    town.house.writer.call(splitting.split, one.id, [(0, 20), (20, len(text))], None)
    regroup(town)
    town.house.writer.call(nightly.mark_whole, clause(town))
    regroup(town)
    now = [c for c in town.house.read_now(clause_comments, clause(town)) if c.id == one.id]
    assert [c.origin for c in now] == ["own", "split"]
    assert desk(town).figures.comments == len(letters())
