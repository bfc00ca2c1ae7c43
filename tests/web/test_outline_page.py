"""拆分校对 in the browser: each change on its row, undone, carried over to a corrected file."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.consultations import mending, read
from app.web.app import make_app
from tests.web.conftest import Site, form_token
from tests.web.test_new_consultation import fields, upload

TEXT = """一、总体要求
坚持统筹,注重实效。
（一）指导思想
以人民为中心。
（二）基本原则
公平公正。公开透明。
二、保障措施
加强领导。落实经费。
"""
BEFORE = ["一", "一/(一)", "一/(二)", "二"]


@pytest.fixture
def clerk(site: Site) -> TestClient:
    """A browser in which an administrator is signed in."""
    return site.signed_in("administrator")


@pytest.fixture
def page(clerk: TestClient) -> str:
    """The address of a proposal's outline page."""
    location = upload(clerk, TEXT.encode()).headers["location"]
    return str(location).replace("/settings", "/outline")


def addresses(site: Site, page: str) -> list[str]:
    """What the proposal's clauses are now."""
    slug = page.split("/")[3]
    view = next(one for one in site.town.house.read_now(read.all_of_office) if one.slug == slug)
    return [one.address for one in site.town.house.read_now(read.clauses_of, view.id)[1:]]


def do(clerk: TestClient, page: str, what: str, row: str = "", **more: str) -> Any:
    shown = clerk.get(f"{page}?row={row}").text
    seen = re.search(r'name="seen" value="(\d+)"', shown)
    state = seen[1] if seen else "0"
    data = {"csrf": form_token(shown), "do": what, "row": row, "seen": state, **more}
    return clerk.post(page, data=data)


def states(shown: str) -> list[str]:
    """The states of the drafts that a page was made on."""
    return re.findall(r'name="state" value="(\d+)"', shown)


def load(clerk: TestClient, page: str, text: str) -> str:
    """Upload a corrected file; the address of the page that shows what it changes."""
    shown = clerk.get(page)
    token = form_token((shown if shown.status_code == 200 else clerk.get(f"{page}/file")).text)
    answer = clerk.post(
        f"{page}/file", data={"csrf": token}, files={"file": ("改.txt", text.encode())}
    )
    assert answer.status_code == 303
    return str(answer.headers["location"])


def test_shows_source_and_outline_side_by_side(clerk: TestClient, page: str) -> None:
    shown = clerk.get(f"{page}?row=1-2").text
    assert '<mark id="here">（二）基本原则' in shown
    assert 'value="公开透明。"' in shown, "a place to split at"
    assert "拆出4个条款" in shown


def test_each_change_and_its_undoing(site: Site, clerk: TestClient, page: str) -> None:
    steps = [
        ("promote", "1-2", {}, ["一", "一/(一)", "(二)", "二"]),
        ("demote", "1-2", {}, ["一", "一/(一)", "一/(一)/(二)", "二"]),
        ("join", "1-2", {}, ["一", "一/(一)", "二"]),
        ("split", "2", {"place": "落实经费。"}, [*BEFORE, "二/款2"]),
        ("rename", "1-2", {"heading": "原则"}, BEFORE),
        ("close", "1-2", {}, BEFORE),
    ]
    for what, row, more, expected in steps:
        answer = do(clerk, page, what, row, **more)
        assert answer.status_code == 303, what
        assert addresses(site, page) == expected
        assert 'role="status"' in clerk.get(answer.headers["location"]).text
        assert do(clerk, page, "undo").status_code == 303
        assert addresses(site, page) == BEFORE
    assert do(clerk, page, "undo").status_code == 409


def test_what_cannot_be_is_said(site: Site, clerk: TestClient, page: str) -> None:
    answer = do(clerk, page, "promote", "1")
    assert answer.status_code == 409
    assert "已经在最上一级" in answer.text
    assert do(clerk, page, "split", "2", place="没有的话").status_code == 409
    assert do(clerk, page, "explode", "2").status_code == 409
    assert do(clerk, page, "join", "99").status_code == 409
    assert addresses(site, page) == BEFORE


