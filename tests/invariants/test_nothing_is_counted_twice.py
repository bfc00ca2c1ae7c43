"""Invariant 2: the same form or mail is one submission; units are never mixed."""

from __future__ import annotations

from dataclasses import replace

from starlette.testclient import TestClient

from app.comments import counts, intake
from app.comments.values import Part, Person
from app.jobs.drain import drain_once
from app.mail.store import arrival, store_raw
from app.opinions.figures import consultation_figures
from app.opinions.jobs import regroup_handler
from app.web.app import make_app
from tests.houses import Published

RAW = (
    b"From: a@b.example\r\nTo: office@example.cn\r\nSubject: x\r\nMessage-ID: <1@b.example>\r\n\r\n"
    b"hello\r\n"
)


def test_a_form_is_one_submission_however_often_it_is_sent(town: Published) -> None:
    client = TestClient(make_app(town.house), follow_redirects=False)
    address = f"/c/{town.consultation.slug}/1-1"
    places = {client.post(address, data={"text": "同一张表"}).headers["location"] for _ in range(3)}
    assert len(places) == 1
    keyed = {
        client.post(address, data={"text": "同一张表", "key": "k1"}).headers["location"]
        for _ in range(3)
    }
    assert len(keyed) == 1
    assert town.house.read_now(counts.received, town.consultation.id) == 2


def test_a_slot_border_doubles_nothing(town: Published) -> None:
    client = TestClient(make_app(town.house), follow_redirects=False)
    address = f"/c/{town.consultation.slug}/1-1"
    first = client.post(address, data={"text": "边界"}).headers["location"]
    town.clock.forward(minutes=9, seconds=59)
    assert client.post(address, data={"text": "边界"}).headers["location"] == first


def test_a_mail_is_one_message_by_whatever_way_it_comes(town: Published) -> None:
    traced = b"Received: from x by y; Mon, 28 Aug 2017 10:12:00 +0800\r\n" + RAW
    for source, raw in (("smtp", RAW), ("imap", traced), ("imap", RAW.replace(b"\r\n", b"\n"))):
        town.house.writer.call(
            store_raw,
            arrival(raw, source, town.clock(), envelope_from="a@b.example", envelope_to=()),
        )
    other = RAW.replace(b"hello", b"another text under the same Message-ID")
    town.house.writer.call(
        store_raw, arrival(other, "smtp", town.clock(), envelope_from="", envelope_to=())
    )
    from app.storage.models import Message

    seen = town.house.read_now(
        lambda session: sorted(row[0] for row in session.query(Message.times_seen))
    )
    assert seen == [1, 3]


def test_a_person_who_asks_three_things_is_one_person(town: Published) -> None:
    person = Person(email="one@b.example")
    parcel = town.parcel("一", person=person)
    parts = tuple(
        Part(text, town.clauses[address].id)
        for text, address in (("一", "一/(一)"), ("二", "一/(二)"), ("三", "二"))
    )
    town.house.writer.call(intake.take_in, replace(parcel, parts=parts))
    figures = town.house.read_now(consultation_figures, town.consultation.id)
    assert (figures.submissions, figures.comments, figures.people) == (1, 3, 1)


def test_copies_are_counted_as_copies_and_people_as_people(town: Published) -> None:
    letter = "请在高速公路收费站保留人工车道，方便没有安装设备的外地车辆通行。"
    for n in range(6):
        town.send(letter, email=f"p{n % 2}@b.example")
    drain_once(regroup_handler(town.house.tools))
    figures = town.house.read_now(consultation_figures, town.consultation.id)
    clause = figures.by_clause[town.clauses["一/(一)"].id]
    assert (figures.submissions, clause.comments, clause.people, clause.copies) == (6, 6, 2, 6)
    assert (clause.groups, clause.singles) == (1, 0)
