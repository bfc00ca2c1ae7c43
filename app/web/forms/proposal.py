"""The form of a consultation: what a clerk mends before a draft is published."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from app.consultations.values import ConsultationView, Proposal
from app.core import deadline
from app.core.deadline import BEIJING
from app.mail import addresses
from app.web.forms.body import PostedForm

_HOUR = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:点时](?:(?P<minute>[0-9]{1,2})分?)?)?")
# Further away a date is a slip, and at the ends of the calendar nothing can be added to it.
YEARS = range(2000, 9000)
# It stands in file names and subjects too.
LONGEST_TITLE = 200
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
    elif len(values["title"].strip()) > LONGEST_TITLE:
        errors["title"] = f"标题最多{LONGEST_TITLE}字"
    mailbox = values["mailbox"].strip()
    if mailbox and addresses.typed(mailbox) is None:
        errors["mailbox"] = "邮箱应像 name@example.com"
    if values["slug"].strip() and not re.fullmatch(
        r"[a-z0-9]+(-[a-z0-9]+)*", values["slug"].strip()
    ):
        errors["slug"] = "网址只用小写字母、数字和连字符"
    opens = _moment(values["opens"])
    last, hour = _day(values["closes"]), _hour(values["hour"])
    closes = None
    if last is not None and hour is not None:
        closes = datetime.combine(last, time(), BEIJING) + hour
    if opens is None:
        errors["opens"] = "请写开始时间，如 2017-08-14 09:00"
    if last is None:
        errors["closes"] = "请写截止日期，如 2017-09-12"
    if hour is None:
        errors["hour"] = "时间应像 17:00"
    if closes is not None and closes <= now:
        errors["closes"] = "截止时间已经过去了"
    elif closes is not None and opens is not None and closes <= opens:
        errors["closes"] = "截止要在开始之后"
    due = _day(values["due"])
    if values["due"] and due is None:
        errors["due"] = "请写日期，如 2017-10-15"
    elif due and closes and deadline.end_of_day(due) < closes:
        errors["due"] = "公布结果要在截止之后"
    if opens and closes and deadline.is_short(opens, closes) and not values["reason"].strip():
        errors["reason"] = "少于30日，请填写原因，将随公告公布"
    answer_due = deadline.end_of_day(due) if due else None
    return ProposalForm(values, errors, opens, closes, answer_due)


def _moment(words: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(words.strip())
    except ValueError:
        return None
    if found.year not in YEARS:
        return None
    return found if found.tzinfo else found.replace(tzinfo=BEIJING)


def _day(words: str) -> date | None:
    try:
        found = date.fromisoformat(words.strip())
    except ValueError:
        return None
    return found if found.year in YEARS else None


def _hour(words: str) -> timedelta | None:
    """How far into the day, as people type it: 17:00, 17：00, 17点, 17时30分; nothing is 24时."""
    typed = unicodedata.normalize("NFKC", words).strip() or "24"
    found = _HOUR.fullmatch(typed)
    if not found:
        return None
    hours, minutes = int(found["hour"]), int(found["minute"] or 0)
    told = timedelta(hours=hours, minutes=minutes)
    return told if minutes < 60 and told <= timedelta(days=1) else None
