"""From a citizen's form to the drafter's page, with the real web server and the real job engine."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.live import PASSWORD, STAFF, Live, live

POSTED = 5


@pytest.fixture
def service(tmp_path: Path, sqlite_database: str) -> Iterator[Live]:
    with live(tmp_path / "data", sqlite_database) as running:
        yield running


def hidden(page: str, form: str) -> dict[str, str]:
    """The hidden fields of the form with this marker."""
    part = page.split(form)[1].split("</form>")[0]
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', part)
    return {name: html.unescape(value) for name, value in fields}


def test_a_posted_comment_is_grouped_on_the_drafters_page(
    service: Live, capsys: pytest.CaptureFixture[str]
) -> None:
    """POST to the drafter's page: polled, bounded, the lag printed (goal: within a second)."""
    address = f"{service.url}/c/{service.consultation.slug}/3-4-31"
    desk = f"{service.url}/office/c/{service.consultation.slug}/clauses/3-4-31"
    lags = []
    with (
        httpx.Client(follow_redirects=True, timeout=30) as citizen,
        httpx.Client(follow_redirects=True, timeout=30) as drafter,
    ):
        sign_in = f"{service.url}/office/sign-in"
        fields = hidden(drafter.get(sign_in).text, "<form")
        drafter.post(sign_in, data={**fields, "name": STAFF, "password": PASSWORD})
        for number in range(POSTED):
            fields = hidden(citizen.get(address).text, 'method="post"')
            text = f"第{number}位：ETC要自愿办理，人工车道要留。"
            answer = citizen.post(address, data={**fields, "text": text})
            posted_at = time.monotonic()
            assert "/r/" in str(answer.url)

            def shown(text: str = text) -> bool:
                page = drafter.get(desk).text
                loose = page.split('id="loose"')[1] if 'id="loose"' in page else ""
                return text in page and text not in loose

            service.wait(shown)
            lags.append(time.monotonic() - posted_at)
    with capsys.disabled():
        print(f"\nPOST to the drafter's page: {', '.join(f'{lag:.2f}' for lag in lags)} s")
