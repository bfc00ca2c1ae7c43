"""新建征求意见 in the browser: a file, its proposal, what a clerk mends, publishing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from app import wiring
from app.cli.demo import DRAFT
from app.consultations import read
from app.web.forms.body import LARGEST_UPLOAD
from tests.web.conftest import Site, form_token


def upload(browser: TestClient, content: bytes, name: str = "稿.txt") -> Any:
    """Upload a draft."""
    token = form_token(browser.get("/office/new").text)
    return browser.post("/office/new", data={"csrf": token}, files={"file": (name, content)})


def fields(page: str) -> dict[str, Any]:
    """The values that stand in the proposal's form."""
    names = ("title", "slug", "issuer", "office", "mailbox", "opens", "closes", "hour")
    found: dict[str, Any] = {
        name: page.split(f'id="f-{name}"')[1].split('value="')[1].split('"')[0] for name in names
    }
    found["csrf"] = form_token(page)
    found["clause"] = [one.split('"')[0] for one in page.split('name="clause" value="')[1:]]
    return found


@pytest.fixture
def clerk(site: Site) -> TestClient:
    """A browser in which an administrator is signed in."""
    return site.signed_in("administrator")


def test_the_real_draft_from_file_to_public_page(site: Site, clerk: TestClient) -> None:
    answer = upload(clerk, (wiring.DRAFTS / DRAFT).read_bytes())
    assert answer.status_code == 303
    page = clerk.get(answer.headers["location"]).text
    typed = fields(page)
    assert "信息化" in typed["title"]
    assert typed["mailbox"] == "scjxwxxh@163.com"
    assert typed["closes"] == "2017-09-12", "the notice's own deadline, since it is still ahead"
    assert len(typed["clause"]) == 83
    assert "从开始到截止少于30日" in page
    last = typed["clause"].pop()
    typed |= {"slug": "sichuan", "publish": "1", "title": "实施意见（征求意见稿）"}

    warned = clerk.post(answer.headers["location"], data=typed)
    assert warned.status_code == 422
    assert warned.text.count("少于30日，请填写原因，将随公告公布") >= 2
    assert 'value="实施意见（征求意见稿）"' in warned.text

    typed["reason"] = "国家文件要求年内出台"
    done = clerk.post(answer.headers["location"], data=typed)
    assert done.status_code == 303
    public = site.client.get("/c/sichuan")
    assert public.status_code == 200
    assert "2017年9月12日（星期二）24时，北京时间" in re.sub(r"<[^>]+>", "", public.text)
    assert "国家文件要求年内出台" in public.text
    view = site.town.house.read_now(read.by_slug, "sichuan")
    assert view is not None
    clauses = site.town.house.read_now(read.clauses_of, view.id)
    closed = [one.id for one in clauses if not one.commentable]
    assert closed == [int(last)]


def test_until_it_is_published_nobody_sees_it(site: Site, clerk: TestClient) -> None:
    location = upload(clerk, "一、总则\n要节约。\n二、附则\n要执行。".encode()).headers["location"]
    slug = location.split("/")[3]
    assert site.client.get(f"/c/{slug}").status_code == 404
    assert slug not in site.client.get("/").text


def test_announced_before_it_opens(site: Site, clerk: TestClient) -> None:
    location = upload(clerk, "一、总则\n要节约。\n二、附则\n要执行。".encode()).headers["location"]
    typed = fields(clerk.get(location).text)
    opens = site.town.clock() + timedelta(days=3)
    closes = opens + timedelta(days=40)
    typed |= {
        "slug": "later",
        "publish": "1",
        "opens": f"{opens:%Y-%m-%d}T09:00",
        "closes": f"{closes:%Y-%m-%d}",
    }
    assert clerk.post(location, data=typed).status_code == 303
    page = site.client.get("/c/later").text
    assert f"{opens.month}月{opens.day}日9时开始收意见，现在可以先读。" in page
    assert "要节约。" in page
    assert "即将开始" in site.client.get("/").text


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "空.txt"),
        (bytes(range(256)) * 64, "乱.txt"),
        (b"PK\x03\x04 not a real zip", "坏.docx"),
        (b"MZ\x90\x00" + bytes(400), "程序.exe"),
    ],
)
def test_an_unreadable_file_is_refused_in_words(
    site: Site, clerk: TestClient, content: bytes, name: str
) -> None:
    before = len(site.town.house.read_now(read.all_of_office))
    answer = upload(clerk, content, name)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "Traceback" not in answer.text
    assert len(site.town.house.read_now(read.all_of_office)) == before


