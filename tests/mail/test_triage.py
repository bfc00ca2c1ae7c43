from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.mail import health, queue, triage, views
from app.storage.models import AuditEntry, ClauseMark, Demand, GroupingEdit, Opinion
from tests.mail.letters import ADDRESS, Room, letter


def marked(session: Session) -> list[int]:
    return list(session.scalars(select(ClauseMark.clause_id).order_by(ClauseMark.id)))


def first(room: Room) -> queue.Untied:
    """The comment that waits longest, with its mail."""
    house, number = room.town.house, room.town.consultation.id
    line = house.read_now(queue.lines, number)[0]
    one = house.read_now(queue.untied, number, line.comment_id)
    assert one is not None
    return one


def test_what_waits_is_listed_with_its_mail(room: Room) -> None:
    house, number = room.town.house, room.town.consultation.id
    message = room.take(
        letter("网经常断", subject="反映一个问题", sender="卫生院 <w@town.example>")
    )
    assert house.read_now(queue.waiting) == house.read_now(queue.waiting, number) == 1
    one = first(room)
    assert (one.text, one.subject, one.message_id) == ("网经常断", "反映一个问题", message.id)
    assert (one.sender_name, one.sender_address) == ("卫生院", "w@town.example")
    assert one.received_at == room.town.clock()
    assert len(one.guesses) <= 3
    (line,) = house.read_now(queue.lines, number)
    assert (line.comment_id, line.subject, line.words) == (one.comment_id, one.subject, one.text)
    assert house.read_now(queue.lines, number, after=one.comment_id) == []
    assert house.read_now(queue.after, number, one.comment_id) == one.comment_id
    assert one.body[one.start : one.end] == one.text


def test_tying_gives_the_comment_its_clause_as_it_stands(room: Room) -> None:
    house = room.town.house
    room.take(letter("网经常断"))
    one = first(room)
    clause = room.town.clauses[ADDRESS]
    house.writer.call(triage.tie, one.comment_id, clause.id, None)
    (comment,) = room.comments()
    assert (comment.clause_id, comment.clause_address) == (clause.id, ADDRESS)
    assert comment.version_id == clause.version_id
    assert clause.heading in comment.clause_text
    assert comment.tied_by == "staff"
    assert house.read_now(marked) == [clause.id]
    assert house.read_now(queue.waiting) == 0
    (demand,) = house.read_now(lambda s: list(s.scalars(select(Demand.clause_id))))
    assert demand == clause.id
    entry = house.read_now(
        lambda s: s.scalar(select(AuditEntry.values).where(AuditEntry.action == "comment-tied"))
    )
    assert entry == {"before": None, "after": clause.id, "address": ADDRESS}


def test_a_wrong_tie_is_mended_and_both_clauses_are_grouped_again(room: Room) -> None:
    house = room.town.house
    room.take(letter("第十五条：网经常断"))
    (comment,) = room.comments()
    old, new = room.town.clauses[ADDRESS], room.town.clauses["三/(一)/16"]
    assert comment.clause_id == old.id
    house.writer.call(_place, comment.id, old.id)
    house.writer.call(triage.tie, comment.id, new.id, None)
    (comment,) = room.comments()
    assert comment.clause_id == new.id
    demand = house.read_now(_demand)
    assert demand == (new.id, None, None, None)
    assert house.read_now(lambda s: s.query(GroupingEdit).count()) == 0
    assert set(house.read_now(marked)) == {old.id, new.id}


def _place(session: Session, comment_id: int, clause_id: int, *, now: object) -> None:
    """As if staff had put it into an opinion of the old clause."""
    opinion = Opinion(clause_id=clause_id, created_at=now)
    session.add(opinion)
    demand = session.scalars(select(Demand).where(Demand.comment_id == comment_id)).one()
    session.flush()
    demand.opinion_id, demand.placed_by, demand.family = opinion.id, "staff", demand.id
    session.add(
        GroupingEdit(
            clause_id=clause_id, kind="pin", demand_a=demand.id, opinion_id=opinion.id, made_at=now
        )
    )


def _demand(session: Session) -> tuple[object, ...]:
    row = session.scalars(select(Demand)).one()
    return row.clause_id, row.opinion_id, row.placed_by, row.family


def test_off_topic_leaves_the_queue_and_comes_back(room: Room) -> None:
    house = room.town.house
    room.take(letter("买发票请联系"))
    one = first(room)
    house.writer.call(triage.set_off_topic, one.comment_id, True, None)
    assert house.read_now(queue.waiting) == 0
    assert room.comments()[0].off_topic
    house.writer.call(triage.set_off_topic, one.comment_id, False, None)
    assert house.read_now(queue.waiting) == 1


def test_what_is_not_there_is_refused(room: Room) -> None:
    house = room.town.house
    room.take(letter("网经常断"))
    (comment,) = room.comments()
    with pytest.raises(triage.BadTie, match="no-such-clause"):
        house.writer.call(triage.tie, comment.id, 999_999, None)
    with pytest.raises(triage.BadTie, match="no-such-comment"):
        house.writer.call(triage.tie, 999_999, room.town.clauses[ADDRESS].id, None)
    with pytest.raises(triage.BadTie, match="no-such-comment"):
        house.writer.call(triage.set_off_topic, 999_999, True, None)


def test_staff_sees_the_whole_mail_and_the_state_of_the_room(room: Room) -> None:
    house = room.town.house
    message = room.take(letter())
    room.take(letter("", subject=""))
    view = house.read_now(views.message_view, message.id)
    assert view is not None
    assert view.receipt == room.submissions()[0].receipt
    assert "第十五条" in view.reading["text"]
    assert house.read_now(views.message_view, 999) is None
    state = house.read_now(health.mailbox_health)
    assert state.messages == {"taken": 1, "empty": 1}
    assert (state.total, state.tied, state.untied) == (2, 1, 0)
    assert state.outbox == {"waiting": 1}
    assert (state.failing, state.oldest_unread_at) == (0, None)
