"""Raw mails are stored first, before anything reads them; the same mail by two ways is one row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import Connection, Table, bindparam, select, update
from sqlalchemy.orm import Session

from app.core.messages import fingerprint
from app.mail.checkpoint import Checkpoint, move
from app.mail.received import Received
from app.mail.storable import storable
from app.storage.models import Message, MessagePlace
from app.storage.writer import plural

_MESSAGES = cast(Table, Message.__table__)
_MESSAGE_PLACES = cast(Table, MessagePlace.__table__)
# Built once, in Core: putting a statement together costs as much as running it, the ORM twice.
_BY_PRINT = select(Message.fingerprint, Message.id).where(
    Message.fingerprint.in_(bindparam("prints", expanding=True))
)
_AGAIN = (
    update(_MESSAGES)
    .where(_MESSAGES.c.id == bindparam("id_"))
    .values(times_seen=_MESSAGES.c.times_seen + bindparam("times"))
)
_PLACES = select(MessagePlace.uid, MessagePlace.id).where(
    MessagePlace.account == bindparam("account_"),
    MessagePlace.folder == bindparam("folder_"),
    MessagePlace.uidvalidity == bindparam("uidvalidity_"),
    MessagePlace.uid.in_(bindparam("uids", expanding=True)),
)
_MOVED = (
    update(_MESSAGE_PLACES)
    .where(_MESSAGE_PLACES.c.id == bindparam("id_"))
    .values(message_id=bindparam("message_id_"), size=bindparam("size_"))
)
# A mail too long to be fetched whole is stored as far as it was, and says so by its source.
Source = Literal["smtp", "lmtp", "imap", "imap-cut"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail lies in a mailbox (RFC 3501, 2.3.1.1); ``size`` as its server says it."""

    account: str
    folder: str
    uidvalidity: int
    uid: int
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail at a door. ``received`` decides about the deadline: a server's clock, never ``Date:``.

    ``fingerprint`` is the hash of the content without what is added on the way.
    """

    raw: bytes
    source: Source
    received: Received
    fingerprint: str
    envelope_from: str = ""
    envelope_to: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a mail is kept; ``new`` is False if it had come before."""

    message_id: int
    new: bool


def arrival(
    raw: bytes,
    source: Source,
    received: Received | datetime,
    *,
    envelope_from: str = "",
    envelope_to: Sequence[str] = (),
    place: Place | None = None,
) -> Arrival:
    """An arrival with its fingerprint (hashing a large mail takes a while: not in the writer).

    ``received`` as a bare instant: our own clock's.
    """
    return Arrival(
        raw,
        source,
        received if isinstance(received, Received) else Received(received),
        fingerprint(raw),
        storable(envelope_from),
        tuple(storable(address) for address in envelope_to),
        place,
    )


@plural
def store_raw(session: Session, arrivals: Sequence[Arrival], now: datetime) -> list[Stored]:
    """Keep mails; an answer for each, in order. What came before is counted, not kept twice.

    If another process stores the same mail at the same moment, the unique fingerprint refuses this
    one, and the writer does it again alone: then it finds the other's row.
    """
    connection = session.connection()
    prints = list(dict.fromkeys(one.fingerprint for one in arrivals))
    known = _known(connection, prints)
    fresh: dict[str, Arrival] = {}
    for one in arrivals:
        if one.fingerprint not in known:
            fresh.setdefault(one.fingerprint, one)
    if fresh:
        connection.execute(_MESSAGES.insert(), [_row(one, now) for one in fresh.values()])
        known |= _known(connection, list(fresh))
    again = Counter(known[one.fingerprint] for one in arrivals)
    again.subtract(known[one] for one in fresh)
    for message_id, times in again.items():
        if times:
            connection.execute(_AGAIN, {"id_": message_id, "times": times})
    placed = {one.place: known[one.fingerprint] for one in arrivals if one.place}
    if placed:
        _record_places(connection, placed)
    answers = []
    for one in arrivals:
        # Of the same mail twice in one lot only the first is new.
        new = fresh.pop(one.fingerprint, None) is not None
        answers.append(Stored(known[one.fingerprint], new))
    return answers


def store_lot(
    session: Session, arrivals: Sequence[Arrival], checkpoint: Checkpoint, *, now: datetime
) -> list[Stored]:
    """Keep what was fetched and move the mailbox's checkpoint, in one transaction.

    Raises LeaseLost if another worker has taken the mailbox over.
    """
    move(session, checkpoint, now=now)
    stored: list[Stored] = store_raw(session, arrivals, now) if arrivals else []
    return stored


def _known(connection: Connection, prints: list[str]) -> dict[str, int]:
    rows = connection.execute(_BY_PRINT, {"prints": prints})
    return {one[0]: one[1] for one in rows}


def _row(one: Arrival, now: datetime) -> dict[str, object]:
    return {
        "fingerprint": one.fingerprint,
        "source": one.source,
        "raw": one.raw,
        "received_at": one.received.at,
        "received_by": one.received.by,
        "stored_at": now,
        "envelope_from": one.envelope_from,
        "envelope_to": list(one.envelope_to),
    }


def _record_places(connection: Connection, placed: dict[Place, int]) -> None:
    """A UID may be used again by a mailbox made anew: then the place points to the newer mail."""
    rows: dict[tuple[str, str, int, int], dict[str, object]] = {}
    for place, message_id in placed.items():
        key = (place.account, place.folder, place.uidvalidity, place.uid)
        rows[key] = {
            "message_id": message_id,
            "account": place.account,
            "folder": place.folder,
            "uidvalidity": place.uidvalidity,
            "uid": place.uid,
            "size": place.size,
        }
    before = {
        (account, folder, validity, uid): number
        for account, folder, validity in {key[:3] for key in rows}
        for uid, number in connection.execute(
            _PLACES,
            {
                "account_": account,
                "folder_": folder,
                "uidvalidity_": validity,
                "uids": [key[3] for key in rows if key[:3] == (account, folder, validity)],
            },
        )
    }
    for key, number in before.items():
        row = rows.pop(key)
        moved = {"id_": number, "message_id_": row["message_id"], "size_": row["size"]}
        connection.execute(_MOVED, moved)
    if rows:
        connection.execute(_MESSAGE_PLACES.insert(), list(rows.values()))
