from __future__ import annotations

import smtplib
import socket
from contextlib import ExitStack, suppress
from email import policy
from email.message import EmailMessage

import pytest
from aiosmtpd.smtp import SMTP
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.mail.smtp import _Connection
from app.storage.models import Message
from tests.mail.letters import (
    ADDRESS,
    MAILBOX,
    Room,
    door,
    letter,
    plain_text,
)


def test_a_gbk_mail_stands_on_its_clause_and_is_acknowledged_once(room: Room) -> None:
    raw = letter()
    with door(room.tools) as port, smtplib.SMTP("127.0.0.1", port) as client:
        assert client.sendmail("zhao@factory.example", [MAILBOX], raw) == {}
        # The sender's server did not hear our 250 and sends it again.
        assert client.sendmail("zhao@factory.example", [MAILBOX], raw) == {}
    (message,) = room.messages()
    assert (message.raw, message.times_seen, message.state) == (raw, 2, "stored")
    assert (message.envelope_from, message.envelope_to) == ("zhao@factory.example", [MAILBOX])
    for _ in range(2):
        room.read()
        room.send()
    (comment,) = room.comments()
    assert comment.clause_address == ADDRESS
    assert comment.tied_by == "citation"
    assert "第十五条应当写明对中小企业设备改造的补贴" in comment.text
    assert comment.text in room.messages()[0].reading["body"]
    (ack,) = room.written()
    assert ack["To"] == "zhao@factory.example"
    assert ADDRESS in plain_text(ack)


def test_250_comes_only_after_the_commit(room: Room) -> None:
    """The disk says no at the last moment: the sender must hear it and keep his mail."""
    engine = room.town.house.writer._engine

    def refuse(_connection: object) -> None:
        raise OSError("no space left on device")

    with door(room.tools) as port, smtplib.SMTP("127.0.0.1", port) as client:
        event.listen(engine, "commit", refuse)
        with pytest.raises(smtplib.SMTPDataError) as refused:
            client.sendmail("a@b.example", [MAILBOX], letter())
        assert refused.value.smtp_code == 451
        event.remove(engine, "commit", refuse)
        assert room.messages() == []
        client.sendmail("a@b.example", [MAILBOX], letter())
    assert len(room.messages()) == 1


def test_a_failing_insert_is_451_too(room: Room) -> None:
    def refuse(session: Session, *_: object) -> None:
        raise OSError("disk I/O error")

    engine = room.town.house.writer._engine
    with door(room.tools) as port, smtplib.SMTP("127.0.0.1", port) as client:
        event.listen(engine, "before_cursor_execute", refuse)
        with pytest.raises(smtplib.SMTPDataError) as refused:
            client.sendmail("a@b.example", [MAILBOX], letter())
        event.remove(engine, "before_cursor_execute", refuse)
    assert refused.value.smtp_code == 451


def test_recipients_no_consultation_has_are_refused_in_clear_words(room: Room) -> None:
    with (
        door(room.tools, addresses=("desk@office.example",)) as port,
        smtplib.SMTP("127.0.0.1", port) as client,
    ):
        client.ehlo()
        client.mail("a@b.example")
        code, said = client.rcpt("somebody@else.example")
        assert (code, b"No consultation" in said) == (550, True)
        assert client.rcpt(MAILBOX.upper())[0] == 250
        assert client.rcpt("desk@office.example")[0] == 250


def test_size_8bit_utf8_and_long_lines(room: Room) -> None:
    with door(room.tools, max_bytes=200_000) as port, smtplib.SMTP("127.0.0.1", port) as client:
        client.ehlo()
        assert client.esmtp_features["size"] == "200000"
        assert {"8bitmime", "smtputf8"} <= set(client.esmtp_features)
        # Whole letters in one line of bare HTML are common.
        line = b"Subject: x\r\nFrom: a@b.example\r\n\r\n" + b"y" * 50_000
        client.sendmail("a@b.example", [MAILBOX], line)
        with pytest.raises(smtplib.SMTPSenderRefused) as refused:
            client.sendmail("a@b.example", [MAILBOX], b"z" * 300_000)
        assert refused.value.smtp_code == 552
        mail = EmailMessage(policy=policy.SMTPUTF8)
        mail["From"] = "赵工@例子.example"
        mail["To"] = MAILBOX
        mail.set_content("意见")
        client.send_message(mail)
    assert len(room.messages()[0].raw) == len(line) + 2
    assert room.messages()[1].envelope_from == "赵工@例子.example"


