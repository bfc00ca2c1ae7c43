from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.mail import checkpoint
from app.mail.checkpoint import Checkpoint, LeaseLost
from app.mail.store import Arrival, Place, arrival, store_lot, store_raw
from app.storage.models import Mailbox, Message, MessagePlace
from app.storage.writer import Writer
from tests.houses import Published, open_small
from tests.mail.letters import letter


@pytest.fixture
def town(tmp_path: Path, database: str) -> Iterator[Published]:
    made = open_small(tmp_path, database)
    yield made
    made.house.close()


def came(town: Published, raw: bytes, uid: int | None = None, validity: int = 7) -> Arrival:
    place = Place("office@example.cn", "INBOX", validity, uid) if uid else None
    return arrival(raw, "imap" if uid else "smtp", town.clock(), place=place)


def rows(session: Session) -> list[tuple[int, int]]:
    return list(session.execute(select(Message.id, Message.times_seen).order_by(Message.id)))


def places(session: Session) -> list[tuple[int, int]]:
    found = select(MessagePlace.uid, MessagePlace.message_id).order_by(MessagePlace.uid)
    return list(session.execute(found))


def test_the_same_mail_again_is_one_row_that_was_seen_twice(town: Published) -> None:
    writer = town.house.writer
    first = writer.call(store_raw, came(town, letter()))
    again = writer.call(store_raw, came(town, letter(), uid=3))
    assert (first.new, again.new) == (True, False)
    assert town.house.read_now(rows) == [(first.message_id, 2)]
    assert town.house.read_now(places) == [(3, first.message_id)]


def test_what_is_added_on_the_way_does_not_make_another_mail(town: Published) -> None:
    writer = town.house.writer
    writer.call(store_raw, came(town, letter()))
    traced = b"Return-Path: <a@b.example>\r\nReceived: from x by y; 1 Aug 2017\r\n" + letter()
    assert not writer.call(store_raw, came(town, traced)).new


def test_twice_in_one_lot_is_one(town: Published) -> None:
    def both(session: Session, *, now: object) -> object:
        return store_raw(session, [came(town, letter(), 1), came(town, letter(), 2)], now)  # type: ignore[arg-type]

    first, second = town.house.writer.call(both)
    assert (first.new, second.new) == (True, False)
    assert town.house.read_now(rows) == [(first.message_id, 2)]


def test_one_message_id_with_other_content_is_two(town: Published) -> None:
    writer = town.house.writer
    writer.call(store_raw, came(town, letter("第一封")))
    assert writer.call(store_raw, came(town, letter("第二封"))).new
    assert len(town.house.read_now(rows)) == 2


def test_a_uid_used_again_points_to_the_newer_mail_and_both_are_kept(town: Published) -> None:
    writer = town.house.writer
    writer.call(store_raw, came(town, letter("旧"), uid=1))
    newer = writer.call(store_raw, came(town, letter("新"), uid=1))
    assert len(town.house.read_now(rows)) == 2
    assert town.house.read_now(places) == [(1, newer.message_id)]


def test_mails_and_checkpoint_move_together(town: Published) -> None:
    writer = town.house.writer
    number = writer.call(checkpoint.ensure, "office@example.cn", "INBOX")
    assert writer.call(checkpoint.ensure, "office@example.cn", "INBOX") == number
    at = Checkpoint(number, "worker", 7, 3)
    # Nobody holds the mailbox: nothing is stored, nothing moves.
    with pytest.raises(LeaseLost):
        writer.call(store_lot, [came(town, letter(), 3)], at)
    assert town.house.read_now(rows) == []
    writer.call(_hold, number)
    writer.call(store_lot, [came(town, letter(), 3)], at)
    standing = town.house.read_now(checkpoint.standing, number)
    assert (standing.uidvalidity, standing.last_uid) == (7, 3)
    with pytest.raises(LeaseLost):
        writer.call(store_lot, [came(town, letter("另"), 4)], replace(at, worker="other"))
    assert len(town.house.read_now(rows)) == 1


def _hold(session: Session, number: int, *, now: object) -> None:
    session.get_one(Mailbox, number).lease_owner = "worker"


def test_two_processes_that_store_the_same_mails_at_once(town: Published) -> None:
    """Each writer stands for a process; on SQLite the lock makes them take turns."""
    house = town.house
    other = Writer(house.writer._engine, town.clock)
    mails = [came(town, letter(f"第{n}封")) for n in range(40)]
    try:
        with ThreadPoolExecutor(8) as pool:
            answers = list(
                pool.map(
                    lambda pair: pair[0].call(store_raw, pair[1]),
                    [(writer, mail) for mail in mails for writer in (house.writer, other)],
                )
            )
    finally:
        other.close()
    assert sum(answer.new for answer in answers) == 40
    assert [seen for _, seen in house.read_now(rows)] == [2] * 40
    assert house.read_now(lambda s: s.scalar(select(func.count()).select_from(Message))) == 40
