"""The clause's desk as its drafter works it: by keyboard alone, and looked at in every state."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from app.comments import intake
from app.opinions import edits, nightly
from app.opinions.read import clause_comments, clause_desk
from app.opinions.values import ClauseDesk, CommentView
from tests.browser.conftest import sign_in
from tests.browser.test_pages import looked_at
from tests.browser.test_whole_path import clause_id
from tests.houses import Published
from tests.live import PASSWORD, STAFF, Live

Visit = Callable[..., Page]
DATA = Path(__file__).parents[1] / "data/opinions"
ADDRESS, SLUG = "三/(一)/17", "3-1-17"


def texts(number: int) -> list[str]:
    """Comments and copies of letters on the clause."""
    found = []
    for name in ("letters.jsonl", "comments.jsonl"):
        rows = map(json.loads, (DATA / name).read_text("utf-8").splitlines())
        found.append([row["text"] for row in rows if row["clause"] == ADDRESS])
    return [*found[0][:14], *found[1]][:number]


def fill(service: Live, number: int) -> int:
    """So many comments on the clause, grouped as a whole: how many of them had come when the worker
    looked is then no matter."""
    clause = clause_id(service, ADDRESS)
    town = Published(service.house, service.house.clock, service.consultation, {})  # type: ignore[arg-type]
    for at, text in enumerate(texts(number)):
        parcel = town.parcel(text, None, email=f"p{at}@b.example")
        parts = (replace(parcel.parts[0], clause_id=clause),)
        service.house.writer.call(intake.take_in, replace(parcel, parts=parts))
    if number > 1:
        service.house.writer.call(nightly.mark_whole, clause)
    service.wait(
        lambda: (desk := service.read(clause_desk, clause)) and not desk.waiting, seconds=60
    )
    return clause


def open_first(page: Page) -> None:
    page.click("#opinions h3 a >> nth=0")
    page.wait_for_url("**open=**")


def desk_of(service: Live, clause: int) -> ClauseDesk:
    found = service.read(clause_desk, clause)
    assert found is not None
    return found


def comments(service: Live, clause: int) -> dict[int, CommentView]:
    return {one.demand_id: one for one in service.read(clause_comments, clause)}


def opened(service: Live, page: Page, query: str = "") -> None:
    sign_in(page, service.url)
    page.goto(f"{service.url}/office/c/{service.consultation.slug}/clauses/{SLUG}{query}")


def demand(page: Page) -> int:
    return int(page.input_value("#code [name=demand]"))


def press(page: Page, key: str) -> None:
    """Press a key and wait for what it does."""
    with page.expect_response(lambda answer: answer.request.method == "GET" and SLUG in answer.url):
        page.keyboard.press(key)
    page.wait_for_selector("#queue:not([aria-busy])")


def waiting(page: Page) -> int:
    return int("".join(filter(str.isdigit, page.inner_text("#hq"))))


def test_by_keyboard_alone(service: Live, visit: Visit) -> None:
    clause = fill(service, 40)
    page = visit(1440)
    opened(service, page)
    start = waiting(page)
    first, target = demand(page), page.get_attribute("[data-key='1']", "value")
    press(page, "1")
    now = comments(service, clause)[first]
    assert (f"to:{now.opinion_id}", now.placed_by, now.read) == (target, "staff", True)
    assert waiting(page) == start - 1
    assert "已归入“" in page.inner_text("#told")
    second = demand(page)
    press(page, "n")
    assert comments(service, clause)[second].opinion_id not in (now.opinion_id, None)
    press(page, "u")
    assert demand(page) == second, "what was undone is on the screen again"
    press(page, "x")
    assert comments(service, clause)[second].off_topic
    third = demand(page)
    press(page, "k")
    assert not comments(service, clause)[third].read
    assert waiting(page) == start - 2
    fourth = demand(page)
    press(page, "]")
    assert demand(page) != fourth
    press(page, "[")
    assert demand(page) == fourth
    assert waiting(page) == start - 2, "looking places nothing"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.matches('#opinions h3 a')")


def test_keys_are_dead_in_fields_and_can_be_turned_off(service: Live, visit: Visit) -> None:
    clause = fill(service, 20)
    page = visit(1440)
    opened(service, page)
    open_first(page)
    before = comments(service, clause)
    page.focus("#why")
    page.keyboard.type("n1xku?")
    assert page.input_value("#why") == "n1xku?"
    page.keyboard.press("Control+x")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    looked_at(page)
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.reload()
    page.keyboard.press("x")
    page.wait_for_timeout(300)
    after = comments(service, clause)
    assert {k: v.placed_by for k, v in after.items()} == {k: v.placed_by for k, v in before.items()}
    assert not any(one.off_topic for one in after.values())


def test_split_in_two_keys_bundle_and_merge(service: Live, visit: Visit) -> None:
    clause = fill(service, 40)
    found = comments(service, clause)
    page = visit(1440)
    opened(service, page)
    for _ in range(len(found)):
        if page.locator("[data-key=s]").count():
            break
        press(page, "]")
    split = demand(page)
    press(page, "s")
    own = [one for one in comments(service, clause).values() if one.id == found[split].id]
    assert len(own) > 1
    press(page, "j")
    own = [one for one in comments(service, clause).values() if one.id == found[split].id]
    assert [one.start for one in own if one.origin != "addition"] == [None]
    boxes = page.locator("#opinions > article input[type=checkbox]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    assert "已选2个观点" in page.inner_text("#bulk")
    page.keyboard.press("m")
    page.wait_for_url("**done=merged**")
    for _ in range(len(found)):
        if page.locator("#bundle").count():
            break
        press(page, "]")
    sure = page.locator("#bundle input[name=demand]")
    ids = [int(one.get_attribute("value") or 0) for one in sure.all()]
    assert ids
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Enter")
    assert page.locator("#bundle[open]").count() == 1
    press(page, "Enter")
    now = comments(service, clause)
    assert all(now[one].read and now[one].placed_by == "staff" for one in ids)


def test_what_was_refused_is_seen_and_not_told_as_done(service: Live, visit: Visit) -> None:
    clause = fill(service, 20)
    page = visit(1440)
    opened(service, page)
    gone = page.locator(".sug [data-key='1']").get_attribute("value")
    desk = desk_of(service, clause)
    ids = [one.id for one in (*desk.groups, *desk.singles)]
    other = next(one for one in ids if f"to:{one}" != gone)
    service.house.writer.call(edits.merge, other, [int(str(gone).removeprefix("to:"))], None)
    before = comments(service, clause)
    page.keyboard.press("1")
    page.wait_for_selector("#errors:has-text('页面已更新')")
    assert page.evaluate("document.activeElement.id") == "errors"
    assert "已归入" not in page.inner_text("#told")
    assert {k: v.opinion_id for k, v in comments(service, clause).items()} == {
        k: v.opinion_id for k, v in before.items()
    }
    press(page, "k")
    assert page.locator("#errors").count() == 0


def test_what_was_on_the_screen_a_second_is_read(service: Live, visit: Visit) -> None:
    clause = fill(service, 3)
    page = visit(1440)
    opened(service, page)
    for one in page.locator("[data-read]").all():
        one.scroll_into_view_if_needed()
        page.wait_for_timeout(1_200)

    def read() -> int:
        desk = service.read(clause_desk, clause)
        return desk.figures.read if desk else 0

    service.wait(lambda: read() == 3)


def test_others_are_told_in_a_line_and_nothing_moves(service: Live, visit: Visit) -> None:
    fill(service, 20)
    page = visit(1440)
    page.clock.install()
    opened(service, page)
    before = page.inner_html("#opinions")
    fill(service, 1)
    page.clock.fast_forward(16_000)
    page.wait_for_selector("#others:has-text('新到1条意见。')")
    assert page.inner_html("#opinions") == before
    page.click("#others a")
    page.wait_for_selector("#others:empty", state="attached")


def test_what_is_being_written_outlives_every_key(service: Live, visit: Visit) -> None:
    fill(service, 40)
    page = visit(1440)
    opened(service, page)
    open_first(page)
    page.fill("#why", "写了一半的理由")
    page.evaluate("document.activeElement.blur()")
    page.locator("#opinions > article input[type=checkbox]").nth(1).check()
    for key in "1]":
        press(page, key)
        assert page.input_value("#why") == "写了一半的理由"
    now = demand(page)
    for key in "nu":
        press(page, key)
        assert page.input_value("#why") == "写了一半的理由"
    assert demand(page) == now, "what was undone is on the screen again"
    assert "已选1个观点" in page.inner_text("#bulk")
    page.context.set_offline(True)
    page.keyboard.press("k")
    page.wait_for_selector("#errors:has-text('连不上服务器')")
    assert page.input_value("#why") == "写了一半的理由"
    page.context.set_offline(False)
    press(page, "k")
    assert page.locator("#errors").count() == 0


def test_what_is_being_written_outlives_the_session(service: Live, visit: Visit) -> None:
    clause = fill(service, 40)
    page = visit(1440)
    opened(service, page)
    open_first(page)
    page.fill("#why", "写了很久的理由")
    page.check(".op.open input[name=outcome][value=adopted]")
    page.evaluate("document.activeElement.blur()")
    page.context.clear_cookies()
    page.keyboard.press("k")
    page.wait_for_selector("#errors:has-text('登录已过期，这一步没有做。正在写的内容还在')")
    assert page.input_value("#why") == "写了很久的理由"
    page.click(".op.open form:has(#why) button.pri")
    page.fill("#f-name", STAFF)
    page.fill("#f-password", PASSWORD)
    page.click("button.pri")
    page.wait_for_selector("h1:has-text('接着提交')")
    page.click("button.pri")
    page.wait_for_selector(".good:has-text('已保存。')")
    decided = [one.decision for one in desk_of(service, clause).groups if one.decision]
    assert [one.reason for one in decided] == ["写了很久的理由"]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("number", [0, 1, 3, 60])
def test_looked_at(service: Live, visit: Visit, number: int, dark: bool) -> None:
    clause = fill(service, number)
    page = visit(1440, dark=dark)
    opened(service, page)
    looked_at(page, "" if dark else {60: "desk", 3: "desk-few"}.get(number, ""))
    if number < 60:
        return
    base = f"{service.url}/office/c/{service.consultation.slug}"
    desk = service.read(clause_desk, clause)
    assert desk is not None
    page.goto(f"{base}/clauses/{SLUG}?open={desk.groups[0].id}")
    looked_at(page)
    for path, name in (
        ("/map", "map"),
        ("/search?q=平台", "search"),
        ("/words", ""),
        (f"/clauses/{SLUG}/runs", ""),
        (f"/clauses/{SLUG}/opinions/{desk.groups[0].id}", ""),
    ):
        page.goto(base + path)
        looked_at(page, "" if dark else name)


def test_the_queue_works_without_scripts(service: Live, visit: Visit) -> None:
    clause = fill(service, 20)
    page = visit(390, scripts=False)
    opened(service, page)
    first = demand(page)
    page.click("#code button[data-key='1']")
    page.wait_for_url("**done=placed**")
    assert comments(service, clause)[first].placed_by == "staff"
    page.click("text=撤销上一步")
    page.wait_for_url("**done=undone**")
    assert demand(page) == first
