"""Mails leave: to a relay by SMTP, or into a folder where there is none."""

from __future__ import annotations

import asyncio
import contextlib
import os
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import aiosmtplib

from app.mail.imap import words

TIMEOUT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Relay:
    """The office's outgoing server. ``host`` empty: mails are written into ``folder``.

    ``sender`` is the envelope address for relays that refuse the null sender. ``per_minute``: how
    many mails it takes a minute (0: any number).
    """

    folder: Path
    host: str = ""
    port: int = 465
    security: Literal["tls", "starttls", "none"] = "tls"
    user: str = ""
    password: str = ""
    sender: str = ""
    tls_context: ssl.SSLContext | None = None
    per_minute: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the other side said: sent, later (4xx, or no connection), refused (5xx)."""

    state: Literal["sent", "later", "refused"]
    said: str = ""


def deliver(relay: Relay, name: str, recipient: str, mail: bytes) -> Outcome:
    """Hand a mail over; ``name`` is the file's where there is no relay. Blocks."""
    if not relay.host:
        write(relay.folder, name, mail)
        return Outcome("sent")
    try:
        return asyncio.run(_send(relay, recipient, mail))
    except (OSError, aiosmtplib.SMTPException) as error:
        return _outcome(error)


def write(folder: Path, name: str, mail: bytes) -> Path:
    """Write ``name.eml`` whole or not at all; the same name again is the same mail again."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{name}.eml"
    draft = folder / f".{name}.{os.getpid()}.part"
    # The mail holds the receipt's secret: nobody else on the machine may read it.
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(mail)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    return path


async def _send(relay: Relay, recipient: str, mail: bytes) -> Outcome:
    client = aiosmtplib.SMTP(
        hostname=relay.host,
        port=relay.port,
        use_tls=relay.security == "tls",
        start_tls=relay.security == "starttls",
        username=relay.user or None,
        password=relay.password or None,
        tls_context=relay.tls_context,
        timeout=TIMEOUT_SECONDS,
    )
    async with client:
        try:
            # RFC 3834, section 3.3: an automatic answer has the null sender, or it may loop.
            refusals, said = await client.sendmail("", [recipient], mail)
        except aiosmtplib.SMTPSenderRefused as error:
            # NetEase and others take only the account's own address.
            if error.code < 500 or not relay.sender:
                raise
            refusals, said = await client.sendmail(relay.sender, [recipient], mail)
    for code, text in refusals.values():
        return _by_code(code, text)
    return Outcome("sent", said)


def _outcome(error: Exception) -> Outcome:
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused) and error.recipients:
        return _outcome(error.recipients[0])
    # A wrong password, a closed door: the office's trouble, not this mail's. It waits.
    passing = (
        aiosmtplib.SMTPAuthenticationError,
        aiosmtplib.SMTPConnectError,
        aiosmtplib.SMTPHeloError,
    )
    if isinstance(error, aiosmtplib.SMTPResponseException) and not isinstance(error, passing):
        return _by_code(error.code, error.message)
    return Outcome("later", f"{type(error).__name__}: {error}")


def _by_code(code: int, said: str | bytes) -> Outcome:
    return Outcome("refused" if code >= 500 else "later", f"{code} {words(said)}")
