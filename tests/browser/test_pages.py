"""Every page as a reader meets it: accessible, not wider than a small phone, with a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from app import clock, wiring
from app.cli.demo import DRAFT
from app.comments import intake
from tests.browser.conftest import sign_in
from tests.browser.test_whole_path import clause_id
from tests.houses import Published
from tests.live import Live, live
from tests.support.browser import axe_violations, scrolls_sideways, shot

Visit = Callable[..., Page]
LETTER = (
    "我们是经常在省内高速公路上行车的车主。收费站每逢节假日排队几公里，根子在于人工收费太慢。"
    "建议到2020年全省ETC车道占比不低于百分之八十，人工车道只作应急保留。"
)
COMMENTS = (
    LETTER,
    LETTER + "请予采纳。",
    "尊敬的领导：" + LETTER,
    "想用就用，不想用就不用，自愿二字要写进文件。",
    "公交到站信息要准，晚点要让候车的人看得到。",
    "长" * 200,
)


def looked_at(page: Page, name: str = "") -> None:
    """Axe finds nothing, nothing is wider than the window from 320 px on; a picture if named."""
    assert axe_violations(page) == []
    before = page.viewport_size
    for width in (320, 390, 768):
        page.set_viewport_size({"width": width, "height": 900})
        assert not scrolls_sideways(page), f"{page.url} is wider than {width} px"
    if before:
        page.set_viewport_size(before)
    if name:
        shot(page, name)


def send_comments(service: Live) -> None:
    number = clause_id(service, "三/(四)/31")
    town = Published(service.house, service.house.clock, service.consultation, {})  # type: ignore[arg-type]
    for text in COMMENTS:
        parcel = town.parcel(text, None)
        part = parcel.parts[0]
        from dataclasses import replace

        parcel = replace(parcel, parts=(replace(part, clause_id=number),))
        service.house.writer.call(intake.take_in, parcel)


@pytest.mark.parametrize("scripts", [False, True])
def test_the_question_which_clause_is_meant(service: Live, visit: Visit, scripts: bool) -> None:
    page = visit(390, scripts=scripts, dark=scripts)
    page.goto(f"{service.url}/c/{service.consultation.slug}/whole")
    page.fill("[name=text]", "第15点建议补贴中小企业上云。\n第31点ETC不要一刀切。")
    page.click("button.pri")
    page.wait_for_url("**/r/**")
    assert "您似乎在说第15条" in page.inner_text("main")
    if scripts:
        looked_at(page)
    page.click("button:has-text('关联到第15条')")
    page.wait_for_load_state()
    assert "15. 推进信息化和工业化深度融合" in page.inner_text("main")
    assert page.locator("button:has-text('关联到')").count() == 0


@pytest.mark.parametrize("dark", [False, True])
def test_public_pages(service: Live, visit: Visit, dark: bool) -> None:
    page = visit(1440, dark=dark)
    base = f"{service.url}/c/{service.consultation.slug}"
    for path, name in (
        ("/", "home"),
        (f"/c/{service.consultation.slug}", "reading"),
        (f"/c/{service.consultation.slug}/3-1-15", "clause"),
        (f"/c/{service.consultation.slug}/whole", ""),
        ("/receipt", ""),
        ("/about/counting", ""),
        ("/about/privacy", ""),
        ("/about/accessibility", ""),
        ("/nowhere", ""),
    ):
        page.goto(service.url + path)
        looked_at(page, "" if dark else name)
    page.goto(f"{base}/3-1-15")
    page.click("summary:has-text('留下称呼')")
    page.fill("[name=email]", "不是邮箱")
    page.click("button.pri")
    page.wait_for_selector(".summary")
    assert page.evaluate("document.activeElement.id") == "errors"
    assert page.title().startswith("错误：")
    looked_at(page, "" if dark else "clause-error")
    page.fill("textarea[name=text]", "建议写清楚。")
    page.fill("[name=email]", "")
    page.click("button.pri")
    page.wait_for_url("**/r/**")
    looked_at(page, "" if dark else "receipt")
    page.goto(base)
    page.click('[id="3-1-16"] a.say')
    page.wait_for_selector("form.form")
    looked_at(page)


@pytest.mark.parametrize("dark", [False, True])
def test_office_pages(service: Live, visit: Visit, dark: bool) -> None:
    send_comments(service)
    number = clause_id(service, "三/(四)/31")
    from app.opinions.read import clause_desk

    service.wait(
        lambda: (desk := service.read(clause_desk, number)) and not desk.unplaced and desk.groups
    )
    page = visit(1440, dark=dark)
    page.goto(f"{service.url}/office")
    looked_at(page, "" if dark else "sign-in")
    sign_in(page, service.url)
    base = f"{service.url}/office/c/{service.consultation.slug}"
    for path in (
        "",
        "/clauses",
        "/clauses/3-4-31",
        "/clauses/3-1-15",
        "/triage",
        "/late",
        "/report",
        "/settings",
    ):
        page.goto(base + path)
        looked_at(page)
    page.goto(f"{base}/clauses/3-4-31")
    page.click("article.op a:has-text('处理这条') >> nth=0")
    page.wait_for_url("**open=**")
    looked_at(page, "" if dark else "opinions")
    page.click("summary:has-text('改名、确认')")
    page.click("text=移动或单独处理")
    page.wait_for_url("**/opinions/**")
    looked_at(page, "" if dark else "opinion-comments")
    for path in ("/office/mail", "/office/new", "/office?all=1"):
        page.goto(service.url + path)
        looked_at(page)


@pytest.mark.parametrize("dark", [False, True])
def test_a_draft_is_split_beside_its_source(service: Live, visit: Visit, dark: bool) -> None:
    page = visit(1440, dark=dark)
    sign_in(page, service.url)
    page.goto(f"{service.url}/office/new")
    page.set_input_files("#file", wiring.DRAFTS / DRAFT)
    page.click("button.pri")
    page.wait_for_url("**/settings")
    looked_at(page)
    page.click("text=对着原文校对拆分")
    page.wait_for_url("**/outline")
    page.click('[id="r-3-1-16"] a')
    page.wait_for_url("**row=3-1-16**")
    assert page.inner_text("#here").startswith("16.")
    looked_at(page, "" if dark else "outline")
    page.click("button:has-text('降级')")
    page.wait_for_selector("[role=status]:has-text('已降级')")
    page.click("text=撤销上一步")
    page.wait_for_selector("[role=status]:has-text('已撤销')")
    looked_at(page)


@pytest.fixture
def moved(tmp_path: Path, sqlite_database: str) -> Iterator[tuple[Live, Callable[..., None]]]:
    """A service whose clock can be moved."""
    offset = timedelta(0)

    def move(**by: float) -> None:
        nonlocal offset
        offset = timedelta(**by)

    with live(
        tmp_path / "data", sqlite_database, now=lambda: clock.now() + offset, days=14
    ) as running:
        yield running, move


def test_closed_and_late(moved: tuple[Live, Callable[..., None]], visit: Visit) -> None:
    service, move = moved
    page = visit(390)
    base = f"{service.url}/c/{service.consultation.slug}"
    page.goto(f"{base}/3-1-15")
    page.fill("textarea[name=text]", "写得太久，过了截止时间。")
    move(days=15)
    page.click("button.pri")
    page.wait_for_selector("h1:has-text('已过截止时间')")
    assert page.input_value("#kept") == "写得太久，过了截止时间。"
    looked_at(page)
    page.goto(base)
    assert "征求意见已于" in page.inner_text(".band")
    assert page.locator("a.say").count() == 0
    looked_at(page, "closed")
    page.goto(f"{base}/3-1-16")
    assert page.locator("form.form").count() == 0


def test_keyboard_alone(service: Live, visit: Visit) -> None:
    """Tab reaches the form's fields in order, and the focus is never hidden."""
    page = visit(390)
    page.goto(f"{service.url}/c/{service.consultation.slug}/3-1-15")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    seen: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.name || document.activeElement.tagName"))
    assert [name for name in ("text", "kind") if name in seen] == ["text", "kind"]
    assert seen.index("text") < seen.index("kind")


