"""Staff's deeds: law for every run, in the trail, and each can be undone, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.accounts import users
from app.mail import triage
from app.opinions import apart, changes, coding, edits, seen, splitting, undo
from app.opinions.asked import on_clause
from app.opinions.nightly import mark_whole
from app.opinions.read import clause_comments, clause_desk, opinion_comments
from app.opinions.values import BadEdit, CommentView
from app.review import decisions
from app.storage.models import AuditEntry, Comment, Decision, Demand, GroupingEdit, Opinion
from tests import houses
from tests.houses import Published

ADDRESS = "一/(一)"
TEXTS = (
    "线上办理的同时要保留人工窗口，老人不会用手机。",
    "请保留人工窗口和现金支付，照顾老年人。",
    "老年人不会用智能手机，人工窗口不能取消。",
    "ETC应当自愿办理，不得强制安装。",
    "反对强制安装ETC，自愿二字写进文件。",
    "村里快递要送到家。另外，网费太贵要降下来。",
)


@pytest.fixture
def town(town: Published) -> Published:
    town.house.writer.call(users.add_user, "limin", "一个足够长的口令", "drafter", "李敏")
    town.house.writer.call(users.add_user, "wangqiang", "一个足够长的口令", "drafter", "王强")
    for number, text in enumerate(TEXTS):
        town.send(text, ADDRESS, email=f"p{number}@b.example")
    regroup(town)
    return town


def regroup(town: Published, whole: bool = False) -> None:
    if whole:
        town.house.writer.call(mark_whole, clause(town))
    houses.regroup(town)


def clause(town: Published) -> int:
    return town.clauses[ADDRESS].id


def comments(town: Published) -> list[CommentView]:
    return town.house.read_now(clause_comments, clause(town))


def rows(town: Published) -> list[tuple[Any, ...]]:
    """All that a deed may change, as it stands."""

    def read(session: Any) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        for model, columns in (
            (Demand, "id comment_id position start end opinion_id placed_by offered_to origin"),
            (Opinion, "id state merged_into_id name confirmed_at"),
            (Comment, "id off_topic read_at later_at kept_whole"),
            (GroupingEdit, "id kind demand_a demand_b opinion_id"),
            (Decision, "id opinion_id comment_id outcome reason"),
        ):
            fields = [getattr(model, name) for name in columns.split()]
            found += [(model.__name__, *row) for row in session.query(*fields).order_by(fields[0])]
        # An opinion that was made keeps its row, empty: its id is never given again.
        return [row for row in found if row[0] != "Opinion" or row[2] != "empty"]

    return town.house.read_now(read)


def placed(town: Published) -> dict[int, int | None]:
    return {one.demand_id: one.opinion_id for one in comments(town)}


Deed = Callable[[Published, list[CommentView]], None]


def call(work: Callable[..., Any], *args: Any) -> Deed:
    def deed(town: Published, _: list[CommentView]) -> None:
        town.house.writer.call(work, *args)

    return deed


def _merge(town: Published, found: list[CommentView]) -> None:
    ids = sorted({one.opinion_id for one in found if one.opinion_id})
    town.house.writer.call(edits.merge, ids[0], ids[1:3], 1)


def _decided_merge(town: Published, found: list[CommentView]) -> None:
    ids = sorted({one.opinion_id for one in found if one.opinion_id})
    town.house.writer.call(edits.merge, ids[-1], ids[:1], 1)


DEEDS: dict[str, Deed] = {
    "merge": _merge,
    "merge-decided": _decided_merge,
    "split-off": lambda town, found: town.house.writer.call(
        edits.move, [found[0].demand_id, found[1].demand_id], None, 1
    ),
    "move": lambda town, found: town.house.writer.call(
        edits.move, [found[0].demand_id], found[3].opinion_id, 1
    ),
    "place": lambda town, found: town.house.writer.call(
        coding.place, found[5].demand_id, found[0].opinion_id, 1
    ),
    "place-new": lambda town, found: town.house.writer.call(
        coding.place, found[5].demand_id, None, 1
    ),
    "bundle": lambda town, found: town.house.writer.call(
        coding.place_many, {one.demand_id: found[0].opinion_id for one in found[1:4]}, 1
    ),
    "not-same": lambda town, found: town.house.writer.call(
        apart.not_same, [found[1].demand_id], found[1].opinion_id, 1
    ),
    "apart": lambda town, found: town.house.writer.call(
        apart.keep_apart, found[0].opinion_id, found[5].opinion_id, 1
    ),
    "rename": lambda town, found: town.house.writer.call(
        edits.rename, found[0].opinion_id, "保留窗口", 1
    ),
    "confirm": lambda town, found: town.house.writer.call(edits.confirm, found[0].opinion_id, 1),
    "off-topic": lambda town, found: town.house.writer.call(
        edits.set_off_topic, found[4].id, True, 1
    ),
    "off-topic-read": lambda town, found: town.house.writer.call(coding.off_topic, found[4].id, 1),
    "later": lambda town, found: town.house.writer.call(coding.later, found[4].id, 1),
    "split": lambda town, found: town.house.writer.call(
        splitting.split, found[5].id, [(0, 9), (9, len(TEXTS[5]))], 1
    ),
    "whole": lambda town, found: town.house.writer.call(splitting.keep_whole, found[5].id, 1),
    "decide": lambda town, found: town.house.writer.call(
        decisions.decide, found[3].opinion_id, "adopted", "已写入。", 1, 0
    ),
    "decide-again": lambda town, found: town.house.writer.call(
        decisions.decide, found[0].opinion_id, "rejected", "另有规定。", 1, _revision(town)
    ),
    "undecide": lambda town, found: town.house.writer.call(
        decisions.undecide, found[0].opinion_id, 1, _revision(town)
    ),
    "decide-many": lambda town, found: town.house.writer.call(
        decisions.decide_many,
        sorted({one.opinion_id for one in found if one.opinion_id}),
        "partly",
        "一并答复。",
        1,
    ),
    "decide-comment": lambda town, found: town.house.writer.call(
        decisions.decide_comment, found[0].id, "explained", "单独答复。", 1, 0
    ),
}


@pytest.mark.parametrize("name", DEEDS)
def test_every_deed_can_be_undone_and_stands_in_the_trail(town: Published, name: str) -> None:
    town.house.writer.call(decisions.decide, comments(town)[0].opinion_id, "adopted", "好。", 2, 0)
    before = rows(town)
    DEEDS[name](town, comments(town))
    assert rows(town) != before
    done = town.house.writer.call(undo.undo_last, clause(town), 1)
    assert rows(town) == before
    trail = town.house.read_now(
        lambda session: [
            (row.action, row.actor_id, row.values) for row in session.query(AuditEntry)
        ]
    )
    assert (done.action, 1) in [(action, actor) for action, actor, _ in trail]
    assert trail[-1][:2] == ("deed-undone", 1)
    assert trail[-1][2]["action"] == done.action
    with pytest.raises(BadEdit, match="nothing-to-undo"):
        town.house.writer.call(undo.undo_last, clause(town), 1)


def test_undoing_goes_back_step_by_step_and_never_over_anothers(town: Published) -> None:
    found = comments(town)
    first = town.house.writer.call(coding.place, found[0].demand_id, None, 1)
    town.house.writer.call(edits.move, [found[0].demand_id], found[3].opinion_id, 2)
    with pytest.raises(BadEdit, match="changed-since"):
        town.house.writer.call(undo.undo_last, clause(town), 1)
    assert placed(town)[found[0].demand_id] == found[3].opinion_id
    town.house.writer.call(undo.undo_last, clause(town), 2)
    assert placed(town)[found[0].demand_id] == first
    town.house.writer.call(undo.undo_last, clause(town), 1)
    assert placed(town)[found[0].demand_id] == found[0].opinion_id


def test_others_are_told_what_was_done(town: Published) -> None:
    seen = town.house.read_now(changes.last_change, clause(town))
    found = comments(town)
    town.house.writer.call(edits.rename, found[0].opinion_id, "保留窗口", 2)
    (change,) = town.house.read_now(changes.changes_since, clause(town), seen, 1)
    assert (change.who, change.action, change.words) == ("王强", "opinion-renamed", "保留窗口")
    assert town.house.read_now(changes.changes_since, clause(town), seen, 2) == []


def test_not_the_same_never_comes_back(town: Published) -> None:
    found = comments(town)
    home = found[1].opinion_id
    town.house.writer.call(apart.not_same, [found[1].demand_id], home, None)
    for _ in range(3):
        town.send(TEXTS[1] + "请考虑。", ADDRESS)
        regroup(town, whole=True)
        assert placed(town)[found[1].demand_id] != home
    town.house.writer.call(edits.move, [found[1].demand_id], home, None)
    regroup(town, whole=True)
    assert placed(town)[found[1].demand_id] == home, "the last word is law"


def test_opinions_kept_apart_are_never_merged(town: Published) -> None:
    found = comments(town)
    one = town.house.writer.call(edits.move, [found[0].demand_id], None, None)
    other = town.house.writer.call(edits.move, [found[1].demand_id], None, None)
    town.house.writer.call(apart.keep_apart, one, other, None)
    town.send(TEXTS[0] + TEXTS[1], ADDRESS)
    regroup(town, whole=True)
    now = placed(town)
    assert (now[found[0].demand_id], now[found[1].demand_id]) == (one, other)


def test_a_confirmed_opinion_keeps_all_its_members(town: Published) -> None:
    found = comments(town)
    home = town.house.writer.call(edits.move, [found[0].demand_id, found[3].demand_id], None, None)
    town.house.writer.call(edits.confirm, home, None)
    regroup(town, whole=True)
    inside = {one.demand_id for one in town.house.read_now(opinion_comments, home)}
    assert {found[0].demand_id, found[3].demand_id} <= inside


def test_splitting_never_makes_more_people_or_comments(town: Published) -> None:
    def figures() -> Any:
        desk = town.house.read_now(clause_desk, clause(town))
        assert desk is not None
        assert desk.sums.total == desk.figures.comments
        return desk.figures.comments, desk.figures.people, sum(n for _, n in desk.by_day)

    before = figures()
    last = comments(town)[-1]
    demands = town.house.writer.call(splitting.split, last.id, [(0, 9), (9, len(TEXTS[5]))], None)
    assert len(demands) == 2
    regroup(town)
    assert figures() == before
    now = {one.demand_id: one for one in comments(town)}
    assert [now[one].text for one in demands] == ["村里快递要送到家。", "另外，网费太贵要降下来。"]
    assert {now[one].whole_text for one in demands} == {TEXTS[5]}
    town.house.writer.call(edits.move, [demands[1]], comments(town)[0].opinion_id, None)
    regroup(town, whole=True)
    assert figures() == before
    town.house.writer.call(splitting.keep_whole, last.id, None)
    regroup(town)
    assert figures() == before
    assert [one.text for one in comments(town) if one.id == last.id] == [TEXTS[5]]


@pytest.mark.parametrize(
    "spans",
    [[], [(0, 24)], [(0, 9), (8, 20)], [(9, 20), (0, 9)], [(0, 9), (9, 999)], [(0, 0), (0, 9)]],
)
def test_a_cut_that_is_none_changes_nothing(town: Published, spans: list[Any]) -> None:
    before = rows(town)
    with pytest.raises(BadEdit, match="no-such-cut"):
        town.house.writer.call(splitting.split, comments(town)[-1].id, spans, None)
    assert rows(town) == before


def test_read_is_told_once_and_by_whom(town: Published) -> None:
    found = comments(town)
    ids = [found[0].id, found[1].id, 999_999]
    assert town.house.writer.call(seen.mark_read, clause(town), ids, 1) == 2
    assert town.house.writer.call(seen.mark_read, clause(town), ids, 2) == 0
    assert town.house.writer.call(seen.mark_read, clause(town) + 1, [found[2].id], 1) == 0
    ((consultation, values),) = town.house.read_now(
        lambda session: (
            session.query(AuditEntry.consultation_id, AuditEntry.values)
            .filter_by(action="comments-read")
            .all()
        )
    )
    assert (consultation, values) == (town.consultation.id, {"comments": sorted(ids[:2])})
    town.house.writer.call(coding.place, found[3].demand_id, None, 1)
    desk = town.house.read_now(clause_desk, clause(town))
    assert desk is not None
    assert desk.figures.read == 3
    town.house.writer.call(coding.later, found[4].id, 1)
    assert town.house.read_now(clause_desk, clause(town)).figures.read == 3


def test_what_is_not_the_same_as_itself_alone_is_not_pinned_to_it(town: Published) -> None:
    one = comments(town)[0]
    alone = town.house.writer.call(edits.move, [one.demand_id], None, 1)
    town.house.writer.call(apart.not_same, [one.demand_id], alone, 1)
    (now,) = (c for c in comments(town) if c.demand_id == one.demand_id)
    assert (now.opinion_id, now.placed_by) == (None, None)
    assert not [row for row in rows(town) if row[0] == "GroupingEdit"]
    regroup(town)
    assert placed(town)[one.demand_id] is not None


def test_what_a_form_names_is_looked_for_on_its_clause_only(town: Published) -> None:
    found = comments(town)
    town.house.writer.call(triage.tie, found[0].id, town.clauses["二"].id, 1)
    asked = [found[3].demand_id, 999_999, found[0].demand_id, found[1].demand_id] * 2
    here = town.house.read_now(on_clause, clause(town), asked)
    assert list(here.items()) == [(found[n].demand_id, found[n].id) for n in (3, 1)]


def test_what_was_tied_elsewhere_since_is_not_undone(town: Published) -> None:
    found = comments(town)
    town.house.writer.call(coding.place, found[0].demand_id, None, 1)
    town.house.writer.call(triage.tie, found[0].id, town.clauses["二"].id, 1)
    before = rows(town)
    with pytest.raises(BadEdit, match="changed-since"):
        town.house.writer.call(undo.undo_last, clause(town), 1)
    assert rows(town) == before


def test_an_opinion_that_was_split_off_has_a_headline_at_once(town: Published) -> None:
    text = "各位领导：\n我们是山里教学点的家长,孩子上学要走两个小时。建议每天安排一班校车,从村口开到学校门口,坐的人少也要开。\n家长"
    town.send(text, ADDRESS, email="late@b.example")
    regroup(town)
    mine = next(one for one in comments(town) if one.whole_text == text)
    made = town.house.writer.call(edits.move, [mine.demand_id], None, None)
    desk = town.house.read_now(clause_desk, clause(town))
    assert desk is not None
    label = next(one.label for one in (*desk.groups, *desk.singles) if one.id == made)
    assert label == "建议每天安排一班校车，从村口开到学校门口，坐的人少也要开"


def test_no_revision_of_a_decision_comes_twice(town: Published) -> None:
    """Who looked at an answer that was undone since never overrules the next one unseen."""
    call = town.house.writer.call
    one = comments(town)[0]

    def revision() -> int:
        desk = town.house.read_now(clause_desk, clause(town))
        found = next(op for op in (*desk.groups, *desk.singles) if op.id == one.opinion_id)
        return found.decision.revision if found.decision else 0

    seen_ones = [call(decisions.decide, one.opinion_id, "adopted", "好。", 1, 0)]
    call(undo.undo_last, clause(town), 1)
    seen_ones.append(call(decisions.decide, one.opinion_id, "rejected", "不行。", 2, 0))
    with pytest.raises(decisions.Conflict):
        call(decisions.decide, one.opinion_id, "partly", "没看见。", 1, seen_ones[0])
    seen_ones.append(call(decisions.decide, one.opinion_id, "explained", "改了。", 2, revision()))
    call(undo.undo_last, clause(town), 2)
    seen_ones.append(revision())
    call(decisions.undecide, one.opinion_id, 1, revision())
    call(undo.undo_last, clause(town), 1)
    seen_ones.append(revision())
    assert seen_ones == sorted(set(seen_ones)), "it only grows"
    own = [call(decisions.decide_comment, one.id, "partly", "单独。", 1, 0)]
    call(undo.undo_last, clause(town), 1)
    own.append(call(decisions.decide_comment, one.id, "rejected", "单独。", 1, 0))
    assert own == sorted(set(own))


def test_an_answer_that_is_put_back_never_takes_the_place_of_another(town: Published) -> None:
    call = town.house.writer.call
    one = comments(town)[0]
    town.send(TEXTS[0], "二", email="elsewhere@b.example")
    regroup(town)
    elsewhere = town.house.read_now(clause_comments, town.clauses["二"].id)[0]
    call(decisions.decide, one.opinion_id, "adopted", "第一条。", 1, 0)
    revision = call(decisions.decide, one.opinion_id, "partly", "改过。", 1, _revision(town))
    call(decisions.undecide, one.opinion_id, 1, revision)
    call(decisions.decide, elsewhere.opinion_id, "rejected", "别的条款。", 2, 0)
    call(undo.undo_last, clause(town), 1)
    reasons = town.house.read_now(
        lambda session: {row.opinion_id: row.reason for row in session.query(Decision)}
    )
    assert reasons == {one.opinion_id: "改过。", elsewhere.opinion_id: "别的条款。"}


def _revision(town: Published) -> int:
    return int(town.house.read_now(lambda session: session.query(Decision.revision).scalar()))
