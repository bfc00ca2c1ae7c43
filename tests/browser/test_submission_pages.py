"""What can be done about one submission, as its sender and as a clerk meet it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from app.mail import health
from tests.browser.conftest import sign_in
from tests.browser.test_mail_pages import deliver
from tests.browser.test_pages import looked_at
from tests.live import Live
from tests.mail.letters import letter

Visit = Callable[..., Page]


@pytest.mark.parametrize(("width", "dark"), [(390, False), (1440, True)])
def test_a_receipt_by_mail_and_not_mine(
    service: Live, visit: Visit, width: int, dark: bool
) -> None:
    page = visit(width, dark=dark)
    page.goto(f"{service.url}/c/{service.consultation.slug}/whole")
    page.fill("[name=text]", "请多用老百姓听得懂的话。")
    page.click("button.pri")
    page.wait_for_url("**/r/**")
    receipt = page.url
    page.click("summary:has-text('发到我的邮箱')")
    page.fill("#f-email", "不是邮箱")
    page.click("button:has-text('发送')")
    assert "邮箱应像 name@example.com" in page.inner_text(".summary")
    looked_at(page)
    page.fill("#f-email", "li@post.example")
    page.click("button:has-text('发送')")
    assert "回执已交给邮件系统" in page.inner_text("#mailed")
    looked_at(page)
    service.wait(lambda: service.read(health.mailbox_health).outbox.get("sent"))
    page.goto(f"{receipt}/withdraw")
    page.click("text=这不是我发的")
    looked_at(page)
    page.click("button:has-text('这不是我发的')")
    assert "这件来件已撤回" in page.inner_text("main")
    looked_at(page)


@pytest.mark.parametrize(("width", "dark"), [(390, True), (1440, False)])
def test_a_clerk_withdraws_by_telephone(
    service: Live, visit: Visit, width: int, dark: bool
) -> None:
    deliver(service, letter())
    service.wait(lambda: service.read(health.mailbox_health).outbox.get("sent"))
    page = visit(width, dark=dark)
    sign_in(page, service.url)
    page.goto(f"{service.url}/office/mail?state=all")
    page.click("th a")
    page.click("tr:has-text('回执') a")
    looked_at(page)
    page.click("button:has-text('撤回这件来件')")
    assert "请写理由" in page.inner_text(".summary")
    looked_at(page)
    page.fill("#reason", "来电要求撤回，已核对回执号和姓名")
    page.click("button:has-text('撤回这件来件')")
    assert "由本单位代为撤回" in page.inner_text(".warn")
    looked_at(page)
    base = f"{service.url}/office/c/{service.consultation.slug}"
    for address in (f"{base}/audit", f"{base}/audit?kind=received", f"{service.url}/office/audit"):
        page.goto(address)
        assert "撤回来件" in page.inner_text("main")
        looked_at(page)
    page.goto(f"{service.url}/office/submissions?receipt=nothing")
    looked_at(page)


def test_spam_and_thanks_in_the_mail_room(service: Live, visit: Visit) -> None:
    deliver(service, letter("", subject="", message_id="<spam@post.example>"))
    deliver(service, letter())
    service.wait(lambda: service.read(health.mailbox_health).outbox.get("sent"))
    deliver(service, letter("收到，谢谢", subject="", message_id="<thanks@post.example>"))
    service.wait(lambda: service.read(health.mailbox_health).messages.get("courtesy"))
    page = visit(390)
    sign_in(page, service.url)
    page.goto(f"{service.url}/office/mail")
    page.click("button:has-text('与征求意见无关')")
    assert "已标为与征求意见无关" in page.inner_text(".good")
    looked_at(page)
    page.click(".good button:has-text('撤销')")
    assert "已放回要人看的邮件" in page.inner_text(".good")
    page.click("a:has-text('礼节性回复1封')")
    page.click("th a")
    looked_at(page)
    page.click("button:has-text('改为待归条')")
    service.wait(lambda: service.read(health.mailbox_health).untied)
