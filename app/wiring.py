"""The one start-up place: reads settings, makes engine, writer, clock, jobs; knows the paths."""

from __future__ import annotations

import errno
import gc
import os
import secrets
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import anyio
import anyio.to_thread
from sqlalchemy import Engine

from app import clock
from app.comments.jobs import index_handler
from app.jobs.drain import Drain, Handler
from app.jobs.long import LongJobs, LongTables
from app.jobs.names import JobName, LongJobName
from app.jobs.rows import Tools
from app.mail.imap import ImapAccount
from app.mail.jobs import fetch_handler, read_handler, send_handler
from app.mail.letters import Letterhead
from app.mail.received import relays
from app.mail.relay import Relay
from app.mail.smtp import Doors, Receiver, SmtpDoor
from app.opinions.embeddings import Embedder, Endpoint
from app.opinions.jobs import regroup_handler
from app.opinions.nightly import nightly_handler
from app.review.jobs import begin_handler, report_steps
from app.settings import Settings, load
from app.storage import engine as engines
from app.storage import migrate
from app.storage.opening import opening
from app.storage.probe import Probe
from app.storage.writer import Writer

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "templates"
DRAFTS = ROOT / "draft_text"
READERS = 4
# Checking a password costs a core for a tenth of a second: few at once, and few that wait.
PASSWORDS = 2
PASSWORDS_WAITING = 20
SHORTEST_KEY = 32

T = TypeVar("T")


class TooMany(Exception):
    """So many wait already that one more would only wait longer."""


