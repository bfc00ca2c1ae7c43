"""Keeping a clause grouped: through the real jobs, on both engines."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest

from app.comments import receipts
from app.jobs.drain import Drain, drain_once
from app.jobs.rows import Tools
from app.opinions import edits, keeper
from app.opinions.figures import comment_total, consultation_figures
from app.opinions.jobs import regroup_handler
from app.opinions.read import clause_comments, clause_desk, opinion_comments
from app.opinions.values import BadEdit, ClauseDesk
from app.review import decisions
from app.storage.models import ClauseMark
from tests.houses import Published, regroup

ADDRESS = "一/(一)"
WINDOWS = [
    "线上办理的同时要保留人工窗口，老人不会用手机。",
    "请保留人工窗口和现金支付，照顾老年人。",
    "老年人不会用智能手机，窗口不能取消。",
]
ETC = [
    "ETC应当自愿办理，不得强制安装。",
    "ETC要自愿，不要强制安装。",
    "反对强制安装ETC，自愿二字写进文件。",
]


def desk(town: Published) -> ClauseDesk:
    found = town.house.read_now(clause_desk, town.clauses[ADDRESS].id)
    assert found is not None
    return found


def placed(town: Published) -> dict[int, int | None]:
    found = town.house.read_now(clause_comments, town.clauses[ADDRESS].id)
    return {comment.demand_id: comment.opinion_id for comment in found}


def sums_hold(town: Published) -> None:
    figures = town.house.read_now(consultation_figures, town.consultation.id)
    total = town.house.read_now(comment_total, town.consultation.id)
    assert figures.sums.total == figures.comments == total
    assert desk(town).sums.total == desk(town).figures.comments


def test_a_comment_is_in_an_opinion_within_two_seconds(town: Published) -> None:
    keeper.compute(  # the first call loads the dictionary
        keeper.Snapshot(
            0, (), {}, keeper.Constraints(frozenset(), frozenset(), {}), frozenset(), 0, (0, 0)
        )
    )
    drain = Drain([regroup_handler(town.house.tools)])
    town.house.writer.on_commit(drain.wake)
    drain.start()
    try:
        town.send(WINDOWS[0])
        until = time.monotonic() + 60
        while not desk(town).singles and time.monotonic() < until:
            time.sleep(0.02)
        assert len(desk(town).singles) == 1
        assert not desk(town).waiting
    finally:
        drain.stop()


def test_copies_are_one_family_with_honest_counts(town: Published) -> None:
    letter = "我们是经常在省内高速公路上行车的车主，收费站每逢节假日排队几公里，建议增加ETC车道。"
    for n in range(4):
        town.send(letter if n else "尊敬的领导：" + letter, email=f"p{n % 3}@b.example")
    town.send(ETC[0])
    regroup(town)
    found = desk(town)
    (group,) = found.groups
    assert (group.comments, group.people, group.copies, group.only_copies) == (4, 3, 4, 3)
    assert found.figures.copies == 4
    sums_hold(town)


def test_merge_and_move_survive_a_run(town: Published) -> None:
    for text in (*WINDOWS, *ETC):
        town.send(text)
    regroup(town)
    before = placed(town)
    demands = sorted(before)
    first, second = before[demands[0]], before[demands[3]]
    assert first is not None
    assert second is not None
    if first == second:
        second = town.house.writer.call(edits.move, [demands[3]], None, None)
    town.house.writer.call(edits.merge, first, [second], None)
    moved = town.house.writer.call(edits.move, [demands[5]], None, None)
    for text in WINDOWS:
        town.send(text + "请考虑。")
    regroup(town)
    after = placed(town)
    assert after[demands[3]] == first
    assert after[demands[5]] == moved
    assert all(after[demand] is not None for demand in after)
    sums_hold(town)
    with pytest.raises(BadEdit, match="no-such-opinion"):
        town.house.writer.call(edits.rename, second, "已经并走了", None)


def test_ids_survive_a_run_with_more_comments(town: Published) -> None:
    for text in (*WINDOWS, *ETC):
        town.send(text)
    regroup(town)
    before = placed(town)
    town.send("村里老人多，柜台窗口要留着。")
    regroup(town)
    after = placed(town)
    assert sum(after[demand] == opinion for demand, opinion in before.items()) >= len(before) - 1


def test_a_name_outlives_every_run(town: Published) -> None:
    for text in WINDOWS:
        town.send(text)
    regroup(town)
    opinion = next(iter(placed(town).values()))
    town.house.writer.call(edits.rename, opinion, "保留人工窗口", None)
    town.send(ETC[0])
    regroup(town)
    names = {one.id: one.label for one in (*desk(town).groups, *desk(town).singles)}
    assert names[opinion] == "保留人工窗口"


def test_a_decided_opinion_never_changes_its_members(town: Published) -> None:
    for text in WINDOWS:
        town.send(text)
    regroup(town)
    opinion = next(iter(placed(town).values()))
    members = [c.id for c in town.house.read_now(opinion_comments, opinion)]
    town.house.writer.call(decisions.decide, opinion, "adopted", "已写入。", None, 0)
    for text in WINDOWS:
        town.send(text)
    regroup(town)
    assert [c.id for c in town.house.read_now(opinion_comments, opinion)] == members
    sums_hold(town)


def test_withdrawn_and_off_topic_leave_their_opinion(town: Published) -> None:
    gone = town.send(WINDOWS[0])
    off = town.send(WINDOWS[1])
    town.send(WINDOWS[2])
    regroup(town)
    town.house.writer.call(receipts.withdraw, gone.receipt)
    seen = town.house.read_now(receipts.view, off.receipt)
    assert seen is not None
    town.house.writer.call(edits.set_off_topic, seen.comments[0].id, True, None)
    regroup(town)
    found = desk(town)
    assert found.figures.comments == 2
    assert (found.sums.single, found.sums.off_topic) == (1, 1)
    sums_hold(town)
    town.house.writer.call(edits.set_off_topic, seen.comments[0].id, False, None)
    regroup(town)
    assert desk(town).sums.off_topic == 0


def test_a_run_that_was_overtaken_is_thrown_away(town: Published) -> None:
    for text in (*WINDOWS, *ETC):
        town.send(text)
    regroup(town)
    town.send("再来一条，窗口要保留。")
    mark = town.house.read_now(lambda session: session.query(ClauseMark.id).first()[0])
    taken = town.house.read_now(keeper.snapshot, mark)
    assert taken is not None
    made = keeper.compute(taken)
    moved = town.house.writer.call(edits.move, [min(placed(town))], None, None)
    assert not town.house.writer.call(keeper.apply, taken, made, town.clock())
    assert placed(town)[min(placed(town))] == moved
    regroup(town)
    assert placed(town)[min(placed(town))] == moved
    assert not desk(town).waiting


def test_two_workers_leave_every_comment_in_one_opinion(town: Published) -> None:
    tools = town.house.tools
    drains = [
        Drain([regroup_handler(Tools(tools.engine, tools.writer, tools.clock, f"w{n}"))], poll=0.05)
        for n in range(2)
    ]
    for drain in drains:
        town.house.writer.on_commit(drain.wake)
        drain.start()

    def send(start: int) -> None:
        for n in range(10):
            town.send(f"{(WINDOWS + ETC)[(start + n) % 6]}第{start + n}次")

    threads = [threading.Thread(target=send, args=(10 * n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    until = time.monotonic() + 60
    while (desk(town).waiting or desk(town).unplaced) and time.monotonic() < until:
        time.sleep(0.05)
    for drain in drains:
        drain.stop()
    assert desk(town).figures.comments == 30
    assert desk(town).unplaced == ()
    sums_hold(town)


def test_a_dead_workers_marks_are_taken_over(town: Published) -> None:
    town.send(WINDOWS[0])
    tools = town.house.tools
    dead = regroup_handler(replace(tools, worker="dead"))
    assert dead.claim()
    alive = regroup_handler(tools)
    assert alive.claim() == []
    town.clock.forward(minutes=6)
    assert drain_once(alive) == 1
    assert len(desk(town).singles) == 1


def test_a_failed_job_is_put_off_and_told(town: Published) -> None:
    town.send(WINDOWS[0])
    handler = regroup_handler(town.house.tools)

    def break_(_: int) -> None:
        raise RuntimeError("broken")

    assert drain_once(replace(handler, perform=break_)) == 1
    row = town.house.read_now(
        lambda session: session.query(ClauseMark.tries, ClauseMark.last_error).one()
    )
    assert tuple(row) == (1, "RuntimeError: broken")
    assert handler.claim() == []
    town.clock.forward(seconds=11)
    assert drain_once(handler) == 1


def test_a_withdrawn_comment_draws_no_other(town: Published) -> None:
    gone = town.send(WINDOWS[0])
    town.send(ETC[0])
    regroup(town)
    town.house.writer.call(receipts.withdraw, gone.receipt)
    regroup(town)
    town.send(WINDOWS[0])
    regroup(town)
    found = desk(town)
    assert found.unplaced == ()
    for one in (*found.groups, *found.singles):
        town.house.writer.call(edits.rename, one.id, "每个观点都能处理", None)
    sums_hold(town)


def test_one_index_serves_comment_after_comment(town: Published) -> None:
    handler = regroup_handler(town.house.tools)

    def work() -> None:
        while drain_once(handler):
            pass

    for text in (*WINDOWS, *ETC):
        town.send(text)
    work()
    homes = placed(town)
    copy = town.send(WINDOWS[0] + "谢谢。")
    work()
    first, last = min(homes), max(placed(town))
    assert placed(town)[last] == homes[first], copy.receipt
    moved = town.house.writer.call(edits.move, [first], None, None)
    town.send("尊敬的领导：" + WINDOWS[0])
    work()
    assert placed(town)[max(placed(town))] in (moved, homes[first]), "with one of its letter"
    town.house.writer.call(edits.set_off_topic, 1, True, None)
    town.send(ETC[1] + "请采纳。")
    work()
    assert all(opinion for demand, opinion in placed(town).items() if demand != first)
    sums_hold(town)
