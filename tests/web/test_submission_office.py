"""来件: found by its receipt number, withdrawn for its sender, restored; and the audit trail."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app import wiring
from app.comments.values import Person
from app.core import receipt_numbers
from app.locale import audit as words
from app.storage.models import Comment, OutboxMail, Submission
from tests.mail.letters import make_room, plain_text
from tests.web.conftest import Site

WHY = "来电要求撤回，已核对回执号和姓名"


def page_of(site: Site, browser: TestClient, receipt: str) -> str:
    """The address of a submission's page, as a clerk finds it."""
    answer = browser.get("/office/submissions", params={"receipt": f" {receipt.lower()} "})
    assert answer.status_code == 303
    return str(answer.headers["location"])


def state(site: Site, receipt: str) -> tuple[bool, list[bool]]:
    """Whether it is withdrawn, and whether its comments count."""

    def look(session: Session) -> tuple[bool, list[bool]]:
        row = session.scalars(select(Submission).where(Submission.receipt == receipt)).one()
        counted = session.scalars(select(Comment.counted).where(Comment.submission_id == row.id))
        return row.withdrawn_at is not None, list(counted)

    return site.town.house.read_now(look)


def outbox(site: Site) -> list[tuple[str, str]]:
    return site.town.house.read_now(
        lambda session: [
            (one.template, one.recipient) for one in session.scalars(select(OutboxMail))
        ]
    )


def test_withdrawn_for_its_sender_with_a_reason(site: Site) -> None:
    receipt = site.town.send("不要这一条", person=Person(name="张三", phone="13800000000")).receipt
    browser = site.signed_in("drafter")
    path = page_of(site, browser, receipt_numbers.pretty(receipt))
    shown = browser.get(path).text
    assert "不要这一条" in shown
    assert "张三，13800000000" in shown
    empty = site.post(browser, f"{path}/withdraw", {"reason": "  "})
    assert empty.status_code == 422
    assert empty.text.count("请写理由，它会记入操作记录") == 2
    assert state(site, receipt) == (False, [True])
    assert site.post(browser, f"{path}/withdraw", {"reason": WHY}).status_code == 303
    assert state(site, receipt) == (True, [False])
    shown = browser.get(path).text
    assert "由本单位代为撤回" in shown
    assert f"理由：{WHY}" in shown
    assert "李敏 · 撤回来件" in shown
    assert outbox(site) == [], "who left no address gets no mail"
    again = site.post(browser, f"{path}/withdraw", {"reason": WHY})
    assert (again.status_code, again.text.count("这件来件已经撤回")) == (422, 2)
    # The sender's own page says it too.
    secret = receipt_numbers.secret(receipt, site.town.house.secret_key)
    assert "已撤回" in site.client.get(f"/r/{receipt}/{secret}").text


def test_a_slip_is_restored_and_a_senders_own_withdrawal_is_not(site: Site) -> None:
    receipt = site.town.send("留着这一条").receipt
    browser = site.signed_in("drafter")
    path = page_of(site, browser, receipt)
    site.post(browser, f"{path}/withdraw", {"reason": WHY})
    site.town.clock.forward(days=20)
    browser = site.signed_in("drafter")
    undone = site.post(browser, f"{path}/withdraw", {"reason": "撤错了件", "undo": "1"})
    assert undone.status_code == 303
    assert state(site, receipt) == (False, [True])
    site.town.clock.forward(days=-20)
    secret = receipt_numbers.secret(receipt, site.town.house.secret_key)
    site.client.post(f"/r/{receipt}/{secret}/withdraw")
    answer = site.post(browser, f"{path}/withdraw", {"reason": "想恢复", "undo": "1"})
    assert answer.status_code == 422
    assert "不是本单位撤回的" in answer.text
    assert state(site, receipt) == (True, [False])


def test_after_the_deadline_it_is_refused_with_words(site: Site) -> None:
    receipt = site.town.send("早就提了").receipt
    site.town.clock.forward(days=15)
    browser = site.signed_in("drafter")
    path = page_of(site, browser, receipt)
    assert "不能再撤回" in browser.get(path).text
    assert f'action="{path}/withdraw"' not in browser.get(path).text
    answer = site.post(browser, f"{path}/withdraw", {"reason": WHY})
    assert answer.status_code == 422
    assert "征求意见已截止，不能再撤回" in answer.text
    assert state(site, receipt) == (False, [True])


