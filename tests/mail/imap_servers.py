"""An IMAP server that behaves as NetEase's does."""

from __future__ import annotations

import contextlib
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.support.dovecot import PASSWORD


@dataclass
class NetEase:
    """One mailbox as imap.163.com shows it: SELECT is refused until ID, error texts are GBK.

    ``broken``: UIDs that the server fails on. ``offers_id`` False: an old server without ID.
    Neither MOVE nor UIDPLUS; ``copied``: the UIDs that were copied to another folder.
    ``offers_idle``: it offers IDLE, says nothing in it, and breaks off once ``hang_up`` is set.
    ``comes_in_idle``: mails that come, one at each IDLE, just as it begins; ``idling`` is then all
    that is said, in one packet. ``refuses_idle``: it offers IDLE and then will not have it.
    """

    mails: dict[int, bytes]
    port: int = 0
    offers_id: bool = True
    offers_idle: bool = False
    uidvalidity: int = 1
    comes_in_idle: dict[int, bytes] = field(default_factory=dict)
    idling: bytes = b"+ idling\r\n* 1 EXISTS\r\n"
    refuses_idle: bool = False
    broken: set[int] = field(default_factory=set)
    commands: list[str] = field(default_factory=list)
    flags: dict[int, set[str]] = field(default_factory=dict)
    copied: list[int] = field(default_factory=list)
    hang_up: threading.Event = field(default_factory=threading.Event)

    @contextlib.contextmanager
    def running(self) -> Iterator[NetEase]:
        me = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                _Talk(me, self).run()

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True

        with Server(("127.0.0.1", 0), Handler) as server:
            self.port = server.server_address[1]
            thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
            thread.start()
            yield self
            server.shutdown()
            thread.join(10)


class _Talk:
    def __init__(self, server: NetEase, wire: socketserver.StreamRequestHandler) -> None:
        self.server = server
        self.wire = wire
        self.known = not server.offers_id

    def say(self, line: bytes) -> None:
        self.wire.wfile.write(line + b"\r\n")

    def run(self) -> None:
        self.say(b"* OK Coremail System IMap Server Ready(163com)")
        for line in self.wire.rfile:
            tag, command, *rest = line.decode().strip().split(" ", 2)
            words = " ".join(rest)
            self.server.commands.append(f"{command} {words}".strip())
            if command == "IDLE" and self.server.refuses_idle:
                self.say(tag.encode() + b" NO IDLE System busy!")
                continue
            if command == "IDLE" and self.server.comes_in_idle:
                uid = min(self.server.comes_in_idle)
                self.server.mails[uid] = self.server.comes_in_idle.pop(uid)
                self.wire.wfile.write(self.server.idling)
                assert self.wire.rfile.readline() == b"DONE\r\n"
                self.say(tag.encode() + b" OK IDLE completed")
                continue
            if command == "IDLE":
                self.say(b"+ idling")
                self.server.hang_up.wait(20)
                return
            answer = getattr(self, f"do_{command.lower()}", self.do_bad)(words)
            self.say(tag.encode() + b" " + answer)
            if command == "LOGOUT":
                return

    def do_bad(self, words: str) -> bytes:
        return b"BAD command not support"

    def do_capability(self, words: str) -> bytes:
        extra = b" ID" if self.server.offers_id else b""
        extra += b" IDLE" if self.server.offers_idle else b""
        self.say(b"* CAPABILITY IMAP4rev1 XLIST SPECIAL-USE LITERAL+ STARTTLS" + extra)
        return b"OK CAPABILITY completed"

    def do_login(self, words: str) -> bytes:
        if PASSWORD not in words:
            return b"NO LOGIN " + "授权码错误".encode("gbk")
        return b"OK LOGIN completed"

    def do_id(self, words: str) -> bytes:
        self.known = True
        self.say(b"* ID NIL")
        return b"OK ID completed"

    def do_select(self, words: str) -> bytes:
        if not self.known:
            return b"NO SELECT Unsafe Login. Please contact kefu@188.com for help"
        last = max(self.server.mails, default=0)
        self.say(f"* {len(self.server.mails)} EXISTS".encode())
        self.say(b"* 0 RECENT")
        self.say(f"* OK [UIDVALIDITY {self.server.uidvalidity}] UIDs valid".encode())
        self.say(f"* OK [UIDNEXT {last + 1}] Predicted next UID".encode())
        self.say(b"* FLAGS (\\Answered \\Seen \\Deleted \\Draft \\Flagged)")
        return b"OK [READ-WRITE] SELECT completed"

    def do_uid(self, words: str) -> bytes:
        command, uids, items = words.split(" ", 2)
        last = max(self.server.mails, default=0)
        wanted = {int(uid) for part in uids.split(",") for uid in _span(part, last)}
        if command == "FETCH" and items.startswith("("):
            return self.fetch(wanted, items)
        if command == "COPY":
            self.server.copied += sorted(wanted & set(self.server.mails))
            return b"OK Copy completed"
        if command == "STORE" and "Deleted" in items:
            for uid in wanted:
                self.server.flags.setdefault(uid, set()).add("\\Deleted")
            return b"OK Store completed"
        return b"BAD parse command error"

    def fetch(self, wanted: set[int], items: str) -> bytes:
        bodies = "BODY.PEEK[]" in items
        if bodies and self.server.broken & wanted:
            return b"NO FETCH System Error"
        for number, (uid, raw) in enumerate(sorted(self.server.mails.items()), 1):
            if uid in wanted:
                flags = " ".join(sorted(self.server.flags.get(uid, ())))
                date = b'INTERNALDATE "29-Aug-2017 09:00:00 +0800"'
                head = (
                    f"* {number} FETCH (UID {uid} FLAGS ({flags}) RFC822.SIZE {len(raw)} ".encode()
                )
                head += date
                if bodies:
                    head += f" BODY[] {{{len(raw)}}}\r\n".encode() + raw
                self.say(head + b")")
        return b"OK Fetch completed"

    def do_list(self, words: str) -> bytes:
        return b"OK List completed"

    def do_create(self, words: str) -> bytes:
        return b"OK Create completed"

    def do_expunge(self, words: str) -> bytes:
        for uid, flags in self.server.flags.items():
            if "\\Deleted" in flags:
                self.server.mails.pop(uid, None)
        return b"OK Expunge completed"

    def do_logout(self, words: str) -> bytes:
        self.say(b"* BYE IMAP4rev1 Server logging out")
        return b"OK LOGOUT completed"


def _span(part: str, last: int) -> range:
    """A range as RFC 3501 means it: ``9:*`` holds the last mail also where that is below 9."""
    start, _, end = part.replace("*", str(last)).partition(":")
    low, high = sorted((int(start), int(end or start)))
    return range(low, high + 1)
