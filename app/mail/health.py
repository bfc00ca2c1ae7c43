"""How the mail room is: each mailbox, mails by what became of them, how long they take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.mail import outbox
from app.mail.queue import waits
from app.storage.models import Comment, Mailbox, Message, Submission


@dataclass(frozen=True, slots=True)
class MailboxView:
    """A mailbox that is fetched. ``tries``: failures in a row; ``next_at``: when it is due.

    ``failing``: why it could not be fetched the last time (login, connection, else ``error``
    alone). ``trouble``: it could, but some mails could not be had (missing: UIDs) or moved
    (cannot-move).
    """

    id: int
    account: str
    folder: str
    fetched_at: datetime | None
    failed_at: datetime | None
    next_at: datetime | None
    tries: int
    failing: str
    error: str | None
    trouble: str | None


@dataclass(frozen=True, slots=True)
class Last:
    """The mail that was stored last: when it was received, and when it was here."""

    received_at: datetime
    stored_at: datetime

    @property
    def lag(self) -> timedelta:
        """How long it was on its way from the mailbox into our hands."""
        return max(self.stored_at - self.received_at, timedelta(0))


@dataclass(frozen=True, slots=True)
class Health:
    """The mail room in figures: mails by state (of intake and of the outbox).

    Of the mails that became submissions, ``tied`` have a clause for all they say and ``untied``
    wait for one; with the other states they add up to ``total``.
    """

    mailboxes: tuple[MailboxView, ...]
    messages: dict[str, int]
    tied: int
    untied: int
    outbox: dict[str, int]
    last: Last | None
    oldest_unread_at: datetime | None

    @property
    def total(self) -> int:
        """All mails that were received."""
        return sum(self.messages.values())

    @property
    def failing(self) -> int:
        """How many mailboxes could not be fetched the last time."""
        return sum(one.failed_at is not None for one in self.mailboxes)


def mailbox_health(session: Session) -> Health:
    """How the mail room is."""
    boxes = session.scalars(select(Mailbox).order_by(Mailbox.account, Mailbox.folder))
    rows = session.execute(select(Message.state, func.count()).group_by(Message.state))
    states: dict[str, int] = dict(rows.all())
    untied = session.scalar(select(func.count()).select_from(untied_mails().subquery())) or 0
    last = session.execute(
        select(Message.received_at, Message.stored_at)
        .where(Message.stored_at.is_not(None))
        .order_by(Message.id.desc())
        .limit(1)
    ).first()
    return Health(
        mailboxes=tuple(_mailbox(row) for row in boxes),
        messages=states,
        tied=states.get("taken", 0) - untied,
        untied=untied,
        outbox=outbox.states(session),
        last=Last(last[0], last[1]) if last and last[1] else None,
        oldest_unread_at=session.scalar(
            select(func.min(Message.received_at)).where(Message.state == "stored")
        ),
    )


def failing(session: Session) -> int:
    """How many mailboxes could not be fetched the last time."""
    count = select(func.count()).select_from(Mailbox).where(Mailbox.failed_at.is_not(None))
    return session.scalar(count) or 0


def untied_mails() -> Select[int]:
    """The ids of mails of which something waits for its clause."""
    return (
        select(Message.id)
        .join(Submission, Submission.message_id == Message.id)
        .join(Comment, Comment.submission_id == Submission.id)
        .where(Message.state == "taken", waits())
        .distinct()
    )


def _mailbox(row: Mailbox) -> MailboxView:
    said = row.last_error or ""
    code = said.partition(":")[0]
    return MailboxView(
        id=row.id,
        account=row.account,
        folder=row.folder,
        fetched_at=row.fetched_at,
        failed_at=row.failed_at,
        next_at=row.not_before,
        tries=row.tries,
        failing=code if row.failed_at and code in ("login", "connection") else "",
        error=said if row.failed_at else None,
        trouble=None if row.failed_at else row.last_error,
    )
