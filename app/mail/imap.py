"""One visit to an IMAP mailbox, as Chinese providers want it; knows no database."""

from __future__ import annotations

import contextlib
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError
from imapclient.response_parser import parse_fetch_response

from app.mail.received import NONE, Relays

# NetEase answers "SELECT Unsafe Login" until a client has said who it is (RFC 2971).
IDENTITY = {"name": "Zhutiao", "version": "0.1", "vendor": "Zhutiao"}
TIMEOUT_SECONDS = 30.0
# In IDLE, so often is looked whether an end was asked for.
LOOK_SECONDS = 0.5

ImapTrouble = (IMAPClientError, OSError)


@dataclass(frozen=True, slots=True)
class ImapAccount:
    """A mailbox to fetch from. ``done_folder`` empty: mails stay where they are.

    ``idle``: between two polls wait in IDLE (RFC 2177) where the server offers it.
    """

    host: str
    port: int
    user: str
    password: str
    folder: str = "INBOX"
    done_folder: str = ""
    tls: bool = True
    poll_seconds: int = 60
    max_bytes: int = 30 * 1024 * 1024
    tls_context: ssl.SSLContext | None = None
    idle: bool = False
    relays: Relays = NONE


@dataclass(frozen=True, slots=True)
class Listed:
    """A mail in the folder: its UID, its size in octets, when the server got it."""

    uid: int
    size: int
    received_at: datetime | None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail as it came; ``whole`` is False if it was cut at the size limit.

    ``size``: octets, as the server said before.
    """

    uid: int
    raw: bytes
    received_at: datetime | None
    whole: bool
    size: int


@dataclass(frozen=True, slots=True)
class Folder:
    """What SELECT said. ``uidnext`` None: the server did not say."""

    exists: int
    uidvalidity: int
    uidnext: int | None


class _Client(IMAPClient):  # type: ignore[misc]
    """Error texts of Chinese servers may be GBK: read as ASCII they would be holes.

    In IDLE nothing that the server says is passed over: it would not say it again.
    """

    _unread = False

    def idle(self) -> None:
        """Begin IDLE; news that comes before the server's ``+`` is kept for ``take_news``."""
        self._idle_tag = self._imap._command("IDLE")
        while (said := self._imap._get_response()) is not None:
            if self._imap.tagged_commands.get(self._idle_tag):
                raise IMAPClientError(f"IDLE failed: {words(said)}")
        self._unread = True

    def _poll_socket(self, sock: Any, timeout: float | None = None) -> Any:
        """What came in one packet with the ``+`` is read already: the socket is silent about it."""
        if self._unread:
            self._unread = False
            return [sock]
        return super()._poll_socket(sock, timeout)

    def _check_resp(self, expected: str, command: str, typ: str, data: Any) -> None:
        if typ != expected:
            said = data[0] if data else b""
            raise IMAPClientError(f"{command} failed: {words(said)}")

    def fetch_from(self, start: int, items: Sequence[str]) -> dict[int, dict[bytes, Any]]:
        """What ``fetch`` does, for all mails with a UID of ``start`` or more.

        The library's own drops the answers to a range without an end.
        """
        wanted = f"({' '.join(items)})"
        tag = self._imap._command("UID", "FETCH", f"{start}:*", wanted)
        kind, data = self._imap._command_complete("FETCH", tag)
        self._checkok("fetch", kind, data)
        kind, data = self._imap._untagged_response(kind, data, "FETCH")
        found: dict[int, dict[bytes, Any]] = parse_fetch_response(data, self.normalise_times, True)
        return found

    def take_news(self) -> bool:
        """Whether the server has told of new mail since this was asked last."""
        return bool(self._imap.untagged_responses.pop("EXISTS", None))


