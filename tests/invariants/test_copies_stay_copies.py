"""Invariant 2, for letters: whatever staff split, keep whole, move or undo, and however often the
clause is grouped again, the copies of a letter stay counted as copies, and people as people."""

from __future__ import annotations

from random import Random

import pytest

from app.comments.receipts import set_counted
from app.core.text.sentences import sentence_starts, spans_at
from app.jobs.drain import drain_once
from app.opinions import coding, nightly, splitting, undo
from app.opinions.figures import consultation_figures
from app.opinions.jobs import regroup_handler
from app.opinions.overview import overview
from app.opinions.read import clause_comments, clause_desk, opinion_comments
from app.opinions.values import BadEdit
from app.review.reports.table import make_report
from app.storage.models import Comment, Demand, Submission
from tests.houses import Published

ADDRESS = "一/(一)"
LETTER = (
    "我们是偶尔在省内高速公路上行车的车主。收费站每逢节假日排队几公里，根子在于人工车道被改少了。"
    "建议各收费站人工车道不少于两条。另外，请保留现金支付，老人和外地车辆都需要。"
)
OWN = "再说一句，服务区的开水也要免费供应。"
OTHERS = (
    "村里快递要送到家门口。网费太贵，要降下来。",
    "公交车末班太早，请延到晚上十点。",
    "请保留现金支付，老人和外地车辆都需要。",
    "骑手的工伤保险要写进文件。平台不能推脱。",
)


def _regroup(town: Published, *, whole: bool = False) -> None:
    if whole:
        town.house.writer.call(nightly.mark_whole, town.clauses[ADDRESS].id)
    handler = regroup_handler(town.house.tools)
    while drain_once(handler):
        pass


def _figures(town: Published) -> tuple[int, ...]:
    """Copies and people as desk, dashboard, map and report say them."""
    clause = town.clauses[ADDRESS].id
    ask = town.house.read_now
    desk, every = ask(clause_desk, clause), ask(consultation_figures, town.consultation.id)
    assert desk is not None
    here, table = (
        every.by_clause[clause],
        ask(make_report, town.consultation.id, contacts=False, now=town.clock()),
    )
    shown = ask(overview, town.consultation.id)[0]
    assert desk.figures == here
    assert (here.copies, here.people) == (every.copies, every.people)
    assert (table.check.copies, table.check.people) == (every.copies, every.people)
    assert shown.comments == here.comments
    told = {one.id for one in ask(clause_comments, clause) if one.is_copy}
    assert len(told) == here.copies
    for one in desk.groups:
        inside = ask(opinion_comments, one.id)
        assert len({c.id for c in inside if c.is_copy}) == one.copies
    return here.copies, here.people


def _send(town: Published, chance: Random) -> None:
    for number in range(4):
        added = OWN if number == 1 else ""
        town.send(LETTER + added, ADDRESS, email=f"p{number % 3}@b.example")
    for number, text in enumerate(chance.sample(OTHERS, 3)):
        town.send(text, ADDRESS, email=f"q{number}@b.example")


@pytest.mark.parametrize("seed", range(4))
def test_splitting_never_changes_how_many_are_copies(town: Published, seed: int) -> None:
    chance = Random(seed)
    call = town.house.writer.call
    _send(town, chance)
    _regroup(town)
    before = _figures(town)
    assert before == (4, 6)
    for _ in range(10):
        found = town.house.read_now(clause_comments, town.clauses[ADDRESS].id)
        one = chance.choice(found)
        try:
            match chance.randrange(5):
                case 0 | 1:
                    starts = sentence_starts(one.whole_text)
                    cuts = sorted(chance.sample(starts, min(len(starts), chance.randint(1, 3))))
                    call(splitting.split, one.id, spans_at(one.whole_text, cuts), None)
                case 2:
                    call(splitting.keep_whole, one.id, None)
                case 3:
                    other = chance.choice(found)
                    call(coding.place, one.demand_id, other.opinion_id, None)
                case 4:
                    call(undo.undo_last, town.clauses[ADDRESS].id, None)
        except BadEdit:
            continue
        assert _figures(town) == before
        if chance.random() < 0.6:
            _regroup(town, whole=chance.random() < 0.5)
            assert _figures(town) == before


