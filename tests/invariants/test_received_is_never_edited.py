"""Invariant 5: what was received stays as it was, whatever staff does around it."""

from __future__ import annotations

from app.jobs.drain import drain_once
from app.mail import queue, triage
from app.mail.store import arrival, store_raw
from app.opinions import edits
from app.opinions.jobs import regroup_handler
from app.opinions.read import clause_comments
from app.storage.models import Comment, Demand, DraftVersion, Message, Submission
from tests.houses import Published

RECEIVED = ("id", "submission_id", "position", "kind", "text", "received_at")


def test_staffs_deeds_leave_the_words_alone(town: Published) -> None:
    town.send("  原样  保留\n两行 ", "二")
    town.send("说不清是哪一条", None)

    def words() -> list[tuple[object, ...]]:
        return town.house.read_now(
            lambda session: [
                tuple(getattr(row, name) for name in RECEIVED)
                for row in session.query(Comment).order_by(Comment.id)
            ]
        )

    before = words()
    drain_once(regroup_handler(town.house.tools))
    first = town.house.read_now(clause_comments, town.clauses["二"].id)[0]
    town.house.writer.call(edits.rename, first.opinion_id, "办公室的名称", None)
    town.house.writer.call(edits.move, [first.demand_id], None, None)
    town.house.writer.call(edits.set_off_topic, first.id, True, None)
    untied = town.house.read_now(queue.lines, town.consultation.id)[0]
    town.house.writer.call(triage.tie, untied.comment_id, town.clauses["一/(一)"].id, None)
    drain_once(regroup_handler(town.house.tools))
    assert words() == before


def test_a_raw_mail_is_kept_byte_for_byte(town: Published) -> None:
    raw = b"From: a@b.example\r\nSubject: \xb5\xda15\xcc\xf5\r\n\r\n\xbd\xa8\xd2\xe9\x00\xff\r\n"
    town.house.writer.call(
        store_raw, arrival(raw, "smtp", town.clock(), envelope_from="", envelope_to=())
    )
    assert town.house.read_now(lambda session: session.query(Message.raw).one()[0]) == raw


def test_a_comment_keeps_version_round_and_the_clauses_words(town: Published) -> None:
    town.send("一条", "一/(一)")
    row = town.house.read_now(
        lambda session: session.query(
            Comment.version_id, Comment.round_id, Comment.clause_address, Comment.clause_text
        ).one()
    )
    view = town.consultation
    assert tuple(row) == (
        view.version_id,
        view.round_id,
        "一/(一)",
        "指导思想\n坚持以人民为中心。",
    )
    whole = town.house.read_now(
        lambda session: session.query(Demand.start, Demand.end, Demand.position).one()
    )
    assert tuple(whole) == (None, None, 0), "an opinion holds demands: the whole comment"


def test_the_file_of_the_draft_is_kept(town: Published) -> None:
    kept = town.house.read_now(lambda session: session.query(DraftVersion).one().sha256)
    assert len(kept) == 64
    assert town.house.read_now(lambda session: session.query(Submission).count()) == 0
