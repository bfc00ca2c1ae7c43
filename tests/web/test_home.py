"""首页: none, one, many; searched and paged; the most urgent first."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from app.consultations import propose, publish
from app.consultations.values import Proposal
from app.web.public.home import PER_PAGE
from tests.houses import small_outline
from tests.web.conftest import Site


def publish_many(site: Site, count: int) -> None:
    """As many more consultations, the later ones with the later deadlines."""
    house, now = site.town.house, site.town.clock()
    for n in range(count):
        proposal = Proposal(
            title=f"第{n}号ＡＩ管理办法",
            opens_at=now,
            deadline=now + timedelta(days=20 + n),
            office="省市场监管局",
        )
        made = house.writer.call(propose.propose, proposal, small_outline(), None)
        house.writer.call(publish.publish, made, None)


def titles(page: str) -> list[str]:
    """The titles on the page in order."""
    return [re.sub("<[^>]+>", "", found) for found in re.findall(r"<h3>(.*?)</h3>", page)]


def test_one_call_needs_no_search(site: Site) -> None:
    page = site.client.get("/").text
    assert titles(page) == ["实施意见"]
    assert "查找" not in page
    assert "共1页" not in page


def test_many_are_paged_by_urgency_and_none_is_lost(site: Site) -> None:
    publish_many(site, PER_PAGE + 5)
    pages = [site.client.get(f"/?page={n}").text for n in (1, 2)]
    assert [len(titles(page)) for page in pages] == [PER_PAGE, 6]
    assert titles(pages[0])[:2] == ["实施意见", "第0号ＡＩ管理办法"]
    assert len({*titles(pages[0]), *titles(pages[1])}) == PER_PAGE + 6
    assert "第1页，共2页26份文件" in pages[0]
    assert "下一页" in pages[0]
    assert "下一页" not in pages[1]


@pytest.mark.parametrize("at", ["0", "-3", "²", "999", "x", "9" * 40])
def test_a_page_that_is_not_there(site: Site, at: str) -> None:
    assert titles(site.client.get("/", params={"page": at}).text) == ["实施意见"]


def test_searched_by_title_and_office_in_any_width(site: Site) -> None:
    publish_many(site, PER_PAGE + 5)
    assert titles(site.client.get("/", params={"q": "ai 第3号"}).text) == ["第3号ＡＩ管理办法"]
    assert titles(site.client.get("/", params={"q": "经信委"}).text) == ["实施意见"]
    second = site.client.get("/", params={"q": "监管局", "page": "2"}).text
    assert len(titles(second)) == 5
    assert "page=1" in second
    nothing = site.client.get("/", params={"q": "<b>没有"}).text
    assert "没有找到“&lt;b&gt;没有”，可以换个词。" in nothing


def test_all_closed_says_that_none_is_open(site: Site) -> None:
    publish_many(site, 2)
    site.town.clock.forward(days=365)
    page = site.client.get("/").text
    assert "目前没有正在征求意见的文件。" in page
    assert titles(page)[0] == "第1号ＡＩ管理办法", "what closed last stands first"