def test_a_stream_without_an_end_is_cut_off(room: Room) -> None:
    with (
        door(room.tools, max_bytes=1000) as port,
        socket.create_connection(("127.0.0.1", port), timeout=20) as wire,
    ):
        wire.sendall(
            f"HELO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<{MAILBOX}>\r\nDATA\r\n".encode()
        )
        with pytest.raises(OSError, match=r"reset|[Bb]roken pipe"):
            wire.sendall(b"x" * 100_000_000)


def test_many_large_mails_at_once_are_too_many_and_the_farthest_is_taken(room: Room) -> None:
    """Memory is bounded for all senders together; who is cut off comes again."""
    begin = f"HELO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<{MAILBOX}>\r\nDATA\r\n".encode()
    with door(room.tools, max_bytes=1_000_000) as port, ExitStack() as stack:
        wires = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20))
            for _ in range(8)
        ]
        for number, wire in enumerate(wires):
            wire.sendall(begin)
            heard = b""
            while b"354" not in heard:
                heard += wire.recv(1000)
            # A wire may be cut off while it still sends.
            with suppress(OSError):
                wire.sendall(letter("长" * (200_000 - number)))
        cut_off = sum(_is_cut_off(wire) for wire in wires[1:])
        assert 0 < cut_off < 8
        wires[0].sendall(b".\r\n")
        assert wires[0].recv(1000).startswith(b"250")
    assert len(room.messages()) == 1


def _is_cut_off(wire: socket.socket) -> bool:
    wire.settimeout(0.5)
    try:
        return wire.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def test_a_client_that_breaks_off_leaves_nothing(room: Room) -> None:
    with door(room.tools) as port:
        wire = socket.create_connection(("127.0.0.1", port), timeout=20)
        wire.sendall(f"HELO x\r\nMAIL FROM:<>\r\nRCPT TO:<{MAILBOX}>\r\nDATA\r\nhalf".encode())
        wire.recv(1000)
        wire.close()
    assert room.town.house.read_now(lambda session: session.query(Message).count()) == 0


@pytest.mark.parametrize(
    "said",
    [
        "<a@b.example>",
        "<a.b-c+d@b.example> SIZE=123 BODY=8BITMIME",
        "  <a@b.example>   ",
        "<a@b.example>SIZE=1",
        "<>",
        "<a@b>",
        "a@b.example",
        "<a..b@c.example>",
        '<"a b"@c.example> SIZE=1',
        "<a@[192.0.2.1]>",
        "<@relay.example:a@b.example>",
        "<张三@例子.中国> SMTPUTF8",
        "<a@b.example",
        "<a b@c.example>",
        "<a@b.example>> X",
        f"<{'a' * 64}@b.example>",
        f"<{'a' * 65}@b.example>",
        "",
    ],
)
def test_a_plain_address_is_read_as_the_long_way_reads_it(said: str) -> None:
    class Long:
        local_part_limit = 0

    read = _Connection._getaddr(object.__new__(_Connection), said)
    assert read == SMTP._getaddr(Long, said)  # type: ignore[arg-type]


def test_a_recipient_is_looked_up_once(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def look(_engine: object, _work: object, address: str) -> bool:
        asked.append(address)
        return address == MAILBOX

    monkeypatch.setattr("app.mail.accept.read", look)
    with door(room.tools) as port, smtplib.SMTP("127.0.0.1", port) as client:
        for _ in range(3):
            client.ehlo()
            client.mail("a@b.example")
            assert client.rcpt(MAILBOX)[0] == 250
            assert client.rcpt(MAILBOX.upper())[0] == 250
            assert client.rcpt("nobody@b.example")[0] == 550
            client.rset()
    assert asked == [MAILBOX, *["nobody@b.example"] * 3], "what is refused is asked each time"
