"""Runs over a whole clause: when they are due, recorded, done again with the same result."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from app.core.outline.values import Outline
from app.jobs.drain import drain_once
from app.opinions import apart, edits, finish, keeper, nightly, runs
from app.opinions.jobs import ATTEMPTS, regroup_handler
from app.opinions.nightly import nightly_handler
from app.opinions.read import clause_comments
from app.opinions.snapshot import ENOUGH
from app.opinions.values import RunView
from app.opinions.words import as_concepts
from app.review import decisions
from app.storage.models import ClauseMark
from tests.houses import Published, open_small, regroup, small_outline

ADDRESS = "一/(一)"
WANTS = ("保留人工窗口", "降低网费", "自愿安装ETC", "公交准点", "骑手保险", "电商培训")


def send(town: Published, count: int, start: int = 0) -> None:
    for n in range(start, start + count):
        town.send(f"第{n}条：建议{WANTS[n % 6]}，{WANTS[(n // 6) % 6]}也要紧。", ADDRESS)


def clause(town: Published) -> int:
    return town.clauses[ADDRESS].id


def recorded(town: Published) -> list[RunView]:
    return town.house.read_now(runs.runs_of, clause(town))


def placed(town: Published) -> dict[int, int | None]:
    found = town.house.read_now(clause_comments, clause(town))
    return {one.demand_id: one.opinion_id for one in found}


def test_a_new_comment_moves_no_other(town: Published) -> None:
    send(town, 10)
    regroup(town)
    before = placed(town)
    for n in range(ENOUGH - 1):
        send(town, 1, 10 + n)
        regroup(town)
        now = placed(town)
        assert all(now[demand] == opinion for demand, opinion in before.items())
        assert all(opinion is not None for opinion in now.values())
        before = now
    assert len(recorded(town)) == 1, "new comments joined without a run"
    send(town, 1, 10 + ENOUGH)
    regroup(town)
    assert [run.figures["demands"] for run in recorded(town)] == [10 + ENOUGH, 10]


def test_every_run_can_be_done_again_with_the_same_result(town: Published) -> None:
    send(town, 14)
    regroup(town)
    demands = sorted(placed(town))
    town.house.writer.call(edits.move, demands[:2], None, None)
    home = town.house.writer.call(edits.move, demands[5:7], None, None)
    town.house.writer.call(apart.not_same, [demands[2]], placed(town)[demands[2]], None)
    town.house.writer.call(decisions.decide, home, "adopted", "好。", None, 0)
    send(town, 8, 14)
    town.house.writer.call(nightly.mark_whole, clause(town))
    regroup(town)
    # Later changes of the clause change nothing about what went into an earlier run.
    town.house.writer.call(edits.merge, placed(town)[demands[0]], [placed(town)[demands[9]]], None)
    for run in recorded(town):
        taken = town.house.read_now(runs.unpack, run.id)
        assert taken is not None
        assert runs.result_hash(keeper.compute(taken)) == run.result_hash
        assert len(taken.items) == run.figures["demands"]
        assert len(run.inputs_hash) == 64
    assert recorded(town)[0].parameters["pins"] >= 4


def test_the_drafts_terms_are_words_of_its_comments(tmp_path: Path, database: str) -> None:
    def outline() -> Outline:
        return replace(small_outline(), text="一二三四\n深化“三通两平台”建设。")

    made = open_small(tmp_path, database, outline=outline)
    try:
        send(made, 3)
        regroup(made)
        (run,) = recorded(made)
        taken = made.house.read_now(runs.unpack, run.id)
        assert taken is not None
        assert taken.words == (("", "三通两平台"),)
        assert as_concepts(taken.words) == []
        assert runs.result_hash(keeper.compute(taken)) == run.result_hash
    finally:
        made.house.close()


def test_inputs_of_old_runs_are_let_go(town: Published) -> None:
    send(town, 3)
    for _ in range(runs.KEPT_INPUTS + 2):
        town.house.writer.call(nightly.mark_whole, clause(town))
        regroup(town)
    found = recorded(town)
    assert [run.repeatable for run in found].count(True) == runs.KEPT_INPUTS
    assert town.house.read_now(runs.unpack, found[-1].id) is None
    assert len({run.inputs_hash for run in found[1:-1]}) == 1, "nothing changed between them"


def test_at_night_clauses_with_new_comments_are_run_again(town: Published) -> None:
    send(town, 3)
    regroup(town)
    handler = nightly_handler(town.house.tools)
    assert not drain_once(handler), "it is day"
    town.clock.time = datetime(2017, 8, 29, 19, 0, tzinfo=UTC)
    assert not drain_once(handler), "three o'clock, but nothing came since the last run"
    send(town, 1, 3)
    regroup(town)
    town.clock.forward(minutes=2)
    assert drain_once(handler) == 1
    assert not drain_once(handler), "asked for once"
    regroup(town)
    assert [run.figures["demands"] for run in recorded(town)] == [4, 3]
    town.clock.forward(minutes=2)
    assert not drain_once(handler)


def test_a_clause_that_is_always_overtaken_is_put_off_not_lost(town: Published) -> None:
    send(town, 3)
    handler = regroup_handler(town.house.tools)
    tools = town.house.tools
    calls = []

    class Meddling:
        """A writer before which staff are always a step ahead."""

        def call(self, work: object, *args: object, **kwargs: object) -> object:
            if work is finish.write:
                calls.append(work)
                return False
            return tools.writer.call(work, *args, **kwargs)  # type: ignore[arg-type]

    from dataclasses import replace

    overtaken = regroup_handler(replace(tools, writer=Meddling()))  # type: ignore[arg-type]
    assert drain_once(overtaken)
    assert len(calls) == ATTEMPTS * 3, "each of three marks"
    waiting = town.house.read_now(lambda session: session.query(ClauseMark).count())
    assert waiting == 3
    town.clock.forward(minutes=1)
    while drain_once(handler):
        pass
    assert all(placed(town).values())
