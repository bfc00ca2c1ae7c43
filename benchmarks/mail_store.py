"""Raw mails stored durably, against a bare insert loop in the same run; memory for 25 MiB mails.

Goals: at least .5 of the loop (one row, one commit a mail, nothing else: no fingerprint, no look
for doubles, no place), and a peak that does not grow with the number of large mails.
``python -m benchmarks.mail_store [MAILS] [ROUNDS]``
"""

from __future__ import annotations

import base64
import os
import resource
import smtplib
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from app import wiring
from app.jobs.rows import Tools
from app.mail import checkpoint
from app.mail.store import Place, arrival, store_lot, store_raw
from app.settings import Settings
from app.storage.models import Mailbox

SAMPLES = Path(__file__).parents[1] / "tests" / "data" / "mails"
MAILBOX = "office@example.cn"
SENDERS = 32
CONNECTIONS = 8
LOT = 50
LARGE = 25 * 1024 * 1024
LARGE_MAILS = 4


@dataclass(frozen=True, slots=True)
class Way:
    """A way to store mails. ``run(folder, mails)`` gives the seconds it took."""

    name: str
    run: Callable[[Path, Sequence[bytes]], float]


def main() -> None:
    """Print the rates, the ratios and the peaks."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    ways = (
        Way("bare insert loop", bare),
        Way(f"one by one, {SENDERS} senders at once", one_by_one),
        Way(f"lots of {LOT}, as a mailbox is fetched", in_lots),
        Way(f"over SMTP, {CONNECTIONS} connections", over_smtp),
    )
    rates: dict[str, list[float]] = {way.name: [] for way in ways}
    for turn in range(rounds):
        mails = corpus(count, turn)
        for way in ways:
            with tempfile.TemporaryDirectory() as name:
                rates[way.name].append(count / way.run(Path(name), mails))
    base = statistics.median(rates[ways[0].name])
    size = sum(map(len, corpus(count, 0))) / count
    print(f"{count} mails of {size:,.0f} bytes on average, {rounds} rounds, median")
    for name, found in rates.items():
        rate = statistics.median(found)
        print(f"  {name:<40} {rate:8,.0f} mails/s   {rate / base:5.2f} of the loop")
    print("  (goal >= .50)")
    peaks()


def corpus(count: int, turn: int) -> list[bytes]:
    """The sample mails again and again, each with a line of its own, so that none is a double."""
    samples = [path.read_bytes() for path in sorted(SAMPLES.glob("*.eml"))]
    return [
        b"Comments: %d-%d\r\n" % (turn, number) + samples[number % len(samples)]
        for number in range(count)
    ]


def bare(folder: Path, mails: Sequence[bytes]) -> float:
    """What a durable insert costs at least."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE mails (id INTEGER PRIMARY KEY, raw BLOB)")
    start = time.perf_counter()
    for raw in mails:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO mails (raw) VALUES (?)", (raw,))
        connection.execute("COMMIT")
    spent = time.perf_counter() - start
    connection.close()
    return spent


def open_house(folder: Path) -> wiring.House:
    """A house on a fresh SQLite database."""
    settings = Settings(_env_file=None, data_dir=folder, smtp_max_bytes=2 * LARGE)  # type: ignore[call-arg]
    return wiring.open_house(settings)


def one_by_one(folder: Path, mails: Sequence[bytes]) -> float:
    """Each sender waits for the commit of its mail before it gives the next."""
    house = open_house(folder)

    def store(raw: bytes) -> None:
        house.writer.call(store_raw, arrival(raw, "smtp", house.clock(), envelope_to=(MAILBOX,)))

    with ThreadPoolExecutor(SENDERS) as pool:
        start = time.perf_counter()
        list(pool.map(store, mails))
        spent = time.perf_counter() - start
    house.close()
    return spent


