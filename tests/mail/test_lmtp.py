"""The receiver by LMTP, STARTTLS and behind a trusted relay, with real servers and clients."""

from __future__ import annotations

import asyncio
import smtplib
import socket
import ssl
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from app import wiring
from app.cli import serving
from app.cli.errors import Refused
from app.mail.received import relays
from app.settings import Settings
from app.storage.models import Consultation
from tests.mail.letters import ADDRESS, MAILBOX, Room, door, letter
from tests.support.dovecot import ONWARD, USER, Dovecot
from tests.support.parts import free_port


@pytest.fixture
def database(sqlite_database: str) -> str:
    """The engine does not matter here."""
    return sqlite_database


class Wire:
    """A connection that is spoken to line by line."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self._lines = self._socket.makefile("rb")
        assert self.reply().startswith("220")

    def reply(self) -> str:
        """One reply, all its lines."""
        lines = []
        while True:
            line = self._lines.readline().decode().rstrip("\r\n")
            lines.append(line)
            if line[3:4] != "-":
                return "\n".join(lines)

    def say(self, text: str | bytes) -> str:
        self._socket.sendall(text.encode() if isinstance(text, str) else text)
        return self.reply()

    def close(self) -> None:
        self._lines.close()
        self._socket.close()


@pytest.fixture
def wire(room: Room) -> Iterator[Wire]:
    with door(room.tools, max_bytes=20_000, lmtp=True, addresses=("desk@example.cn",)) as port:
        made = Wire(port)
        yield made
        made.close()


def test_a_reply_for_each_recipient_that_was_accepted(room: Room, wire: Wire) -> None:
    assert wire.say("EHLO x\r\n").startswith("500")
    assert wire.say("LHLO x\r\n").startswith("250")
    assert wire.say("MAIL FROM:<zhao@factory.example>\r\n").startswith("250")
    assert wire.say(f"RCPT TO:<{MAILBOX}>\r\n").startswith("250")
    assert wire.say("RCPT TO:<nobody@else.example>\r\n").startswith("550")
    assert wire.say("RCPT TO:<desk@example.cn>\r\n").startswith("250")
    assert wire.say("DATA\r\n").startswith("354")
    first, second = wire.say(letter() + b".\r\n"), wire.reply()
    assert first == second == "250 2.0.0 Kept as 1"
    assert wire.say("NOOP\r\n").startswith("250")
    (message,) = room.messages()
    assert (message.source, message.envelope_to) == ("lmtp", [MAILBOX, "desk@example.cn"])
    # The next mail of the same connection has its own recipients.
    wire.say("MAIL FROM:<zhao@factory.example>\r\n")
    wire.say(f"RCPT TO:<{MAILBOX}>\r\n")
    wire.say("DATA\r\n")
    assert wire.say(letter("二") + b".\r\n").startswith("250")
    assert wire.say("QUIT\r\n").startswith("221")
    assert len(room.messages()) == 2


def test_each_recipient_hears_that_it_was_not_kept(room: Room, wire: Wire) -> None:
    engine = room.town.house.writer._engine

    def refuse(_connection: object) -> None:
        raise OSError("I/O error")

    for text, code in ((letter(), "451"), (b"Subject: x\r\n\r\n" + b"y\r\n" * 20_000, "552")):
        wire.say("LHLO x\r\n")
        wire.say("MAIL FROM:<>\r\n")
        wire.say(f"RCPT TO:<{MAILBOX}>\r\n")
        wire.say("RCPT TO:<desk@example.cn>\r\n")
        wire.say("DATA\r\n")
        event.listen(engine, "commit", refuse)
        assert wire.say(text + b".\r\n").startswith(code)
        assert wire.reply().startswith(code)
        event.remove(engine, "commit", refuse)
    assert room.messages() == []
    assert wire.say("DATA\r\n").startswith("503")


def test_dovecot_hands_mail_on_to_us(room: Room, dovecot: Dovecot) -> None:
    """A real LMTP client: Dovecot as the office's mail server, which forwards to the receiver."""
    sender = "zhao@factory.example"
    with (
        door(room.tools, port=dovecot.onward_port, lmtp=True),
        smtplib.LMTP("127.0.0.1", dovecot.lmtp_port, local_hostname="x") as client,
    ):
        with pytest.raises(smtplib.SMTPRecipientsRefused, match=r"550, .*5\.1\.1"):
            client.sendmail(sender, [ONWARD], letter())
        room.town.house.writer.call(_rename, ONWARD)
        assert client.sendmail(sender, [ONWARD], letter()) == {}
    room.read()
    (message,) = room.messages()
    assert (message.source, message.envelope_from) == ("lmtp", sender)
    (comment,) = room.comments()
    assert comment.clause_address == ADDRESS


def _rename(session: Session, mailbox: str, *, now: object) -> None:
    session.execute(update(Consultation).values(mailbox=mailbox))


