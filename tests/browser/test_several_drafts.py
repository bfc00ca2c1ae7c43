"""A Word file with two drafts, as a clerk and a reader without scripts meet it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from app.core.outline.parse import parse
from tests.browser.conftest import sign_in
from tests.browser.test_pages import looked_at
from tests.houses import publish_outline
from tests.live import Live
from tests.review.test_several_drafts import word_file
from tests.support.browser import shot
from tests.web.test_several_drafts import HEAT, TWO_DRAFTS

Visit = Callable[..., Page]


def test_from_the_upload_to_the_reader(service: Live, visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "两份草案.docx"
    file.write_bytes(word_file())
    clerk = visit(1440)
    sign_in(clerk, service.url)
    clerk.goto(f"{service.url}/office/new")
    clerk.set_input_files("#file", str(file))
    clerk.click("button.pri")
    clerk.wait_for_url("**/settings")
    assert "文件里有2份草案" in clerk.inner_text("main")
    looked_at(clerk)
    settings = clerk.url

    clerk.click("text=校对、改标题 >> nth=1")
    assert HEAT in clerk.input_value("#title")
    clerk.fill("#title", "某市集中供热办法")
    clerk.click("button:has-text('改标题')")
    assert "已改草案标题" in clerk.inner_text("main")
    looked_at(clerk)
    shot(clerk, "drafts-outline")

    corrected = tmp_path / "改正稿.txt"
    corrected.write_text(TWO_DRAFTS.replace("十八摄氏度", "二十摄氏度"), "utf-8")
    clerk.click("summary:has-text('换成改正过的文件')")
    clerk.set_input_files("#file", str(corrected))
    clerk.click("button:has-text('上传并比对')")
    assert "文字有改动 1条" in clerk.inner_text("main")
    looked_at(clerk)
    shot(clerk, "drafts-compare")
    clerk.click("button:has-text('换成这个文件')")
    assert "已换成新文件" in clerk.inner_text("main")

    clerk.goto(settings)
    clerk.fill("#f-reason", "急需施行")
    clerk.click("button[name=publish]")
    assert "已于" in clerk.inner_text("main")
    looked_at(clerk)

    address = f"{service.url}/c/{settings.split('/')[-2]}"
    for path in ("", "/text/2", "/t2", "/t2-a1"):
        clerk.goto(address + path)
        looked_at(clerk)
    clerk.goto(f"{address}/text/2")
    clerk.click("section.draft a.say")
    clerk.wait_for_selector("section.draft form.form")
    assert clerk.url.endswith("/text/2"), "the form opens in place"
    looked_at(clerk)
    clerk.reload()
    shot(clerk, "drafts-reading")
    reader = visit(390, scripts=False)
    reader.goto(address)
    assert "供水应当安全" in reader.inner_text("article")
    reader.click("nav.drafts a >> nth=1")
    assert reader.inner_text("section.draft h2") == "某市集中供热办法"
    assert "供热应当稳定" in reader.inner_text("article")
    reader.click('[id="t2-a1"] a.say')
    reader.fill("textarea[name=text]", "请写明温度。")
    reader.click("button.pri")
    reader.wait_for_url("**/r/**")
    assert "《某市集中供热办法》第一条" in reader.inner_text("main")


def test_the_office_sees_which_draft_is_meant(service: Live, visit: Visit) -> None:
    office = visit(1440)
    sign_in(office, service.url)
    town = publish_outline(service.house, service.house.clock, lambda: parse(TWO_DRAFTS))  # type: ignore[arg-type]
    for place in (f"《{HEAT}》/第二条", f"《{HEAT}》/全文", "全文", None):
        for number in range(3):
            town.send(f"温度要提高，第{number}次说。", place)
    base = f"{service.url}/office/c/{town.consultation.slug}"
    for path in ("", "/clauses", "/map", "/triage", "/clauses/t2-a2", "/clauses/t2", "/report"):
        office.goto(base + path)
        looked_at(office)
        if path != "/report":
            assert f"《{HEAT}》" in office.inner_text("main"), path
