"""What pages print about moments and clauses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.consultations.values import ClauseView, ConsultationView
from app.core.deadline import BEIJING, end_of_day
from app.web import present

DEADLINE = end_of_day(date(2017, 9, 12))
VIEW = ConsultationView(
    id=1,
    slug="s",
    title="实施意见",
    issuer="",
    office="",
    mailbox=None,
    notice="",
    opens_at=datetime(2017, 8, 14, 9, tzinfo=BEIJING),
    deadline=DEADLINE,
    extended_from=None,
    short_period_reason=None,
    answer_due_at=None,
    published_at=datetime(2017, 8, 1, tzinfo=UTC),
    results_published_at=None,
    show_counts=False,
    is_example=False,
    revision=1,
    round_id=1,
    version_id=1,
)
POINT = ClauseView(1, 1, 1, None, 3, "三/(一)/15", "3-1-15", "point", "15.", "融合", "文。", True)


def at(day: int, hour: int = 0, minute: int = 0, month: int = 9) -> datetime:
    return datetime(2017, month, day, hour, minute, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("now", "state", "left", "closes"),
    [
        (at(1, month=8), "announced", "13天", "9月12日24时"),
        (at(14, 8, 59, month=8), "announced", "1分钟", "9月12日24时"),
        (at(14, 9, month=8), "open", "29天", "9月12日24时"),
        (at(29, 10, 12, month=8), "open", "14天", "9月12日24时"),
        (at(11, 23, 59), "open", "1天", "9月12日24时"),
        (at(12), "open", "24小时", "今天24时"),
        (at(12, 0, 1), "open", "23小时", "今天24时"),
        (at(12, 23), "open", "1小时", "今天24时"),
        (at(12, 23, 30), "open", "30分钟", "今天24时"),
        (at(13), "closed", "1分钟", "9月12日24时"),
    ],
)
def test_a_call_at_a_moment(now: datetime, state: str, left: str, closes: str) -> None:
    call = present.call_at(VIEW, now)
    assert (call.state, call.left, call.closes) == (state, left, closes)


def test_answered_once_the_results_are_public() -> None:
    view = replace(VIEW, results_published_at=at(20))
    assert present.call_at(view, at(21)).state == "answered"
    assert present.call_at(view, at(1)).state == "open"


def test_opening_is_printed_short() -> None:
    assert present.opening_words(VIEW.opens_at) == "8月14日9时"
    assert present.opening_words(at(1, 0, 30)) == "9月1日0时30分"


@example(44 * 86400 * 10**6, [0.5])
@given(
    st.integers(0, 50 * 86400 * 10**6),
    st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=8),
)
def test_words_stand_until_the_moment_at_which_they_change(after: int, parts: list[float]) -> None:
    """A kept page says, at any moment before its end, what a fresh one would say."""
    now = at(31, month=7) + timedelta(microseconds=after)
    until = present.changes_at(VIEW, now)
    assert until > now
    made = present.call_at(VIEW, now)
    for part in parts:
        later = now + (until - now) * part
        if later < until:
            assert present.call_at(VIEW, later) == made
    assert present.call_at(VIEW, until - timedelta(microseconds=1)) == made


@pytest.mark.parametrize(
    ("kind", "address", "label", "name", "title"),
    [
        ("point", "三/(一)/15", "15.", "第15条", "15. 融合"),
        ("article", "第二章/第十五条", "第十五条", "第十五条", "第十五条 融合"),
        ("section", "三/(一)", "(一)", "本条", "（一）融合"),
        ("part", "三", "三、", "这一部分", "三、融合"),
        ("dash", "一/(三)/1/-2", "--", "本条", "融合"),
        ("item", "4/4.2", "4.2", "本条", "4.2 融合"),
        ("item", "4/(1)", "(1)", "本条", "(1) 融合"),
    ],
)
def test_a_clause_is_called_as_readers_call_it(
    kind: str, address: str, label: str, name: str, title: str
) -> None:
    clause = replace(POINT, kind=kind, address=address, label=label)
    assert (present.clause_name(clause), present.title_of(clause)) == (name, title)


def test_a_clause_without_heading_is_called_by_its_first_words() -> None:
    clause = replace(POINT, heading="", text="\n" + "长" * 100 + "\n第二行")
    assert present.title_of(clause) == "15. " + "长" * 24


def test_headings_break_between_words_only() -> None:
    made = str(present.broken("关于加快推进信息化发展的实施意见"))
    assert made.replace("<wbr>", "") == "关于加快推进信息化发展的实施意见"
    assert "信息化" in made
    assert "<wbr>的" not in made
    assert made.count("<wbr>") >= 3


def test_headings_are_escaped() -> None:
    assert "<b>" not in str(present.broken("<b>规定</b>&"))


@pytest.mark.parametrize(
    ("kind", "label", "hangs", "name"),
    [
        ("point", "15.", True, "第15条"),
        ("item", "（十一）", True, "本条"),
        ("paragraph", "第二款", True, "本款"),
        ("article", "第一条", False, "第一条"),
        ("article", "第二百零八条", False, "第二百零八条"),
        ("subitem", "第十二、十三项", False, "本条"),
    ],
)
def test_a_label_hangs_in_the_margin_where_it_fits(
    kind: str, label: str, hangs: bool, name: str
) -> None:
    step = "15" if kind == "point" else label
    shown = present.show(replace(POINT, kind=kind, label=label, address=f"{step}#2"))
    assert (shown.hangs, shown.name) == (hangs, name)
