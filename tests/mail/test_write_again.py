"""People write again: additions, corrections, withdrawals; staff see the thread."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.comments import receipts
from app.core import receipt_numbers
from app.mail import thread
from app.mail.reading import read_mail
from app.mail.withdrawal import asked
from app.web.app import make_app
from tests.houses import Published
from tests.mail.letters import Room, bounce, letter, make_room, plain_text

OTHER = "别人 <else@other.example>"


@pytest.fixture
def database(sqlite_database: str) -> str:
    """The engine does not matter here."""
    return sqlite_database


@pytest.fixture
def room(town: Published, tmp_path: Path) -> Room:
    return make_room(town, tmp_path, public_url="https://yijian.example.cn")


def number(room: Room) -> str:
    return receipt_numbers.pretty(room.submissions()[0].receipt)


def answers(room: Room) -> list[int | None]:
    return [one.answers_id for one in room.messages()]


@pytest.mark.parametrize(
    "way", ["in-reply-to", "references", "subject", "body", "quoted", "english"]
)
def test_an_addition_is_tied_to_the_first_submission(first: Room, way: str) -> None:
    (ack,) = first.outbox()
    pretty = number(first)
    headers = {
        "in-reply-to": {"In-Reply-To": ack.mail_id},
        "references": {"References": f"<0@x.example> {ack.mail_id}"},
    }
    text = {
        "body": f"补充回执 {pretty}：第十六条也要写。",
        "quoted": f"第十六条也要写。\n\n------------------ 原始邮件 ------------------\n"
        f"发件人: 省经信委\n\n回执号：{pretty.replace(' ', '')}\n",
        "english": f"Receipt number: {pretty}. Clause 16 too, please.",
    }
    mail = letter(
        text.get(way, "补充：第十六条也要写。"),
        subject=f"Re: 已收到您的意见（回执 {pretty}）" if way == "subject" else "补充",
        message_id="<2@post.example>",
        headers=headers.get(way),
    )
    message = first.take(mail)
    one, two = first.submissions()
    assert (message.state, message.answers_id) == ("taken", one.id)
    assert two.message_id == message.id
    assert one.sender_key == two.sender_key
    first.send()
    said = plain_text(first.written()[-1])
    assert pretty in said
    assert ("补充或更正" in said) or ("add to or correct" in said)


def test_an_addition_to_an_addition_belongs_to_the_first(first: Room) -> None:
    ids = [first.submissions()[0].id]
    for turn in range(2, 4):
        ack = first.outbox()[-1]
        raw = letter(
            f"补充{turn}", message_id=f"<{turn}@x.example>", headers={"In-Reply-To": ack.mail_id}
        )
        first.take(raw)
        first.send()
    assert answers(first) == [None, ids[0], ids[0]]


def test_a_number_of_nobody_is_no_answer(first: Room) -> None:
    nobody = receipt_numbers.pretty(receipt_numbers.make(12345))
    message = first.take(letter(f"回执 {nobody} 的事", message_id="<2@x.example>"))
    assert message.answers_id is None


def test_staff_see_the_thread(first: Room) -> None:
    (ack,) = first.outbox()
    first.town.clock.forward(hours=1)
    first.take(
        letter("更正：第十五条改为第十六条。", message_id="<2@x.example>",
               headers={"In-Reply-To": ack.mail_id})
    )  # fmt: skip
    first.town.clock.forward(hours=1)
    first.take(bounce(ack.mail_id), envelope_from="")
    first.town.clock.forward(hours=1)
    first.take(letter("", subject=f"撤回 {number(first)}", message_id="<3@x.example>"))
    letters = first.town.house.read_now(thread.thread, first.submissions()[0].id)
    assert [(one.kind, one.incoming, one.state) for one in letters] == [
        ("mail", True, "taken"),
        ("acknowledgement", False, "failed"),
        ("mail", True, "taken"),
        ("acknowledgement", False, "waiting"),
        ("mail", True, "bounce"),
        ("mail", True, "withdrawal"),
        ("withdrawal", False, "waiting"),
    ]
    assert "更正：第十五条改为第十六条。" in letters[2].words


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("撤回", "回执 {number}"),
        ("撤回 {number}", ""),
        ("撤回（回执号：{number}）", "谢谢"),
        ("回复：撤回", "回执号{number}"),
        ("申请撤回", "我的回执是：回执 {number}"),
        ("Withdraw {number}", ""),
        ("Re: 已收到您的意见（回执 {number}）", "撤回"),
    ],
)
def test_a_withdrawal_by_mail_is_confirmed_by_a_click(first: Room, subject: str, text: str) -> None:
    pretty = number(first)
    message = first.take(
        letter(
            text.format(number=pretty),
            subject=subject.format(number=pretty),
            message_id="<2@x.example>",
        )
    )
    (submission,) = first.submissions()
    assert (message.state, message.answers_id) == ("withdrawal", submission.id)
    assert submission.withdrawn_at is None
    first.send()
    mail = first.written()[-1]
    secret = receipt_numbers.secret(submission.receipt, first.head.secret_key)
    path = f"/r/{submission.receipt}/{secret}/withdraw"
    assert mail["Subject"] == f"请确认撤回（回执 {pretty}）"
    assert f"https://yijian.example.cn{path}" in plain_text(mail)
    assert (mail["To"], mail["In-Reply-To"]) == ("zhao@factory.example", "<2@x.example>")
    client = TestClient(make_app(first.town.house))
    # Opening the link does nothing: mail scanners open every link.
    assert "确认撤回" in client.get(path).text
    assert first.submissions()[0].withdrawn_at is None
    assert client.post(path).status_code == 200
    (submission,) = first.submissions()
    assert submission.withdrawn_at is not None
    assert not submission.counted


def test_the_sender_is_asked_whoever_wants_it_withdrawn(first: Room) -> None:
    pretty = number(first)
    for turn in range(3):
        first.take(
            letter("", subject=f"撤回 {pretty}", sender=OTHER, message_id=f"<{turn}@y.example>")
        )
    first.send()
    asks = [row for row in first.outbox() if row.template == "withdrawal"]
    assert [(row.recipient, row.in_reply_to) for row in asks] == [("zhao@factory.example", None)]
    assert [one.last_error for one in first.messages()[1:]] == [
        None,
        "asked-already",
        "asked-already",
    ]
    first.town.clock.forward(hours=2)
    first.take(letter("", subject=f"撤回 {pretty}", message_id="<9@y.example>"))
    assert len([row for row in first.outbox() if row.template == "withdrawal"]) == 2


def test_too_late_is_said(first: Room) -> None:
    pretty = number(first)
    first.town.clock.forward(days=15)
    first.take(letter("", subject=f"撤回 {pretty}", message_id="<2@x.example>"))
    first.send()
    late = first.written()[-1]
    assert "不能撤回" in late["Subject"]
    assert "/withdraw" not in plain_text(late)


def test_what_is_withdrawn_already_is_said(first: Room) -> None:
    first.town.house.writer.call(receipts.withdraw, first.submissions()[0].receipt)
    first.take(letter("", subject=f"撤回 {number(first)}", message_id="<3@x.example>"))
    first.send()
    assert "已经撤回" in first.written()[-1]["Subject"]


def test_an_addition_is_withdrawn_without_the_first(first: Room) -> None:
    (ack,) = first.outbox()
    first.take(letter("补充", message_id="<2@x.example>", headers={"In-Reply-To": ack.mail_id}))
    one, two = first.submissions()
    pretty = receipt_numbers.pretty(two.receipt)
    message = first.take(letter("", subject=f"撤回 {pretty}", message_id="<3@x.example>"))
    assert message.answers_id == one.id
    assert first.outbox()[-1].submission_id == two.id


def test_without_a_number_a_person_is_asked_for(first: Room) -> None:
    message = first.take(
        letter("我不想提了", subject="撤回", message_id="<2@x.example>", sender=OTHER)
    )
    assert (message.state, message.last_error) == ("quarantined", "withdraw-which")
    assert len(first.submissions()) == 1


def test_a_submission_without_an_address_is_left_to_staff(room: Room) -> None:
    receipt = room.town.send("网页上提的", "三/(一)/15").receipt
    message = room.take(letter("", subject=f"撤回 {receipt_numbers.pretty(receipt)}"))
    assert (message.state, message.last_error) == ("quarantined", "withdraw-no-address")
    assert room.outbox() == []


def test_what_only_mentions_a_withdrawal_is_a_comment(room: Room) -> None:
    for at, text in enumerate(("建议撤回第十五条。", "请把第十五条撤回重新征求意见")):
        message = room.take(letter(text, message_id=f"<{at}@x.example>", subject="关于撤回的建议"))
        assert message.state == "taken"
    assert len(room.submissions()) == 2


def test_asked_is_of_the_own_words_only() -> None:
    quoted = "好的\n\n------------------ 原始邮件 ------------------\n发件人: a\n\n撤回\n"
    assert not asked(read_mail(letter(quoted, subject="回复")))
    assert not asked(read_mail(letter("", subject="")))
    assert asked(read_mail(letter("一些别的话", subject="答复: Re: 【撤回】")))


def test_a_letter_in_english_is_answered_in_english(room: Room) -> None:
    text = "Dear office, clause 15 should name the subsidy for small factories. Best, A. Smith"
    room.take(letter(text, subject="Comment", charset="utf-8", sender="A <a@b.example>"))
    room.send()
    mail = room.written()[-1]
    said = plain_text(mail)
    assert mail["Subject"].startswith("We have your comments (receipt number ")
    assert mail["Content-Language"] == "en"
    assert "Received: 29 August 2017, 10:12 (Beijing time)" in said
    assert "Deadline: 12 September 2017, 10:12 (Beijing time)" in said
    html = mail.get_body(("html",))
    assert html is not None
    assert "They came in time and count" in html.get_content()
    first = room.submissions()[-1]
    pretty = receipt_numbers.pretty(first.receipt)
    room.take(letter("", subject=f"Withdraw {pretty}", sender="A <a@b.example>"))
    room.send()
    assert room.written()[-1]["Subject"].startswith("Please confirm your withdrawal")
