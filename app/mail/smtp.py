"""The built-in receiver: SMTP and LMTP, bounded in what a sender may send and in company."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP

from app.jobs.rows import Tools
from app.mail.accept import Acceptor
from app.mail.received import NONE, Relays

# Mail programs write whole HTML letters in one line, although RFC 5322 allows 998 octets.
LONGEST_LINE = 4 * 1024 * 1024
CONNECTIONS = 64
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
# <dot-atom@domain> and what follows (RFC 5321, 4.1.2), in their allowed lengths.
_PLAIN = re.compile(
    rf"[ ]*<((?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)>[ ]*((?<=[ ]).*)?"
)
# So many of the largest mails may be on their way in at once; memory is a multiple of that.
LARGEST_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where and how mail is received. ``addresses``: the office's own, beside the consultations'.

    ``port`` 0 takes a free one. ``tls``: STARTTLS is offered. ``relays``: whose time of receipt is
    taken over. ``lmtp``: LMTP (RFC 2033) is spoken, not SMTP.
    """

    host: str
    port: int
    max_bytes: int
    addresses: tuple[str, ...] = ()
    tls: ssl.SSLContext | None = None
    relays: Relays = NONE
    lmtp: bool = False


class SmtpDoor:
    """A running receiver. ``await door.start()``, ``await door.stop()``; ``door.port``."""

    def __init__(self, tools: Tools, receiver: Receiver) -> None:
        self._handler = Acceptor(
            tools,
            "lmtp" if receiver.lmtp else "smtp",
            receiver.addresses,
            receiver.relays,
        )
        self._receiver = receiver
        self._server: asyncio.Server | None = None
        self._open: set[_Connection] = set()

    @property
    def port(self) -> int:
        """The port that is listened on."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def start(self) -> None:
        """Listen. Raises OSError if the port is taken."""
        kind = _LmtpConnection if self._receiver.lmtp else _Connection
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: kind(self._handler, self._receiver, self._open),
            self._receiver.host,
            self._receiver.port,
        )

    async def stop(self) -> None:
        """Stop listening and hang up."""
        if self._server is None:
            return
        self._server.close()
        for connection in list(self._open):
            connection.hang_up()
        await self._server.wait_closed()
        self._server = None


class Doors:
    """Several receivers that start and stop as one."""

    def __init__(self, doors: Sequence[SmtpDoor]) -> None:
        self._doors = doors

    async def start(self) -> None:
        """Start all or none. Raises OSError if a port is taken."""
        try:
            for door in self._doors:
                await door.start()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Stop those that run."""
        for door in self._doors:
            await door.stop()


class _Connection(SMTP):
    """One sender, bounded in what it may send and in company."""

    line_length_limit = LONGEST_LINE

    def __init__(self, handler: Acceptor, receiver: Receiver, company: set[_Connection]) -> None:
        super().__init__(
            handler,
            data_size_limit=receiver.max_bytes,
            enable_SMTPUTF8=True,
            decode_data=False,
            hostname="zhutiao",
            ident="Zhutiao",
            tls_context=receiver.tls,
            timeout=900,
            loop=asyncio.get_running_loop(),
        )
        self._company = company
        self._flood_limit = receiver.max_bytes + 2 * LONGEST_LINE
        self._budget = LARGEST_AT_ONCE * receiver.max_bytes
        self._since_command = 0

    def connection_made(self, transport: Any) -> None:
        # After STARTTLS it is made a second time, on the same wire.
        if self not in self._company and len(self._company) >= CONNECTIONS:
            transport.write(b"421 4.3.2 Too many connections, try again later\r\n")
            transport.close()
            return
        self._company.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self in self._company:
            self._company.discard(self)
            super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        """Text without an end, beyond the size limit, would otherwise be kept for its lines."""
        if self not in self._company:
            return
        self._since_command += len(data)
        if self._since_command > self._flood_limit or self._is_one_too_many():
            self.hang_up()
            return
        super().data_received(data)

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """The standard library's parser takes a fifth of a small mail's time: for what no plain
        address is."""
        plain = _PLAIN.fullmatch(arg or "")
        if plain is None:
            return super()._getaddr(arg)
        return plain[1], plain[2] or ""

    def _is_one_too_many(self) -> bool:
        """Whether more is on its way in than memory should hold; whoever is farthest goes on, and
        a sender that is cut off tries again later."""
        others = [one._since_command for one in self._company if one is not self]
        total = self._since_command + sum(others)
        return total > self._budget and max(others, default=0) >= self._since_command

    async def push(self, status: Any) -> None:
        self._since_command = 0
        await super().push(status)

    def hang_up(self) -> None:
        """End the connection at once."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()


class _LmtpConnection(_Connection, LMTP):
    """LMTP: after the text there is a reply for each recipient (RFC 2033, 4.2)."""

    _named = 0

    async def push(self, status: Any) -> None:
        words = status.encode() if isinstance(status, str) else bytes(status)
        # All recipients of a mail are one row, kept or not: each gets the same answer.
        replies, self._named = max(self._named, 1), 0
        if words.startswith(b"354") and self.envelope is not None:
            self._named = len(self.envelope.rcpt_tos)
        await super().push(b"\r\n".join([words] * replies))