def test_too_large_a_file_is_told_its_bound(clerk: TestClient) -> None:
    bound = LARGEST_UPLOAD // 2**20
    assert f"最大{bound}MB" in clerk.get("/office/new").text
    answer = upload(clerk, bytes(LARGEST_UPLOAD + 1))
    assert answer.status_code == 413
    assert f"文件最大{bound}MB" in answer.text


def test_no_file_at_all(clerk: TestClient) -> None:
    token = form_token(clerk.get("/office/new").text)
    answer = clerk.post("/office/new", data={"csrf": token})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": " "}, "请写标题"),
        ({"title": "标" * 201}, "标题最多200字"),
        ({"closes": "去年"}, "请写截止日期，如 2017-09-12"),
        ({"closes": "2016-01-01"}, "截止时间已经过去了"),
        ({"closes": "9999-12-31"}, "请写截止日期，如 2017-09-12"),
        ({"hour": "25:00"}, "时间应像 17:00"),
        ({"hour": "下午"}, "时间应像 17:00"),
        ({"opens": "0001-01-01T00:00"}, "请写开始时间，如 2017-08-14 09:00"),
        ({"due": "9999-12-31"}, "请写日期，如 2017-10-15"),
        ({"due": "2017-08-01"}, "公布结果要在截止之后"),
        ({"mailbox": "没有"}, "邮箱应像 name@example.com"),
        ({"slug": "大 写"}, "网址只用小写字母、数字和连字符"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    clerk: TestClient, change: dict[str, str], words: str
) -> None:
    location = upload(clerk, "一、总则\n要节约。\n二、附则\n要执行。".encode()).headers["location"]
    typed = {**fields(clerk.get(location).text), **change}
    answer = clerk.post(location, data=typed)
    assert answer.status_code == 422
    assert answer.text.count(words) >= 2


@pytest.mark.parametrize("hour", ["17:30", "17：30", "17点30分", "１７时３０"])
def test_an_hour_as_people_type_it(site: Site, clerk: TestClient, hour: str) -> None:
    data = {"csrf": form_token(clerk.get(f"{site.office}/settings").text), "closes": "2017-09-30"}
    wrong = clerk.post(f"{site.office}/settings/extend", data={**data, "hour": "半夜"})
    assert wrong.text.count("时间应像 17:00") >= 2
    answer = clerk.post(f"{site.office}/settings/extend", data={**data, "hour": hour})
    assert answer.status_code == 303
    assert "17时30分" in clerk.get(f"{site.office}/settings").text


def test_an_address_that_is_taken(site: Site, clerk: TestClient) -> None:
    location = upload(clerk, "一、总则\n要节约。\n二、附则\n要执行。".encode()).headers["location"]
    typed = fields(clerk.get(location).text) | {"slug": site.town.consultation.slug}
    answer = clerk.post(location, data=typed)
    assert answer.status_code == 422
    assert "这个网址已经用了，请换一个" in answer.text


def test_extended_and_told_on_the_page(site: Site, clerk: TestClient) -> None:
    page = clerk.get(f"{site.office}/settings").text
    data = {"csrf": form_token(page), "closes": "2017-09-30", "hour": "17:00"}
    earlier = clerk.post(f"{site.office}/settings/extend", data={**data, "closes": "2017-08-30"})
    assert earlier.status_code == 422
    assert "新的截止时间要比原来的晚" in earlier.text
    assert clerk.post(f"{site.office}/settings/extend", data=data).status_code == 303
    assert "延长至9月30日17时" in site.client.get(site.base).text
