from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import deadline as d

LAST = d.end_of_day(date(2017, 9, 12))


def test_whole_last_day_counts_in_beijing() -> None:
    assert datetime(2017, 9, 12, 16, tzinfo=UTC) == LAST
    assert not d.is_late(LAST - timedelta(microseconds=1), LAST)
    assert d.is_late(LAST, LAST)
    assert d.last_day(LAST) == date(2017, 9, 12)


@pytest.mark.parametrize(
    ("instant", "printed", "short"),
    [
        (LAST, "2017年9月12日（星期二）24时", "9月12日24时"),
        (
            datetime(2024, 3, 15, 17, tzinfo=d.BEIJING),
            "2024年3月15日（星期五）17时",
            "3月15日17时",
        ),
        (
            datetime(2024, 12, 31, 9, 5, tzinfo=d.BEIJING),
            "2024年12月31日（星期二）9时05分",
            "12月31日9时05分",
        ),
        (
            datetime(2024, 1, 1, tzinfo=d.BEIJING),
            "2023年12月31日（星期日）24时",
            "12月31日24时",
        ),
    ],
)
def test_printed_as_offices_write_it(instant: datetime, printed: str, short: str) -> None:
    assert d.print_deadline(instant) == printed
    assert d.print_short(instant) == short


def test_instant_is_printed_in_beijing_time() -> None:
    assert (
        d.print_instant(datetime(2017, 8, 29, 2, 12, tzinfo=UTC)) == "2017年8月29日（星期二）10:12"
    )


def test_states() -> None:
    opens = LAST - timedelta(days=30)
    assert d.state_at(opens - timedelta(seconds=1), opens, LAST) == "announced"
    assert d.state_at(opens, opens, LAST) == "open"
    assert d.state_at(LAST, opens, LAST) == "closed"


def test_under_thirty_days_is_short() -> None:
    assert d.is_short(LAST - timedelta(days=30) + timedelta(seconds=1), LAST)
    assert not d.is_short(LAST - timedelta(days=30), LAST)


def test_days_left_are_calendar_days() -> None:
    assert d.days_left(datetime(2017, 8, 29, 10, tzinfo=d.BEIJING), LAST) == 14
    assert d.days_left(datetime(2017, 9, 12, 23, 59, tzinfo=d.BEIJING), LAST) == 0
    assert d.days_left(datetime(2017, 9, 12, 0, 0, tzinfo=d.BEIJING), LAST) == 0
    assert d.days_left(datetime(2017, 9, 11, 23, 59, tzinfo=d.BEIJING), LAST) == 1


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400)))
def test_time_left_adds_up(left: timedelta) -> None:
    found = d.time_left(LAST - left, LAST)
    floor = timedelta(days=found.days, hours=found.hours, minutes=found.minutes)
    assert floor <= left < floor + timedelta(minutes=1)


def test_nothing_is_left_after_the_deadline() -> None:
    assert d.time_left(LAST + timedelta(days=3), LAST) == d.Left(0, 0, 0)
