"""The form of a consultation: what a clerk mends before a draft is published."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time

from app.consultations.values import ConsultationView, Proposal
from app.core import deadline
from app.core.deadline import BEIJING
from app.mail import addresses
from app.web.forms.body import PostedForm

FIELDS = (
    "title",
    "slug",
    "issuer",
    "office",
    "mailbox",
    "opens",
    "closes",
    "hour",
    "due",
    "reason",
)


@dataclass(frozen=True, slots=True)
class ProposalForm:
    """What was typed by field, and what is wrong with it. ``closes`` is the last day that counts;
    ``hour`` (HH:MM, may be empty) makes the deadline an hour of that day."""

    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    opens_at: datetime | None = None
    deadline: datetime | None = None
    answer_due_at: datetime | None = None

    def proposal(self) -> Proposal:
        """The values of a form without errors."""
        assert self.opens_at is not None
        assert self.deadline is not None
        return Proposal(
            title=self.values["title"],
            slug=self.values["slug"].strip(),
            issuer=self.values["issuer"],
            office=self.values["office"],
            mailbox=self.values["mailbox"].strip() or None,
            opens_at=self.opens_at,
            deadline=self.deadline,
            answer_due_at=self.answer_due_at,
            short_period_reason=self.values["reason"].strip() or None,
        )


def form_of(view: ConsultationView) -> ProposalForm:
    """The form as it stands for a proposed consultation."""
    opens = view.opens_at.astimezone(BEIJING)
    closes = view.deadline.astimezone(BEIJING)
    at_midnight = closes.time() == time()
    return ProposalForm(
        {
            "title": view.title,
            "slug": view.slug,
            "issuer": view.issuer,
            "office": view.office,
            "mailbox": view.mailbox or "",
            "opens": f"{opens:%Y-%m-%dT%H:%M}",
            "closes": f"{deadline.last_day(view.deadline) if at_midnight else closes.date()}",
            "hour": "" if at_midnight else f"{closes:%H:%M}",
            "due": f"{deadline.last_day(view.answer_due_at)}" if view.answer_due_at else "",
            "reason": view.short_period_reason or "",
        }
    )


def read_proposal(posted: PostedForm, now: datetime) -> ProposalForm:
    """The typed form with its errors; a period under 30 days needs a reason."""
    values = {name: posted.get(name) for name in FIELDS}
    errors: dict[str, str] = {}
    if not values["title"].strip():
        errors["title"] = "请写标题"
    mailbox = values["mailbox"].strip()
    if mailbox and addresses.typed(mailbox) is None:
        errors["mailbox"] = "邮箱应像 name@example.com"
    if values["slug"].strip() and not re.fullmatch(
        r"[a-z0-9]+(-[a-z0-9]+)*", values["slug"].strip()
    ):
        errors["slug"] = "网址只用小写字母、数字和连字符"
    opens = _moment(values["opens"])
    closes = _closing(values["closes"], values["hour"])
    if opens is None:
        errors["opens"] = "请写开始时间，如 2017-08-14 09:00"
    if closes is None:
        errors["closes"] = "请写截止日期，如 2017-09-12"
    elif closes <= now:
        errors["closes"] = "截止时间已经过去了"
    elif opens is not None and closes <= opens:
        errors["closes"] = "截止要在开始之后"
    due = _day(values["due"])
    if values["due"] and due is None:
        errors["due"] = "请写日期，如 2017-10-15"
    if opens and closes and deadline.is_short(opens, closes) and not values["reason"].strip():
        errors["reason"] = "少于30日，请填写原因，将随公告公布"
    answer_due = deadline.end_of_day(due) if due else None
    return ProposalForm(values, errors, opens, closes, answer_due)


def _moment(words: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(words.strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=BEIJING)


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        return None


def _closing(day: str, hour: str) -> datetime | None:
    found = _day(day)
    if found is None or not 2000 <= found.year <= 9000:
        return None
    if not hour.strip() or hour.strip() in ("24:00", "24"):
        return deadline.end_of_day(found)
    try:
        return datetime.combine(found, time.fromisoformat(hour.strip()), BEIJING)
    except ValueError:
        return None