class Visit:
    """A session with the folder selected. Nothing here ever touches a flag but on moving."""

    def __init__(self, client: _Client, account: ImapAccount, folder: Folder) -> None:
        self._client = client
        self._account = account
        self._waited = False
        self.folder = folder

    def listed(self, start: int) -> list[Listed]:
        """The mails with a UID of ``start`` or more, in order.

        A range of UIDs, never a SEARCH: QQ's finds nothing it should.
        """
        if not self.folder.exists and not self._waited:
            return []
        self._client.take_news()
        answer = self._client.fetch_from(start, ["RFC822.SIZE", "INTERNALDATE"])
        found = []
        for uid, items in sorted(answer.items()):
            size = items.get(b"RFC822.SIZE")
            # "*" is the last mail, also where that is before the start.
            if uid >= start and size is not None:
                found.append(Listed(uid, int(size), items.get(b"INTERNALDATE")))
        return found

    @property
    def can_wait(self) -> bool:
        """Whether this server tells of new mail by itself."""
        return self._account.idle and bool(self._client.has_capability("IDLE"))

    def wait(self, seconds: float, stopping: Callable[[], bool]) -> None:
        """Wait in IDLE until the server says anything, at most ``seconds``; not at all if it has
        told of a mail since the folder was listed (in IDLE it would not tell again).

        Raises IMAPClientError if the connection has broken meanwhile.
        """
        # What SELECT said of the folder is old from now on.
        self._waited, self.folder = True, replace(self.folder, uidnext=None)
        if self._client.take_news():
            return
        until = time.monotonic() + seconds
        self._client.idle()
        told = bool(self._client.take_news() or self._client.idle_check(timeout=0))
        while not told and not stopping() and (left := until - time.monotonic()) > 0:
            span = min(left, LOOK_SECONDS)
            began = time.monotonic()
            # Back early with nothing: a closed connection looks like this; DONE will tell.
            told = bool(
                self._client.idle_check(timeout=span) or time.monotonic() - began < span / 2
            )
        self._client.idle_done()

    def fetched(self, lot: Sequence[Listed]) -> list[Fetched]:
        """The mails of a lot that can be had; one that makes the server fail costs only itself."""
        try:
            return self._fetch(lot)
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            if len(lot) == 1:
                return []
        return [got for one in lot for got in self.fetched([one])]

    def move(self, uids: Sequence[int]) -> bool:
        """Move mails to the done folder; False if the server has no safe way.

        By MOVE (RFC 6851), or COPY and UID EXPUNGE (RFC 4315). A plain EXPUNGE deletes all that
        is marked, by a clerk too: it is used only where nothing but these mails is marked.
        """
        folder = self._account.done_folder
        if not uids or not folder:
            return not uids
        if not self._client.folder_exists(folder):
            self._client.create_folder(folder)
        if self._client.has_capability("MOVE"):
            self._client.move(list(uids), folder)
            return True
        only_ours = self._client.has_capability("UIDPLUS")
        if not only_ours and not self._marked() <= set(uids):
            return False
        self._client.copy(list(uids), folder)
        self._client.add_flags(list(uids), [b"\\Deleted"], silent=True)
        if only_ours:
            self._client.uid_expunge(list(uids))
        elif self._marked() <= set(uids):
            self._client.expunge()
        return True

    def _marked(self) -> set[int]:
        """What stands to be deleted in the folder."""
        flags = self._client.fetch_from(1, ["FLAGS"])
        return {uid for uid, items in flags.items() if b"\\Deleted" in items.get(b"FLAGS", ())}

    def _fetch(self, lot: Sequence[Listed]) -> list[Fetched]:
        limit = self._account.max_bytes
        cut = any(one.size > limit for one in lot)
        body = f"BODY.PEEK[]<0.{limit}>" if cut else "BODY.PEEK[]"
        key = b"BODY[]<0>" if cut else b"BODY[]"
        answer = self._client.fetch([one.uid for one in lot], [body, "INTERNALDATE"])
        got = []
        for one in lot:
            items = answer.get(one.uid, {})
            raw = items.get(key)
            if raw:
                came = items.get(b"INTERNALDATE") or one.received_at
                got.append(Fetched(one.uid, raw, came, not cut or len(raw) < limit, one.size))
        return got


@contextlib.contextmanager
def visit(account: ImapAccount) -> Iterator[Visit]:
    """Log in, say who we are where the server asks for it, select the folder.

    Raises IMAPClientError (LoginError for a wrong password) and OSError.
    """
    client = _Client(
        account.host,
        port=account.port,
        ssl=account.tls,
        ssl_context=account.tls_context,
        timeout=TIMEOUT_SECONDS,
    )
    try:
        client.normalise_times = False
        client.login(account.user, account.password)
        if client.has_capability("ID"):
            client.id_(IDENTITY)
        said = client.select_folder(account.folder)
        uidnext = said.get(b"UIDNEXT")
        folder = Folder(
            int(said.get(b"EXISTS", 0)),
            int(said.get(b"UIDVALIDITY", 0)),
            int(uidnext) if uidnext is not None else None,
        )
        yield Visit(client, account, folder)
    finally:
        with contextlib.suppress(*ImapTrouble):
            client.logout()
        with contextlib.suppress(*ImapTrouble):
            client.shutdown()


def words(said: bytes | str) -> str:
    """A server's words: UTF-8, else the Chinese charset, else what can be read."""
    if isinstance(said, str):
        return said
    for charset in ("utf-8", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return said.decode(charset)
    return said.decode("utf-8", "replace")


def explained(error: BaseException) -> str:
    """What went wrong in the server's own words; the library keeps some only as raw bytes."""
    at: BaseException | None = error
    while at is not None:
        if at.args and isinstance(at.args[0], bytes):
            return words(at.args[0])
        at = at.__context__
    return f"{error}" or type(error).__name__
