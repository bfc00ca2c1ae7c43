from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.core import receipt_numbers
from app.mail.relay import Relay
from app.mail.render import Envelope, render
from app.mail.store import arrival, store_raw
from app.mail.views import failed_outbox
from app.storage.models import Consultation, OutboxMail
from app.wiring import TEMPLATES
from tests.houses import Published
from tests.mail.letters import (
    ADDRESS,
    MAILBOX,
    Room,
    letter,
    make_room,
    parsed,
    plain_text,
)
from tests.support.parts import free_port


@pytest.fixture
def room(town: Published, tmp_path: Path) -> Room:
    return make_room(town, tmp_path, public_url="https://yijian.example.cn/")


class Sink:
    """A real relay: what it was handed, and what it answers at RCPT, MAIL and DATA."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, list[str], bytes]] = []
        self.tried = 0
        self.answers: list[str] = []
        self.null_sender = True

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address == "<>" and not self.null_sender:
            return "553 Mail from must equal authorized user"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.tried += 1
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.original_content))
        return "250 OK"


@contextmanager
def relay(room: Room, sink: Sink, **kwargs: object) -> Iterator[None]:
    """The room sends through a relay on a free port."""
    port = free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    room.relay = Relay(
        room.relay.folder,
        host="127.0.0.1",
        port=port,
        security="none",
        **kwargs,  # type: ignore[arg-type]
    )
    try:
        yield
    finally:
        controller.stop()


def test_what_an_acknowledgement_says(room: Room) -> None:
    headers = {"References": "<0@post.example>"}
    room.take(letter("第十五条应当补贴。", headers=headers))
    room.send()
    (submission,) = room.submissions()
    (ack,) = room.written()
    number = receipt_numbers.pretty(submission.receipt)
    secret = receipt_numbers.secret(submission.receipt, room.head.secret_key)
    assert ack["Subject"] == f"已收到您的意见（回执 {number}）"
    assert ack["Auto-Submitted"] == "auto-replied"
    assert ack["In-Reply-To"] == "<1@post.example>"
    assert str(ack["References"]).split() == ["<0@post.example>", "<1@post.example>"]
    assert ack["From"].addresses[0].addr_spec == MAILBOX
    assert ack["From"].addresses[0].display_name == "省经信委"
    assert ack["Message-ID"] == room.outbox()[0].mail_id
    assert "Precedence" not in ack
    html = ack.get_body(("html",))
    assert html is not None
    for text in (plain_text(ack), html.get_content()):
        for words in (
            number,
            ADDRESS,
            "第十五条应当补贴。",
            "2017年8月29日（星期二）10:12，北京时间",
            "2017年9月12日（星期二）10时12分，北京时间",
            f"https://yijian.example.cn/r/{submission.receipt}/{secret}",
            f"https://yijian.example.cn/c/{room.town.consultation.slug}",
            "撤回",
            "计入本次征求意见",
        ):
            assert words in text, words
        assert "没有对应到条款" not in text


def test_without_a_public_address_the_codes_stand_in_the_mail(room: Room, tmp_path: Path) -> None:
    plain = make_room(room.town, tmp_path)
    plain.take(letter("希望多听听乡下人的话"))
    plain.send()
    (submission,) = plain.submissions()
    text = plain_text(plain.written()[0])
    assert receipt_numbers.secret(submission.receipt, plain.head.secret_key) in text
    assert "http" not in text
    assert "下列内容还没有对应到条款" in text
    assert "希望多听听乡下人的话" in text


def test_late_is_said(room: Room) -> None:
    room.town.clock.forward(days=15)
    room.take(letter())
    room.send()
    (ack,) = room.written()
    assert "已过截止时间" in ack["Subject"]
    assert "记为迟到，暂不计入" in plain_text(ack)
    assert "截止前" not in plain_text(ack)


def test_of_a_long_comment_500_characters_are_shown(room: Room) -> None:
    room.take(letter("第十五条：" + "长" * 2000))
    room.send()
    assert plain_text(room.written()[0]).count("长") < 500


def test_451_is_tried_again_later_and_the_mail_is_the_same(room: Room) -> None:
    sink = Sink()
    sink.answers = ["451 4.2.0 Greylisted"]
    room.take(letter())
    with relay(room, sink):
        room.send()
        (waiting,) = room.outbox()
        assert (waiting.state, waiting.tries) == ("waiting", 1)
        assert "451" in (waiting.last_error or "")
        assert room.town.house.read_now(failed_outbox)[0].tries == 1
        room.send()
        assert sink.tried == 1
        room.town.clock.forward(minutes=5)
        room.send()
        room.send()
    (mail,) = sink.mails
    (row,) = room.outbox()
    assert mail[:2] == ("<>", ["zhao@factory.example"])
    assert row.state == "sent"
    assert row.sent_at == room.town.clock()
    assert row.rendered == waiting.rendered
    assert mail[2] == row.rendered


def test_550_stops_and_is_shown(room: Room) -> None:
    sink = Sink()
    sink.answers = ["550 5.1.1 没有这个用户"]
    room.take(letter())
    with relay(room, sink):
        room.send()
        room.town.clock.forward(days=1)
        room.send()
    assert (sink.tried, sink.mails) == (1, [])
    (line,) = room.town.house.read_now(failed_outbox)
    assert line.state == "failed"
    assert "550" in (line.error or "")
    assert line.receipt == room.submissions()[0].receipt


def test_a_relay_that_refuses_the_null_sender(room: Room) -> None:
    sink = Sink()
    sink.null_sender = False
    room.take(letter())
    with relay(room, sink, sender=MAILBOX):
        room.send()
    assert [mail[0] for mail in sink.mails] == [MAILBOX]


def test_no_relay_there_waits_and_after_five_days_gives_up(room: Room) -> None:
    room.take(letter())
    room.relay = Relay(room.relay.folder, host="127.0.0.1", port=1, security="none")
    room.send()
    assert room.outbox()[0].state == "waiting"
    room.town.clock.forward(days=6)
    room.send()
    assert room.outbox()[0].state == "failed"


def test_a_crash_between_sending_and_noting_it_sends_the_same_bytes(room: Room) -> None:
    room.take(letter())
    room.send()
    (path,) = room.relay.folder.glob("*.eml")
    first = path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    room.town.house.writer.call(_as_if_not_sent)
    room.town.clock.forward(hours=3)
    room.send()
    (again,) = room.relay.folder.iterdir()
    assert again.read_bytes() == first


def _as_if_not_sent(session: Session, *, now: object) -> None:
    session.execute(update(OutboxMail).values(state="waiting", sent_at=None))


def test_one_address_gets_twenty_a_day(room: Room) -> None:
    for number in range(22):
        room.receive(letter(f"第{number}封", message_id=f"<{number}@post.example>"))
    room.receive(letter(sender="other@post.example", message_id="<o@post.example>"))
    room.read()
    room.send()
    states = [row.state for row in room.outbox()]
    assert states == ["sent"] * 20 + ["suppressed"] * 2 + ["sent"]
    assert len(room.submissions()) == 23
    room.town.clock.forward(days=2)
    room.take(letter("后来", message_id="<l@post.example>"))
    room.send()
    assert room.outbox()[-1].state == "sent"


@pytest.mark.parametrize(
    "sender",
    [MAILBOX, f"自己 <{MAILBOX.upper()}>"],
)
def test_never_to_ourselves(room: Room, sender: str) -> None:
    room.take(letter(sender=sender))
    assert room.outbox() == []
    assert len(room.submissions()) == 1


@pytest.mark.parametrize(
    "sender",
    [
        "MAILER-DAEMON@x.example",
        "no-reply@x.example",
        "owner-list@x.example",
        "l-bounces@x.example",
    ],
)
def test_never_to_addresses_that_nobody_reads(room: Room, sender: str) -> None:
    room.take(letter(sender=f"机器 <{sender}>"))
    assert room.outbox() == []
    assert len(room.submissions()) == 1


def test_never_to_a_mailing_list(room: Room) -> None:
    room.take(letter(headers={"List-Id": "<l.example>", "Precedence": "list"}))
    assert room.outbox() == []


@pytest.mark.parametrize(("path", "count"), [("<>", 0), ("<zhao@factory.example>", 1)])
def test_the_null_sender_of_a_fetched_mail_stands_in_its_trace(
    room: Room, path: str, count: int
) -> None:
    raw = f"Return-Path: {path}\r\n".encode() + letter()
    came = arrival(raw, "imap", room.town.clock(), envelope_to=(MAILBOX,))
    room.town.house.writer.call(store_raw, came)
    room.read()
    assert len(room.outbox()) == count
    assert len(room.submissions()) == 1


def test_so_many_a_minute_and_no_more(room: Room) -> None:
    sink = Sink()
    for number in range(7):
        sender = f"p{number}@post.example"
        room.receive(letter(message_id=f"<{number}@post.example>", sender=sender))
    room.read()
    with relay(room, sink, per_minute=3):
        for expected in (3, 3, 6, 6, 7):
            room.send()
            assert len(sink.mails) == expected
            room.town.clock.forward(seconds=40)
    assert {row.state for row in room.outbox()} == {"sent"}
    assert {row.tries for row in room.outbox()} == {0}


def test_where_and_when_the_answer_is_published(room: Room) -> None:
    due = datetime(2017, 10, 15, 16, tzinfo=UTC)
    room.town.house.writer.call(_set_due, due)
    room.take(letter())
    room.send()
    said = plain_text(room.written()[0])
    assert "处理结果预计2017年10月15日前公布，登在征求意见的网页上" in said


def _set_due(session: Session, due: datetime, *, now: object) -> None:
    session.execute(update(Consultation).values(answer_due_at=due))


def test_nothing_a_sender_wrote_ends_a_header_or_is_markup(tmp_path: Path, room: Room) -> None:
    evil = letter("第十五条 <script>alert(1)</script>\r\nBcc: x@y.example")
    evil = evil.replace(b"Message-ID: <1@post.example>", b"Message-ID: <1\r Bcc:v@w.example>")
    room.take(evil)
    room.send()
    (ack,) = room.written()
    assert "Bcc" not in ack
    html = ack.get_body(("html",))
    assert html is not None
    assert "<script" not in html.get_content()
    assert "<script>alert(1)</script>" in plain_text(ack)


@pytest.mark.parametrize("address", ["张三@例子.example", "a..b@post.example", "a.@post.example"])
def test_addresses_that_the_standard_library_cannot_read_are_written_to(
    room: Room, address: str
) -> None:
    written = f"From: {address}".encode()
    raw = re.sub(rb"(?m)^From: .*(\r\n[ \t].*)*", written, letter())
    room.take(raw)
    room.send()
    assert f"To: {address}".encode() in (room.relay.folder / "1.eml").read_bytes()
    assert room.town.house.read_now(failed_outbox) == []


def test_long_ids_and_names_make_a_whole_header() -> None:
    long_id = f"<{'a' * 700}@post.example>"
    values = {
        "title": "意见\r\nBcc: a@b.example",
        "office": "委",
        "receipt": "1",
        "secret": "2",
        "link": "",
        "page": "",
        "withdraw": "",
        "withdrawn": "",
        "follows": "",
        "no_objection": False,
        "answer_due": "",
        "comments": 1,
        "received": "",
        "deadline": "",
        "late": False,
        "closed": False,
        "tied": [],
        "untied": [],
    }
    envelope = Envelope(
        sender="a@b.example",
        sender_name="省委\r\nBcc: x@y.example",
        recipient="c@d.example",
        mail_id="<m@b.example>",
        in_reply_to=long_id,
        references=tuple(f"<{n}@post.example>" for n in range(60)),
        date=datetime(2017, 8, 29, tzinfo=UTC),
    )
    raw = render(TEMPLATES / "mail", "acknowledgement", values, envelope)
    assert raw == render(TEMPLATES / "mail", "acknowledgement", values, envelope)
    mail = parsed(raw)
    assert "Bcc" not in mail
    assert str(mail["In-Reply-To"]) == long_id
    assert str(mail["References"]).split()[-1] == long_id
    assert max(map(len, raw.split(b"\r\n"))) < 998
    with pytest.raises(ValueError, match="no such template"):
        render(TEMPLATES / "mail", "../office", values, replace(envelope))