def test_what_dovecot_got_by_lmtp_is_fetched_by_imap_and_known(
    room: Room, dovecot: Dovecot
) -> None:
    """The same mail by both ways, with the trace lines of a real server on one of them."""
    from tests.mail.test_imap import account, fetch

    with smtplib.LMTP("127.0.0.1", dovecot.lmtp_port, local_hostname="x") as client:
        client.sendmail("zhao@factory.example", [USER], letter())
    room.receive(letter())
    fetch(room, account(dovecot.port))
    (message,) = room.messages()
    assert message.times_seen == 2


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for mx.example.cn with its key, in one file."""
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "2", "-subj", "/CN=mx.example.cn", "-keyout", str(key)]
    command += ["-addext", "subjectAltName=DNS:mx.example.cn,DNS:localhost", "-out", str(cert)]
    subprocess.run(command, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_text(key.read_text() + cert.read_text())
    return both


@pytest.mark.parametrize("lmtp", [False, True])
def test_starttls_is_offered_with_a_certificate(room: Room, certificate: Path, lmtp: bool) -> None:
    settings = Settings(_env_file=None, smtp_listen_cert=str(certificate))  # type: ignore[call-arg]
    tls = wiring._receiver_tls(settings)
    kind = smtplib.LMTP if lmtp else smtplib.SMTP
    trust = ssl.create_default_context(cafile=str(certificate))
    with door(room.tools, tls=tls, lmtp=lmtp) as port, kind("localhost", port) as client:
        client.ehlo()
        assert client.has_extn("starttls")
        client.starttls(context=trust)
        assert client.sendmail("zhao@factory.example", [MAILBOX], letter()) == {}
        assert isinstance(client.sock, ssl.SSLSocket)
    assert len(room.messages()) == 1


def test_without_a_certificate_it_is_not_offered_and_a_bad_one_is_said(
    room: Room, tmp_path: Path
) -> None:
    with door(room.tools) as port, smtplib.SMTP("127.0.0.1", port) as client:
        client.ehlo()
        assert not client.has_extn("starttls")
    bad = tmp_path / "bad.pem"
    bad.write_text("nothing")
    for path in (bad, tmp_path / "missing.pem"):
        with pytest.raises(wiring.BadCertificate):
            wiring._receiver_tls(Settings(_env_file=None, smtp_listen_cert=str(path)))  # type: ignore[call-arg]


def test_a_trusted_relays_time_decides_about_the_deadline(room: Room) -> None:
    """The office's server had it in time and could not reach us; a stranger's word is none."""
    early = room.town.clock() + timedelta(days=14, minutes=-5)
    room.town.clock.forward(days=14, minutes=30)
    line = f"Received: from a by mx.example.cn; {format_datetime(early)}\r\n".encode()
    for trusted, text in ((relays("127.0.0.1, mx.example.cn"), "一"), (relays("10.0.0.1"), "二")):
        with (
            door(room.tools, relays=trusted) as port,
            smtplib.SMTP("127.0.0.1", port) as client,
        ):
            raw = line + letter(f"第十五条：{text}", message_id=f"<{ord(text)}@x.example>")
            client.sendmail("a@b.example", [MAILBOX], raw)
    room.read()
    assert [(one.received_at, one.received_by) for one in room.messages()] == [
        (early, "relay"),
        (room.town.clock(), "clock"),
    ]
    assert [one.late for one in room.submissions()] == [False, True]


def test_a_full_disk_is_452(room: Room) -> None:
    import errno

    engine = room.town.house.writer._engine

    def refuse(_connection: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with door(room.tools) as port, smtplib.SMTP("127.0.0.1", port) as client:
        event.listen(engine, "commit", refuse)
        with pytest.raises(smtplib.SMTPDataError) as refused:
            client.sendmail("a@b.example", [MAILBOX], letter())
        event.remove(engine, "commit", refuse)
    assert refused.value.smtp_code == 452


def test_a_database_that_may_not_grow_is_452(room: Room) -> None:
    """SQLite's own word for a full disk, by its own limit of pages."""
    engine = room.town.house.writer._engine

    @event.listens_for(engine, "begin")
    def limit(connection: object) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # type: ignore[attr-defined]

    with door(room.tools) as port, smtplib.SMTP("127.0.0.1", port) as client:
        with pytest.raises(smtplib.SMTPDataError) as refused:
            client.sendmail("a@b.example", [MAILBOX], letter("长" * 200_000))
        event.remove(engine, "begin", limit)
    assert refused.value.smtp_code == 452
    assert room.messages() == []


def test_a_door_that_cannot_be_opened_is_said_in_clear_words(room: Room, tmp_path: Path) -> None:
    house = room.town.house

    async def open_doors() -> None:
        async with serving._receiver(house, serving.EVERYTHING):
            pass

    house.settings.smtp_listen_port = free_port()
    house.settings.smtp_listen_cert = str(tmp_path / "missing.pem")
    with pytest.raises(Refused, match="ZHUTIAO_SMTP_LISTEN_CERT"):
        asyncio.run(open_doors())
    house.settings.smtp_listen_cert = ""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        house.settings.lmtp_listen_port = taken.getsockname()[1]
        with pytest.raises(Refused, match="ZHUTIAO_LMTP_LISTEN_PORT"):
            asyncio.run(open_doors())
    # The first door, which had opened, is shut again.
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", house.settings.smtp_listen_port), timeout=5)
