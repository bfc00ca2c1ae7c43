"""The whole path: comment, receipt, opinion, decision, report; by web and by mail."""

from __future__ import annotations

import io
import smtplib
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page

from app.comments import receipts
from app.opinions.read import clause_comments
from tests.browser.conftest import sign_in
from tests.live import Live
from tests.support.browser import shot

COMMENT = "中小企业也需要这样的平台，希望写上“鼓励大型企业的平台向中小企业开放”。"
REASON = "已增加“鼓励大型企业的平台向中小企业开放”。"
Visit = Callable[..., Page]


def clause_id(service: Live, address: str) -> int:
    from app.consultations import read

    clauses = service.read(read.clauses_of, service.consultation.id)
    return next(clause.id for clause in clauses if clause.address == address)


def comment_on_15(page: Page, service: Live, *, scripts: bool) -> str:
    page.goto(f"{service.url}/c/{service.consultation.slug}")
    page.click('[id="3-1-15"] a.say')
    if scripts:
        page.wait_for_selector("form.form")
        assert page.url.endswith(service.consultation.slug), "the form opens in place"
    else:
        page.wait_for_url("**/3-1-15")
    page.fill("textarea[name=text]", COMMENT)
    page.check("input[value=amend]")
    page.click("button.pri")
    page.wait_for_url("**/r/**")
    return page.inner_text(".number").replace(" ", "")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_citizen_gets_a_receipt(service: Live, visit: Visit, scripts: bool) -> None:
    page = visit(390, scripts=scripts)
    receipt = comment_on_15(page, service, scripts=scripts)
    assert page.inner_text("h1") == "已收到您的意见"
    seen = service.read(receipts.view, receipt)
    assert seen is not None
    assert [(c.address, c.kind, c.text) for c in seen.comments] == [
        ("三/(一)/15", "amend", COMMENT)
    ]
    page.click("text=撤回 >> nth=-1")
    page.click("text=确认撤回")
    page.wait_for_selector("h1:has-text('已撤回')")


def test_from_the_comment_to_the_report(service: Live, visit: Visit) -> None:
    comment_on_15(visit(390), service, scripts=True)
    number = clause_id(service, "三/(一)/15")
    service.wait(lambda: [c for c in service.read(clause_comments, number) if c.opinion_id])
    office = visit(1440)
    sign_in(office, service.url)
    shot(office, "dashboard")
    office.click(".map a:has-text('15')")
    office.wait_for_url("**/clauses/3-1-15")
    assert COMMENT in office.inner_text("#opinions"), "a single comment has its form open"
    office.click("button:has-text('保存') >> nth=0")
    office.wait_for_selector(".summary")
    office.check("input[value=partly]")
    office.fill("textarea[name=reason]", REASON)
    office.click("form.dec button.pri")
    office.wait_for_selector("[role=status]:has-text('已保存')")
    assert "部分采纳" in office.inner_text(".op .row2")
    shot(office, "clause-desk")
    office.click("nav >> text=处理表")
    office.click("button:has-text('导出')")
    office.wait_for_selector("a:has-text('下载 意见汇总处理表')", timeout=30_000)
    shot(office, "report")
    with office.expect_download() as download:
        office.click("a:has-text('下载 意见汇总处理表')")
    content = Path(download.value.path()).read_bytes()
    rows = list(
        openpyxl.load_workbook(io.BytesIO(content))["按意见"].iter_rows(min_row=5, values_only=True)
    )
    assert [row[1:3] + row[4:6] for row in rows] == [
        ("三/(一)/15 推进信息化和工业化深度融合", COMMENT, "部分采纳", REASON)
    ]


def test_a_gbk_mail_reaches_the_clause_and_is_acknowledged_once(
    service: Live, visit: Visit
) -> None:
    mail = EmailMessage()
    mail["From"] = "zhao@factory.example"
    mail["To"] = "scjxwxxh@163.com"
    mail["Subject"] = "关于第十五条"
    mail["Message-ID"] = "<1@factory.example>"
    mail.set_content("第十五条建议增加对中小企业上云的补贴。", charset="gbk", cte="8bit")
    for _ in range(2):
        with smtplib.SMTP("127.0.0.1", service.smtp_port) as client:
            client.send_message(mail)
    number = clause_id(service, "三/(一)/15")
    found = service.wait(lambda: [c for c in service.read(clause_comments, number) if c.opinion_id])
    assert [(c.channel, c.text) for c in found] == [
        ("mail", "第十五条建议增加对中小企业上云的补贴。")
    ]
    outbox = Path(service.house.settings.data_dir) / "outbox"
    letters = service.wait(lambda: sorted(outbox.glob("*.eml")))
    assert len(letters) == 1
    office = visit(1440)
    sign_in(office, service.url)
    office.goto(f"{service.url}/office/c/{service.consultation.slug}/clauses/3-1-15")
    assert "上云的补贴" in office.inner_text("main")
