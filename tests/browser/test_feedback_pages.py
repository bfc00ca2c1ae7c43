"""Forms and attachments as readers and clerks meet them."""

from __future__ import annotations

from collections.abc import Callable

import docx
from playwright.sync_api import Page

from app.mail import health
from tests.browser.conftest import sign_in
from tests.browser.test_mail_pages import deliver
from tests.browser.test_pages import looked_at
from tests.files import material
from tests.live import Live
from tests.mail.letters import letter, with_attachment

Visit = Callable[..., Page]


def fill(service: Live) -> None:
    """A joint letter with a table, a letter without objection, a file that nobody can read."""
    rows = [
        ("条款", "修改建议", "理由"),
        ("第15条", "补贴小厂", "负担重"),
        ("第16条", "写写乡下", ""),
    ]
    data = material.docx(material.table(*rows) + material.p("联名人：张三、李四、王五、赵六"))
    deliver(
        service, with_attachment("您好，意见见附件，请查收。\n某协会", "协会反馈意见.docx", data)
    )
    agreed = "省经信委：\n来函收悉。经研究，我局无不同意见。\n某市统计局\n2017年9月5日"
    deliver(service, letter(agreed, subject="复函", message_id="<agreed@x.example>"))
    unread = b"%PDF-1.4 broken"
    deliver(
        service, with_attachment("意见见附件", "很长的文件名" * 12 + ".pdf", unread, "公司意见")
    )
    service.wait(lambda: service.read(health.mailbox_health).total == 3)
    service.wait(lambda: not service.read(health.mailbox_health).messages.get("stored"))


def test_a_reader_takes_the_form_home(service: Live, visit: Visit) -> None:
    page = visit(390)
    page.goto(f"{service.url}/c/{service.consultation.slug}")
    for link, ending in (("Word", "docx"), ("Excel", "xlsx")):
        with page.expect_download() as waiting:
            page.click(f".forms a:has-text('{link}')")
        assert waiting.value.suggested_filename.startswith("意见反馈表-")
        assert waiting.value.suggested_filename.endswith(ending)
        if ending == "docx":
            assert len(docx.Document(waiting.value.path()).tables[1].rows) > 40


def test_office_pages(service: Live, visit: Visit) -> None:
    fill(service)
    page = visit(1440)
    sign_in(page, service.url)
    assert "1 个单位" in page.inner_text("main")
    looked_at(page)
    page.goto(f"{service.url}/office/mail/1")
    looked_at(page)
    assert "看来联名4人" in page.inner_text("main")
    with page.expect_download() as waiting:
        page.click("td a[href*='/files/']")
    assert waiting.value.suggested_filename == "协会反馈意见.docx"
    page.fill("#signers", "很多")
    page.click("button:has-text('记下联名人数')")
    assert page.title().startswith("错误：")
    assert page.input_value("#signers") == "很多"
    looked_at(page)
    page.fill("#signers", "5")
    page.click("button:has-text('记下联名人数')")
    assert "联名5人，已核对" in page.inner_text("main")
    page.goto(f"{service.url}/office/mail/2")
    looked_at(page)
    page.click("button:has-text('信里有意见')")
    assert "已改为意见，放进待归条" in page.inner_text("main")
    page.goto(f"{service.url}/office/c/{service.consultation.slug}/triage")
    page.click(".queue a:has-text('公司意见')")
    assert "附件没有读出文字" in page.inner_text("main")
    looked_at(page)
    page.goto(f"{service.url}/office/c/{service.consultation.slug}/report")
    assert "联名信1件，共5人" in page.inner_text("main")
    looked_at(page)
