"""What was typed in the office outlives its session: it is kept, shown, and sent with one press."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from tests.web.conftest import PASSWORD, Site, form_token

REASON = "写了很久的理由，“第十五条”已经\n说明 <b>"


def hidden(page: str) -> dict[str, list[str]]:
    """The hidden fields of a page's form, as a browser sends them."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page):
        found.setdefault(name, []).append(html.unescape(value))
    return found


def sign_in(browser: Any, page: str, password: str = PASSWORD) -> Any:
    data = {**hidden(page), "name": "staff-drafter", "password": password}
    return browser.post("/office/sign-in", data=data)


@pytest.fixture
def form(site: Site) -> str:
    """The address of a form in which a reason is written."""
    return f"{site.office}/words"


def test_through_a_wrong_password_to_the_same_form(site: Site, form: str) -> None:
    browser = site.signed_in("drafter")
    browser.headers["referer"] = f"http://testserver{form}?from=1-1"
    site.town.clock.forward(days=30)
    typed = {"csrf": "x", "concept": REASON, "words": "流量、资费", "do": "add"}
    over = browser.post(form, data=typed)
    assert over.status_code == 401
    assert "登录已过期。内容已留着，登录后接着写" in over.text
    wrong = sign_in(browser, over.text, "不对的口令")
    assert wrong.status_code == 422
    for page in (over, wrong):
        assert html.escape("流量、资费") in page.text
        assert "&lt;b&gt;" in page.text.split("</form>")[1], "shown"
    back = sign_in(browser, wrong.text)
    assert back.status_code == 200
    assert f'action="{form}"' in back.text
    assert f'href="{form}?from=1-1"' in back.text
    fields = hidden(back.text)
    assert [fields[name] for name in ("concept", "words", "do")] == [
        [REASON],
        ["流量、资费"],
        ["add"],
    ]
    again = browser.post(form, data=fields)
    assert again.status_code in (200, 303, 422), "the form itself answers"


def test_a_form_of_an_earlier_session_in_a_new_one(site: Site, form: str) -> None:
    browser = site.signed_in("drafter")
    old = form_token(browser.get(form).text)
    browser.cookies.clear()
    other = browser.get("/office/sign-in").text
    assert sign_in(browser, other).status_code == 303
    data = {"csrf": old, "concept": "资费", "words": "流量、宽带", "do": "add"}
    stale = browser.post(form, data=data)
    assert stale.status_code == 403
    assert "没有权限" not in stale.text
    fields = hidden(stale.text)
    assert fields["words"] == ["流量、宽带"]
    assert fields["csrf"] != [old]
    assert browser.post(form, data=fields).status_code != 403


def test_where_nothing_was_typed_the_page_is_opened_again(site: Site) -> None:
    browser = site.signed_in("drafter")
    page = f"{site.office}/clauses/1-1?at=3"
    browser.headers["referer"] = f"http://testserver{page}"
    site.town.clock.forward(days=30)
    over = browser.post(f"{site.office}/clauses/1-1/undo", data={"csrf": "x"})
    assert "登录已过期，请再登录一次。" in over.text
    back = sign_in(browser, over.text)
    assert back.status_code == 303
    assert back.headers["location"] == page


def test_a_file_is_chosen_again(site: Site) -> None:
    over = site.visit().post("/office/new", files={"file": ("稿.txt", b"1", "text/plain")})
    assert over.status_code == 401
    assert "文件没有收到。登录后请再选一次。" in over.text


def test_a_page_is_opened_as_it_was_asked_for(site: Site) -> None:
    answer = site.visit().get(f"{site.office}/clauses?sort=people")
    assert "clauses%3Fsort%3Dpeople" in answer.headers["location"]
    page = site.visit().get(answer.headers["location"]).text
    assert f'value="{site.office}/clauses?sort=people"' in page


@pytest.mark.parametrize("place", ["https://evil.example/office", "http://testserver//office", ""])
def test_nobody_is_led_elsewhere(site: Site, place: str) -> None:
    over = site.visit().post(
        f"{site.office}/words", data={"words": "词"}, headers={"referer": place}
    )
    assert hidden(over.text)["next"] == ["/office"]