def test_two_clerks_do_not_overwrite_each_other(site: Site, clerk: TestClient, page: str) -> None:
    token = form_token(clerk.get(page).text)
    old = {"csrf": token, "do": "close", "row": "1-1", "seen": "0"}
    assert clerk.post(page, data={**old, "do": "demote", "row": "1-2"}).status_code == 303
    answer = clerk.post(page, data=old)
    assert answer.status_code == 409
    assert "别人刚改过拆分，页面已更新，请再改一次。" in answer.text


def test_a_corrected_file_keeps_the_mendings_that_fit(
    site: Site, clerk: TestClient, page: str
) -> None:
    do(clerk, page, "rename", "1-2", heading="原则")
    do(clerk, page, "demote", "2")
    corrected = TEXT.replace("二、保障措施", "二、保障和监督") + "三、附则\n要执行。\n"
    compared = load(clerk, page, corrected)
    shown = clerk.get(compared).text
    assert "有1处手工改动对不上新文件，不会带过来" in shown
    assert "没有变3条 ＋ 只换了位置0条 ＋ 文字有改动1条 ＋ 新增1条；原有的去掉0条" in shown
    assert addresses(site, page) == ["一", "一/(一)", "一/(二)", "一/二"], "nothing is changed yet"
    data = {"csrf": form_token(shown), "state": states(shown)}
    assert clerk.post(compared, data=data).status_code == 303
    assert addresses(site, page) == [*BEFORE, "三"]
    assert "原则" in clerk.get(page).text
    slug = page.split("/")[3]
    view = next(one for one in site.town.house.read_now(read.all_of_office) if one.slug == slug)
    draft = site.town.house.read_now(mending.proposed, view.id)
    assert draft is not None
    assert [one.kind for one in draft.mendings] == ["rename"]


def test_what_a_corrected_file_changes_is_shown_before_it_is_accepted(
    site: Site, clerk: TestClient, page: str
) -> None:
    corrected = """一、总体要求
坚持统筹,注重实效。
（一）指导思想
以人民为中心。
（二）分工
各部门按职责分工负责。
二、保障措施
加强组织领导。落实经费。
三、基本原则
公平公正。公开透明。
"""
    compared = load(clerk, page, corrected)
    shown = clerk.get(compared).text
    for words in ("文字有改动 1条", "新增 2条", "去掉 1条", "没有变2条"):
        assert words in shown, words
    assert "<mark>组织</mark>" in shown
    token = form_token(shown)
    # Another clerk was quicker.
    do(clerk, page, "demote", "2")
    answer = clerk.post(compared, data={"csrf": token, "state": states(shown)})
    assert answer.status_code == 409
    assert "别人刚改过拆分" in answer.text
    assert addresses(site, page) == ["一", "一/(一)", "一/(二)", "一/二"]
    assert clerk.get(f"{page}/file/1").status_code == 404, "not a file that waits"


def test_a_file_that_cannot_be_read_changes_nothing(
    site: Site, clerk: TestClient, page: str
) -> None:
    shown = clerk.get(page).text
    answer = clerk.post(
        f"{page}/file",
        data={"csrf": form_token(shown), "seen": "0"},
        files={"file": ("坏.docx", b"PK\x03\x04 broken")},
    )
    assert answer.status_code == 422
    assert addresses(site, page) == BEFORE


def test_half_width_signs_are_an_offer_shown_before(
    site: Site, clerk: TestClient, page: str
) -> None:
    do(clerk, page, "rename", "1-2", heading="原则")
    shown = clerk.get(page).text
    assert "把半角标点改为全角（1处）" in shown
    assert "<mark>,</mark>" in shown
    data = {"csrf": form_token(shown), "state": states(shown)}
    assert clerk.post(f"{page}/punctuation", data=data).status_code == 303
    after = clerk.get(page).text
    assert "坚持统筹，注重实效。" in after
    assert "原则" in after
    assert "把半角标点改为全角" not in after


