"""The mail room's three jobs: fetch a mailbox, read a stored mail, send a waiting one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.consultations import read as consultations
from app.consultations.values import ConsultationView
from app.core.outline.values import Outline
from app.jobs.drain import Handler
from app.jobs.names import JobName
from app.jobs.rows import Tools, row_handler
from app.mail import checkpoint, outbox, take
from app.mail.decide import decide
from app.mail.fetch import fetch
from app.mail.imap import ImapAccount
from app.mail.letters import Letterhead
from app.mail.reading import read_mail
from app.mail.relay import Relay, deliver
from app.mail.render import render
from app.storage.engine import read
from app.storage.models import Mailbox, Message, OutboxMail

READ_TOGETHER = 10
# Each may wait a minute for the relay, and all of them have one lease of five minutes.
SENT_TOGETHER = 4


def read_handler(
    tools: Tools, own_addresses: tuple[str, ...] = (), *, recognise: bool = False
) -> Handler:
    """Reads stored mails. ``own_addresses``: the office's, beside the consultations' mailboxes;
    ``recognise``: the machine may read scans and pictures."""
    outlines = _Outlines(tools)
    _take_over(tools, Message)

    def perform(message_id: int) -> None:
        mail = read(tools.engine, take.load, message_id)
        if mail is None:
            return
        reading = read_mail(mail.raw, cut=mail.source == "imap-cut", recognise=recognise)
        place = read(tools.engine, take.place, mail, reading)
        taken = decide(mail, reading, place, outlines.of, own_addresses)
        tools.writer.call(take.keep, message_id, taken)

    def fail(message_id: int, error: str) -> None:
        tools.writer.call(take.failed, message_id, error)

    return row_handler(
        tools,
        JobName.READ_MAIL,
        Message,
        lambda: (Message.state == take.STORED,),
        perform,
        limit=READ_TOGETHER,
        on_failure=fail,
    )


def send_handler(tools: Tools, relay: Relay, head: Letterhead) -> Handler:
    """Sends what waits in the outbox. What was made once goes out as it was made."""
    _take_over(tools, OutboxMail)

    def perform(outbox_id: int) -> None:
        mail = read(tools.engine, outbox.waiting, outbox_id, head, tools.clock())
        if mail is None or mail.state != "waiting":
            return
        if mail.suppressed:
            tools.writer.call(outbox.suppress, outbox_id, mail.suppressed)
            return
        made = mail.rendered
        if made is None:
            assert mail.envelope is not None
            made = render(head.templates, mail.template, mail.values, mail.envelope)
            made = tools.writer.call(outbox.keep_rendered, outbox_id, made)
        outcome = deliver(relay, str(outbox_id), mail.recipient, made)
        if outcome.state == "sent":
            tools.writer.call(outbox.sent, outbox_id)
        elif outcome.state == "later":
            tools.writer.call(outbox.delayed, outbox_id, outcome.said)
        else:
            tools.writer.call(outbox.refused, outbox_id, outcome.said)

    def fail(outbox_id: int, error: str) -> None:
        tools.writer.call(outbox.delayed, outbox_id, error)

    made = row_handler(
        tools,
        JobName.SEND_MAIL,
        OutboxMail,
        lambda: (OutboxMail.state == "waiting",),
        perform,
        limit=min(SENT_TOGETHER, relay.per_minute or SENT_TOGETHER),
        on_failure=fail,
    )

    def claim() -> Sequence[int]:
        free = read(tools.engine, outbox.room, relay.per_minute, tools.clock())
        return made.claim() if free else []

    return replace(made, claim=claim)


def fetch_handler(tools: Tools, account: ImapAccount) -> Handler:
    """Fetches one mailbox; its row is the work item, so one worker at a time has it."""
    _take_over(tools, Mailbox)
    mailbox_id: int = tools.writer.call(checkpoint.ensure, account.user, account.folder)

    def fail(_: int, error: str) -> None:
        tools.writer.call(checkpoint.failed, mailbox_id, error)

    return row_handler(
        tools,
        JobName.FETCH_MAIL,
        Mailbox,
        lambda: (Mailbox.id == mailbox_id,),
        lambda _: _fetch(tools, account, mailbox_id),
        limit=1,
        on_failure=fail,
    )


def _take_over(tools: Tools, table: Any) -> None:
    """On SQLite there is one process: a lease that another one left is a dead one's.

    On PostgreSQL it may be alive; there its rows are free when the lease ends.
    """
    if tools.engine.dialect.name == "sqlite":
        tools.writer.call(_free, table, tools.worker)


def _free(session: Session, table: Any, worker: str, *, now: datetime) -> None:
    session.execute(
        update(table)
        .where(table.lease_owner.is_not(None), table.lease_owner != worker)
        .values(lease_owner=None, lease_until=None)
        .execution_options(synchronize_session=False)
    )


def _fetch(tools: Tools, account: ImapAccount, mailbox_id: int) -> None:
    fetch(tools, account, mailbox_id)


class _Outlines:
    """The outlines of versions, which never change once they are published."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._kept: dict[int, tuple[Outline, Mapping[str, int]]] = {}

    def of(self, view: ConsultationView) -> tuple[Outline, Mapping[str, int]]:
        """The outline that a consultation takes comments on, and the ids of its clauses."""
        found = self._kept.get(view.version_id)
        if found is None:
            loaded = read(self._tools.engine, consultations.outline, view.id)
            if loaded is None:
                raise LookupError(f"consultation {view.id} has no draft")
            if len(self._kept) >= 20:
                self._kept.clear()
            found = self._kept[view.version_id] = loaded
        return found