def in_lots(folder: Path, mails: Sequence[bytes]) -> float:
    """With places and the checkpoint, in one transaction a lot."""
    house = open_house(folder)
    tools = house.tools
    number = tools.writer.call(checkpoint.ensure, MAILBOX, "INBOX")
    tools.writer.call(_hold, number, tools.worker)
    start = time.perf_counter()
    for at in range(0, len(mails), LOT):
        lot = [_fetched(tools, uid, raw) for uid, raw in enumerate(mails[at : at + LOT], at + 1)]
        done = checkpoint.Checkpoint(number, tools.worker, 1, at + LOT)
        tools.writer.call(store_lot, lot, done)
    spent = time.perf_counter() - start
    house.close()
    return spent


def _fetched(tools: Tools, uid: int, raw: bytes) -> object:
    place = Place(MAILBOX, "INBOX", 1, uid, len(raw))
    return arrival(raw, "imap", tools.clock(), envelope_to=(MAILBOX,), place=place)


def _hold(session: object, number: int, worker: str, *, now: object) -> None:
    session.get_one(Mailbox, number).lease_owner = worker  # type: ignore[attr-defined]


def over_smtp(folder: Path, mails: Sequence[bytes]) -> float:
    """The receiver in a process of its own, the senders in this one."""
    with _Receiver(folder) as receiver:
        shares = [mails[at::CONNECTIONS] for at in range(CONNECTIONS)]
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            start = time.perf_counter()
            list(pool.map(receiver.send, shares))
            return time.perf_counter() - start


class _Receiver:
    """The built-in receiver in a child process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> _Receiver:
        command = [sys.executable, "-m", "benchmarks.mail_store", "--receive", str(self._folder)]
        self._child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._port = int(self.ask(""))
        return self

    def __exit__(self, *_: object) -> None:
        self._child.kill()
        self._child.wait()

    def ask(self, word: str) -> str:
        """Say a word, get a line."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        if word:
            self._child.stdin.write(word + "\n")
            self._child.stdin.flush()
        return self._child.stdout.readline()

    def send(self, mails: Sequence[bytes]) -> None:
        """Send mails over one connection."""
        with smtplib.SMTP("127.0.0.1", self._port, timeout=120) as client:
            for raw in mails:
                client.sendmail("a@b.example", [MAILBOX], raw)


def peaks() -> None:
    """How much memory the receiver needs for large mails, and the reader after it."""
    print(
        f"{LARGE_MAILS} mails of {LARGE // 1024**2} MiB: peak resident memory of the process, MiB"
    )
    with tempfile.TemporaryDirectory() as name, _Receiver(Path(name)) as receiver:
        receiver.send(corpus(50, 0))
        before = int(receiver.ask("peak"))
        print(f"  after 50 small mails                     {before:8,}")
        for number in range(1, LARGE_MAILS + 1):
            receiver.send([large(number)])
            print(
                f"  received and stored, large mail {number}        {int(receiver.ask('peak')):8,}"
            )
        receiver.ask("read")
        print(f"  all read                                 {int(receiver.ask('peak')):8,}")


def large(number: int) -> bytes:
    """A mail with an attachment of random bytes, LARGE as it is sent."""
    content = base64.encodebytes(os.urandom(LARGE * 3 // 4 - LARGE // 60)).replace(b"\n", b"\r\n")
    head = (
        f"From: a@b.example\r\nTo: {MAILBOX}\r\nSubject: large {number}\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="=="\r\n\r\n'
        "--==\r\nContent-Type: text/plain\r\n\r\nsee the attachment\r\n"
        "--==\r\nContent-Type: application/octet-stream; name=a.bin\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + content + b"--==--\r\n"


def receive(folder: Path) -> None:
    """The child: a receiver that says its port, its peak memory, and reads what is stored."""
    import asyncio
    import threading

    from app.jobs.drain import drain_once
    from app.mail.jobs import read_handler
    from app.mail.smtp import Receiver, SmtpDoor

    house = open_house(folder)
    door = SmtpDoor(house.tools, Receiver("127.0.0.1", 0, 2 * LARGE, (MAILBOX,)))
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    asyncio.run_coroutine_threadsafe(door.start(), loop).result()
    print(door.port, flush=True)
    handler = read_handler(house.tools)
    for line in sys.stdin:
        if line.strip() == "read":
            while drain_once(handler):
                pass
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--receive"]:
        receive(Path(sys.argv[2]))
    else:
        main()
