"""A round of fetching: what is new in a mailbox is stored, lot by lot, then moved away."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import timedelta

from imapclient.exceptions import LoginError

from app.jobs.rows import Tools
from app.mail import checkpoint
from app.mail.imap import Fetched, ImapAccount, ImapTrouble, Listed, Visit, explained, visit
from app.mail.received import in_mailbox
from app.mail.store import Arrival, Place, arrival, store_lot
from app.storage.engine import read

LOT_MAILS = 50
LOT_BYTES = 8 * 1024 * 1024
# Servers may show mails out of order for a moment, and a process may die between commit and move:
# so many UIDs below the checkpoint are looked at again. No less than a lot.
OVERLAP = 200
# However long the pause between polls, IDLE is left this often: some servers forget to tell.
LONGEST_WAIT = 120.0
BROKEN_OFF_PAUSE = timedelta(seconds=10)
# Providers lock an account that is tried too often with a wrong password.
LOGIN_PAUSE = timedelta(minutes=5)
log = logging.getLogger(__name__)


def fetch(tools: Tools, account: ImapAccount, mailbox_id: int) -> int:
    """One visit: fetch, and where the server offers IDLE go on until it ends; note how it went.

    How many mails were new to the folder's checkpoint.
    """
    before = read(tools.engine, checkpoint.standing, mailbox_id)
    stored, trouble = 0, ""
    pause = timedelta(seconds=account.poll_seconds)
    polled = False
    try:
        with visit(account) as session:
            while True:
                count, trouble = _store_new(tools, account, mailbox_id, before, session)
                stored += count
                polled = True
                if not session.can_wait or tools.stopping():
                    break
                tools.writer.call(checkpoint.polled, mailbox_id, tools.worker, trouble)
                session.wait(min(account.poll_seconds, LONGEST_WAIT), tools.stopping)
                before = read(tools.engine, checkpoint.standing, mailbox_id)
    except checkpoint.LeaseLost:
        log.warning("mailbox %s is fetched by another worker now", account.user)
        return stored
    except ImapTrouble as error:
        if not polled:
            _note_failure(tools, account, mailbox_id, before.failing, error)
            return 0
        # A connection that breaks off after it served is no failure: the next visit will tell.
        log.info("the connection to mailbox %s ended: %s", account.user, explained(error))
        pause = min(pause, BROKEN_OFF_PAUSE)
    tools.writer.call(checkpoint.succeeded, mailbox_id, tools.worker, pause, trouble)
    return stored


def _note_failure(
    tools: Tools, account: ImapAccount, mailbox_id: int, before: str, error: Exception
) -> None:
    """Each failure is on the mailbox's page; the alarm is raised once, until it is well again."""
    code = "login" if isinstance(error, LoginError) else "connection"
    if code != before:
        level = logging.ERROR if code == "login" else logging.WARNING
        log.log(
            level, "mailbox %s cannot be fetched (%s): %s", account.user, code, explained(error)
        )
    pause = LOGIN_PAUSE if code == "login" else timedelta(0)
    tools.writer.call(checkpoint.failed, mailbox_id, f"{code}: {explained(error)}", pause)


def _store_new(
    tools: Tools,
    account: ImapAccount,
    mailbox_id: int,
    before: checkpoint.Standing,
    session: Visit,
) -> tuple[int, str]:
    validity = session.folder.uidvalidity
    uidnext = session.folder.uidnext
    # A folder made anew, or put back from a backup, is read from its start: fingerprints know
    # what was there before. One made anew within a second has the same UIDVALIDITY.
    anew = before.uidvalidity != validity or (uidnext is not None and uidnext <= before.last_uid)
    last_uid = 0 if anew else before.last_uid
    listed = session.listed(max(1, last_uid + 1 - OVERLAP))
    known: dict[int, bool] = {}
    if not anew:
        sizes = {one.uid: one.size for one in listed}
        known = read(
            tools.engine, checkpoint.stored_uids, account.user, account.folder, validity, sizes
        )
    # What is not whole here stays there.
    trouble = _move(session, account, [uid for uid, whole in known.items() if whole])
    new = [one for one in listed if one.uid not in known]
    waiting = {one.uid for one in new}
    missing: list[int] = []
    count = 0
    for lot in _lots(new, account.max_bytes):
        got = session.fetched(lot)
        here = {one.uid for one in got}
        missing += [one.uid for one in lot if one.uid not in here]
        waiting -= {one.uid for one in lot}
        # What could not be fetched is looked for again: the checkpoint stays below it.
        left = min((*missing, *waiting), default=listed[-1].uid + 1)
        last_uid = max(last_uid, left - 1)
        tools.writer.call(
            store_lot,
            _arrivals(tools, account, validity, got),
            checkpoint.Checkpoint(mailbox_id, tools.worker, validity, last_uid),
        )
        count += len(got)
        trouble = _move(session, account, [one.uid for one in got if one.whole]) or trouble
    if anew and not new:
        at = checkpoint.Checkpoint(mailbox_id, tools.worker, validity, 0)
        tools.writer.call(store_lot, [], at)
    if missing:
        trouble = f"missing: {', '.join(map(str, missing[:20]))}"
    return count, trouble


def _move(session: Visit, account: ImapAccount, uids: Sequence[int]) -> str:
    """Move what is committed; a server that cannot is no reason to stop fetching."""
    if not account.done_folder or not uids:
        return ""
    try:
        return "" if session.move(uids) else "cannot-move"
    except ImapTrouble as error:
        log.warning("mails of %s could not be moved: %s", account.user, explained(error))
        return f"cannot-move: {explained(error)}"


def _lots(new: Sequence[Listed], limit: int) -> Iterator[list[Listed]]:
    """Lots in order, bounded in number and octets; a mail over the limit is alone."""
    lot: list[Listed] = []
    size = 0
    for one in new:
        full = len(lot) >= LOT_MAILS or size + one.size > LOT_BYTES
        if lot and (full or one.size > limit):
            yield lot
            lot, size = [], 0
        lot.append(one)
        size += one.size
    if lot:
        yield lot


def _arrivals(
    tools: Tools, account: ImapAccount, validity: int, got: Sequence[Fetched]
) -> list[Arrival]:
    now = tools.clock()
    return [
        arrival(
            one.raw,
            "imap" if one.whole else "imap-cut",
            in_mailbox(one.raw, one.received_at, account.relays, now),
            envelope_to=(account.user,),
            place=Place(account.user, account.folder, validity, one.uid, one.size),
        )
        for one in got
    ]
