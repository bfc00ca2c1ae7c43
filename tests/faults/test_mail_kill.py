"""The mail process is killed with SIGKILL; nothing is lost and nothing is there twice."""

from __future__ import annotations

import contextlib
import random
import signal
import smtplib
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import wiring
from tests.faults.mail_kill import Run, run
from tests.houses import FakeClock, Published
from tests.mail.letters import ADDRESS, MAILBOX, Room, letter, make_room, open_town
from tests.support.dovecot import Dovecot

MAILS = 18
KILLS = 3


@pytest.fixture
def town(tmp_path: Path, database: str) -> Iterator[Published]:
    """Open now: the processes of these tests have the machine's clock."""
    made = open_town(tmp_path, database, FakeClock(datetime.now(UTC)))
    yield made
    made.house.close()


@pytest.fixture
def room(town: Published, tmp_path: Path) -> Room:
    return make_room(town, tmp_path)


@contextlib.contextmanager
def process(
    folder: Path, database: str, ahead: float = 0, die: str = "never"
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A mail process and its port."""
    command = [sys.executable, "-m", "tests.faults.mail_process", str(folder), database]
    child = subprocess.Popen(
        [*command, str(ahead), die], stdout=subprocess.PIPE, text=True, cwd=wiring.ROOT
    )
    assert child.stdout is not None
    try:
        yield child, int(child.stdout.readline())
    finally:
        child.kill()
        child.wait()
        child.stdout.close()


def send(port: int, raw: bytes) -> bool:
    """Whether the receiver took the responsibility: it said 250."""
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
            return client.sendmail("zhao@factory.example", [MAILBOX], raw) == {}
    except (OSError, smtplib.SMTPException):
        return False


def recover(room: Room) -> None:
    """A new start: at once on SQLite, after the dead one's leases where others may live."""
    room.town.clock.time = datetime.now(UTC)
    if room.tools.engine.dialect.name != "sqlite":
        room.town.clock.forward(minutes=6)
    room.read()
    room.send()


@pytest.mark.parametrize("die", ["reading", "sending"])
def test_killed_between_storing_and_reading_or_sending_and_noting(
    room: Room, tmp_path: Path, database: str, die: str
) -> None:
    with process(tmp_path, database, die=die) as (child, port):
        assert send(port, letter())
        assert child.wait(30) == -signal.SIGKILL
    (message,) = room.messages()
    assert message.state == ("stored" if die == "reading" else "taken")
    assert message.lease_owner is None or die == "reading"
    for _ in range(2):
        recover(room)
    (comment,) = room.comments()
    assert comment.clause_address == ADDRESS
    assert len(room.submissions()) == 1
    assert len(room.written()) == 1
    assert [row.state for row in room.outbox()] == ["sent"]


def test_killed_at_any_moment(room: Room, tmp_path: Path, database: str) -> None:
    """A sender keeps what was not answered with 250 and sends it again, as mail servers do."""
    chance = random.Random(20170829)
    mails = [
        letter(f"第十五条：第{n}封", message_id=f"<{n}@post.example>", sender=f"p{n}@post.example")
        for n in range(MAILS)
    ]
    sent = 0
    for life in range(1, KILLS + 2):
        with process(tmp_path, database, ahead=360.0 * life) as (child, port):
            if life <= KILLS:
                threading.Timer(chance.uniform(0.02, 0.4), child.kill).start()
            while sent < MAILS * life // (KILLS + 1) and child.poll() is None:
                sent += send(port, mails[sent])
            if life <= KILLS:
                assert child.wait(30) == -signal.SIGKILL
    assert sent == MAILS
    room.town.clock.time = datetime.now(UTC)
    room.town.clock.forward(minutes=6 * (KILLS + 3))
    room.read()
    room.send()
    assert len(room.messages()) == MAILS
    assert {message.state for message in room.messages()} == {"taken"}
    assert len(room.submissions()) == len(room.comments()) == MAILS
    assert [row.state for row in room.outbox()] == ["sent"] * MAILS
    assert {str(mail["To"]) for mail in room.written()} == {
        f"p{n}@post.example" for n in range(MAILS)
    }
    assert len(room.written()) == MAILS


def test_killed_while_mail_comes_by_both_ways(
    tmp_path: Path, sqlite_database: str, dovecot: Dovecot
) -> None:
    """The whole intake with a mailbox and a relay, in short; ``mail_kill_full`` is the long one."""
    open_town(tmp_path, sqlite_database, FakeClock(datetime.now(UTC))).house.close()
    run(tmp_path, sqlite_database, dovecot, Run(mails=30, kills=3)).check()
