"""Who writes 撤回 wants a submission back: asked for by mail, done by a click on our page only."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.consultations.values import ConsultationView
from app.core.feedback.letters import said
from app.core.feedback.taking_back import asks_back, asks_back_among
from app.core.messages.quoting import is_only_quote
from app.mail.addresses import domain, plain, same
from app.mail.reading import Reading
from app.storage.models import Consultation, Contact, OutboxMail, Submission

TEMPLATE = "withdrawal"
NO_ADDRESS, ASKED_ALREADY = "withdraw-no-address", "asked-already"
# Somebody else may write 撤回 with a number he has seen: the sender is not asked for ever.
ONCE_IN = timedelta(hours=1)
_PREFIX = re.compile(r"^(?:\s*(?:re|fw|fwd|回复|答复|转发|回覆|轉寄)\s*[:：])+", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:回执号?|receipt(?: number)?)?[\s:：（(]{0,8}[0-9a-z]{4}[ -]?[0-9a-z]{4}[ -]?[0-9a-z](?![0-9a-z])",
    re.IGNORECASE,
)
_LAST = re.compile(r"上一?次|上回|刚才|刚刚|最近|最后|\blast\b", re.IGNORECASE)
# Why somebody wants his comments back is no comment; a longer text under this subject may be one.
REASON = 60
_CLAUSE = re.compile(r"第\s*[0-9０-９〇零一二三四五六七八九十百]{1,6}\s*[条章节款项点]")
_TAKES_BACK = re.compile(r"撤|收回|取消|作废|重复|发错|写错|填错")
LOOKED_AT = 1000
_ASKED = frozenset(
    [
        "撤回",
        "申请撤回",
        "要求撤回",
        "请撤回",
        "我要撤回",
        "撤回意见",
        "撤回来件",
        "撤回申请",
        "撤回我的意见",
        "意见撤回",
        "撤回邮件",
        "withdraw",
        "withdrawal",
        "pleasewithdraw",
    ]
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which submission is asked back, from which address, in which mail."""

    submission_id: int
    asker: str
    message_id: str | None


def asked(reading: Reading) -> Literal["", "only", "also"]:
    """Whether a mail asks for a withdrawal: by its subject, or in its words; and whether its words
    say more (``also``: they are a letter of their own too)."""
    body = "" if is_only_quote(reading.body) else reading.body.strip()
    if (len(body) <= 60 and _says(body)) or asks_back(body):
        return "only"
    if _says(reading.subject) or asks_back(_PREFIX.sub("", reading.subject)):
        reason = len(body) <= REASON and not _is_about_a_clause(body)
        return "only" if reason or said(body) != "words" else "also"
    return "also" if asks_back_among(body) else ""


def _is_about_a_clause(body: str) -> bool:
    """Whether a short body is a comment rather than why somebody takes his back."""
    return bool(_CLAUSE.search(body)) and not _TAKES_BACK.search(body)


def _says(text: str) -> bool:
    bare = _PREFIX.sub("", text[:300])
    if re.sub(r"[\W_]", "", bare).casefold() in _ASKED:
        return True
    return re.sub(r"[\W_]", "", _NUMBER.sub("", bare)).casefold() in _ASKED


def wanted_back(
    session: Session, reading: Reading, view: ConsultationView | None, named: int | None
) -> int | None:
    """The submission that a mail asks back: the one it names, else the only one that came from its
    address, or the last where it says so. None: it asks for none, or nobody can tell which."""
    if not asked(reading):
        return None
    if named is not None or not reading.from_address:
        return named
    found = (
        select(Submission.id)
        .join(Contact, Contact.submission_id == Submission.id)
        .where(
            func.lower(Contact.email) == reading.from_address.lower(),
            Submission.withdrawn_at.is_(None),
        )
        .order_by(Submission.received_at.desc(), Submission.id.desc())
    )
    if view is not None:
        found = found.where(Submission.consultation_id == view.id)
    theirs = list(session.scalars(found.limit(2)))
    last = len(theirs) == 1 or _LAST.search(f"{reading.subject} {reading.body[:LOOKED_AT]}")
    return theirs[0] if theirs and last else None


def confirmation(session: Session, wanted: Wanted, now: datetime) -> OutboxMail | str:
    """The mail that asks for the click; or why there is none: NO_ADDRESS, ASKED_ALREADY.

    It goes to the address that the submission came with, never to whoever asks: a number can be
    read over a shoulder.
    """
    submission_id = wanted.submission_id
    address = session.scalar(select(Contact.email).where(Contact.submission_id == submission_id))
    recipient = plain(address or "")
    if recipient is None:
        return NO_ADDRESS
    lately = session.scalar(
        select(func.count())
        .select_from(OutboxMail)
        .where(
            OutboxMail.submission_id == submission_id,
            OutboxMail.template == TEMPLATE,
            OutboxMail.created_at > now - ONCE_IN,
        )
    )
    if lately:
        return ASKED_ALREADY
    mailbox = session.scalar(
        select(Consultation.mailbox)
        .join(Submission, Submission.consultation_id == Consultation.id)
        .where(Submission.id == submission_id)
    )
    own = same(recipient, wanted.asker)
    return OutboxMail(
        submission_id=submission_id,
        template=TEMPLATE,
        recipient=recipient,
        mail_id=f"<w{secrets.token_hex(4)}.{secrets.token_hex(8)}@{domain(mailbox or '')}>",
        in_reply_to=wanted.message_id if own else None,
        values={},
        created_at=now,
    )
