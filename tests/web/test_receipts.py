"""The receipt: found by its link, or by number and code; wrong, reused, withdrawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from app.core import receipt_numbers
from app.storage.models import OutboxMail
from tests.mail.letters import make_room, plain_text
from tests.web.conftest import Site

WRONG = ("没有找到这个回执。", "请核对回执号，字母不分大小写。")


def send(site: Site) -> str:
    """Send a comment; the secret path of its receipt."""
    answer = site.client.post(f"{site.base}/1-1", data={"text": "建议写明由谁负责。"})
    return str(answer.headers["location"])


def test_found_by_number_and_code_however_typed(site: Site) -> None:
    path = send(site)
    _, _, number, secret = path.split("/")
    typed = receipt_numbers.pretty(number).lower()
    answer = site.client.post("/receipt", data={"receipt": typed, "code": secret.lower()})
    assert answer.status_code == 303
    assert answer.headers["location"] == path


def test_wrong_number_or_code_is_one_answer(site: Site) -> None:
    _, _, number, secret = send(site).split("/")
    _, _, other, _ = send(site).split("/")
    for receipt, code in ((number, "0" * 20), (other[::-1], secret), ("", ""), ("x" * 5000, "")):
        answer = site.client.post("/receipt", data={"receipt": receipt, "code": code})
        assert answer.status_code == 404
        assert all(words in answer.text for words in WRONG)


def test_a_receipt_of_another_opens_nothing(site: Site) -> None:
    _, _, number, _ = send(site).split("/")
    site.client.post(f"{site.base}/1-2", data={"text": "另一条"})
    answer = site.client.post(f"{site.base}/1-2", data={"text": "又一条"})
    _, _, _, other = str(answer.headers["location"]).split("/")
    assert site.client.get(f"/r/{number}/{other}").status_code == 404
    assert site.client.post(f"/r/{number}/{other}/withdraw").status_code == 404


def test_downloaded_as_a_text_to_keep(site: Site) -> None:
    path = send(site)
    answer = site.client.get(f"{path}/receipt.txt")
    assert "attachment" in answer.headers["content-disposition"]
    for words in ("（一）", "指导思想", "建议写明由谁负责。", "北京时间"):
        assert words in answer.text


def test_withdrawn_after_one_question_and_shown_so(site: Site) -> None:
    path = send(site)
    assert site.client.get(f"{path}/withdraw").status_code == 200
    assert "已撤回" not in site.client.get(path).text, "a GET withdraws nothing"
    assert site.client.post(f"{path}/withdraw").headers["location"] == path
    assert "已撤回" in site.client.get(path).text
    assert site.client.post(f"{path}/withdraw").status_code == 303, "twice is as good as once"
    assert site.client.get(f"{path}/withdraw").status_code == 303


def test_after_the_deadline_nothing_is_withdrawn(site: Site) -> None:
    path = send(site)
    site.town.clock.forward(days=15)
    answer = site.client.post(f"{path}/withdraw")
    assert answer.status_code == 409
    assert "不能再撤回" in answer.text
    page = site.client.get(path).text
    assert "已过截止时间，不能再撤回。" in page
    assert "建议写明由谁负责。" in page


def test_its_forms_say_where_they_come_from_and_its_secret_goes_nowhere(site: Site) -> None:
    # With "no-referrer" browsers send the withdrawal with `Origin: null`, which is refused.
    for page in ("", "/withdraw", "/receipt.txt"):
        assert site.client.get(send(site) + page).headers["referrer-policy"] == "strict-origin"


def test_the_same_words_after_a_withdrawal_are_a_new_submission(site: Site) -> None:
    path = send(site)
    assert send(site) == path, "a double click before it"
    site.client.post(f"{path}/withdraw")
    again = send(site)
    assert again != path
    assert "已收到您的意见" in site.client.get(again).text
    assert "已撤回" in site.client.get(path).text


def outbox(site: Site) -> list[tuple[str, str]]:
    return site.town.house.read_now(
        lambda session: [
            (one.template, one.recipient) for one in session.scalars(select(OutboxMail))
        ]
    )


def test_sent_to_the_address_that_was_left(site: Site) -> None:
    form = {"text": "一条", "email": "zhang@post.example"}
    path = str(site.client.post(f"{site.base}/1-1", data=form).headers["location"])
    assert "发到我的邮箱" in site.client.get(path).text
    for _ in range(2):
        answer = site.client.post(f"{path}/mail")
        assert answer.headers["location"] == f"{path}?mailed=1#mailed"
    assert outbox(site) == [("receipt", "zhang@post.example")], "a second click is the first"
    assert "回执已交给邮件系统" in site.client.get(f"{path}?mailed=1").text


def test_sent_to_an_address_named_now_that_is_not_kept_as_contact(site: Site) -> None:
    path = send(site)
    for wrong in (
        "",
        "没有",
        "a@b\r\nBcc: c@d.example",
        "a b@c.example",
        "x" * 400 + "@y.example",
        "a@b..example",
        "a@.example",
        "zhang@qq",
    ):
        answer = site.client.post(f"{path}/mail", data={"email": wrong})
        assert answer.status_code == 422
        assert answer.text.count("邮箱应像 name@example.com") == 2
    assert outbox(site) == []
    site.client.post(f"{path}/mail", data={"email": " li@post.example "})
    assert outbox(site) == [("receipt", "li@post.example")]
    assert "li@post.example" not in site.client.get(path).text
    assert site.client.get(f"{path}/mail").headers["location"] == path


@pytest.mark.parametrize("url", ["", "https://yijian.example.cn"])
@pytest.mark.parametrize(("text", "number"), [("来看我的广告网站", "回执号："), ("Buy my wonderful pills at our shop today", "Receipt number:")])  # fmt: skip
def test_no_word_of_the_sender_reaches_a_named_address(
    site: Site, tmp_path: Path, url: str, text: str, number: str
) -> None:
    answer = site.client.post(f"{site.base}/1-1", data={"text": text, "name": "广告"})
    path = str(answer.headers["location"])
    site.client.post(f"{path}/mail", data={"email": "stranger@post.example"})
    room = make_room(site.town, tmp_path, public_url=url)
    room.send()
    (mail,) = room.written()
    html = mail.get_body(("html",))
    assert html is not None
    for said in (plain_text(mail), html.get_content()):
        assert number.rstrip("：:") in said
        assert text not in said
        assert "广告" not in said
        assert (f"{url}{path}/not-mine" in said) == bool(url)
        assert path.split("/")[3] in said, "the code, in the link or by itself"


def test_not_sent_without_end(site: Site) -> None:
    path = send(site)
    answers = []
    for turn in range(8):
        site.town.clock.forward(minutes=10)
        answers.append(
            site.client.post(f"{path}/mail", data={"email": f"{turn}@post.example"}).status_code
        )
    assert answers == [303] * 3 + [422] * 5
    site.town.clock.forward(days=1)
    assert site.client.post(f"{path}/mail", data={"email": "9@post.example"}).status_code == 303


def test_who_never_sent_it_says_so_and_it_is_withdrawn(site: Site) -> None:
    path = send(site)
    assert f"{path}/not-mine" in site.client.get(f"{path}/withdraw").text
    assert "这不是您发的" in site.client.get(f"{path}/not-mine").text
    assert "已撤回" not in site.client.get(path).text, "a GET changes nothing"
    for _ in range(2):
        assert site.client.post(f"{path}/not-mine").status_code == 303
    assert "这件来件已撤回，不再处理。" in site.client.get(f"{path}/not-mine").text
    trail = site.signed_in("reader").get(f"{site.office}/audit?kind=received").text
    assert trail.count("表示不是本人所发") == 1
    assert trail.count("撤回来件") == 1


def test_after_the_deadline_it_is_noted_only(site: Site) -> None:
    path = send(site)
    site.town.clock.forward(days=15)
    asked = site.client.get(f"{path}/not-mine").text
    assert "点下面的按钮，起草单位会看到您说这不是您发的，并会核对。" in asked
    site.client.post(f"{path}/not-mine")
    assert "征求意见已截止，起草单位会另行核对。" in site.client.get(f"{path}/not-mine").text
    assert "已撤回" not in site.client.get(path).text
    other = path[:-1] + ("1" if path.endswith("0") else "0")
    assert site.client.get(f"{other}/not-mine").status_code == 404
    assert site.client.post(f"{other}/mail").status_code == 404
