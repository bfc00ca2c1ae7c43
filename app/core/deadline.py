"""Deadlines in Beijing time: the last instant that counts, how it is printed, how long is left.

A deadline is exclusive: the first instant that is too late. "9月12日前" counts the whole of the
12th, so its deadline is 0:00 of the 13th, and is printed as 9月12日24时.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
# 三十日: Regulations on the Procedures for Formulating Administrative Regulations, article 13.
USUAL_PERIOD = timedelta(days=30)

State = Literal["announced", "open", "closed"]

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Left:
    """Time until an instant, floored: whole days, then hours, then minutes."""

    days: int
    hours: int
    minutes: int


def end_of_day(day: date) -> datetime:
    """The deadline that counts the whole of ``day`` (Asia/Shanghai)."""
    return datetime.combine(day + timedelta(days=1), time(), BEIJING)


def is_late(received_at: datetime, deadline: datetime) -> bool:
    """Whether what was received at this instant came too late."""
    return received_at >= deadline


def state_at(now: datetime, opens_at: datetime, deadline: datetime) -> State:
    """Where a round stands at an instant."""
    if now < opens_at:
        return "announced"
    return "closed" if is_late(now, deadline) else "open"


def is_short(opens_at: datetime, deadline: datetime) -> bool:
    """Whether the period is under the usual 30 days and needs a reason."""
    return deadline - opens_at < USUAL_PERIOD


def time_left(now: datetime, deadline: datetime) -> Left:
    """How long until the deadline; zero when it has passed."""
    minutes = max(int((deadline - now).total_seconds()) // 60, 0)
    return Left(minutes // 1440, minutes // 60 % 24, minutes % 60)


def days_left(now: datetime, deadline: datetime) -> int:
    """Whole Beijing calendar days from today to the last day that counts (0: today is the last)."""
    return (last_day(deadline) - now.astimezone(BEIJING).date()).days


def last_day(deadline: datetime) -> date:
    """The last Beijing day on which something still counts."""
    return (deadline.astimezone(BEIJING) - timedelta(microseconds=1)).date()


def print_instant(instant: datetime) -> str:
    """A moment with weekday: ``2017年8月29日（星期二）10:12``."""
    local = instant.astimezone(BEIJING)
    return f"{_day(local.date())}{local:%H:%M}"


def print_moment(instant: datetime) -> str:
    """A moment where the year is plain: ``8月29日 10:12``."""
    local = instant.astimezone(BEIJING)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def print_deadline(deadline: datetime) -> str:
    """The closing instant: ``2017年9月12日（星期二）24时``, or with its hour and minute.

    Midnight is printed as 24时 of the day before, which is how offices write it.
    """
    local = deadline.astimezone(BEIJING)
    if local.time() == time():
        return f"{_day(last_day(deadline))}24时"
    if local.minute == 0 and local.second == 0:
        return f"{_day(local.date())}{local.hour}时"
    return f"{_day(local.date())}{local.hour}时{local.minute:02d}分"


def deadline_parts(deadline: datetime) -> tuple[str, str]:
    """The closing instant in the two parts between which a line may break."""
    day, rest = print_deadline(deadline).split("（")
    return day, "（" + rest


def print_short(deadline: datetime) -> str:
    """The closing instant without year and weekday: ``9月12日24时``."""
    full = print_deadline(deadline)
    day, rest = full.split("（")
    return day.split("年", 1)[1] + rest.split("）", 1)[1]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（星期{_WEEKDAYS[day.weekday()]}）"