def test_closed_clauses_of_the_settings_page_are_mendings_too(
    site: Site, clerk: TestClient, page: str
) -> None:
    settings = page.replace("/outline", "/settings")
    typed = fields(clerk.get(settings).text) | {"reason": "急"}
    closed = typed["clause"].pop(1)
    assert clerk.post(settings, data=typed).status_code == 303
    assert "手工改过1处" in clerk.get(page).text
    assert do(clerk, page, "demote", "2").status_code == 303
    shown = clerk.get(page).text
    assert shown.count("不收意见</span>") == 1, "the rows are new, the choice stays"
    assert closed


def test_after_publishing_the_outline_stands(site: Site, clerk: TestClient, page: str) -> None:
    settings = page.replace("/outline", "/settings")
    do(clerk, page, "demote", "2")
    typed = fields(clerk.get(settings).text) | {"reason": "急", "publish": "1"}
    token = form_token(clerk.get(page).text)
    assert clerk.post(settings, data=typed).status_code == 303
    assert clerk.get(page).headers["location"] == settings
    data = {"csrf": token, "do": "undo", "seen": "1"}
    answer = clerk.post(page, data=data)
    assert answer.status_code == 409
    assert addresses(site, page) == ["一", "一/(一)", "一/(二)", "一/二"]
    assert "保障措施" in site.client.get(f"/c/{page.split('/')[3]}").text


def test_a_published_draft_is_corrected_where_the_reader_sees_it(
    site: Site, clerk: TestClient, page: str
) -> None:
    settings = page.replace("/outline", "/settings")
    typed = fields(clerk.get(settings).text) | {"reason": "急", "publish": "1"}
    assert clerk.post(settings, data=typed).status_code == 303
    slug = page.split("/")[3]
    public = f"/c/{slug}"
    assert "更正过" not in site.client.get(public).text
    said = {"text": "经费要够。", "key": "key-1234567890abcdef"}
    assert site.client.post(f"{public}/2", data=said).status_code == 303

    assert "更正已发布的文件" in clerk.get(settings).text
    form = f"{page}/file"
    token = form_token(clerk.get(form).text)
    broken = {"file": ("坏.docx", b"PK\x03\x04 broken")}
    assert clerk.post(form, data={"csrf": token}, files=broken).status_code == 422

    def correct(text: str) -> Any:
        answer = clerk.post(form, data={"csrf": token}, files={"file": ("改.txt", text.encode())})
        compared = clerk.get(answer.headers["location"]).text
        data = {"csrf": form_token(compared), "state": states(compared)}
        return clerk.post(answer.headers["location"], data=data)

    refused = correct(TEXT[: TEXT.index("二、保障措施")])
    assert refused.status_code == 409
    assert "有条款已收到意见，新文件里找不到它，不能换。" in refused.text
    site.town.clock.forward(minutes=5)
    done = correct(TEXT.replace("加强领导", "加强组织领导"))
    assert done.status_code == 303
    assert "已换成新文件" in clerk.get(done.headers["location"]).text
    # A process of its own: this one looks once a second.
    reading = TestClient(make_app(site.town.house)).get(public).text
    assert "加强组织领导" in reading
    assert "更正过，已提的意见仍然有效" in reading
    assert "经费要够。" in clerk.get(f"/office/c/{slug}/clauses/2").text


def test_how_many_comments_a_correction_touches_is_said_first(
    site: Site, clerk: TestClient, page: str
) -> None:
    settings = page.replace("/outline", "/settings")
    typed = fields(clerk.get(settings).text) | {"reason": "急", "publish": "1"}
    assert clerk.post(settings, data=typed).status_code == 303
    public = f"/c/{page.split('/')[3]}"
    for number in range(2):
        said = {"text": f"经费要够，{number}。"}
        assert site.client.post(f"{public}/2", data=said).status_code == 303
    changed = clerk.get(load(clerk, page, TEXT.replace("加强领导", "加强组织领导"))).text
    assert "已收到2条意见" in changed
    assert "找不到" not in changed
    gone = clerk.get(load(clerk, page, TEXT[: TEXT.index("二、保障措施")])).text
    assert "有1条在新文件里找不到" in gone
    assert "已收到2条意见" in gone
