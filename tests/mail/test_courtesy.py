"""Answers to our mails that only thank for them; sentences that take comments back."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select

from app.accounts import users
from app.consultations import publish
from app.core import receipt_numbers
from app.mail import aside, on_behalf, outbox, queue, receipt_mail
from app.review import audited, late
from app.storage.models import AuditEntry, Comment
from tests.houses import Published
from tests.mail.letters import ADDRESS, MAILBOX, Room, letter, make_room, open_town, plain_text

OTHER = "别人 <else@other.example>"


@pytest.fixture
def database(sqlite_database: str) -> str:
    """The engine does not matter here."""
    return sqlite_database


@pytest.fixture
def room(town: Published, tmp_path: Path) -> Room:
    return make_room(town, tmp_path, public_url="https://yijian.example.cn")


def answer(room: Room, text: str, subject: str = "", **kwargs: object) -> bytes:
    """An answer to the first acknowledgement, as a mail program writes it."""
    ack = room.written()[0]
    headers = {"In-Reply-To": str(ack["Message-ID"])}
    return letter(
        text,
        subject=subject or f"回复：{ack['Subject']}",
        message_id=f"<{abs(hash(text))}@x.example>",
        headers=headers,
        **kwargs,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    "text",
    [
        "收到，谢谢！",
        "好的\n\n------------------ 原始邮件 ------------------\n发件人: 省经信委\n\n您对《实施意见》的意见已经收到。",
        "您好，您的邮件我已收到，我会尽快给您回复。",
        "我正在出差，9月5日返回，如有急事请拨打我的手机13800000000。",
    ],
)
def test_thanks_are_kept_apart_and_not_answered(first: Room, text: str) -> None:
    message = first.take(answer(first, text))
    (submission,) = first.submissions()
    assert (message.state, message.answers_id) == ("courtesy", submission.id)
    assert len(first.comments()) == 1
    assert len(first.outbox()) == 1


def test_an_answer_that_names_nothing_is_known_by_its_address(first: Room) -> None:
    assert first.take(letter("收到，谢谢", subject="", message_id="<2@x.example>")).state == (
        "courtesy"
    )
    stranger = letter("收到，谢谢", subject="", message_id="<3@x.example>", sender=OTHER)
    assert first.take(stranger).state == "taken"
    first.town.clock.forward(days=8)
    late = letter("收到，谢谢你们", subject="", message_id="<4@x.example>")
    assert first.take(late).state == "taken"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("收到，谢谢。另外第十五条应当写明补贴标准", ""),
        ("谢谢", "第十六条也应当补贴"),
        ("谢谢！网费太高", ""),
        ("同意", ""),
        ("收到，请尽快公布结果", ""),
        ("不收到", ""),
    ],
)
def test_an_opinion_beside_thanks_is_taken(first: Room, text: str, subject: str) -> None:
    assert first.take(answer(first, text, subject)).state == "taken"
    assert len(first.submissions()) == 2


@pytest.mark.parametrize(("size", "state"), [(2_000, "courtesy"), (60_000, "taken")])
def test_a_logo_says_nothing_a_photograph_may(first: Room, size: int, state: str) -> None:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"] = "赵工 <zhao@factory.example>", MAILBOX
    mail["Subject"] = "Re: " + str(first.written()[0]["Subject"])
    mail["In-Reply-To"] = str(first.written()[0]["Message-ID"])
    mail.set_content("收到，谢谢")
    mail.add_attachment(b"\x89PNG" + bytes(size), maintype="image", subtype="png", filename="a.png")
    assert first.take(mail.as_bytes()).state == state


def test_a_file_beside_thanks_is_read(first: Room) -> None:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"] = "赵工 <zhao@factory.example>", MAILBOX
    mail["In-Reply-To"] = str(first.written()[0]["Message-ID"])
    mail.set_content("收到，谢谢")
    mail.add_attachment("第十六条应当补贴。".encode(), maintype="text", subtype="plain", filename="补充.txt")  # fmt: skip
    assert first.take(mail.as_bytes()).state == "taken"
    assert [one.clause_address for one in first.comments()] == ["三/(一)/15", "三/(一)/16"]


@pytest.mark.parametrize("text", ["收到，谢谢", "请把我的意见撤回", "这不是我发的"])
def test_staff_make_it_a_comment_once(first: Room, text: str) -> None:
    message = first.take(answer(first, text))
    writer = first.town.house.writer
    assert writer.call(aside.speaks, message.id, None)
    first.read()
    assert [one.state for one in first.messages()] == ["taken", "taken"]
    assert first.comments()[-1].text == text
    assert first.comments()[-1].clause_id is None
    assert writer.call(aside.speaks, message.id, None), "a second click changes nothing"
    first.read()
    assert len(first.submissions()) == 2
    assert not writer.call(aside.speaks, 999, None)


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("请把我上次的意见撤回", None),
        ("您好，我想撤回之前提交的意见，我写错了。谢谢！", None),
        ("您好！本人申请撤回回执号为{number}的意见。\n张三", OTHER),
    ],
)
def test_a_sentence_takes_back_as_the_command_does(
    first: Room, text: str, sender: str | None
) -> None:
    (submission,) = first.submissions()
    pretty = receipt_numbers.pretty(submission.receipt)
    more = {"sender": sender} if sender else {}
    raw = letter(text.format(number=pretty), subject="关于意见", message_id="<2@x.example>", **more)  # type: ignore[arg-type]
    message = first.take(raw)
    assert (message.state, message.last_error) == ("withdrawal", None)
    assert len(first.submissions()) == 1
    first.send()
    mail = first.written()[-1]
    assert mail["To"] == "zhao@factory.example", "never to whoever asks"
    assert "/withdraw" in plain_text(mail)
    assert first.submissions()[0].withdrawn_at is None


def test_which_of_several_is_said_or_asked(first: Room) -> None:
    first.take(letter("第十六条也要补贴。", message_id="<2@x.example>"))
    unclear = first.take(letter("请撤回我的意见", subject="", message_id="<3@x.example>"))
    assert (unclear.state, unclear.last_error) == ("quarantined", "withdraw-which")
    clear = first.take(letter("请把我上次的意见撤回", subject="", message_id="<4@x.example>"))
    assert clear.state == "withdrawal"
    assert first.outbox()[-1].submission_id == first.submissions()[-1].id


def test_a_correction_that_takes_back_is_both(first: Room) -> None:
    message = first.take(answer(first, "请把我上次的意见撤回，改为：第十六条应当补贴。"))
    assert message.state == "taken"
    assert first.comments()[-1].clause_address == "三/(一)/16"
    kinds = sorted(one.template for one in first.outbox()[1:])
    assert kinds == ["acknowledgement", "withdrawal"]
    assert first.outbox()[-1].submission_id == first.submissions()[0].id


def test_nobody_to_ask_leaves_the_new_letter_taken(first: Room) -> None:
    receipt = first.town.send("网页上提的", "三/(一)/15").receipt
    text = f"请撤回回执{receipt_numbers.pretty(receipt)}的意见，改为：第十六条应当补贴。"
    message = first.take(letter(text, message_id="<2@x.example>", sender=OTHER))
    assert (message.state, message.last_error) == ("taken", "withdraw-no-address")


@pytest.mark.parametrize(
    "text", ["这不是我发的", "您好，我没有提过意见。", "这封邮件不是我写的，谢谢"]
)
def test_who_never_wrote_is_asked_like_one_who_takes_back(first: Room, text: str) -> None:
    message = first.take(answer(first, text))
    assert (message.state, message.last_error) == ("withdrawal", "not-mine")
    assert len(first.submissions()) == 1
    first.send()
    assert first.written()[-1]["To"] == "zhao@factory.example"
    assert "/withdraw" in plain_text(first.written()[-1])


def test_what_is_set_aside_is_kept_and_comes_back(first: Room) -> None:
    writer = first.town.house.writer
    spam = first.take(letter("", subject="", message_id="<2@x.example>"))
    assert spam.state == "empty"
    for unrelated, state in ((True, "unrelated"), (True, "unrelated"), (False, "empty")):
        assert writer.call(aside.set_unrelated, spam.id, unrelated, None)
        assert first.messages()[-1].state == state
    noted = [one.action for one in first.town.house.read_now(_trail)]
    assert noted.count("mail-unrelated") == 1, "said twice it is said once"
    assert noted.count("mail-unrelated-undone") == 1
    assert not writer.call(aside.set_unrelated, first.messages()[0].id, True, None), "a submission"


def _trail(session: object) -> list[AuditEntry]:
    rows = list(session.query(AuditEntry).all())  # type: ignore[attr-defined]
    session.expunge_all()  # type: ignore[attr-defined]
    return rows


QUOTED = (
    "\n\n------------------&nbsp;原始邮件&nbsp;------------------\n"
    "发件人: 省经信委 <office@example.cn>\n发送时间: 2017年8月29日\n收件人: 赵工\n"
)


@pytest.mark.parametrize(
    ("subject", "state", "texts"),
    [
        ("", "empty", []),
        ("第十六条应当补贴", "taken", ["第十六条应当补贴"]),
    ],
)
def test_an_answer_without_a_word_is_not_our_own_words(
    first: Room, subject: str, state: str, texts: list[str]
) -> None:
    quote = QUOTED + plain_text(first.written()[0])
    message = first.take(answer(first, quote, subject))
    assert message.state == state
    assert [one.text for one in first.comments()[1:]] == texts
    assert all(one.template != "withdrawal" for one in first.outbox()), "our own 撤回 asks nothing"
    if not texts:
        assert message.last_error == "quote-only"


def test_thanks_before_a_comment_are_none(first: Room) -> None:
    first.take(answer(first, "收到，谢谢。\n\n第十六条应当补贴。\n\n第十七条也要补贴。"))
    assert [one.clause_address for one in first.comments()] == [
        "三/(一)/15",
        "三/(一)/16",
        "三/(一)/17",
    ]


def test_a_correction_is_guessed_to_be_on_the_clause_of_its_thread(first: Room) -> None:
    first.take(answer(first, "更正：刚才写错了，标准应是三十元。"))
    house, one = first.town.house, first.comments()[-1]
    assert one.clause_id is None
    shown = house.read_now(queue.untied, first.town.consultation.id, one.id)
    assert shown is not None
    assert shown.guesses[0].address == "三/(一)/15"
    assert len({guess.clause_id for guess in shown.guesses}) == len(shown.guesses)


def test_who_signed_is_no_comment(first: Room) -> None:
    first.take(
        letter("第十六条我们都反对。\n\n联名人：张三、李四、王五、赵六", message_id="<2@x.example>")
    )
    assert [one.clause_address for one in first.comments()[1:]] == ["三/(一)/16"]
    assert first.submissions()[-1].signers_read == 4


def test_on_either_database(tmp_path: Path, database: str) -> None:
    town = open_town(tmp_path, database)
    room = make_room(town, tmp_path)
    room.take(letter("第十五条应当补贴。"))
    room.send()
    thanks = room.take(answer(room, "收到，谢谢"))
    back = room.take(letter("请把我上次的意见撤回", subject="", message_id="<3@x.example>"))
    assert (thanks.state, back.state) == ("courtesy", "withdrawal")
    more = room.take(answer(room, "更正：标准应是三十元。"))
    shown = town.house.read_now(queue.untied, town.consultation.id, room.comments()[-1].id)
    assert more.state == "taken"
    assert shown is not None
    assert shown.guesses[0].address == "三/(一)/15"
    found = town.house.read_now(audited.entries, town.consultation.id, actions=("comment-tied",))
    assert found == []
    number = room.submissions()[0].id
    town.house.writer.call(on_behalf.withdraw, town.consultation.id, number, "来电", None)
    (entry,) = town.house.read_now(
        audited.entries, town.consultation.id, actions=(on_behalf.WITHDRAWN,)
    )
    assert entry.receipt == room.submissions()[0].receipt
    town.house.close()


@pytest.mark.parametrize("text", ["请把我上次的意见撤回。", "撤回", "这不是我发的。"])
def test_a_file_beside_a_withdrawal_is_not_swallowed(first: Room, text: str) -> None:
    words = "第十六条应当写明经费由谁承担。"
    mail = message_from_bytes(answer(first, text), policy=policy.SMTP)
    assert isinstance(mail, EmailMessage)
    mail.add_attachment(words.encode(), maintype="text", subtype="plain", filename="新意见.txt")
    assert first.take(mail.as_bytes()).state == "taken"
    assert words in "".join(one.text for one in first.comments())
    assert any(one.template == "withdrawal" for one in first.outbox()), "and is asked back too"


def test_what_was_admitted_late_counts_again_when_restored(town: Published) -> None:
    house, call = town.house, town.consultation.id
    town.clock.forward(days=15)
    receipt = town.send("来晚了，请收下。", "三/(一)/15").receipt
    number = house.read_now(on_behalf.find, receipt)[1]  # type: ignore[index]

    def counted() -> list[bool]:
        return house.read_now(lambda session: list(session.scalars(select(Comment.counted))))

    assert counted() == [False]
    house.writer.call(late.admit, call, number, True, "邮路不通", None)
    house.writer.call(publish.extend, call, town.clock() + timedelta(days=5), None)
    user = house.writer.call(users.add_user, "clerk", "一个足够长的口令", "drafter", "李敏")
    house.writer.call(on_behalf.withdraw, call, number, "来电", user)
    assert counted() == [False]
    house.writer.call(on_behalf.restore, call, number, "弄错了", user)
    assert counted() == [True]


def test_an_address_in_other_letters_is_the_same_for_the_daily_limit(first: Room) -> None:
    clock = first.town.clock
    for number in range(outbox.DAILY_LIMIT + 3):
        address = "Victim@Post.Example" if number % 2 else "victim@post.example"
        receipt = first.town.send(f"第{number}次。", ADDRESS).receipt
        first.town.house.writer.call(receipt_mail.send_receipt, receipt, address)
    clock.forward(minutes=1)
    for _ in range(8):
        first.send()
    states = [one.state for one in first.outbox() if one.recipient.lower().startswith("victim")]
    assert states.count("sent") == outbox.DAILY_LIMIT
    assert states.count("suppressed") == 3


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("第十六条的经费应当由省级承担。", "taken"),
        ("第十六条那次写错了。", "withdrawal"),
        ("单位领导不同意。", "withdrawal"),
    ],
)
def test_a_short_comment_under_a_withdrawals_subject_is_read(
    first: Room, text: str, state: str
) -> None:
    assert first.take(answer(first, text, subject="撤回意见")).state == state
    assert any(one.template == "withdrawal" for one in first.outbox())
