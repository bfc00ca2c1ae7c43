"""A whole service in this process, on free ports: web, mail receiver, jobs, as `zhutiao serve`."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import uvicorn

from app import clock, wiring
from app.accounts import users
from app.cli.demo import DRAFT, SLUG
from app.consultations import propose, publish, read
from app.consultations.values import ConsultationView, Proposal
from app.core.outline.parse import parse
from app.settings import Settings
from app.web.app import make_app
from tests.support.parts import free_port

STAFF = "limin"
PASSWORD = "一个足够长的口令"
T = TypeVar("T")


@dataclass
class Live:
    """A running service with the real draft published."""

    house: wiring.House
    consultation: ConsultationView
    url: str
    smtp_port: int

    def wait(self, ask: Callable[[], T], seconds: float = 60) -> T:
        """Ask until the answer is true; the answer."""
        until = time.monotonic() + seconds
        while True:
            found = ask()
            if found:
                return found
            if time.monotonic() > until:
                raise AssertionError(f"still not true after {seconds} s: {found!r}")
            time.sleep(0.05)

    def read(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Read the database."""
        return self.house.read_now(work, *args, **kwargs)


def publish_draft(house: wiring.House, days: float = 14) -> ConsultationView:
    """Publish the real draft."""
    source = (wiring.DRAFTS / DRAFT).read_bytes()
    outline = parse(source.decode())
    now = house.clock()
    proposal = Proposal(
        title=outline.title,
        slug=SLUG,
        issuer=outline.notice.issuer or "",
        office="四川省经济和信息化委员会",
        mailbox=outline.notice.mailbox,
        opens_at=now,
        deadline=now + timedelta(days=days),
        source=source,
        file_name=DRAFT,
    )
    number = house.writer.call(propose.propose, proposal, outline, None)
    house.writer.call(publish.publish, number, None)
    view = house.read_now(read.by_slug, SLUG)
    assert view is not None
    return view


@contextmanager
def live(
    folder: Path,
    url: str,
    *,
    now: Callable[[], datetime] = clock.now,
    days: float = 14,
    **settings: Any,
) -> Iterator[Live]:
    """Run the service until the block ends."""
    port, smtp_port = free_port(), free_port()
    house = wiring.open_house(
        Settings(
            _env_file=None,  # type: ignore[call-arg]
            data_dir=folder,
            database_url=url,
            host="127.0.0.1",
            port=port,
            smtp_listen_port=smtp_port,
            public_url=f"http://127.0.0.1:{port}",
            worker_id="test",
            **settings,
        ),
        now=now,
        migrated=True,
    )
    house.writer.call(users.add_user, STAFF, PASSWORD, "administrator", "李敏")
    view = publish_draft(house, days)
    server = uvicorn.Server(
        uvicorn.Config(make_app(house), host="127.0.0.1", port=port, log_level="warning")
    )
    # Playwright runs an event loop in this thread, in which DBOS would not start.
    with ThreadPoolExecutor(1) as apart:
        jobs = apart.submit(wiring.start_jobs, house).result()
    thread = threading.Thread(target=lambda: asyncio.run(_serve(house, server)), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield Live(house, view, f"http://127.0.0.1:{port}", smtp_port)
    finally:
        server.should_exit = True
        thread.join(20)
        with ThreadPoolExecutor(1) as apart:
            apart.submit(jobs.stop).result()
        house.close()


async def _serve(house: wiring.House, server: uvicorn.Server) -> None:
    door = await wiring.start_receiver(house)
    try:
        await server.serve()
    finally:
        await door.stop()