@pytest.mark.parametrize("path", ["", "/3-1-15"])
def test_first_view_is_light(service: Live, visit: Visit, path: str) -> None:
    """A page with its style and scripts, as sent, is under 60 KB; nothing from outside."""
    page = visit(390)
    sizes: list[int] = []
    page.on("requestfinished", lambda one: sizes.append(one.sizes()["responseBodySize"]))
    outside: list[str] = []
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith(service.url) else outside.append(request.url)
        ),
    )
    page.goto(f"{service.url}/c/{service.consultation.slug}{path}")
    page.wait_for_load_state("networkidle")
    assert 5_000 < sum(sizes) < 60_000
    assert [url for url in outside if not url.startswith("data:")] == []


def test_a_draft_is_kept_and_offered_again(service: Live, visit: Visit) -> None:
    page = visit(390)
    address = f"{service.url}/c/{service.consultation.slug}/3-1-15"
    page.goto(address)
    page.fill("textarea[name=text]", "写到一半的话")
    page.goto(address)
    page.click("button:has-text('接着写')")
    assert page.input_value("textarea[name=text]") == "写到一半的话"
    page.click("button.pri")
    page.wait_for_url("**/r/**")
    page.goto(address)
    assert page.locator("button:has-text('接着写')").count() == 0


def test_a_double_click_is_one_submission(service: Live, visit: Visit) -> None:
    from app.comments import counts

    for scripts in (True, False):
        page = visit(390, scripts=scripts)
        page.goto(f"{service.url}/c/{service.consultation.slug}/3-1-15")
        page.fill("textarea[name=text]", f"双击 {scripts}")
        page.dblclick("button.pri")
        page.wait_for_url("**/r/**")
    assert service.read(counts.received, service.consultation.id) == 2


def test_sent_again_after_the_back_button_is_one_submission(service: Live, visit: Visit) -> None:
    page = visit(390)
    address = f"{service.url}/c/{service.consultation.slug}/3-1-16"
    receipts = []
    page.goto(address)
    page.fill("textarea[name=text]", "返回以后又按了一次提交")
    for words in ("返回以后又按了一次提交", "返回以后又按了一次提交", "返回以后另写的一条"):
        page.fill("textarea[name=text]", words)
        page.click("button.pri")
        page.wait_for_url("**/r/**")
        receipts.append(page.url)
        page.go_back()
        page.wait_for_url(address)
    assert receipts[0] == receipts[1] != receipts[2]
    page.goto(address)
    page.fill("textarea[name=text]", "返回以后又按了一次提交")
    page.click("button.pri")
    page.wait_for_url("**/r/**")
    assert page.url not in receipts, "who opens the page anew says it anew"
