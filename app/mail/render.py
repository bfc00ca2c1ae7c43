"""Mails are made of templates: a folder each with subject.txt, body.txt, body.html."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2

from app.core.deadline import BEIJING

LONGEST_SUBJECT = 200
OLDER = 10
_ID = re.compile(r"<[!-;=?-~]{1,900}>")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_SPACE = re.compile(r"[\s\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom. Addresses and ids have been checked (``mail.addresses``)."""

    sender: str
    sender_name: str
    recipient: str
    mail_id: str
    in_reply_to: str | None
    references: tuple[str, ...]
    date: datetime
    language: str = "zh-CN"


def render(folder: Path, template: str, values: Mapping[str, Any], envelope: Envelope) -> bytes:
    """The whole mail as bytes, an automatic answer by RFC 3834.

    What a sender wrote can neither end a header nor be markup.
    """
    if not re.fullmatch(r"[a-z-]+", template):
        raise ValueError(f"no such template: {template}")
    utf8 = not (envelope.sender + envelope.recipient).isascii()
    mail = EmailMessage(policy=SMTPUTF8 if utf8 else SMTP)
    mail["From"] = _address(envelope.sender, _line(envelope.sender_name))
    mail["To"] = _address(envelope.recipient)
    mail["Subject"] = _line(_text(folder, f"{template}/subject.txt", values))[:LONGEST_SUBJECT]
    mail["Date"] = format_datetime(envelope.date.astimezone(BEIJING))
    mail["Message-ID"] = envelope.mail_id
    mail["Auto-Submitted"] = "auto-replied"
    # Exchange answers automatic mail too unless it is told not to.
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(_text(folder, f"{template}/body.txt", values), cte="base64")
    html = _text(folder, f"{template}/body.html", values)
    mail.add_alternative(html, subtype="html", cte="base64")
    # Only now: what says anything of the content moves into the first part when there is a second.
    mail["Content-Language"] = envelope.language
    # Fixed, so that a mail made twice is the same to the last byte.
    mail.set_boundary("=_" + re.sub(r"\W", "", envelope.mail_id)[:60])
    return _thread(envelope) + mail.as_bytes()


def _address(checked: str, name: str = "") -> Address:
    """Not by ``addr_spec``: that raises for letters beyond ASCII (RFC 6532) and for a..b@example.cn."""
    user, _, domain = checked.rpartition("@")
    return Address(name, username=user, domain=domain)


def _thread(envelope: Envelope) -> bytes:
    """In-Reply-To and References (RFC 5322, 3.6.4), an id a line.

    By hand: the standard library folds a long id as an encoded word, and it is none any more.
    """
    if not envelope.in_reply_to or not _ID.fullmatch(envelope.in_reply_to):
        return b""
    older = [one for one in envelope.references if _ID.fullmatch(one)]
    chain = list(dict.fromkeys((*older[:1], *older[-OLDER:], envelope.in_reply_to)))
    lines = f"In-Reply-To: {envelope.in_reply_to}\r\nReferences: " + "\r\n ".join(chain)
    return lines.encode("ascii") + b"\r\n"


@lru_cache(maxsize=4)
def _environment(folder: Path) -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        undefined=jinja2.StrictUndefined,
        autoescape=lambda name: name is not None and name.endswith(".html"),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _text(folder: Path, name: str, values: Mapping[str, Any]) -> str:
    return _CONTROL.sub("�", _environment(folder).get_template(name).render(values))


def _line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
