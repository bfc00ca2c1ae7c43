"""Letters and forms about a consultation with two drafts: each finds the draft it names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import wiring
from app.comments import tying
from app.comments.rows import tie_entry
from app.consultations import read
from app.consultations.forms import form_of
from app.core.feedback import marks
from app.core.feedback.values import Entry
from app.core.outline.parse import parse
from app.mail import queue
from app.settings import Settings
from tests.houses import FakeClock, Published, publish_outline
from tests.web.test_several_drafts import HEAT, TWO_DRAFTS, WATER


@pytest.fixture
def town(tmp_path: Path, sqlite_database: str) -> Iterator[Published]:
    """A house with a consultation of two drafts."""
    clock = FakeClock()
    settings = Settings(data_dir=tmp_path, database_url=sqlite_database, smtp_listen_port=0)
    house = wiring.open_house(settings, now=clock)
    yield publish_outline(house, clock, lambda: parse(TWO_DRAFTS))
    house.close()


def tied(town: Published, text: str, subject: str = "") -> list[str | None]:
    """The addresses that a letter's parts are tied to."""
    found = town.house.read_now(read.outline, town.consultation.id)
    assert found is not None
    names = {number: address for address, number in found[1].items()}
    parts = tying.tie(text, *found, subject=subject)
    return [names[one.clause_id] if one.clause_id else None for one in parts]


@pytest.mark.parametrize(
    ("text", "subject", "expected"),
    [
        (f"《{HEAT}》第二条温度太低。", "", f"《{HEAT}》/第二条"),
        ("供水办法第二条计量器具太贵。", "", f"《{WATER}》/第二条"),
        (f"关于{HEAT}：第二条温度太低。", "", f"《{HEAT}》/第二条"),
        (f"1、对{WATER}的意见：第二条计量器具太贵。", "", f"《{WATER}》/第二条"),
        ("理由：第二条请再斟酌。", "", None),
        ("第二条太低了。", f"对《{HEAT}》的意见", f"《{HEAT}》/第二条"),
        ("第二条请再斟酌。", "", None),
        ("第三条请推迟施行。", "", f"《{WATER}》/第三条"),
        (f"《{HEAT}》全文的标点请统一。", "", f"《{HEAT}》/全文"),
        ("全文的标点请统一。", "", "全文"),
    ],
)
def test_a_letter_goes_to_the_draft_it_names(
    town: Published, text: str, subject: str, expected: str | None
) -> None:
    assert tied(town, text, subject) == [expected]


def test_a_comment_on_a_whole_draft_is_offered_its_own_clause(town: Published) -> None:
    found = town.house.read_now(read.outline, town.consultation.id)
    assert found is not None
    named = tying.named(f"《{HEAT}》第二条温度太低。", *found)
    assert [town.clauses[f"《{HEAT}》/第二条"].id] == list(named)


def test_the_forms_rows_come_back_to_their_drafts(town: Published) -> None:
    view = town.consultation
    form = form_of(view, town.house.read_now(read.clauses_of, view.id))
    found = town.house.read_now(read.outline, view.id)
    assert found is not None
    assert len({row.number for row in form.rows}) == len(form.rows) == len(found[1])
    for row in form.rows:
        printed = Entry(clause=row.number, original="", suggestion="改一改。", mark=None)
        marked = Entry(clause="", original="", suggestion="改一改。", mark=marks.find(row.mark))
        for entry in (printed, marked):
            assert [one.clause_id for one in tie_entry(entry, *found)] == [found[1][row.number]]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (f"《{HEAT}》/第二条", f"《{HEAT}》/第二条"),
        (f"《{HEAT}》/第一条 供热应当稳定。", f"《{HEAT}》/第一条"),
        (f"《{HEAT}》第一条", f"《{HEAT}》/第一条"),
        ("第一条", None),
        ("计量器具", f"《{WATER}》/第二条"),
    ],
)
def test_staff_say_which_draft_they_mean(town: Published, typed: str, expected: str | None) -> None:
    found = town.house.read_now(queue.clause_called, town.consultation.id, typed)
    assert found == (town.clauses[expected].id if expected else None)
