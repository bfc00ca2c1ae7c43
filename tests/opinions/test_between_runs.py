"""What staff and senders do between two runs leaves nothing out of sight and no figure behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.comments import receipts
from app.mail import triage
from app.opinions import apart, coding, edits, undo
from app.opinions.nightly import mark_whole
from app.opinions.read import clause_comments, clause_desk, offered_comments
from app.opinions.values import ClauseDesk
from app.review import decisions
from tests.houses import Published, regroup

ADDRESS, OTHER = "一/(一)", "二"
LETTER = (
    "各位领导：我们长期关心这一条。请求保留人工窗口和现金支付，老人不会用手机，排队久也没关系。"
)


def clause(town: Published) -> int:
    return town.clauses[ADDRESS].id


def desk(town: Published) -> ClauseDesk:
    found = town.house.read_now(clause_desk, clause(town))
    assert found is not None
    return found


def offered(town: Published) -> tuple[str, int]:
    """A decided opinion of one comment, to which another is offered: receipt and opinion."""
    first = town.send(LETTER, ADDRESS)
    regroup(town)
    (one,) = town.house.read_now(clause_comments, clause(town))
    assert one.opinion_id is not None
    town.house.writer.call(decisions.decide, one.opinion_id, "adopted", "已写入。", None, 0)
    town.send(LETTER, ADDRESS)
    regroup(town)
    assert len(town.house.read_now(offered_comments, one.opinion_id)) == 1
    return first.receipt, one.opinion_id


@pytest.mark.parametrize("whole", [False, True])
def test_what_waits_for_an_opinion_that_is_gone_is_placed(town: Published, whole: bool) -> None:
    receipt, opinion = offered(town)
    town.house.writer.call(receipts.withdraw, receipt)
    if whole:
        town.house.writer.call(mark_whole, clause(town))
    regroup(town)
    (left,) = town.house.read_now(clause_comments, clause(town))
    assert left.opinion_id not in (None, opinion)
    assert left.offered_to is None
    assert (len(desk(town).singles), desk(town).sums.unplaced) == (1, 0)


def test_what_is_tied_elsewhere_no_longer_waits_here(town: Published) -> None:
    _, opinion = offered(town)
    (waits,) = town.house.read_now(offered_comments, opinion)
    town.house.writer.call(triage.tie, waits.id, town.clauses[OTHER].id, None)
    assert town.house.read_now(offered_comments, opinion) == []


def test_copies_are_counted_where_staff_are_faster_than_the_machine(town: Published) -> None:
    town.send(LETTER, ADDRESS)
    regroup(town)
    (one,) = town.house.read_now(clause_comments, clause(town))
    town.send(LETTER, ADDRESS)
    new = next(c for c in town.house.read_now(clause_comments, clause(town)) if c.id != one.id)
    town.house.writer.call(coding.place, new.demand_id, one.opinion_id, None)
    regroup(town)
    assert desk(town).figures.copies == 2


@pytest.mark.parametrize("deed", [triage.set_off_topic, edits.set_off_topic])
def test_copies_off_the_topic_are_copies(town: Published, deed: Callable[..., None]) -> None:
    for _ in range(2):
        town.send(LETTER, ADDRESS)
    regroup(town)
    one, _ = town.house.read_now(clause_comments, clause(town))
    town.house.writer.call(deed, one.id, True, None)
    regroup(town)
    assert desk(town).figures.copies == 2
    town.send(LETTER, ADDRESS)
    regroup(town)
    assert desk(town).figures.copies == 3


OTHERS = (
    "请保留人工窗口，照顾老年人，不能只有网上办理。",
    "人工窗口不能取消，老年人不会用手机办事。",
)


def labels(town: Published) -> dict[int, str]:
    return {one.id: one.label for one in (*desk(town).groups, *desk(town).singles)}


def together(town: Published) -> tuple[list[int], list[str], int]:
    """Three comments in one opinion: their demands, the receipts, and the opinion, whose headline
    is what the first of them says."""
    sent = [town.send(text, ADDRESS).receipt for text in (LETTER, *OTHERS)]
    regroup(town)
    found = [one.demand_id for one in town.house.read_now(clause_comments, clause(town))]
    home = town.house.writer.call(edits.move, found[:1], None, None)
    town.house.writer.call(edits.move, found[1:], home, None)
    assert labels(town)[home].startswith("请求保留人工窗口和现金支付")
    return found, sent, home


def test_a_headline_is_never_that_of_a_comment_that_left(town: Published) -> None:
    found, _, home = together(town)
    before = labels(town)
    made = town.house.writer.call(coding.place, found[0], None, None)
    assert labels(town)[made] == before[home]
    assert labels(town)[home] == OTHERS[0].rstrip("。")
    town.house.writer.call(undo.undo_last, clause(town), None)
    assert labels(town) == before
    town.house.writer.call(apart.not_same, found[:1], home, None)
    assert labels(town)[home] == OTHERS[0].rstrip("。")


def test_a_headline_is_never_that_of_a_comment_that_was_withdrawn(town: Published) -> None:
    _, sent, home = together(town)
    town.house.writer.call(receipts.withdraw, sent[0])
    regroup(town)
    assert labels(town)[home] == OTHERS[0].rstrip("。")
