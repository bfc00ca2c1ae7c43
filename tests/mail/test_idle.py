"""IDLE where it is offered, with polling as the base; folders that are made anew or put back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.jobs.drain import drain_once
from app.mail.imap import ImapAccount
from app.mail.jobs import fetch_handler
from app.storage.models import Mailbox
from tests.mail.imap_servers import NetEase
from tests.mail.letters import Room, letter
from tests.mail.test_imap import DONE, account, append, fetch, folder, login, row
from tests.support.dovecot import Dovecot


@pytest.fixture
def database(sqlite_database: str) -> str:
    """The engine does not matter here."""
    return sqlite_database


@contextmanager
def waiting(room: Room, given: ImapAccount) -> Iterator[None]:
    """A worker that visits a mailbox until the block ends; it must end at once then."""
    end = threading.Event()
    tools = replace(room.tools, stopping=end.is_set)
    handler = fetch_handler(tools, given)
    thread = threading.Thread(target=lambda: drain_once(handler), daemon=True)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join(5)
        assert not thread.is_alive()


def until(ask: Callable[[], bool], seconds: float = 60) -> float:
    """How long it took to become true."""
    start = time.monotonic()
    while not ask():
        assert time.monotonic() - start < seconds
        time.sleep(0.02)
    return time.monotonic() - start


def test_new_mail_is_here_long_before_the_next_poll(room: Room, dovecot: Dovecot) -> None:
    with waiting(room, account(dovecot.port, idle=True, poll_seconds=100, done_folder=DONE)):
        until(lambda: room.town.house.read_now(row).fetched_at is not None)
        for number in range(1, 4):
            append(dovecot, letter(f"第十五条：第{number}封"))
            until(lambda want=number: len(room.messages()) == want)
        until(lambda: len(folder(dovecot, DONE)) == 3)
        held = room.town.house.read_now(row)
        assert held.lease_owner == room.tools.worker
        assert held.failed_at is None
    assert room.town.house.read_now(row).lease_owner is None
    assert [one.times_seen for one in room.messages()] == [1, 1, 1]
    assert folder(dovecot, "INBOX") == {}


def test_polling_goes_on_under_idle(room: Room, dovecot: Dovecot) -> None:
    """The lease is made longer at each poll, also when nothing comes."""
    with waiting(room, account(dovecot.port, idle=True, poll_seconds=1)):
        until(lambda: room.town.house.read_now(row).fetched_at is not None)
        room.town.clock.forward(minutes=4)
        now = room.town.clock()
        until(lambda: (room.town.house.read_now(row).lease_until or now) > now)


def test_another_worker_that_took_the_mailbox_over_is_left_alone(
    room: Room, dovecot: Dovecot
) -> None:
    with waiting(room, account(dovecot.port, idle=True, poll_seconds=1)):
        until(lambda: room.town.house.read_now(row).fetched_at is not None)
        room.town.house.writer.call(_take_over)
        append(dovecot, letter())
    assert room.town.house.read_now(row).lease_owner == "other"
    assert room.messages() == []


def _take_over(session: Session, *, now: object) -> None:
    session.execute(update(Mailbox).values(lease_owner="other"))


def test_a_connection_that_breaks_off_in_idle_is_made_anew(room: Room) -> None:
    with NetEase({1: letter()}, offers_idle=True).running() as server:
        given = account(server.port, idle=True, poll_seconds=100)
        with waiting(room, given):
            until(lambda: "IDLE" in server.commands)
            server.hang_up.set()
            until(lambda: room.town.house.read_now(row).lease_owner is None)
        box = room.town.house.read_now(row)
        assert (box.failed_at, box.tries, box.last_error) == (None, 0, None)
        assert box.not_before is not None
        assert (box.not_before - room.town.clock()).total_seconds() == 10


@pytest.mark.parametrize(
    "said", [b"+ idling\r\n* 1 EXISTS\r\n", b"* 1 EXISTS\r\n* 0 RECENT\r\n+ idling\r\n"]
)
def test_mail_that_comes_just_as_idle_begins_is_not_missed(room: Room, said: bytes) -> None:
    """The server tells once: in one packet with its answer to IDLE, or before it."""
    comes = {uid: letter(f"第十五条：第{uid}封") for uid in (2, 3)}
    box = NetEase({1: letter()}, offers_idle=True, comes_in_idle=comes, idling=said)
    with (
        box.running() as server,
        waiting(room, account(server.port, idle=True, poll_seconds=100)),
    ):
        until(lambda: len(room.messages()) == 3)
        server.hang_up.set()


def test_idle_that_is_refused_ends_the_visit(room: Room) -> None:
    with NetEase({1: letter()}, offers_idle=True, refuses_idle=True).running() as server:
        drain_once(fetch_handler(room.tools, account(server.port, idle=True, poll_seconds=100)))
    box = room.town.house.read_now(row)
    assert len(room.messages()) == 1
    assert (box.failed_at, box.lease_owner) == (None, None)
    assert box.not_before is not None
    assert (box.not_before - room.town.clock()).total_seconds() == 10


def test_no_idle_where_it_is_not_offered(room: Room) -> None:
    with NetEase({1: letter()}).running() as server:
        drain_once(fetch_handler(room.tools, account(server.port, idle=True)))
        assert "IDLE" not in server.commands
    assert len(room.messages()) == 1


def test_an_empty_folder_is_listed_when_mail_comes(room: Room, dovecot: Dovecot) -> None:
    fetch(room, account(dovecot.port))
    assert room.messages() == []
    append(dovecot, letter())
    fetch(room, account(dovecot.port))
    assert len(room.messages()) == 1


def test_a_folder_that_is_deleted_and_put_back_is_read_again_without_doubles(
    room: Room, dovecot: Dovecot
) -> None:
    """A real change of UIDVALIDITY, as after a restore from a backup."""
    given = account(dovecot.port, folder="征求意见")
    mails = [letter(f"第十五条：第{number}封") for number in range(3)]
    for raw in mails:
        dovecot.append(raw, "征求意见")
    fetch(room, given)
    before = room.town.house.read_now(row).uidvalidity
    with login(dovecot) as client:
        client.delete_folder("征求意见")
        time.sleep(1.1)  # UIDVALIDITY is a time in seconds
        client.create_folder("征求意见")
    for raw in [*mails, letter("第十五条：新来的一封")]:
        dovecot.append(raw, "征求意见")
    for _ in range(2):
        fetch(room, given)
        room.read()
    assert room.town.house.read_now(row).uidvalidity != before
    assert [one.times_seen for one in room.messages()] == [2, 2, 2, 1]
    assert len(room.submissions()) == 4


def test_a_folder_made_anew_in_the_same_second_with_more_mails(room: Room) -> None:
    """UIDVALIDITY is the same and UIDNEXT has grown: only the sizes tell."""
    with NetEase({1: letter("旧的一封信"), 2: letter("两边都有")}).running() as server:
        fetch(room, account(server.port))
        server.mails = {1: letter("新"), 2: letter("两边都有"), 3: letter("三"), 4: letter("四")}
        fetch(room, account(server.port))
        fetch(room, account(server.port))
    assert [one.times_seen for one in room.messages()] == [1, 1, 1, 1, 1]


def test_without_move_and_uidplus_mails_are_copied_and_expunged(room: Room) -> None:
    with NetEase({1: letter(), 2: letter("二")}).running() as server:
        fetch(room, account(server.port, done_folder=DONE))
        fetch(room, account(server.port, done_folder=DONE))
        assert server.commands.count("EXPUNGE") == 1
        assert (server.mails, len(server.copied)) == ({}, 2)
    assert [one.times_seen for one in room.messages()] == [1, 1]


def test_a_mark_on_a_mail_that_is_not_ours_yet_forbids_the_expunge(room: Room) -> None:
    mails = {1: letter(), 2: letter("办事员要删的，而且还没有入库")}
    with NetEase(mails, broken={2}).running() as server:
        server.flags[2] = {"\\Deleted"}
        fetch(room, account(server.port, done_folder=DONE))
        assert "EXPUNGE" not in server.commands
        assert set(server.mails) == {1, 2}
    box = room.town.house.read_now(row)
    assert (box.failed_at, len(room.messages())) == (None, 1)
