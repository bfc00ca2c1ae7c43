"""The state of each mailbox that is fetched: how far, by whom, how it went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.jobs import leases
from app.storage.models import Mailbox, Message, MessagePlace


class LeaseLost(Exception):
    """Another worker fetches this mailbox now; what was fetched here is left to it."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a mailbox is stored: every mail of ``uidvalidity`` up to ``last_uid``."""

    mailbox_id: int
    worker: str
    uidvalidity: int
    last_uid: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What a fetch starts from; ``uidvalidity`` None: nothing was fetched yet.

    ``failing``: why the last fetch failed (login, connection), empty if it did not.
    """

    account: str
    folder: str
    uidvalidity: int | None
    last_uid: int
    failing: str = ""


def ensure(session: Session, account: str, folder: str, *, now: datetime) -> int:
    """The id of a mailbox's row, which is made if it is missing.

    A mailbox that waits after failures is tried again at once: whoever mends a wrong password
    starts the process anew and wants to see whether it is right now.
    """
    found = session.scalar(
        select(Mailbox).where(Mailbox.account == account, Mailbox.folder == folder)
    )
    if found is not None:
        if found.failed_at is not None:
            found.not_before = None
        return found.id
    row = Mailbox(account=account, folder=folder)
    session.add(row)
    session.flush()
    return row.id


def standing(session: Session, mailbox_id: int) -> Standing:
    """Where a mailbox stands."""
    row = session.get_one(Mailbox, mailbox_id)
    failing = (row.last_error or "").partition(":")[0] if row.failed_at else ""
    return Standing(row.account, row.folder, row.uidvalidity, row.last_uid, failing)


def stored_uids(
    session: Session, account: str, folder: str, uidvalidity: int, sizes: Mapping[int, int]
) -> dict[int, bool]:
    """Which of these mails are stored already, and whether as a whole.

    ``sizes``: by UID, as the server says them; another size under a known UID is another mail, of
    a folder made anew within the same second.
    """
    wanted = sorted(sizes)
    found: dict[int, bool] = {}
    for start in range(0, len(wanted), 500):
        rows = session.execute(
            select(MessagePlace.uid, MessagePlace.size, Message.source)
            .join(Message, Message.id == MessagePlace.message_id)
            .where(
                MessagePlace.account == account,
                MessagePlace.folder == folder,
                MessagePlace.uidvalidity == uidvalidity,
                MessagePlace.uid.in_(wanted[start : start + 500]),
            )
        )
        for uid, size, source in rows:
            if size is None or size == sizes[uid]:
                found[uid] = source != "imap-cut"
    return found


def move(session: Session, checkpoint: Checkpoint, *, now: datetime) -> None:
    """Move a mailbox's checkpoint and make the lease longer. Raises LeaseLost."""
    row = session.get(Mailbox, checkpoint.mailbox_id, with_for_update=True)
    if row is None or row.lease_owner != checkpoint.worker:
        raise LeaseLost
    row.uidvalidity = checkpoint.uidvalidity
    row.last_uid = checkpoint.last_uid
    row.lease_until = now + leases.LEASE


def polled(session: Session, mailbox_id: int, worker: str, trouble: str, *, now: datetime) -> None:
    """A round came to its end and the visit goes on; the lease is made longer. Raises LeaseLost."""
    row = session.get_one(Mailbox, mailbox_id, with_for_update=True)
    if row.lease_owner != worker:
        raise LeaseLost
    row.lease_until = now + leases.LEASE
    _well(row, trouble, now)


def succeeded(
    session: Session, mailbox_id: int, worker: str, pause: timedelta, trouble: str, *, now: datetime
) -> None:
    """A fetch came to its end; the next one is due after ``pause``.

    ``trouble``: what could not be fetched this time and will be tried again; empty: nothing.
    """
    row = session.get_one(Mailbox, mailbox_id, with_for_update=True)
    if row.lease_owner != worker:
        return
    row.lease_owner = row.lease_until = None
    row.not_before = now + pause
    _well(row, trouble, now)


def failed(
    session: Session,
    mailbox_id: int,
    error: str,
    pause: timedelta = timedelta(0),
    *,
    now: datetime,
) -> int:
    """A fetch failed; how often in a row. The next one comes later each time, after ``pause`` at
    the earliest."""
    tries = leases.put_off(session, Mailbox, mailbox_id, error, now=now)
    row = session.get_one(Mailbox, mailbox_id)
    row.failed_at = now
    row.not_before = max(now + leases.retry_after(tries), now + pause)
    return tries


def due_now(session: Session, mailbox_id: int, *, now: datetime) -> bool:
    """Let a mailbox be fetched at once; False if there is none."""
    row = session.get(Mailbox, mailbox_id, with_for_update=True)
    if row is not None:
        row.not_before = None
    return row is not None


def _well(row: Mailbox, trouble: str, now: datetime) -> None:
    row.failed_at = None
    row.fetched_at = now
    row.tries = 0
    row.last_error = trouble[:2000] or None
