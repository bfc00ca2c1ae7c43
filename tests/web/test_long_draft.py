"""A very long draft: its pages stay of a size that a phone can bear, and nothing is left out."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from app.consultations import read
from tests.web.conftest import Site, form_token
from tests.web.test_new_consultation import fields, upload

ARTICLES = 900
TEXT = "某市管理办法（征求意见稿）\n" + "\n".join(
    (f"第{n // 30 + 1}章 分则\n" if n % 30 == 0 else "") + f"第{n + 1}条 第{n + 1}件事应当办好。"
    for n in range(ARTICLES)
)
LARGEST = 300_000


@pytest.fixture
def clerk(site: Site) -> TestClient:
    """A browser in which an administrator is signed in."""
    return site.signed_in("administrator")


def test_every_clause_is_on_one_sheet(site: Site, clerk: TestClient) -> None:
    settings = str(upload(clerk, TEXT.encode()).headers["location"])
    slug, outline = settings.split("/")[3], settings.replace("/settings", "/outline")
    first = clerk.get(outline).text
    sheets = sorted({int(n) for n in re.findall(r"sheet=(\d+)", first)})
    assert len(sheets) > 2
    found: list[str] = []
    for number in sheets:
        shown = clerk.get(f"{outline}?sheet={number}")
        assert len(shown.content) < LARGEST
        found += re.findall(r'<li class="d\d" id="r-([^"]+)"', shown.text)
    slugs = [f"c{n // 30 + 1}-a{n + 1}" for n in range(ARTICLES)]
    assert [one for one in found if "-" in one] == slugs

    # A row that is asked for opens its own sheet.
    assert '<mark id="here">第700条' in clerk.get(f"{outline}?row={slugs[699]}").text

    # The clauses of one sheet are chosen without a word about the others.
    page = clerk.get(f"{settings}?sheet=2").text
    boxes = fields(page)["clause"]
    data = {"csrf": form_token(page), "sheet": "2", "clause": boxes[5:]}
    assert clerk.post(f"{settings}/clauses", data=data).status_code == 303
    view = next(one for one in site.town.house.read_now(read.all_of_office) if one.slug == slug)
    closed = [
        one.id for one in site.town.house.read_now(read.clauses_of, view.id) if not one.commentable
    ]
    assert closed == [int(one) for one in boxes[:5]]

    typed = fields(page) | {"reason": "急", "publish": "1", "apart": "1", "clause": []}
    assert clerk.post(settings, data=typed).status_code == 303
    read_: list[str] = []
    at: str | None = f"/c/{slug}"
    while at:
        shown = site.client.get(at)
        assert shown.status_code == 200
        assert len(shown.content) < LARGEST
        read_ += re.findall(r'<section class="cl[^"]*" id="(c\d+-a\d+)"', shown.text)
        following = re.search(r'class="next" href="([^"]+)"', shown.text)
        at = following[1] if following else None
    assert read_ == slugs
    assert "没有意见的900条不列在表里" in clerk.get(f"/office/c/{slug}/clauses").text
    # Back from a clause to its place in the text.
    clause = site.client.get(f"/c/{slug}/{slugs[699]}").text
    goal = re.search(rf'href="(/c/{slug}/text/\d+)#{slugs[699]}"', clause)
    assert goal
    assert f'id="{slugs[699]}"' in site.client.get(goal[1]).text