def test_who_left_an_address_is_told(site: Site, tmp_path: Path) -> None:
    receipt = site.town.send("写错了", email="zhang@post.example").receipt
    browser = site.signed_in("drafter")
    site.post(browser, f"{page_of(site, browser, receipt)}/withdraw", {"reason": WHY})
    assert outbox(site) == [("withdrawn", "zhang@post.example")]
    room = make_room(site.town, tmp_path)
    room.send()
    (mail,) = room.written()
    assert mail["Subject"] == f"已按您的要求撤回（回执 {receipt_numbers.pretty(receipt)}）"
    said = plain_text(mail)
    assert "撤回后这1条意见不再处理" in said
    assert WHY not in said, "what staff noted is the office's"


def test_only_of_its_own_consultation_and_no_other_number(site: Site) -> None:
    site.town.send("一条")
    browser = site.signed_in("drafter")
    for typed in ("4K7P29QX6", "x", "9" * 500):
        answer = browser.get("/office/submissions", params={"receipt": typed})
        assert answer.status_code == 404
        assert answer.text.count("没有找到这个回执号") == 2
    assert browser.get("/office/submissions").status_code == 200
    assert browser.get(f"{site.office}/submissions/999").status_code == 404
    gone = site.post(browser, f"{site.office}/submissions/999/withdraw", {"reason": WHY})
    assert gone.status_code == 404


def test_nothing_a_clerk_or_sender_wrote_is_markup(site: Site) -> None:
    evil = "<script>alert(1)</script>"
    receipt = site.town.send(evil, person=Person(name=evil)).receipt
    browser = site.signed_in("drafter")
    path = page_of(site, browser, receipt)
    site.post(browser, f"{path}/withdraw", {"reason": evil})
    for page in (path, f"{site.office}/audit"):
        text = browser.get(page).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


def test_the_trail_says_who_when_what_and_is_filtered(site: Site) -> None:
    receipt = site.town.send("一条").receipt
    browser = site.signed_in("drafter")
    site.post(browser, f"{page_of(site, browser, receipt)}/withdraw", {"reason": WHY})
    page = browser.get(f"{site.office}/audit").text
    for said in ("2017年8月29日（星期二）10:12", "李敏", "撤回来件", f"理由：{WHY}", "公布"):
        assert said in page
    received = browser.get(f"{site.office}/audit?kind=received").text
    assert "撤回来件；" in received
    assert "新建征求意见" not in received
    assert "没有记录。" in browser.get(f"{site.office}/audit?kind=decision").text
    odd = "?kind=nothing&before=x", "?before=99999999999999999999", "?before=1"
    assert all(browser.get(f"{site.office}/audit{one}").status_code == 200 for one in odd)
    everything = site.signed_in("administrator").get("/office/audit").text
    assert "新增账号" in everything
    assert "新增账号" not in page, "accounts are no business of one consultation"


def test_a_long_trail_is_paged(site: Site) -> None:
    receipt = site.town.send("一条").receipt
    browser = site.signed_in("drafter")
    path = page_of(site, browser, receipt)
    for turn in range(55):
        site.post(browser, f"{path}/withdraw", {"reason": f"第{turn}次"})
        site.post(browser, f"{path}/withdraw", {"reason": f"错{turn}次", "undo": "1"})
    seen: list[str] = []
    query = "?kind=received"
    while query:
        page = browser.get(f"{site.office}/audit{query}").text
        seen += re.findall(r"理由：([第错]\d+次)", page)
        more = re.search(r'href="(\?kind=received&amp;before=\d+)"', page)
        query = more[1].replace("&amp;", "&") if more else ""
    assert len(seen) == len(set(seen)) == 110
    assert seen[0] == "错54次"


def test_there_is_a_word_for_every_action() -> None:
    """Every action that the source names: of the trail itself, of deeds, of constants."""
    found: set[str] = set()
    for path in (wiring.ROOT / "app").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "action":
                found |= strings(node.value)
            if isinstance(node, ast.Call) and name_of(node.func) in (
                "Deed",
                "_note",
                "note_about",
                "note_change",
            ):
                found |= {one for arg in node.args for one in strings(arg)}
    assert len(found) > 30
    assert found <= set(words.WORDS)


def name_of(func: ast.expr) -> str:
    return func.id if isinstance(func, ast.Name) else getattr(func, "attr", "")


def strings(node: ast.expr) -> set[str]:
    """The hyphened words in an expression: 'a-b' if x else 'c-d' are two; keys and f-strings none."""
    if isinstance(node, (ast.Dict, ast.JoinedStr)):
        return set()
    return {
        one.value
        for one in ast.walk(node)
        if isinstance(one, ast.Constant)
        and isinstance(one.value, str)
        and re.fullmatch(r"[a-z]+(?:-[a-z]+)+", one.value)
    }
