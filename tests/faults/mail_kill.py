"""Mails arrive by SMTP and in a mailbox while the intake process is killed again and again.

The senders behave as mail servers do: what was not answered with 250 is sent again. The relay is
a real SMTP server that notes in which life of the process each acknowledgement came.
"""

from __future__ import annotations

import contextlib
import os
import random
import smtplib
import socket
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import policy
from email.parser import BytesHeaderParser
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import wiring
from app.storage.engine import make_engine, read
from app.storage.models import Comment, Message, OutboxMail, Submission
from tests.mail.letters import MAILBOX, letter
from tests.support.dovecot import PASSWORD, Dovecot
from tests.support.parts import free_port
from tests.support.smtp_sink import SmtpSink

DONE = "已处理"
# From a start to the moment of the next kill: the start itself is hit too.
LONGEST_LIFE = 0.6
PATIENCE = 180.0


@dataclass
class Run:
    """One run. ``lives``: for each Message-ID of ours, the lives in which the relay got it."""

    mails: int
    kills: int
    seconds: float = 0.0
    life: int = 0
    retried: int = 0
    lives: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    recipients: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    states: dict[str, int] = field(default_factory=dict)
    left_in_inbox: int = -1
    moved: int = -1

    @property
    def deliveries(self) -> int:
        """Acknowledgements that the relay got."""
        return sum(map(len, self.lives.values()))

    @property
    def doubles(self) -> dict[str, list[int]]:
        """Those that it got more than once."""
        return {one: lives for one, lives in self.lives.items() if len(lives) > 1}

    def check(self) -> None:
        """Nothing lost, nothing twice, but for what a kill between relay and commit explains."""
        wanted = dict.fromkeys(("messages", "submissions", "comments", "outbox"), self.mails)
        assert self.counts == wanted
        assert self.states == {"taken": self.mails, "sent": self.mails}
        assert self.recipients == {sender(number) for number in range(self.mails)}
        assert len(self.lives) == self.mails
        for lives in self.doubles.values():
            # Twice only over a kill: never twice in one life.
            assert len(set(lives)) == len(lives), self.doubles
        # One mail is sent at a time: a kill falls between relay and commit of one at most.
        firsts = Counter(life for lives in self.doubles.values() for life in lives[:-1])
        assert all(count == 1 for count in firsts.values()), self.doubles
        assert (self.left_in_inbox, self.moved) == (0, self.mails // 2)


def sender(number: int) -> str:
    """Each mail has a sender of its own."""
    return f"p{number}@post.example"


def mail(number: int) -> bytes:
    """The mail with a number; even ones go to the mailbox, odd ones to the receiver."""
    return letter(
        f"第十五条：第{number}封，应当写明补贴。",
        message_id=f"<{number}@post.example>",
        sender=sender(number),
    )


def run(folder: Path, url: str, dovecot: Dovecot, made: Run, *, seed: int = 20170829) -> Run:
    """Let the mails come and the kills fall; what there is afterwards.

    ``url``: a database with a published consultation, which nobody else has open.
    """
    chance = random.Random(seed)
    began = time.monotonic()
    sink = Relay(made)
    sink.start()
    intake = Intake(folder, url, dovecot.port, sink.port)
    # Opened by every life of the process for writing, here for reading only.
    engine = make_engine(url, writing=False)
    feed = Feed(intake.port, dovecot, made)
    try:
        for life in range(1, made.kills + 1):
            made.life = life
            feed.allow(made.mails * life // (made.kills + 1))
            with intake.living() as child:
                intake.wait_until_open(child)
                time.sleep(chance.uniform(0, LONGEST_LIFE))
                child.kill()
                child.wait()
        made.life += 1
        feed.allow(made.mails)
        with intake.living() as child:
            _until(lambda: feed.done and read(engine, _is_done, made.mails), made)
            _until(lambda: _folder(dovecot, "INBOX") == 0, made)
            child.terminate()
            assert child.wait(60) == 0
    finally:
        feed.stop()
        sink.stop()
    made.counts = read(engine, _counts)
    made.states = read(engine, _states)
    engine.dispose()
    made.left_in_inbox, made.moved = _folder(dovecot, "INBOX"), _folder(dovecot, DONE)
    made.seconds = time.monotonic() - began
    return made


class Relay(SmtpSink):
    """The outgoing server: a moment of thought at each mail, as real ones have."""

    def __init__(self, made: Run) -> None:
        super().__init__(delay=0.01)
        self._made = made

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        got = self.delivered[-1]
        headers = BytesHeaderParser(policy=policy.default).parsebytes(got.raw)
        self._made.lives[str(headers["Message-ID"])].append(self._made.life)
        self._made.recipients.update(got.recipients)
        return answer


class Intake:
    """The process that is killed, always on the same port."""

    def __init__(self, folder: Path, url: str, imap_port: int, relay_port: int) -> None:
        self.port = free_port()
        self._log = folder / "intake.log"
        self._environment = {
            **os.environ,
            "ZHUTIAO_DATA_DIR": str(folder),
            "ZHUTIAO_DATABASE_URL": url,
            "ZHUTIAO_SMTP_LISTEN_PORT": str(self.port),
            "ZHUTIAO_IMAP_HOST": "127.0.0.1",
            "ZHUTIAO_IMAP_PORT": str(imap_port),
            "ZHUTIAO_IMAP_TLS": "false",
            "ZHUTIAO_IMAP_USER": MAILBOX,
            "ZHUTIAO_IMAP_PASSWORD": PASSWORD,
            "ZHUTIAO_IMAP_DONE_FOLDER": DONE,
            "ZHUTIAO_IMAP_POLL_SECONDS": "1",
            "ZHUTIAO_SMTP_HOST": "127.0.0.1",
            "ZHUTIAO_SMTP_PORT": str(relay_port),
            "ZHUTIAO_SMTP_TLS": "none",
            "ZHUTIAO_MAIL_PER_MINUTE": "0",
        }

    @contextlib.contextmanager
    def living(self) -> Iterator[subprocess.Popen[bytes]]:
        """One life; it ends with the block at the latest."""
        command = [sys.executable, "-m", "tests.faults.mail_intake"]
        with self._log.open("ab") as log:
            child = subprocess.Popen(
                command, cwd=wiring.ROOT, env=self._environment, stdout=log, stderr=log
            )
            try:
                yield child
            finally:
                child.kill()
                child.wait()

    def wait_until_open(self, child: subprocess.Popen[bytes]) -> None:
        """Until the receiver listens."""
        until = time.monotonic() + PATIENCE
        while True:
            assert child.poll() is None, self._log.read_text()[-4000:]
            assert time.monotonic() < until
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", self.port), 1),
            ):
                return
            time.sleep(0.01)


class Feed:
    """Two senders, one for each way, that may send so many mails and stop there."""

    def __init__(self, port: int, dovecot: Dovecot, made: Run) -> None:
        self._port, self._dovecot, self._made = port, dovecot, made
        self._allowed = 0
        self._ended = threading.Event()
        self._threads = [
            threading.Thread(target=self._to_mailbox, daemon=True),
            threading.Thread(target=self._to_receiver, daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def allow(self, count: int) -> None:
        """From now on the first ``count`` mails may be sent."""
        self._allowed = count

    @property
    def done(self) -> bool:
        """Whether all are sent."""
        return not any(thread.is_alive() for thread in self._threads)

    def stop(self) -> None:
        """End, also if not all are sent."""
        self._ended.set()
        for thread in self._threads:
            thread.join(30)

    def _numbers(self, first: int) -> Iterator[int]:
        for number in range(first, self._made.mails, 2):
            while number >= self._allowed:
                if self._ended.wait(0.01):
                    return
            yield number

    def _to_mailbox(self) -> None:
        with self._dovecot.client() as client:
            for number in self._numbers(0):
                client.append("INBOX", mail(number))

    def _to_receiver(self) -> None:
        for number in self._numbers(1):
            while not self._ended.is_set() and not self._sent(number):
                self._made.retried += 1
                time.sleep(0.02)

    def _sent(self, number: int) -> bool:
        """Whether the receiver took the responsibility: it said 250."""
        try:
            with smtplib.SMTP("127.0.0.1", self._port, timeout=20) as client:
                return client.sendmail(sender(number), [MAILBOX], mail(number)) == {}
        except (OSError, smtplib.SMTPException):
            return False


def _until(ask: Callable[[], bool], made: Run) -> None:
    until = time.monotonic() + PATIENCE
    while not ask():
        assert time.monotonic() < until, made
        time.sleep(0.1)


def _folder(dovecot: Dovecot, name: str) -> int:
    with dovecot.client() as client:
        if not client.folder_exists(name):
            return 0
        return int(client.folder_status(name, ["MESSAGES"])[b"MESSAGES"])


def _is_done(session: Session, mails: int) -> bool:
    sent = select(func.count()).select_from(OutboxMail).where(OutboxMail.state == "sent")
    return session.scalar(sent) == mails


def _counts(session: Session) -> dict[str, int]:
    tables = {
        "messages": Message,
        "submissions": Submission,
        "comments": Comment,
        "outbox": OutboxMail,
    }
    return {
        name: session.scalar(select(func.count()).select_from(table)) or 0
        for name, table in tables.items()
    }


def _states(session: Session) -> dict[str, int]:
    found: dict[str, int] = {}
    for table in (Message, OutboxMail):
        found |= dict(
            session.execute(select(table.state, func.count()).group_by(table.state)).all()
        )
    return found
