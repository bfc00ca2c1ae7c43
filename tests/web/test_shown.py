"""However much a sender wrote, every page can be opened; what was sent is kept whole."""

from __future__ import annotations

import pytest

from app.core import receipt_numbers
from app.web.shown import LONGEST_PAGE, LONGEST_SHOWN, Room, subject, visible
from tests.web.conftest import Site

FLOOD = "第一条建议：" + "长" * 3_000_000
BEARABLE = 2_000_000  # octets of a page


@pytest.fixture
def receipt(site: Site) -> str:
    """The receipt of one comment of three million letters, as mails may hold."""
    return site.town.send(FLOOD, "一/(一)").receipt


def test_what_the_form_takes_is_shown_whole() -> None:
    longest = "长" * LONGEST_SHOWN
    assert visible(longest) == longest
    assert visible(longest + "短") == longest + "……（后面还有1字，这里不显示）"
    assert visible("甲\x07\u202e乙") == "甲乙"


def test_a_page_has_room_for_so_much() -> None:
    room = Room()
    assert room.fit("长" * (LONGEST_PAGE - 1)).endswith("长")
    assert room.fit("甲乙丙") == "甲……（后面还有2字，这里不显示）"
    assert room.fit("丁") == "……（后面还有1字，这里不显示）"
    assert room.fit("") == ""


def test_a_subject_is_a_line_or_two() -> None:
    assert subject("长" * 120) == "长" * 120
    assert subject("长" * 5000) == "长" * 120 + "…"
    assert subject("") == "（无主题）"


def test_pages_of_a_flood(site: Site, receipt: str) -> None:
    secret = receipt_numbers.secret(receipt, site.town.house.secret_key)
    browser = site.signed_in("drafter")
    found = browser.get(f"/office/submissions?receipt={receipt}").headers["location"]
    for path in (f"/r/{receipt}/{secret}", found, f"{site.office}/clauses/1-1"):
        answer = browser.get(path)
        assert answer.status_code == 200
        assert "字，这里不显示）" in answer.text, path
        assert len(answer.content) < BEARABLE, path
    assert FLOOD in site.client.get(f"/r/{receipt}/{secret}/receipt.txt").text
