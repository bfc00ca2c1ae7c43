"""A file with two drafts, from the upload to the pages: each draft is a text of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.consultations import read
from tests.web.conftest import Site, form_token
from tests.web.test_new_consultation import fields, upload
from tests.web.test_outline_page import load, states

TWO_DRAFTS = """某市水务局关于公开征求《某市供水办法》《某市供热办法》意见的公告
为规范管理，现公开征求意见。请于2017年9月12日前发至 water@example.cn。
某市水务局
2017年8月14日
附件1
某市供水办法（征求意见稿）
第一条 供水应当安全。
第二条 用水单位应当节约用水，安装计量器具。
第三条 本办法自公布之日起施行。
附件2
某市供热办法（征求意见稿）
第一条 供热应当稳定。
第二条 室内温度不低于十八摄氏度。
本办法自公布之日起施行。
附件3
意见反馈表
姓名：
"""
WATER, HEAT = "某市供水办法", "某市供热办法"


@pytest.fixture
def clerk(site: Site) -> TestClient:
    """A browser in which an administrator is signed in."""
    return site.signed_in("administrator")


@pytest.fixture
def proposal(clerk: TestClient) -> str:
    """The address of the settings of a proposal with two drafts."""
    return str(upload(clerk, TWO_DRAFTS.encode()).headers["location"])


@pytest.fixture
def publish(clerk: TestClient) -> Callable[[str], str]:
    """Publishes a proposal; its slug."""

    def done(settings: str) -> str:
        typed = fields(clerk.get(settings).text) | {"reason": "急", "publish": "1"}
        assert clerk.post(settings, data=typed).status_code == 303
        return settings.split("/")[3]

    return done


def rows(site: Site, slug: str) -> list[tuple[str, str]]:
    """Address and slug of all clauses of a consultation."""
    view = next(one for one in site.town.house.read_now(read.all_of_office) if one.slug == slug)
    return [(one.address, one.slug) for one in site.town.house.read_now(read.clauses_of, view.id)]


def do(clerk: TestClient, page: str, what: str, draft: int, row: str = "", **more: str) -> Any:
    shown = clerk.get(f"{page}?draft={draft}&row={row}").text
    seen = re.findall(r'name="seen" value="(\d+)"', shown)
    data = {"csrf": form_token(shown), "do": what, "row": row, "draft": str(draft), **more}
    return clerk.post(page, data=data | {"seen": seen[0] if seen else "0"})


def test_each_draft_found_is_shown_with_its_title(clerk: TestClient, proposal: str) -> None:
    shown = clerk.get(proposal).text
    assert "文件里有2份草案" in shown
    assert f"1. {WATER}" in shown
    assert f"2. {HEAT}" in shown
    assert f'value="{WATER}等2份文件"' in shown, "the consultation's own title"


def test_addresses_and_slugs_are_apart(site: Site, proposal: str) -> None:
    assert rows(site, proposal.split("/")[3]) == [
        ("全文", "whole"),
        (f"《{WATER}》/全文", "t1"),
        (f"《{WATER}》/第一条", "a1"),
        (f"《{WATER}》/第二条", "a2"),
        (f"《{WATER}》/第三条", "a3"),
        (f"《{HEAT}》/全文", "t2"),
        (f"《{HEAT}》/第一条", "t2-a1"),
        (f"《{HEAT}》/第二条", "t2-a2"),
        (f"《{HEAT}》/第二条/款1", "t2-a2-p1"),
        (f"《{HEAT}》/第二条/款2", "t2-a2-p2"),
    ]


def test_each_draft_is_mended_by_itself(site: Site, clerk: TestClient, proposal: str) -> None:
    page, slug = proposal.replace("/settings", "/outline"), proposal.split("/")[3]
    first, second = clerk.get(page).text, clerk.get(f"{page}?draft=2").text
    assert "供水应当安全" in first
    assert "供热应当稳定" not in first
    assert "供热应当稳定" in second
    assert "供水应当安全" not in second
    assert clerk.get(f"{page}?draft=3").status_code == 404

    assert do(clerk, page, "join", 2, "a1").status_code == 409, "the first has nothing above it"
    assert do(clerk, page, "rename", 2, "a1", heading="供热").status_code == 303
    assert do(clerk, page, "join", 2, "a2").status_code == 303
    assert (f"《{HEAT}》/第二条", "t2-a2") not in rows(site, slug)
    assert (f"《{WATER}》/第二条", "a2") in rows(site, slug)
    assert do(clerk, page, "undo", 1).status_code == 409, "the first draft was not changed"
    assert do(clerk, page, "undo", 2).status_code == 303
    assert (f"《{HEAT}》/第二条", "t2-a2") in rows(site, slug)
    assert "手工改过1处" in clerk.get(f"{page}?draft=2").text
    assert "手工改过" not in clerk.get(page).text


def test_a_title_is_changed_and_changed_back(site: Site, clerk: TestClient, proposal: str) -> None:
    page, slug = proposal.replace("/settings", "/outline"), proposal.split("/")[3]
    assert do(clerk, page, "title", 2, title="某市集中供热办法").status_code == 303
    assert ("《某市集中供热办法》/第一条", "t2-a1") in rows(site, slug)
    assert ("《某市集中供热办法》/全文", "t2") in rows(site, slug)
    assert ("全文", "whole") in rows(site, slug)
    assert do(clerk, page, "title", 2, title=" ").status_code == 409
    # The same title twice: the addresses stay apart.
    assert do(clerk, page, "title", 2, title=WATER).status_code == 303
    assert (f"《{WATER}（2）》/第一条", "t2-a1") in rows(site, slug)
    assert do(clerk, page, "undo", 2).status_code == 303
    assert do(clerk, page, "undo", 2).status_code == 303
    assert (f"《{HEAT}》/第一条", "t2-a1") in rows(site, slug)


def test_a_corrected_file_keeps_the_mendings_of_each_draft(
    site: Site, clerk: TestClient, proposal: str
) -> None:
    page, slug = proposal.replace("/settings", "/outline"), proposal.split("/")[3]
    do(clerk, page, "rename", 1, "a1", heading="供水")
    do(clerk, page, "rename", 2, "a1", heading="供热")
    corrected = TWO_DRAFTS.replace("十八摄氏度", "二十摄氏度")
    compared = load(clerk, page, corrected)
    shown = clerk.get(compared).text
    assert "对不上" not in shown
    assert "<mark>二十</mark>" in shown
    answer = clerk.post(compared, data={"csrf": form_token(shown), "state": states(shown)})
    assert answer.status_code == 303
    for draft, heading in ((1, "供水"), (2, "供热")):
        assert f"<span>{heading}</span>" in clerk.get(f"{page}?draft={draft}").text
    assert (f"《{HEAT}》/第一条", "t2-a1") in rows(site, slug)

    # One of the two is taken out again.
    only = corrected[: corrected.index("附件2")]
    compared = load(clerk, page, only)
    shown = clerk.get(compared).text
    assert "新文件比原来少1份草案" in shown
    clerk.post(compared, data={"csrf": form_token(shown), "state": states(shown)})
    assert rows(site, slug)[:2] == [("全文", "whole"), ("第一条", "a1")]


def test_readers_find_both_drafts(
    site: Site, clerk: TestClient, proposal: str, publish: Callable[[str], str]
) -> None:
    base = f"/c/{publish(proposal)}"
    first, second = site.client.get(base).text, site.client.get(f"{base}/text/2").text
    assert "供水应当安全" in first
    assert "供热应当稳定" not in first
    assert "供热应当稳定" in second
    for shown in (first, second):
        assert "共2份文件，分别征求意见" in shown
        assert f'href="{base}"' in shown
        assert f'href="{base}/text/2"' in shown
        assert len(re.findall("<h1", shown)) == 1
    assert f'href="{base}/t2-a2"' in second
    assert f'href="{base}/t2"' in second
    assert f'href="{base}/whole"' in second
    assert site.client.get(f"{base}/text/1").headers["location"] == base
    assert site.client.get(f"{base}/text/3").status_code == 404
    assert "供热应当稳定" in site.client.get(f"{base}/t2-a1").text
    assert "供水应当安全" in site.client.get(f"{base}/a1").text


def test_a_comment_says_which_draft_it_is_on(
    site: Site, clerk: TestClient, proposal: str, publish: Callable[[str], str]
) -> None:
    slug = publish(proposal)
    for place in ("t2-a1", "t2", "whole"):
        site.client.get(f"/c/{slug}/{place}")
        answer = site.client.post(
            f"/c/{slug}/{place}",
            data={"text": f"这是对{place}的意见", "key": f"key-{place}-1234567890"},
        )
        assert answer.status_code == 303, place
        receipt = site.client.get(answer.headers["location"]).text
        assert (f"《{HEAT}》" in receipt) == (place != "whole")
    office = f"/office/c/{slug}"
    table = clerk.get(f"{office}/clauses").text
    assert f"《{HEAT}》/第一条" in table
    assert f"《{HEAT}》/全文" in table
    assert clerk.get(f"{office}/clauses/t2-a1").status_code == 200
    for page in (office, f"{office}/map", f"{office}/clauses/t2", f"{office}/triage"):
        assert clerk.get(page).status_code == 200, page


def test_a_clerk_says_that_it_is_one_file_and_takes_it_back(
    site: Site, clerk: TestClient, proposal: str
) -> None:
    page, slug = proposal.replace("/settings", "/outline"), proposal.split("/")[3]
    before = rows(site, slug)

    def regroup(what: str) -> Any:
        shown = clerk.get(page).text
        data = {"csrf": form_token(shown), "do": what, "state": states(shown)}
        return clerk.post(f"{page}/drafts", data=data)

    assert regroup("together").status_code == 303
    assert [one for one, _ in rows(site, slug)][:4] == ["全文", "第一条", "第二条", "第三条"]
    assert ("第一条#2", "a1x2") in rows(site, slug)
    assert "文件里像有2份草案，现在当作一份文件" in clerk.get(page).text
    assert do(clerk, page, "rename", 1, "a1x2", heading="供热").status_code == 303
    assert regroup("apart").status_code == 303
    assert rows(site, slug) == before
    token = form_token(clerk.get(page).text)
    answer = clerk.post(f"{page}/drafts", data={"csrf": token, "do": "together", "state": ["7"]})
    assert answer.status_code == 409
    assert rows(site, slug) == before


def test_a_draft_without_a_title_is_still_told_apart(site: Site, clerk: TestClient) -> None:
    text = f"第一条 供水应当安全。\n第二条 节约用水。\n附件2\n{HEAT}（征求意见稿）\n第一条 供热应当稳定。\n"
    settings = str(upload(clerk, text.encode()).headers["location"])
    page, slug = settings.replace("/settings", "/outline"), settings.split("/")[3]
    assert ("《第1件》/第一条", "a1") in rows(site, slug)
    assert do(clerk, page, "rename", 1, "a1", heading="供水").status_code == 303
    assert ("《第1件》/第一条", "a1") in rows(site, slug)
    assert do(clerk, page, "title", 1, title="某市供水办法").status_code == 303
    assert ("《某市供水办法》/第一条", "a1") in rows(site, slug)
    assert do(clerk, page, "undo", 1).status_code == 303
    assert ("《第1件》/第一条", "a1") in rows(site, slug)


def test_a_file_that_was_said_to_be_one_text_stays_one(
    site: Site, clerk: TestClient, proposal: str, publish: Callable[[str], str]
) -> None:
    page = proposal.replace("/settings", "/outline")
    shown = clerk.get(page).text
    data = {"csrf": form_token(shown), "state": states(shown), "do": "together"}
    assert clerk.post(f"{page}/drafts", data=data).status_code == 303

    def drafts() -> int:
        views = site.town.house.read_now(read.all_of_office)
        call = next(one.id for one in views if one.slug == page.split("/")[3])
        return len(site.town.house.read_now(read.documents, call))

    assert drafts() == 1
    shown = clerk.get(page).text
    data = {"csrf": form_token(shown), "state": states(shown)}
    assert clerk.post(f"{page}/punctuation", data=data).status_code == 303
    assert drafts() == 1
    publish(proposal)
    answer = load(clerk, page, TWO_DRAFTS.replace("十八", "二十"))
    compared = clerk.get(answer).text
    data = {"csrf": form_token(compared), "state": states(compared)}
    assert clerk.post(answer, data=data).headers["location"].endswith("done=file")
    assert drafts() == 1
