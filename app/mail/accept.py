"""What the receiver answers: 250 only when the mail is committed (RFC 5321, 4.2.5)."""

from __future__ import annotations

import asyncio
import errno
import logging
import time
from datetime import datetime
from typing import Any, Literal

from aiosmtpd.smtp import Envelope, Session

from app.jobs.rows import Tools
from app.mail.addresses import same
from app.mail.received import Relays, at_door
from app.mail.store import Arrival, Stored, arrival, store_raw
from app.mail.which import wanted
from app.storage.engine import read

RECIPIENTS = 100
SMALL = 64 * 1024
KNOWN_FOR = 60.0
_FULL = (errno.ENOSPC, errno.EDQUOT)
log = logging.getLogger(__name__)


class Acceptor:
    """The answers of one receiver, for all its connections."""

    def __init__(
        self,
        tools: Tools,
        source: Literal["smtp", "lmtp"],
        addresses: tuple[str, ...],
        relays: Relays,
    ) -> None:
        self._tools = tools
        self._source = source
        self._addresses = addresses
        self._relays = relays
        self._wanted: dict[str, float] = {}

    async def handle_RCPT(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuses at once who is no recipient of ours."""
        if len(envelope.rcpt_tos) >= RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            known = await self._is_ours(address)
        except Exception:
            log.exception("a recipient could not be looked up")
            return "451 4.3.0 Temporary failure, try again later"
        if not known:
            return "550 5.1.1 No consultation takes comments at this address"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def _is_ours(self, address: str) -> bool:
        """Whether mail to this address is wanted; what is, is asked again after a minute only."""
        if any(same(address, own) for own in self._addresses):
            return True
        key, now = address.casefold(), time.monotonic()
        if self._wanted.get(key, 0.0) > now:
            return True
        found = await asyncio.to_thread(read, self._tools.engine, wanted, address)
        if found:
            # As many as there are mailboxes of consultations; never what strangers try.
            self._wanted[key] = now + KNOWN_FOR
        return found

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        """Takes the responsibility for a mail, or leaves it with the sender."""
        now = self._tools.clock()
        try:
            # Hashing a small mail takes less than the way to another thread.
            if len(envelope.original_content or b"") <= SMALL:
                came = self._arrival(session, envelope, now)
            else:
                came = await asyncio.to_thread(self._arrival, session, envelope, now)
            stored: Stored = await self._tools.writer.run(store_raw, came)
        except Exception as error:
            log.exception("a mail could not be stored")
            if is_full(error):
                return "452 4.3.1 Insufficient system storage, try again later"
            return "451 4.3.0 The mail could not be stored, try again later"
        return f"250 2.0.0 Kept as {stored.message_id}"

    async def handle_exception(self, error: Exception) -> str:
        """A 5xx would make the sender's server give up: whatever goes wrong here passes."""
        log.error("receiving a mail failed", exc_info=error)
        return "451 4.3.0 Temporary failure, try again later"

    def _arrival(self, session: Session, envelope: Envelope, now: datetime) -> Arrival:
        raw = envelope.original_content or b""
        peer = str(session.peer[0]) if isinstance(session.peer, tuple) else ""
        # aiosmtpd writes the null sender as it stood on the wire.
        sender = envelope.mail_from if envelope.mail_from not in (None, "<>") else ""
        return arrival(
            raw,
            self._source,
            at_door(raw, peer, self._relays, now),
            envelope_from=sender or "",
            envelope_to=envelope.rcpt_tos,
        )


def is_full(error: BaseException) -> bool:
    """Whether there is no room left, by the words of the system or of either database.

    It may stand behind others: a full database cannot even go back to a savepoint.
    """
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        at = waiting.pop()
        if at is None or id(at) in seen:
            continue
        if (
            getattr(at, "errno", None) in _FULL
            or getattr(at, "sqlite_errorname", None) == "SQLITE_FULL"
            or getattr(at, "sqlstate", None) == "53100"
        ):
            return True
        seen.add(id(at))
        waiting += [getattr(at, "orig", None), at.__cause__, at.__context__]
    return False
