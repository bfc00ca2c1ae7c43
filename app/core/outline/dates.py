"""The deadline of a notice, in the wordings offices use."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.core.deadline import BEIJING, end_of_day
from app.core.text.numerals import parse_numeral

_CN = "〇○零Oo一二三四五六七八九十"
_YEAR = rf"(?:(?P<year>(?:19|20)\d\d|二[〇○零Oo0][{_CN}]{{2}})\s{{0,4}}年\s{{0,4}})"
_MONTH = rf"(?P<month>\d{{1,2}}|[{_CN}]{{1,3}})\s{{0,4}}月\s{{0,4}}"
_DAY = rf"(?:份?\s{{0,4}}(?P<day>\d{{1,2}}|[{_CN}]{{1,3}})\s{{0,4}}[日号]|(?P<end>底|末))"
_PLAIN = r"(?P<year2>20\d\d)\s?[-/.]\s?(?P<month2>\d{1,2})\s?[-/.]\s?(?P<day2>\d{1,2})(?!\d)"
_WEEKDAY = r"(?:\s{0,4}\((?:星期|周)[一二三四五六日天]\))?"
_HOUR = (
    r"(?:\s{0,4}(?P<half>上午|中午|下午|晚上?)?\s{0,4}(?P<hour>\d{1,2})\s{0,4}(?:时|点|:)\s{0,4}"
    r"(?:(?P<minute>\d{1,2})\s{0,4}分?)?(?P<thirty>半)?(?::\d\d)?)?"
)
_DATE = rf"(?:{_YEAR}?{_MONTH}{_DAY}|{_PLAIN}){_WEEKDAY}{_HOUR}"
_PERIOD = re.compile(
    rf"之日(?:起|后)?[^。;；\n]{{0,12}}?(?P<count>\d{{1,3}}|[{_CN}]{{1,4}})\s{{0,4}}(?P<unit>个?工作日|日|天|个?月|周)"
    rf"|(?:为期|期限[为是:]?|公示期[为是:]?|时间[为是:]?|期间[为是:]?)\s{{0,4}}(?P<count2>\d{{1,3}}|[{_CN}]{{1,4}})\s{{0,4}}"
    r"(?P<unit2>个?工作日|日|天|个?月|周)"
)
_PATTERNS = (
    re.compile(rf"截[止至][^。;；\n\d]{{0,14}}?{_DATE}"),
    re.compile(rf"(?:日|号|起)\s{{0,4}}(?:至|到|[-—–~～]{{1,4}}|止于)\s{{0,4}}{_DATE}"),
    re.compile(rf"(?<=\d)\s{{0,4}}[-—–~～]{{1,2}}\s{{0,4}}{_DATE}"),
    re.compile(
        rf"{_DATE}\s{{0,4}}(?:\([^()\n]{{0,20}}\))?\s{{0,4}}(?:下班)?(?:之|以)?(?:前|止|截止)"
    ),
    re.compile(rf"(?:至|到|时间为|期限为)\s{{0,4}}{_DATE}"),
)
_ABOUT = re.compile(r"意见|反馈|截[止至]|征求|提出|建议|发送|邮[寄箱]|公示|反映")
_ANY_DATE = re.compile(_DATE)
# How a web page says when a notice was put up.
_DATED = re.compile(r"^(?:发布|发文|成文|公布|公示)?(?:日期|时间)\s*:\s*")
_WORKDAYS = 5


@dataclass(frozen=True, slots=True)
class _Found:
    match: re.Match[str]
    about: bool


def find_deadline(words: str) -> datetime | None:
    """The first instant that is too late, from a notice in half-width form; None if it names none.

    A day counts as a whole unless an hour is given. A date without a year is the first such day on
    or after the notice's own date. "30日内" counts from the day after the notice's date.
    """
    published = _published(words)
    found = sorted(_candidates(words), key=lambda one: not one.about)
    for one in found:
        instant = _instant(one.match, words, published)
        if instant is not None:
            return instant
    return _after_period(words, published)


def _candidates(words: str) -> Iterator[_Found]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(words):
            start = max(words.rfind(mark, 0, match.start()) for mark in "。\n;；") + 1
            stop = min(
                (at for mark in "。\n" if (at := words.find(mark, match.end())) >= 0),
                default=len(words),
            )
            yield _Found(match, _ABOUT.search(words, start, stop) is not None)


def _published(words: str) -> date | None:
    """The notice's own date: the last line that is nothing else, else the first date line head."""
    lines = [line.strip() for line in words.split("\n")]
    alone = [match for line in lines if (match := _ANY_DATE.fullmatch(line))]
    heads = [match for line in lines[:6] if (match := _ANY_DATE.match(_DATED.sub("", line)))]
    for match in [*reversed(alone), *heads]:
        found = _day(match, None)
        if found is not None:
            return found
    return None


def _day(match: re.Match[str], after: date | None, words: str = "") -> date | None:
    """The day that a date names; without a year the first one on or after ``after``."""
    if match["year2"]:
        return _date(int(match["year2"]), int(match["month2"]), int(match["day2"]))
    year = _year(match["year"])
    month = parse_numeral(match["month"]) or 0
    if not 1 <= month <= 12:
        return None
    if year is None:
        year = _nearest_year(month, match, after, words)
        if year is None:
            return None
    day = calendar.monthrange(year, month)[1] if match["end"] else parse_numeral(match["day"])
    return _date(year, month, day or 0)


def _nearest_year(month: int, match: re.Match[str], after: date | None, words: str) -> int | None:
    named = re.findall(r"(20\d\d)\s*年", words[: match.start("month")])
    year = int(named[-1]) if named else after.year if after else None
    if year is None or after is None:
        return year
    day = parse_numeral(match["day"]) if match["day"] else 28
    found = _date(year, month, day or 1)
    return year + 1 if found is not None and found < after and year == after.year else year


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(printed: str | None) -> int | None:
    if printed is None:
        return None
    digits = re.sub("[○Oo]", "〇", printed)
    return int(digits) if digits.isdigit() and digits.isascii() else parse_numeral(digits)


def _instant(match: re.Match[str], words: str, published: date | None) -> datetime | None:
    last = _day(match, published, words)
    if last is None:
        return None
    if match["hour"] is None:
        return end_of_day(last)
    hour = int(match["hour"])
    late = match["half"] in ("晚", "晚上")
    if (late and hour <= 12) or (match["half"] == "下午" and hour < 12):
        # 晚上12点 is the end of the day, 下午12点 its middle.
        hour += 12
    if hour >= 24:
        return end_of_day(last)
    minute = 30 if match["thirty"] else min(int(match["minute"] or 0), 59)
    if (hour, minute) == (23, 59):
        return end_of_day(last)
    return datetime(last.year, last.month, last.day, hour, minute, tzinfo=BEIJING)


def _after_period(words: str, published: date | None) -> datetime | None:
    """自公布之日起30日内: the day of publication does not count."""
    if published is None:
        return None
    for match in _PERIOD.finditer(words):
        count = parse_numeral(match["count"] or match["count2"])
        unit = (match["unit"] or match["unit2"]).removeprefix("个")
        if not count:
            continue
        if unit == "月":
            return end_of_day(_months_later(published, count))
        if unit == "工作日":
            return end_of_day(_workdays_later(published, count))
        return end_of_day(published + timedelta(days=count * (7 if unit == "周" else 1)))
    return None


def _months_later(day: date, count: int) -> date:
    months = day.month - 1 + count
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _workdays_later(day: date, count: int) -> date:
    """Saturdays and Sundays do not count; holidays are not known."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < _WORKDAYS
    return day
