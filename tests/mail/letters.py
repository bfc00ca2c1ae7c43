"""Letters, doors and jobs for the mail room's tests."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import wiring
from app.core.outline.parse import parse
from app.core.outline.values import Outline
from app.jobs.rows import Tools
from app.mail.jobs import read_handler, send_handler
from app.mail.letters import Letterhead
from app.mail.relay import Relay
from app.mail.smtp import Receiver, SmtpDoor
from app.mail.store import arrival, store_raw
from app.settings import Settings
from app.storage.models import Comment, Message, OutboxMail, Submission
from tests.houses import FakeClock, Published, drain, publish_outline

MAILBOX = "office@example.cn"
DRAFT = wiring.DRAFTS / "sichuan-informatization-2017.txt"
ADDRESS = "三/(一)/15"


def real_outline() -> Outline:
    """The real draft's."""
    return parse(DRAFT.read_text("utf-8"))


def open_town(folder: Path, url: str, clock: FakeClock | None = None) -> Published:
    """A house with the real draft published for 14 days."""
    clock = clock or FakeClock()
    settings = Settings(data_dir=folder, database_url=url, worker_id="test", smtp_listen_port=0)
    return publish_outline(wiring.open_house(settings, now=clock), clock, real_outline)


def letter(
    text: str = "您好：第十五条应当写明对中小企业设备改造的补贴。",
    *,
    subject: str = "意见",
    sender: str = "赵工 <zhao@factory.example>",
    message_id: str = "<1@post.example>",
    charset: str = "gb18030",
    headers: dict[str, str] | None = None,
) -> bytes:
    """A mail as a Chinese mail program writes it."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = sender
    mail["To"] = MAILBOX
    mail["Subject"] = subject
    if message_id:
        mail["Message-ID"] = message_id
    for name, value in (headers or {}).items():
        mail[name] = value
    mail.set_content(text, charset=charset, cte="base64")
    return mail.as_bytes()


def with_attachment(text: str, name: str, content: bytes, subject: str = "意见") -> bytes:
    """A mail with a file."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = "赵工 <zhao@factory.example>"
    mail["To"] = MAILBOX
    mail["Subject"] = subject
    mail.set_content(text)
    kind, sub = ("text", "plain") if name.endswith(".txt") else ("application", "octet-stream")
    mail.add_attachment(content, maintype=kind, subtype=sub, filename=name)
    return mail.as_bytes()


def bounce(about: str, action: str = "failed", more: str = "") -> bytes:
    """A delivery report about one of our mails (RFC 3462, RFC 3464)."""
    return (
        b"From: MAILER-DAEMON@post.example\r\nTo: office@example.cn\r\n"
        b"Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\r\n\r\n'
        b"--x\r\nContent-Type: text/plain\r\n\r\nno such user\r\n"
        b"--x\r\nContent-Type: message/delivery-status\r\n\r\n"
        b"Reporting-MTA: dns; post.example\r\n\r\n"
        b"Final-Recipient: rfc822; zhao@factory.example\r\n"
        b"Action: " + action.encode() + b"\r\nStatus: 5.1.1\r\n" + more.encode() + b""
        b"--x\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        b"Message-ID: " + about.encode() + b"\r\n--x--\r\n"
    )


@contextmanager
def door(
    tools: Tools, max_bytes: int = 1024 * 1024, port: int = 0, **kwargs: object
) -> Iterator[int]:
    """A running receiver; its port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    receiver = Receiver("127.0.0.1", port, max_bytes, **kwargs)  # type: ignore[arg-type]
    made = SmtpDoor(tools, receiver)
    asyncio.run_coroutine_threadsafe(made.start(), loop).result(10)
    try:
        yield made.port
    finally:
        asyncio.run_coroutine_threadsafe(made.stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


@dataclass
class Room:
    """The mail room of a town, whose jobs run when they are told to."""

    town: Published
    relay: Relay
    head: Letterhead

    @property
    def tools(self) -> Tools:
        return self.town.house.tools

    def receive(self, raw: bytes, **kwargs: object) -> int:
        """Store a mail as the receiver does; its id."""
        kwargs = {"envelope_from": "a@b.example", "envelope_to": (MAILBOX,), **kwargs}
        came = arrival(raw, "smtp", self.town.clock(), **kwargs)  # type: ignore[arg-type]
        number: int = self.town.house.writer.call(store_raw, came).message_id
        return number

    def read(self) -> None:
        """Read all that is stored."""
        drain(read_handler(self.tools))

    def send(self) -> None:
        """Send all that waits."""
        drain(send_handler(self.tools, self.relay, self.head))

    def take(self, raw: bytes, **kwargs: object) -> Message:
        """Store a mail and read it; its row."""
        number = self.receive(raw, **kwargs)
        self.read()
        return self.town.house.read_now(_message, number)

    def comments(self) -> list[Comment]:
        return self.town.house.read_now(_all, Comment)

    def submissions(self) -> list[Submission]:
        return self.town.house.read_now(_all, Submission)

    def outbox(self) -> list[OutboxMail]:
        return self.town.house.read_now(_all, OutboxMail)

    def messages(self) -> list[Message]:
        return self.town.house.read_now(_all, Message)

    def written(self) -> list[EmailMessage]:
        """The acknowledgements in the outbox folder."""
        paths = sorted(self.relay.folder.glob("*.eml"), key=lambda path: int(path.stem))
        return [parsed(path.read_bytes()) for path in paths]


def make_room(town: Published, folder: Path, **kwargs: object) -> Room:
    """A mail room without a relay: what is sent is written into a folder."""
    house = town.house
    head = Letterhead(wiring.TEMPLATES / "mail", house.secret_key, **kwargs)  # type: ignore[arg-type]
    return Room(town, Relay(folder / "outbox"), head)


def parsed(raw: bytes) -> EmailMessage:
    made = BytesParser(policy=policy.default).parsebytes(raw)
    assert isinstance(made, EmailMessage)
    return made


def plain_text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def _all(session: Session, table: type) -> list:
    rows = list(session.scalars(select(table).order_by(table.id)))  # type: ignore[attr-defined]
    session.expunge_all()
    return rows


def _message(session: Session, number: int) -> Message:
    row = session.get_one(Message, number)
    session.expunge(row)
    return row
