"""Whether what comes now could be kept: room on the disk, and now and then a commit."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.storage.models import SignInThrottle
from app.storage.writer import Writer

# Probes come every few seconds; each would otherwise cost a flush to the disk.
COMMIT_EVERY = 60.0
AGAIN_AFTER_FAILURE = 5.0
LONGEST_COMMIT = 5.0


class Probe:
    """Asks whether a write would succeed, without writing each time it is asked.

    ``least``: octets that have to be free where ``folder`` is.
    """

    def __init__(
        self,
        writer: Writer,
        folder: Path,
        least: int,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._writer = writer
        self._folder = folder
        self._least = least
        self._timer = timer
        self._due = float("-inf")
        self._failed = ""

    def trouble(self) -> str:
        """What is wrong (disk, write), or nothing. Blocks, a few seconds at most."""
        if not has_room(self._folder, self._least):
            return "disk"
        now = self._timer()
        if now >= self._due:
            # Said before the try, so that probes meanwhile do not queue up behind it.
            self._due = now + AGAIN_AFTER_FAILURE
            self._failed = "" if self._commits() else "write"
            self._due = now + (AGAIN_AFTER_FAILURE if self._failed else COMMIT_EVERY)
        return self._failed

    def _commits(self) -> bool:
        try:
            self._writer.submit(touch).result(LONGEST_COMMIT)
        except Exception:  # noqa: BLE001 - whatever it is, nothing can be kept now
            return False
        return True


def has_room(folder: Path, least: int) -> bool:
    """Whether a file system can be written to, with so many octets and a file to spare."""
    try:
        found = os.statvfs(folder)
    except OSError:
        return False
    files = found.f_favail > 0 or found.f_files == 0
    return found.f_bavail * found.f_frsize >= least and files and not found.f_flag & os.ST_RDONLY


def touch(session: Session, *, now: datetime) -> None:
    """Write a row and take it away again: a commit that leaves nothing."""
    key = f"probe:{secrets.token_hex(8)}"
    session.add(SignInThrottle(key=key, failures=0, last_failed_at=now))
    session.flush()
    session.execute(delete(SignInThrottle).where(SignInThrottle.key == key))
