"""Advice on large clauses is made beside the work: pages wait for nothing, and say what is missing."""

from __future__ import annotations

import threading
import time

import pytest

from app.opinions import advice, advisers, apart, edits, undo
from app.opinions.advisers import Kept
from app.opinions.entries import places
from app.opinions.plan import NOTHING
from app.opinions.queue import reading_queue
from app.opinions.queue_values import Pair
from app.opinions.read import clause_comments
from app.opinions.settled import Settled
from app.opinions.snapshot import Snapshot, of_clause
from app.storage.models import Comment
from tests.houses import Published, regroup

ADDRESS = "一/(一)"
TEXTS = (
    "线上办理的同时要保留人工窗口，老人不会用手机。",
    "请保留人工窗口和现金支付，照顾老年人。",
    "老年人不会用智能手机，人工窗口不能取消。",
    "ETC应当自愿办理，不得强制安装。",
    "反对强制安装ETC，自愿二字写进文件。",
    "村里快递要送到家。",
    "网费太贵，要降下来。",
)


@pytest.fixture
def database(sqlite_database: str) -> str:
    """The engine does not matter here."""
    return sqlite_database


@pytest.fixture
def town(town: Published) -> Published:
    for number, text in enumerate(TEXTS):
        town.send(text, ADDRESS, email=f"p{number}@b.example")
    regroup(town)
    return town


def test_the_clause_worked_on_most_of_late_is_not_the_one_let_go(town: Published) -> None:
    clause, kept = town.clauses[ADDRESS].id, Kept()
    taken = town.house.read_now(of_clause, clause)
    found = town.house.read_now(places, Comment.clause_id == clause)
    loaded: list[int] = []

    def visit(number: int) -> None:
        def load() -> Snapshot:
            loaded.append(number)
            return taken

        kept.of(("", number), found, taken.words, Settled(), load)

    for number in range(1, advisers.KEPT + 1):
        visit(number)
        visit(1)
    visit(advisers.KEPT + 1)
    visit(1)
    assert loaded == list(range(1, advisers.KEPT + 2))


def test_the_first_page_of_a_large_clause_waits_for_no_advice(
    town: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(advisers, "BESIDE", 3)
    monkeypatch.setattr(advice, "BESIDE", 3)
    begun, go = threading.Event(), threading.Event()

    class Slow(advice.State):
        def __init__(self, taken: Snapshot) -> None:
            begun.set()
            assert go.wait(30)
            super().__init__(taken)

    monkeypatch.setattr(advisers, "State", Slow)
    clause, kept = town.clauses[ADDRESS].id, Kept()

    def queue() -> tuple[bool, int, int]:
        found = town.house.read_now(reading_queue, clause, kept)
        assert found.current is not None
        return found.unprepared, found.waiting, len(found.current.choices)

    assert queue() == (True, 7, 1), "all waits to be read; where it stands now is one key"
    assert begun.wait(30)
    assert queue() == (True, 7, 1)
    go.set()
    until = time.monotonic() + 30
    while queue()[0] and time.monotonic() < until:
        time.sleep(0.02)
    unprepared, waiting, choices = queue()
    assert (unprepared, waiting) == (False, 7)
    assert choices > 1


def test_two_who_work_at_once_do_not_wait_for_the_plan_of_the_other(town: Published) -> None:
    clause = town.clauses[ADDRESS].id
    state = advice.State(town.house.read_now(of_clause, clause))
    found = town.house.read_now(places, Comment.clause_id == clause)
    state._busy = True
    state.tell(found, Settled())
    assert state.plan is NOTHING
    state._busy = False
    state.tell(found, Settled())
    assert state.plan is not NOTHING


def test_who_said_that_two_are_not_the_same_is_not_asked_again(town: Published) -> None:
    clause, kept = town.clauses[ADDRESS].id, Kept()
    found = town.house.read_now(clause_comments, clause)
    town.house.writer.call(edits.move, [found[0].demand_id], None, None)

    def pair() -> Pair | None:
        return town.house.read_now(reading_queue, clause, kept).pair

    asked = []
    while (now := pair()) is not None:
        assert {now.first, now.second} not in asked
        asked.append({now.first, now.second})
        town.house.writer.call(apart.keep_apart, now.first, now.second, None)
    assert asked, "there was something to ask"
    town.house.writer.call(undo.undo_last, clause, None)
    now = pair()
    assert now is not None
    assert {now.first, now.second} == asked[-1]
