"""A process that receives, reads and answers mail until it is killed; for the fault tests.

``python -m tests.faults.mail_process FOLDER DATABASE SECONDS DIE``: SECONDS is how far its clock
runs ahead (leases of a killed process end after five minutes), DIE is where it kills itself:
``reading`` (after it took a stored mail, before it read it), ``sending`` (after the mail left,
before that is noted), or ``never``. Prints its port.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app import wiring
from app.jobs.drain import Drain
from app.mail import outbox
from app.mail.jobs import read_handler, send_handler
from app.mail.letters import Letterhead
from app.mail.relay import Relay
from app.mail.smtp import Receiver, SmtpDoor
from app.settings import Settings
from app.storage.writer import Writer


class DyingWriter:
    """A writer that never comes to write one thing."""

    def __init__(self, writer: Writer, last: Callable[..., Any]) -> None:
        self._writer = writer
        self._last = last

    def call(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if work is self._last:
            os.kill(os.getpid(), signal.SIGKILL)
        return self._writer.call(work, *args, **kwargs)


def main(folder: Path, database: str, seconds: float, die: str) -> None:
    settings = Settings(data_dir=folder, database_url=database, smtp_listen_port=0)
    ahead = timedelta(seconds=seconds)
    house = wiring.open_house(settings, now=lambda: datetime.now(UTC) + ahead, migrated=True)
    reading = sending = house.tools
    reader = read_handler(reading)
    if die == "reading":
        reader = replace(reader, perform=lambda _: os.kill(os.getpid(), signal.SIGKILL))
    if die == "sending":
        sending = replace(sending, writer=DyingWriter(house.writer, outbox.sent))  # type: ignore[arg-type]
    head = Letterhead(wiring.TEMPLATES / "mail", house.secret_key)
    drain = Drain([reader, send_handler(sending, Relay(folder / "outbox"), head)], poll=0.1)
    house.writer.on_commit(drain.wake)
    drain.start()
    asyncio.run(serve(SmtpDoor(house.tools, Receiver("127.0.0.1", 0, 1_000_000))))


async def serve(door: SmtpDoor) -> None:
    await door.start()
    print(door.port, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), sys.argv[4])
