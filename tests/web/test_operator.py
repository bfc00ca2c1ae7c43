"""What the operator asks: health, readiness, figures, the description of the API."""

from __future__ import annotations

import os
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import Site


def test_health_and_figures(site: Site) -> None:
    assert site.client.get("/healthz").text == "ok"
    assert site.client.get("/readyz").text == "ok"
    described = site.client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.")


def of(site: Site, address: str) -> TestClient:
    """A visitor from an address."""
    return TestClient(site.client.app, client=(address, 50000))


def test_figures_are_for_this_machine(site: Site) -> None:
    for address in ("127.0.0.1", "::1"):
        assert "process_" in of(site, address).get("/metrics").text
    for address in ("10.0.0.7", "203.0.113.9", "testclient", "::ffff:10.0.0.7"):
        answer = of(site, address).get("/metrics")
        assert answer.status_code == 403
        assert "process_" not in answer.text
    for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"):
        answer = of(site, "127.0.0.1").get("/metrics", headers={name: "127.0.0.1"})
        assert answer.status_code == 403


def test_figures_by_token(site: Site) -> None:
    site.town.house.settings.metrics_token = "一个口令abc"
    for given, status in (
        (b"Bearer \xe4\xb8\x80\xe4\xb8\xaa\xe5\x8f\xa3\xe4\xbb\xa4abc", 200),
        (b"Bearer wrong", 403),
        (b"", 403),
        (b"Bearer ", 403),
    ):
        answer = of(site, "10.0.0.7").get("/metrics", headers={b"Authorization": given})
        assert answer.status_code == status, given
    assert of(site, "127.0.0.1").get("/metrics").status_code == 403


def test_not_ready_on_a_full_disk(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    found = os.statvfs(site.town.house.settings.data_dir)
    full = os.statvfs_result((*found[:3], 10, 10, *found[5:]))
    monkeypatch.setattr("os.statvfs", lambda _: full)
    answer = site.client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "disk")


def test_not_ready_while_the_database__does_not_answer(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("gone")

    monkeypatch.setattr("app.wiring.House.read", fails)
    assert site.client.get("/readyz").status_code == 503
    assert site.client.get("/healthz").status_code == 200


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "/nowhere", 404),
    ("DELETE", "/receipt", 405),
    ("GET", "/about/nothing", 404),
    ("GET", "/static/../settings.py", 404),
    ("GET", "/office/mail/abc", 404),
    ("GET", "/office/mail/99999999999999999999", 404),
    ("GET", "/office/mail/-1/raw", 404),
])  # fmt: skip
def test_errors_are_pages(site: Site, method: str, path: str, status: int) -> None:
    answer = site.client.request(method, path)
    assert answer.status_code == status
    assert "Traceback" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_an_error_has_a_number_and_no_traceback(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("secret words of the database")

    monkeypatch.setattr("app.wiring.House.read", fails)
    answer = site.client.get(f"{site.office}/report", headers={"cookie": "zhutiao_session=x"})
    assert answer.status_code == 500
    assert "secret words" not in answer.text
    assert "编号" in answer.text


def test_a_draft_comes_packed_to_who_can_unpack_it(site: Site) -> None:
    style = site.client.get(site.base).text.split('href="/static/')[1].split('"')[0]
    for path in (site.base, f"{site.base}/1-1", f"/static/{style}"):
        for _ in ("made", "kept"):
            plain = site.client.get(path, headers={"accept-encoding": "identity"})
            packed = site.client.get(path, headers={"accept-encoding": "br, gzip"})
            assert packed.headers["content-encoding"] == "gzip"
            assert "content-encoding" not in plain.headers
            assert packed.content == plain.content
            assert int(packed.headers["content-length"]) < len(plain.content)
            assert "accept-encoding" in packed.headers["vary"].lower()
    refused = site.client.get(site.base, headers={"accept-encoding": "gzip; q=0"})
    assert "content-encoding" not in refused.headers


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_a_page_that_did_not_change_is_not_sent_again(site: Site, encoding: str) -> None:
    asked = {"accept-encoding": encoding}
    first = site.client.get(site.base, headers=asked)
    again = site.client.get(site.base, headers={**asked, "if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == first.headers["etag"]


def test_a_receipt_is_never_packed(site: Site) -> None:
    sent = site.client.post(f"{site.base}/1-1", data={"text": "字" * 5000})
    page = site.client.get(sent.headers["location"], headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in page.headers


def test_a_printed_page_says_where_it_is_from_and_until_when(site: Site) -> None:
    site.town.house.settings.public_url = "https://yijian.example.cn/"
    for path in (site.base, f"{site.base}/1-1"):
        page = site.client.get(path, headers={"host": "evil.example"}).text
        line = page.split('class="onprint')[1].split("</p>")[0]
        assert f"https://yijian.example.cn{path} · " in line
        assert "截止，北京时间" in line
        assert "evil.example" not in page
