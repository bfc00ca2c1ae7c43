"""Two people work on one clause at the same moment: on PostgreSQL their deeds come one after the
other, and the second sees what the first did."""

from __future__ import annotations

import pytest

from app.core.text.sentences import spans_at
from app.opinions import coding, edits, splitting
from app.opinions.read import clause_comments
from app.opinions.values import BadEdit, CommentView
from app.review import decisions
from app.review.decisions import BadDecision
from tests.houses import Published, meanwhile, regroup

SAID = ("公交末班车请延到晚上十点。", "村里快递要送到家门口。", "骑手的工伤保险要写进文件。")


@pytest.fixture
def database(postgres_database: str) -> str:
    return postgres_database


@pytest.fixture
def town(town: Published) -> Published:
    for said in SAID:
        town.send(said)
    regroup(town)
    return town


def opinions(town: Published) -> list[int]:
    found = town.house.read_now(clause_comments, town.clauses["一/(一)"].id)
    ids = [one.opinion_id for one in found if one.opinion_id is not None]
    assert len(set(ids)) == len(SAID)
    return ids


def test_what_was_merged_meanwhile_takes_nothing_in(town: Published) -> None:
    one, two, three = opinions(town)
    now = town.clock()
    raised = meanwhile(
        town,
        lambda session: edits.merge(session, one, [two], None, now=now),
        lambda session: edits.merge(session, two, [three], None, now=now),
    )
    assert isinstance(raised, BadEdit)
    assert opinions_now(town) == {one, three}


def test_what_was_merged_meanwhile_is_not_decided(town: Published) -> None:
    one, two, _ = opinions(town)
    now = town.clock()
    raised = meanwhile(
        town,
        lambda session: edits.merge(session, one, [two], None, now=now),
        lambda session: decisions.decide(session, two, "adopted", "已写入。", None, 0, now=now),
    )
    assert isinstance(raised, BadDecision)


TWO = "村里快递要送到家门口。骑手的工伤保险也要写进文件。"


def two_things(town: Published) -> tuple[int, list[int]]:
    """A comment that asks two things: its id, and where it may be cut."""
    town.send(TWO)
    (one,) = (c for c in comments(town) if c.whole_text == TWO)
    return one.id, [TWO.index("骑手")]


def comments(town: Published) -> list[CommentView]:
    return town.house.read_now(clause_comments, town.clauses["一/(一)"].id)


def test_a_demand_that_is_gone_meanwhile_is_not_placed(town: Published) -> None:
    comment, cuts = two_things(town)
    _, other = town.house.writer.call(splitting.split, comment, spans_at(TWO, cuts), None)
    now = town.clock()
    raised = meanwhile(
        town,
        lambda session: splitting.keep_whole(session, comment, None, now=now),
        lambda session: coding.place(session, other, None, None, now=now),
    )
    assert isinstance(raised, BadEdit)
    assert [c.origin for c in comments(town) if c.id == comment] == ["whole"]


def test_a_comment_that_two_split_at_once_is_split_as_the_second_said(town: Published) -> None:
    comment, cuts = two_things(town)
    now, later = town.clock(), [TWO.index("工伤")]
    raised = meanwhile(
        town,
        lambda session: splitting.split(session, comment, spans_at(TWO, cuts), None, now=now),
        lambda session: splitting.split(session, comment, spans_at(TWO, later), None, now=now),
    )
    assert raised is None
    assert [c.text for c in comments(town) if c.id == comment] == [TWO[: later[0]], TWO[later[0] :]]


def opinions_now(town: Published) -> set[int | None]:
    found = town.house.read_now(clause_comments, town.clauses["一/(一)"].id)
    return {one.opinion_id for one in found}
