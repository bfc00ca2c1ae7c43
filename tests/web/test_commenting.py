"""Posting a comment: what is wrong is said beside its field, and no word typed is ever lost."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.comments import receipts
from app.comments.values import LONGEST_TEXT
from app.consultations import propose
from app.opinions.read import clause_comments
from app.storage.writer import WriterClosed
from app.web.app import make_app
from tests.web.conftest import Site

TYPED = "建议写明由谁负责，什么时候办完。"


def stored(site: Site, address: str = "一/(一)") -> list[str]:
    """The words of the comments on a clause."""
    clause = site.town.clauses[address]
    return [one.text for one in site.town.house.read_now(clause_comments, clause.id)]


def test_a_comment_gets_a_receipt(site: Site) -> None:
    answer = site.client.post(f"{site.base}/1-1", data={"text": TYPED, "kind": "amend"})
    assert answer.status_code == 303
    page = site.client.get(answer.headers["location"])
    assert "已收到您的意见" in page.text
    assert TYPED in page.text
    assert page.headers["cache-control"] == "no-store"
    assert stored(site) == [TYPED]


@pytest.mark.parametrize("text", ["", " \n\t　", "\x00\x07", "\u200b\u202e"])
def test_words_that_show_nothing_are_no_comment(site: Site, text: str) -> None:
    answer = site.client.post(f"{site.base}/1-1", data={"text": text, "name": "王先生"})
    assert answer.status_code == 422
    assert answer.text.count("请写下您的意见") >= 2, "on top and at the field"
    assert "<title>错误：" in answer.text
    assert 'value="王先生"' in answer.text
    assert stored(site) == []


def test_too_long_is_told_with_the_number_and_kept(site: Site) -> None:
    text = "长" * 1_000_000
    answer = site.client.post(f"{site.base}/1-1", data={"text": text})
    assert answer.status_code == 422
    assert f"最多20,000字，现在多了{len(text) - LONGEST_TEXT:,}字" in answer.text
    assert text in answer.text
    assert stored(site) == []


def test_the_longest_allowed_is_kept_whole(site: Site) -> None:
    text = "长" * LONGEST_TEXT
    assert site.client.post(f"{site.base}/1-1", data={"text": text}).status_code == 303
    assert stored(site) == [text]


@pytest.mark.parametrize("text", ["好", "😀", "/stop", "=1+1", "DROP TABLE comments", "第1条"])
def test_odd_words_are_a_comment_like_any_other(site: Site, text: str) -> None:
    assert site.client.post(f"{site.base}/1-1", data={"text": text}).status_code == 303
    assert stored(site) == [text]


def test_control_characters_are_kept_and_not_shown(site: Site) -> None:
    answer = site.client.post(f"{site.base}/1-1", data={"text": "甲\x07乙\x00丙\u202e丁戊"})
    assert "甲乙丙丁戊" in site.client.get(answer.headers["location"]).text
    assert stored(site) == ["甲\x07乙丙\u202e丁戊"], (
        "NUL alone is dropped: PostgreSQL cannot hold it"
    )


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "不是邮箱", "邮箱应像 name@example.com"),
        ("email", "张,三@post.example", "邮箱应像 name@example.com"),
        ("phone", "打给我", "电话可写手机或“区号-号码”"),
    ],
)
def test_a_slip_in_the_contact_gives_everything_back(
    site: Site, field: str, value: str, words: str
) -> None:
    data = {"text": TYPED, "name": "王先生", "kind": "oppose", field: value}
    answer = site.client.post(f"{site.base}/1-1", data=data)
    assert answer.status_code == 422
    assert answer.text.count(words) >= 2
    assert TYPED in answer.text
    assert f'value="{value}"' in answer.text
    assert "<details" in answer.text
    assert "open" in answer.text.split("留下称呼")[0].rsplit("<details", 1)[1]


def test_a_clause_that_does_not_exist(site: Site) -> None:
    for path in (f"{site.base}/9-9", "/c/nowhere/1-1"):
        answer = site.client.post(path, data={"text": TYPED})
        assert answer.status_code == 404
        assert TYPED in answer.text


def test_a_clause_that_takes_no_comments(site: Site) -> None:
    house, town = site.town.house, site.town
    open_ones = {one.id for one in town.clauses.values() if one.address != "一/(一)"}
    house.writer.call(propose.set_commentable, town.consultation.id, open_ones, None)
    assert "不单独收意见" in site.client.get(f"{site.base}/1-1").text
    answer = site.client.post(f"{site.base}/1-1", data={"text": TYPED})
    assert answer.status_code == 409
    assert TYPED in answer.text


def test_a_form_twice_is_one_submission(site: Site) -> None:
    data = {"text": TYPED, "key": "a-random-key"}
    first, second = (site.client.post(f"{site.base}/1-1", data=data) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert stored(site) == [TYPED]


def test_late_is_kept_marked_and_given_back(site: Site) -> None:
    site.town.clock.forward(days=15)
    page = site.client.get(f"{site.base}/1-1").text
    assert "<textarea" not in page
    assert "截止" in page
    answer = site.client.post(f"{site.base}/1-1", data={"text": TYPED})
    assert answer.status_code == 410
    assert "这条意见记为迟到，暂不计入" in answer.text
    assert TYPED in answer.text
    number = answer.text.split('href="/r/')[1].split("/")[0]
    seen = site.town.house.read_now(receipts.view, number)
    assert seen is not None
    assert seen.late
    assert seen.comments[0].text == TYPED


def test_from_another_site_nothing_is_taken(site: Site) -> None:
    for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}):
        answer = site.client.post(f"{site.base}/1-1", data={"text": TYPED}, headers=headers)
        assert answer.status_code == 403
    assert stored(site) == []


def test_too_fast_is_told_and_the_words_stay(site: Site) -> None:
    answers = [
        site.client.post(f"{site.base}/1-1", data={"text": f"{TYPED}{n}"}) for n in range(32)
    ]
    last = answers[-1]
    assert last.status_code == 429
    assert last.headers["retry-after"] == "60"
    assert "提交得有点快" in last.text
    assert "请1分钟后再试，您写的内容都在。" in last.text
    assert f"{TYPED}31" in last.text


@pytest.mark.parametrize("trouble", [WriterClosed(), RuntimeError("the disk is full")])
def test_when_it_cannot_be_stored_the_words_come_back(
    site: Site, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    async def fails(*_args: Any, **_kwargs: Any) -> None:
        raise trouble

    monkeypatch.setattr(site.town.house.writer, "run", fails)
    answer = site.client.post(f"{site.base}/1-1", data={"text": TYPED, "key": "k1"})
    assert answer.status_code == (503 if isinstance(trouble, WriterClosed) else 500)
    assert TYPED in answer.text
    assert 'value="k1"' in answer.text, "sending the same form again counts once"
    assert "Traceback" not in answer.text


def test_a_body_beyond_any_form(site: Site) -> None:
    answer = site.client.post(f"{site.base}/1-1", data={"text": "x" * (13 * 1024 * 1024)})
    assert answer.status_code == 413


def test_announced_but_not_open(site: Site) -> None:
    town = site.town
    early = town.consultation.opens_at
    town.clock.time = early.replace(year=early.year - 1)
    page = site.client.get(site.base).text
    assert "开始收意见，现在可以先读" in page
    assert "坚持以人民为中心。" in page
    answer = site.client.post(f"{site.base}/1-1", data={"text": TYPED})
    assert answer.status_code == 409
    assert "还没有开始收意见" in answer.text
    assert TYPED in answer.text
    assert stored(site) == []


def test_characters_sent_without_percent_signs_are_the_same(site: Site) -> None:
    answer = site.client.post(
        f"{site.base}/1-1",
        content=f"text={TYPED}&name=%E7%8E%8B先生".encode(),
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 303
    assert stored(site) == [TYPED]
    assert "王先生" in site.client.get(answer.headers["location"]).text


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"text=abc"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disp\r\n\r\nabc"),
        ("multipart/form-data; boundary=x", b"no boundary in here"),
    ],
)
def test_a_body_that_nobody_can_read_is_told_so(site: Site, kind: str, body: bytes) -> None:
    answer = site.client.post(f"{site.base}/1-1", content=body, headers={"content-type": kind})
    assert answer.status_code == 400
    assert "没有收到这次提交" in answer.text
    assert stored(site) == []


@pytest.mark.parametrize("origin", ["null", "http://[bad", "http://evil.example"])
def test_an_origin_that_is_none_of_ours(site: Site, origin: str) -> None:
    answer = site.client.post(f"{site.base}/1-1", data={"text": TYPED}, headers={"origin": origin})
    assert answer.status_code == 403
    assert stored(site) == []


def test_behind_a_proxy_with_a_host_of_its_own(site: Site) -> None:
    house = site.town.house
    house.settings.public_url = "https://yijian.example.cn/"
    client = TestClient(make_app(house), base_url="http://backend:8000", follow_redirects=False)
    for origin, status in (("https://yijian.example.cn", 303), ("https://evil.example", 403)):
        answer = client.post(f"{site.base}/1-1", data={"text": TYPED}, headers={"origin": origin})
        assert answer.status_code == status


def test_a_visitor_who_leaves_in_the_middle_is_no_error(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    parts = iter(({"type": "http.request", "body": b"text=1", "more_body": True},
                  {"type": "http.disconnect"}))  # fmt: skip

    async def receive() -> Any:
        return next(parts)

    async def send(_message: Any) -> None: ...

    scope = {"type": "http", "method": "POST", "path": f"{site.base}/1-1", "raw_path": b"",
             "query_string": b"", "headers": [(b"content-length", b"50")]}  # fmt: skip
    asyncio.run(site.client.app(scope, receive, send))  # type: ignore[arg-type]
    assert not [one for one in caplog.records if one.levelname == "ERROR"]
    assert stored(site) == []