def test_a_new_copy_joins_a_letter_of_which_every_copy_is_split(town: Published) -> None:
    for number in range(2):
        town.send(LETTER, ADDRESS, email=f"p{number}@b.example")
    _regroup(town)
    clause = town.clauses[ADDRESS].id
    for one in town.house.read_now(clause_comments, clause):
        spans = spans_at(one.whole_text, [one.whole_text.index("建议")])
        town.house.writer.call(splitting.split, one.id, spans, None)
    _regroup(town)
    assert _figures(town) == (2, 2)
    town.send(LETTER, ADDRESS, email="p2@b.example")
    town.send(LETTER[: LETTER.index("建议")], ADDRESS, email="p3@b.example")
    _regroup(town)
    joined = _figures(town)
    assert joined[0] >= 3
    assert joined[1] == 4
    _regroup(town, whole=True)
    assert _figures(town)[0] >= 3


def test_what_is_withdrawn_is_no_copy_and_one_again_when_it_is_let_in(town: Published) -> None:
    for number in range(3):
        town.send(LETTER, ADDRESS, email=f"p{number}@b.example")
    _regroup(town)
    first = town.house.read_now(clause_comments, town.clauses[ADDRESS].id)[0]
    spans = spans_at(first.whole_text, [first.whole_text.index("建议")])
    town.house.writer.call(splitting.split, first.id, spans, None)

    def let(session: object, counted: bool, *, now: object) -> None:
        row = session.get(Submission, first.submission_id)  # type: ignore[attr-defined]
        set_counted(session, row, counted=counted, now=now)  # type: ignore[arg-type]

    for counted, copies in ((False, 2), (True, 3), (False, 2)):
        town.house.writer.call(let, counted)
        _regroup(town)
        assert _figures(town) == (copies, copies)


def test_what_a_copy_adds_is_its_senders_own_word_also_when_staff_cut_it_off(
    town: Published,
) -> None:
    for number in range(4):
        town.send(LETTER + (OWN if number == 1 else ""), ADDRESS, email=f"p{number}@b.example")
    _regroup(town)
    clause = town.clauses[ADDRESS].id

    def own(town: Published) -> list[tuple[int, int]]:
        desk = town.house.read_now(clause_desk, clause)
        assert desk is not None
        return [(one.copies, one.only_copies) for one in (*desk.groups, *desk.singles)]

    before = own(town)
    assert sorted(before) == [(0, 0), (4, 3)] or sorted(before) == [(0, 0), (4, 4)]
    copy = next(
        one
        for one in town.house.read_now(clause_comments, clause)
        if OWN in one.whole_text and one.origin == "whole"
    )
    spans = spans_at(copy.whole_text, [copy.whole_text.index("再说一句")])
    town.house.writer.call(splitting.split, copy.id, spans, None)
    _regroup(town)
    assert own(town) == before
    assert _figures(town)[0] == 4


def test_a_demand_that_is_undone_never_takes_the_place_of_another(town: Published) -> None:
    """Ids are never given again: who sent something meanwhile keeps it."""
    town.send(LETTER, ADDRESS, email="a@b.example")
    _regroup(town)
    first = town.house.read_now(clause_comments, town.clauses[ADDRESS].id)[0]
    call = town.house.writer.call
    call(splitting.split, first.id, spans_at(LETTER, [LETTER.index("建议")]), None)
    call(splitting.keep_whole, first.id, None)
    town.send(OTHERS[0], ADDRESS, email="b@b.example")
    call(undo.undo_last, town.clauses[ADDRESS].id, None)
    call(undo.undo_last, town.clauses[ADDRESS].id, None)
    counted = town.house.read_now(
        lambda session: sorted(
            (row[0], row[1]) for row in session.query(Comment.text, Demand.start).join(Demand)
        )
    )
    assert counted == sorted([(LETTER, None), (OTHERS[0], None)])