@dataclass(slots=True)
class House:
    """Everything a door needs. ``read`` and ``writer`` are the only ways to the database."""

    settings: Settings
    engine: Engine
    writer: Writer
    clock: Callable[[], datetime]
    secret_key: bytes
    worker: str
    probe: Probe
    _writing: Engine
    stopping: threading.Event = field(default_factory=threading.Event)
    _readers: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(READERS))
    _passwords: anyio.CapacityLimiter = field(
        default_factory=lambda: anyio.CapacityLimiter(PASSWORDS)
    )

    async def read(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Call a reading work function in a thread, with a session of its own."""
        call = partial(engines.read, self.engine, work, *args, **kwargs)
        return await anyio.to_thread.run_sync(call, limiter=self._readers)

    async def slow(self, work: Callable[..., T], *args: Any) -> T:
        """Call what is slow on purpose (a password's check) in its own few threads, away from those
        that read for pages. Raises TooMany when as many wait as should."""
        if self._passwords.statistics().tasks_waiting >= PASSWORDS_WAITING:
            raise TooMany
        return await anyio.to_thread.run_sync(partial(work, *args), limiter=self._passwords)

    def read_now(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """The same from a thread that may block."""
        return engines.read(self.engine, work, *args, **kwargs)

    @property
    def tools(self) -> Tools:
        """What jobs work with."""
        return Tools(self.engine, self.writer, self.clock, self.worker, self.stopping.is_set)

    def close(self) -> None:
        """Finish what waits for the writer and let the database go."""
        self.writer.close()
        self.engine.dispose()
        self._writing.dispose()


def open_house(
    settings: Settings | None = None,
    *,
    now: Callable[[], datetime] = clock.now,
    migrated: bool = False,
) -> House:
    """Open the database (migrating it unless ``migrated``) and start the writer.

    Raises BadSettings or CannotOpen.
    """
    settings = settings or load()
    with opening():
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        secret_key = _secret_key(settings)
        sqlite = engines.is_sqlite(settings.database)
    if not migrated:
        migrate_database(settings)
    threads = 1 if sqlite else 2
    writing = engines.make_engine(settings.database, writing=True, size=threads)
    writer = Writer(writing, now, threads=threads)
    return House(
        settings=settings,
        engine=engines.make_engine(settings.database, writing=False, size=READERS + 6),
        writer=writer,
        clock=now,
        secret_key=secret_key,
        worker=f"{settings.worker_id or socket.gethostname()}:{os.getpid()}",
        # The largest mail, twice: once as it comes, once in the log before the database.
        probe=Probe(writer, settings.data_dir, 2 * settings.smtp_max_bytes),
        _writing=writing,
    )


def uses_sqlite(settings: Settings | None = None) -> bool:
    """Whether the database in force is the embedded default."""
    with opening():
        return engines.is_sqlite((settings or load()).database)


@dataclass(slots=True)
class Jobs:
    """The running jobs of this process."""

    drain: Drain
    long_jobs: LongJobs | None
    stopping: threading.Event

    def stop(self) -> None:
        """Finish what runs and stop."""
        self.stopping.set()
        self.drain.stop()
        if self.long_jobs:
            self.long_jobs.stop()


def long_job_steps(house: House) -> dict[LongJobName, dict[str, Callable[[int], None]]]:
    """The steps of every long job; a test holds their names against the enum."""
    return {LongJobName.MAKE_REPORT: report_steps(house.tools)}


def handlers(house: House, long_jobs: LongJobs) -> list[Handler]:
    """Every short job's handler; a test holds their names against the enum."""
    settings, tools = house.settings, house.tools
    found = [
        regroup_handler(tools, embedder(settings)),
        nightly_handler(tools),
        index_handler(tools),
        begin_handler(tools, long_jobs),
        read_handler(tools, own_addresses(settings), recognise=settings.mail_recognise),
        send_handler(tools, relay(settings), letterhead(house)),
    ]
    if settings.imap_host:
        found.append(fetch_handler(tools, imap_account(settings)))
    return found


class BadCertificate(Exception):
    """The receiver's certificate or key cannot be used; the system's words."""


async def start_receiver(house: House) -> Doors:
    """Start the built-in mail receiver, by SMTP and by LMTP where they have a port, in this event
    loop; the caller stops it. Raises OSError, BadCertificate."""
    settings = house.settings
    tls = _receiver_tls(settings)
    doors = Doors(
        [
            SmtpDoor(
                house.tools,
                Receiver(
                    host=settings.smtp_listen_host,
                    port=port,
                    max_bytes=settings.smtp_max_bytes,
                    addresses=own_addresses(settings),
                    tls=tls,
                    relays=relays(settings.mail_trusted_hosts),
                    lmtp=lmtp,
                ),
            )
            for port, lmtp in (
                (settings.smtp_listen_port, False),
                (settings.lmtp_listen_port, True),
            )
            if port
        ]
    )
    await doors.start()
    return doors


def _receiver_tls(settings: Settings) -> ssl.SSLContext | None:
    if not settings.smtp_listen_cert:
        return None
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        made.load_cert_chain(settings.smtp_listen_cert, settings.smtp_listen_key or None)
    except OSError as error:
        raise BadCertificate(str(error)) from error
    return made


def own_addresses(settings: Settings) -> tuple[str, ...]:
    """The office's own addresses: mail to them is wanted, mail from them is never answered."""
    return tuple(one for one in (settings.mail_from, settings.imap_user) if "@" in one)


def embedder(settings: Settings) -> Embedder | None:
    """Where vectors of meaning come from; None: by words alone."""
    if not settings.embeddings_url:
        return None
    cache = settings.data_dir / "embeddings.db"
    key = settings.embeddings_key
    return Embedder(Endpoint(settings.embeddings_url, settings.embeddings_model, cache, key))


def imap_account(settings: Settings) -> ImapAccount:
    """The mailbox to fetch from."""
    return ImapAccount(
        host=settings.imap_host,
        port=settings.imap_port,
        user=settings.imap_user,
        password=settings.imap_password,
        folder=settings.imap_folder,
        done_folder=settings.imap_done_folder,
        tls=settings.imap_tls,
        poll_seconds=settings.imap_poll_seconds,
        max_bytes=settings.smtp_max_bytes,
        idle=settings.imap_idle,
        relays=relays(settings.mail_trusted_hosts),
    )


def relay(settings: Settings) -> Relay:
    """Where mails leave: the outgoing server, or the folder outbox/ in the data directory."""
    return Relay(
        folder=settings.data_dir / "outbox",
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_tls,
        user=settings.smtp_user,
        password=settings.smtp_password,
        sender=settings.mail_from or settings.smtp_user,
        per_minute=settings.mail_per_minute,
    )


def letterhead(house: House) -> Letterhead:
    """How the office writes its mails."""
    settings = house.settings
    return Letterhead(
        templates=TEMPLATES / "mail",
        secret_key=house.secret_key,
        sender=settings.mail_from or settings.imap_user,
        public_url=settings.public_url.rstrip("/"),
        addresses=own_addresses(settings),
    )


def start_jobs(house: House, names: Collection[JobName] = tuple(JobName)) -> Jobs:
    """Start the jobs with these names (blocks a moment); the caller stops them. May raise CannotOpen."""
    long_jobs = LongJobs(house.tools, _long_tables(house), long_job_steps(house))
    chosen = [handler for handler in handlers(house, long_jobs) if handler.name in names]
    carries_long = JobName.BEGIN_REPORT in names
    if carries_long:
        with opening():
            long_jobs.start()
    drain = Drain(chosen)
    house.writer.on_commit(drain.wake)
    drain.start()
    return Jobs(drain, long_jobs if carries_long else None, house.stopping)


def _long_tables(house: House) -> LongTables:
    """On SQLite a file of its own (in the product's it would starve the writer)."""
    url = house.settings.database
    if engines.is_sqlite(url):
        file = (house.settings.data_dir / "long-jobs.db").resolve()
        return LongTables(f"sqlite:///{file}", "local")
    return LongTables(url.replace("postgresql+psycopg://", "postgresql://", 1), house.worker)


def migrate_database(settings: Settings | None = None) -> None:
    """Bring the database in force to the newest schema."""
    settings = settings or load()
    with opening():
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        migrate.upgrade(settings.database)


def settle_memory() -> None:
    """After start-up: full garbage collections over what stays for ever cost 50-90 ms each."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _secret_key(settings: Settings) -> bytes:
    """The key from the settings, or one made once and kept in the data directory."""
    if settings.secret_key:
        return settings.secret_key.encode()
    path = settings.data_dir / "secret.key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_hex(32).encode())
    except FileExistsError:
        pass
    # Another process may have made the file just now and not have filled it yet. A short key would
    # make secrets that anybody can guess.
    for _ in range(50):
        if len(key := path.read_bytes()) >= SHORTEST_KEY:
            return key
        time.sleep(0.1)
    raise OSError(errno.EINVAL, f"{path.name} 不完整，删掉它再启动，会另做一个")
