"""Running a house until it is told to stop: web, mail receiver and jobs, together or apart."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass

import uvicorn

from app import wiring
from app.cli.errors import Refused
from app.jobs.names import JobName
from app.settings import Settings

MAIL_JOBS = frozenset({JobName.FETCH_MAIL})
WORK_JOBS = frozenset(JobName) - MAIL_JOBS
STOPS = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class Parts:
    """What this process does."""

    web: bool = False
    receiver: bool = False
    jobs: frozenset[JobName] = frozenset()


EVERYTHING = Parts(web=True, receiver=True, jobs=frozenset(JobName))


def set_up_logging() -> None:
    """One line an event on stderr."""
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("mail.log").setLevel(logging.WARNING)


def run(
    parts: Parts,
    on_start: Callable[[wiring.House], None] | None = None,
    settings: Settings | None = None,
) -> int:
    """Open the house and run its parts until SIGINT or SIGTERM; the exit code."""
    set_up_logging()
    house = wiring.open_house(settings)
    try:
        asyncio.run(_run(house, parts, on_start))
    finally:
        house.close()
    return 0


async def _run(
    house: wiring.House, parts: Parts, on_start: Callable[[wiring.House], None] | None
) -> None:
    async with _jobs(house, parts), _receiver(house, parts):
        wiring.settle_memory()
        if parts.web:
            await _serve_web(house, on_start)
        else:
            if on_start:
                on_start(house)
            await _until_signal()


@contextlib.asynccontextmanager
async def _jobs(house: wiring.House, parts: Parts) -> AsyncIterator[None]:
    if not parts.jobs:
        yield
        return
    jobs = await asyncio.to_thread(wiring.start_jobs, house, parts.jobs)
    try:
        yield
    finally:
        await asyncio.to_thread(jobs.stop)


@contextlib.asynccontextmanager
async def _receiver(house: wiring.House, parts: Parts) -> AsyncIterator[None]:
    settings = house.settings
    if not (parts.receiver and (settings.smtp_listen_port or settings.lmtp_listen_port)):
        yield
        return
    try:
        receiver = await wiring.start_receiver(house)
    except wiring.BadCertificate as error:
        raise Refused(
            f"收信的证书 {settings.smtp_listen_cert} 不能用（{error}），"
            "请看 ZHUTIAO_SMTP_LISTEN_CERT 和 ZHUTIAO_SMTP_LISTEN_KEY"
        ) from error
    except OSError as error:
        ports = [one for one in (settings.smtp_listen_port, settings.lmtp_listen_port) if one]
        raise Refused(
            f"收信端口 {settings.smtp_listen_host}:{'、'.join(map(str, ports))} "
            f"打不开（{error.strerror or error}），"
            "可用 ZHUTIAO_SMTP_LISTEN_PORT、ZHUTIAO_LMTP_LISTEN_PORT 换一个"
        ) from error
    try:
        yield
    finally:
        await receiver.stop()


async def _serve_web(house: wiring.House, on_start: Callable[[wiring.House], None] | None) -> None:
    # Imported here: the worker and the mail process need no web.
    from app.web.app import make_app

    config = uvicorn.Config(
        make_app(house),
        host=house.settings.host,
        port=house.settings.port,
        proxy_headers=True,
        forwarded_allow_ips=house.settings.trusted_proxies,
        access_log=False,
        server_header=False,
        log_config=None,
        timeout_graceful_shutdown=10,
    )
    server = _Server(config, (lambda: on_start(house)) if on_start else None)
    try:
        await server.serve()
    except SystemExit as error:
        raise _port_taken(house) from error


class _Server(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config, on_start: Callable[[], None] | None) -> None:
        super().__init__(config)
        self._on_start = on_start

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Bind, then tell."""
        await super().startup(sockets)
        if self.started and self._on_start:
            self._on_start()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take SIGINT and SIGTERM. Uvicorn's own raises them once more when the server has stopped,
        which ends the process at once: before the jobs, the receiver and the writer are done."""
        loop = asyncio.get_running_loop()
        for name in STOPS:
            loop.add_signal_handler(name, self.handle_exit, name, None)
        try:
            yield
        finally:
            for name in STOPS:
                loop.remove_signal_handler(name)


def _port_taken(house: wiring.House) -> Refused:
    return Refused(
        f"网页端口 {house.settings.host}:{house.settings.port} 打不开，可能已被占用，"
        "可用 ZHUTIAO_PORT 换一个"
    )


async def _until_signal() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in STOPS:
        loop.add_signal_handler(name, stop.set)
    await stop.wait()


def refuse_sqlite(command: str) -> None:
    """SQLite has one process: the parts apart need PostgreSQL. Raises Refused."""
    if wiring.uses_sqlite():
        raise Refused(
            f"zhutiao {command} 要用 PostgreSQL（设 ZHUTIAO_DATABASE_URL）；"
            "用 SQLite 时请运行 zhutiao serve，一个进程做全部的事"
        )
