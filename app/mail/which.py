"""Which consultation a mail belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.consultations.read import public
from app.consultations.values import ConsultationView
from app.core import receipt_numbers
from app.mail.addresses import same
from app.storage.models import Consultation, Message, OutboxMail, Submission

# A word for it before it, then nine characters, in the groups in which we print them or not.
_RECEIPT = re.compile(
    r"(?:回执|撤回|receipt(?: number)?|withdraw(?:al)?)[^0-9A-Za-z]{0,8}"
    r"((?:[0-9A-Za-z][ \-]?){8}[0-9A-Za-z])(?![0-9A-Za-z])",
    re.IGNORECASE,
)
LOOKED_AT = 20_000


@dataclass(frozen=True, slots=True)
class Hints:
    """What a mail says about where it belongs. ``references``: message ids in angle brackets.

    ``envelope`` is whom it was delivered to, ``recipients`` whom its header names; ``text`` is the
    sender's own, ``whole`` with what it quotes.
    """

    envelope: tuple[str, ...]
    recipients: tuple[str, ...]
    references: tuple[str, ...]
    subject: str
    text: str
    received_at: datetime
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Belongs:
    """The consultation, and the submission this mail answers to, if it names one: ``named`` is
    that very one, ``submission_id`` the one that its thread began with.

    ``code`` says why there is none: no-consultation, which-consultation.
    """

    consultation: ConsultationView | None
    submission_id: int | None = None
    named: int | None = None
    code: str | None = None


def wanted(session: Session, address: str) -> bool:
    """Whether a published consultation has this mailbox."""
    mailbox = func.lower(Consultation.mailbox) == address.strip().lower()
    found = select(Consultation.id).where(mailbox, Consultation.published_at.is_not(None))
    return session.scalar(found.limit(1)) is not None


def belongs(session: Session, hints: Hints) -> Belongs:
    """By the submission it answers, else by mailbox, title and time; never by a guess."""
    views = public(session)
    answered = _answered(session, hints)
    if answered is not None:
        named, consultation_id = answered
        view = next((one for one in views if one.id == consultation_id), None)
        if view is not None:
            return Belongs(view, first_of(session, named), named)
    if not views:
        return Belongs(None, code="no-consultation")
    mine = _addressed(views, hints.envelope) or _addressed(views, hints.recipients) or views
    chosen = _only(mine) or _only(_named(mine, hints)) or _only(_open(mine, hints.received_at))
    if chosen is None and not _open(mine, hints.received_at):
        chosen = max(mine, key=lambda one: (one.deadline, one.id))
    return Belongs(chosen) if chosen else Belongs(None, code="which-consultation")


def submission_behind(session: Session, references: Sequence[str]) -> tuple[int, int] | None:
    """The submission (and its consultation) about which we wrote a mail with one of these ids."""
    if not references:
        return None
    row = session.execute(
        select(Submission.id, Submission.consultation_id)
        .join(OutboxMail, OutboxMail.submission_id == Submission.id)
        .where(OutboxMail.mail_id.in_(references))
        .order_by(OutboxMail.id.desc())
    ).first()
    return (row.id, row.consultation_id) if row else None


def first_of(session: Session, submission_id: int) -> int:
    """The submission that a thread began with: an addition to an addition belongs to it too."""
    earlier = session.scalar(
        select(Message.answers_id)
        .join(Submission, Submission.message_id == Message.id)
        .where(Submission.id == submission_id)
    )
    return earlier or submission_id


def _answered(session: Session, hints: Hints) -> tuple[int, int] | None:
    return submission_behind(session, hints.references) or _numbered(session, hints)


def _numbered(session: Session, hints: Hints) -> tuple[int, int] | None:
    """By a receipt number, in the subject first, last in what the mail quotes."""
    for text in (hints.subject[:1000], hints.text[:LOOKED_AT], hints.whole[:LOOKED_AT]):
        for found in _RECEIPT.finditer(text):
            number = receipt_numbers.read(found[1])
            row = (
                number
                and session.execute(
                    select(Submission.id, Submission.consultation_id).where(
                        Submission.receipt == number
                    )
                ).first()
            )
            if row:
                return row.id, row.consultation_id
    return None


def _addressed(
    views: Sequence[ConsultationView], recipients: Sequence[str]
) -> list[ConsultationView]:
    return [one for one in views if one.mailbox and any(same(one.mailbox, to) for to in recipients)]


def _named(views: Sequence[ConsultationView], hints: Hints) -> list[ConsultationView]:
    words = _bare(hints.subject + hints.text[:LOOKED_AT])
    return [one for one in views if len(_bare(one.title)) >= 4 and _bare(one.title) in words]


def _open(views: Sequence[ConsultationView], at: datetime) -> list[ConsultationView]:
    return [one for one in views if one.state_at(at) == "open"]


def _only(views: Sequence[ConsultationView]) -> ConsultationView | None:
    return views[0] if len(views) == 1 else None


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", re.sub(r"[（(]征求意见稿[)）]", "", text))
