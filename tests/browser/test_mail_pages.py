"""The office's pages about mail as a clerk meets them: the room, a mail, the queue."""

from __future__ import annotations

import smtplib
from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.jobs.drain import drain_once
from app.mail import health, queue, views
from app.mail.imap import ImapAccount
from app.mail.jobs import fetch_handler
from app.storage.models import Message, OutboxMail
from tests.browser.conftest import sign_in
from tests.browser.test_pages import looked_at
from tests.live import Live
from tests.mail.letters import bounce, letter, with_attachment

Visit = Callable[..., Page]
TWO = "您好！\n\n第十五条：应当写明对小厂设备改造的补贴，最好写明比例。\n\n我们卫生院的网经常断，远程会诊做不成，希望文件里想到我们。\n\n谢谢\n"


def deliver(service: Live, raw: bytes, sender: str = "zhao@factory.example") -> None:
    with smtplib.SMTP("127.0.0.1", service.smtp_port) as client:
        client.sendmail(sender, [str(service.consultation.mailbox)], raw)


def fill(service: Live) -> None:
    """Mails of every kind, read; one acknowledgement that came back."""
    deliver(
        service,
        letter(
            TWO,
            subject="对信息化实施意见的两点意见",
            message_id="<two@post.example>",
            headers={"Date": "Mon, 28 Aug 2017 10:12:00 +0800"},
        ),
    )
    service.wait(lambda: service.read(health.mailbox_health).outbox.get("sent"))
    ack = service.read(_first_ack)
    deliver(
        service,
        letter(
            "补充：第十六条也要写乡下的网速。",
            subject="回复：补充",
            message_id="<more@post.example>",
            headers={"In-Reply-To": ack},
        ),
    )
    deliver(service, bounce(ack), "")
    deliver(service, letter("", subject="", message_id="<empty@post.example>"))
    deliver(
        service,
        letter(
            "农村老人不会用手机，希望保留窗口。",
            subject="反映一个问题" + "很长的主题" * 30,
            message_id="<long@post.example>",
            sender="卫生院 <w@town.example>",
        ),
    )
    deliver(service, with_attachment("意见见附件。", "意见表.txt", "宽带资费太高。".encode()))
    service.wait(lambda: not service.read(health.mailbox_health).messages.get("stored"))
    service.wait(lambda: service.read(health.mailbox_health).total == 6)


def _first_ack(session: Session) -> str:
    return str(session.scalar(select(OutboxMail.mail_id).order_by(OutboxMail.id)))


@pytest.mark.parametrize("dark", [False, True])
def test_mail_pages(service: Live, visit: Visit, dark: bool) -> None:
    page = visit(1440, dark=dark)
    sign_in(page, service.url)
    base = f"{service.url}/office/c/{service.consultation.slug}"
    page.goto(f"{service.url}/office/mail")
    assert "还没有收到邮件" in page.inner_text("main")
    looked_at(page)
    page.goto(f"{base}/triage")
    assert "没有待归条的邮件" in page.inner_text("main")
    fill(service)
    page.goto(f"{service.url}/office/mail")
    looked_at(page, "" if dark else "mail")
    page.click("text=收到6封")
    assert page.locator("section[aria-labelledby=lines] tbody tr").count() == 6
    looked_at(page)
    page.click("a:has-text('对信息化实施意见的两点意见')")
    assert page.locator(".letter mark").count() == 2
    assert "就是这一封" in page.inner_text(".thread")
    looked_at(page, "" if dark else "message")
    page.goto(f"{service.url}/office/mail?state=empty")
    page.click("th a")
    looked_at(page)
    page.click("button:has-text('再读一遍')")
    page.wait_for_selector(".good")
    page.goto(f"{base}/triage")
    looked_at(page, "" if dark else "triage")
    page.set_viewport_size({"width": 390, "height": 900})
    page.click(".queue a >> nth=1")
    page.wait_for_url("**open=**")
    looked_at(page)


def test_a_failing_mailbox_is_said_on_every_page(service: Live, visit: Visit) -> None:
    account = ImapAccount("127.0.0.1", 1, "office@example.cn", "x", tls=False)
    drain_once(fetch_handler(service.house.tools, account))
    page = visit(1440)
    sign_in(page, service.url)
    page.goto(f"{service.url}/office/c/{service.consultation.slug}")
    assert "1个异常" in page.inner_text("nav")
    page.click("nav a:has-text('邮箱')")
    assert "信件仍在邮箱里，不会丢" in page.inner_text("main")
    looked_at(page)
    assert "对方没有开这个端口" in page.inner_text("main")
    page.click("button:has-text('现在收信')")
    page.wait_for_selector(".good[role=status]")
    (box,) = service.read(health.mailbox_health).mailboxes
    assert box.next_at is None


def test_the_queue_is_worked_off_by_keyboard(service: Live, visit: Visit) -> None:
    fill(service)
    count = service.read(queue.waiting)
    assert count == 3
    page = visit(1440)
    sign_in(page, service.url)
    page.goto(f"{service.url}/office/c/{service.consultation.slug}/triage")
    page.fill("#other", "没有这一条")
    page.keyboard.press("Enter")
    page.wait_for_selector("#errors")
    assert page.input_value("#other") == "没有这一条"
    assert page.title().startswith("错误：")
    looked_at(page)
    for typed in ("17", "三/(四)/31", "全文"):
        page.fill("#other", typed)
        with page.expect_navigation(url="**done=tied**"):
            page.keyboard.press("Enter")
    assert "没有待归条的邮件" in page.inner_text("main")
    assert service.read(queue.waiting) == 0
    lines = service.read(views.in_state, "tied")
    assert len(lines) == 4


def test_a_proposal_is_taken_by_enter_alone(service: Live, visit: Visit) -> None:
    fill(service)
    count = service.read(queue.waiting)
    page = visit(1440)
    sign_in(page, service.url)
    page.goto(f"{service.url}/office/c/{service.consultation.slug}/triage")
    assert page.evaluate(
        "document.activeElement.name + document.activeElement.checked + scrollY"
    ) == ("clausetrue0")
    with page.expect_navigation(url="**done=tied**"):
        page.keyboard.press("Enter")
    assert service.read(queue.waiting) == count - 1
    with page.expect_navigation(url="**done=tied**"):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    assert service.read(queue.waiting) == count - 2


def test_reading_again_as_the_consultation_that_staff_names(service: Live, visit: Visit) -> None:
    deliver(service, letter("", subject="", message_id="<e@post.example>"))
    service.wait(lambda: service.read(views.quarantined))
    (line,) = service.read(views.quarantined)
    page = visit(390)
    sign_in(page, service.url)
    page.goto(f"{service.url}/office/mail/{line.id}")
    page.select_option("#consultation", str(service.consultation.id))
    page.click("button:has-text('再读一遍')")
    page.wait_for_selector(".good")
    row = service.wait(lambda: service.read(_chosen, line.id))
    assert row == service.consultation.id


def _chosen(session: Session, number: int) -> int | None:
    row = session.get_one(Message, number)
    return row.consultation_id if row.state == "empty" else None
