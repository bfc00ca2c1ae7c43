from __future__ import annotations

from datetime import timedelta

import pytest

from app.consultations import propose, publish
from app.consultations.values import Proposal
from app.mail import take, views
from app.wiring import DRAFTS
from tests.mail.letters import (
    ADDRESS,
    MAILBOX,
    Room,
    bounce,
    letter,
    real_outline,
    with_attachment,
)


def test_a_mail_with_two_clauses_is_one_submission(room: Room) -> None:
    text = "您好！\n一、第15条：应当写明补贴。\n二、第16条：写写乡下的网速。\n谢谢\n"
    message = room.take(letter(text, subject="两条意见"))
    assert message.state == "taken"
    (submission,) = room.submissions()
    assert submission.channel == "mail"
    assert submission.message_id == message.id
    comments = room.comments()
    assert [one.clause_address for one in comments if one.clause_id] == [ADDRESS, "三/(一)/16"]
    body = message.reading["body"]
    for one in comments:
        assert body[one.tie_start : one.tie_end] == one.text
        assert one.tie_confidence >= 0.8
        assert one.clause_text


def test_a_heading_ties(room: Room) -> None:
    room.take(letter("推进信息化和工业化深度融合：应当补贴小厂。"))
    (comment,) = room.comments()
    assert comment.clause_address == ADDRESS


def test_what_names_no_clause_waits_as_a_whole(room: Room) -> None:
    text = "我们卫生院的网经常断，希望文件里想到我们。"
    room.take(letter(text))
    (comment,) = room.comments()
    assert comment.clause_id is None
    assert comment.tied_by is None
    assert comment.text == text
    assert comment.counted


def test_the_subject_names_the_clause(room: Room) -> None:
    room.take(letter("应当写明补贴。", subject="关于第十五条的意见"))
    (comment,) = room.comments()
    assert (comment.clause_address, comment.tie_reason) == (ADDRESS, "subject")
    assert comment.text == "应当写明补贴。"


@pytest.mark.parametrize(
    "text",
    [
        "好",
        "1",
        "👍",
        "👍🏽👨‍👩‍👧",
        "'; DROP TABLE comments; --",
        "=cmd|' /C calc'!A0",
        "a\0b\x1b[2J",
    ],
)
def test_odd_little_comments_are_kept_counted_and_shown(room: Room, text: str) -> None:
    message = room.take(letter(text, charset="utf-8"))
    assert message.state == "taken"
    (comment,) = room.comments()
    assert comment.counted
    assert comment.text.replace("�", "\0").strip() == text.strip() or comment.text
    assert len(comment.text) >= 1
    room.send()
    assert len(room.written()) == 1


def test_a_mail_of_a_million_characters(room: Room) -> None:
    message = room.take(letter("第十五条：" + "长" * 1_000_000))
    assert message.state == "taken"
    assert sum(len(one.text) for one in room.comments()) >= 1_000_000


def test_without_a_body_the_subject_speaks(room: Room) -> None:
    message = room.take(letter("", subject="回复：第十五条应当补贴小厂"))
    assert message.state == "taken"
    (comment,) = room.comments()
    assert comment.clause_address == ADDRESS
    assert "补贴小厂" in comment.text


@pytest.mark.parametrize("subject", ["", "Re: ", "意见", "（无主题）"])
def test_without_anything_it_is_kept_and_shown_to_staff(room: Room, subject: str) -> None:
    message = room.take(letter(" \r\n\r\n", subject=subject))
    assert message.state == "empty"
    assert room.submissions() == []
    assert room.outbox() == []
    (line,) = room.town.house.read_now(views.quarantined)
    assert (line.id, line.error) == (message.id, "empty")
    assert room.town.house.read_now(views.raw, message.id) == message.raw


@pytest.mark.parametrize(
    "raw", [b"", b"\0", b"\r\n\r\n", b"\xff" * 100, b"Content-Type: multipart/mixed"]
)
def test_bytes_that_are_no_mail_are_kept(room: Room, raw: bytes) -> None:
    message = room.take(raw)
    assert message.state in {"taken", "empty"}
    assert message.raw == raw


def test_automatic_answers_are_stored_apart_and_never_answered(room: Room) -> None:
    message = room.take(
        letter("我正在休假", headers={"Auto-Submitted": "auto-replied"}), envelope_from=""
    )
    assert message.state == "automatic"
    assert (room.submissions(), room.outbox()) == ([], [])


def test_bounces_are_stored_apart_never_answered_and_shown(room: Room) -> None:
    room.take(letter())
    room.send()
    (ack,) = room.outbox()
    message = room.take(bounce(ack.mail_id), envelope_from="")
    (submission,) = room.submissions()
    assert message.state == "bounce"
    assert message.answers_id == submission.id
    (line,) = room.town.house.read_now(views.failed_outbox)
    assert (line.receipt, line.error) == (
        submission.receipt,
        "bounced: zhao@factory.example 5.1.1",
    )


def test_the_null_sender_is_taken_but_not_answered(room: Room) -> None:
    assert room.take(letter(), envelope_from="").state == "taken"
    assert room.outbox() == []


def test_without_a_from_the_envelope_says_who_wrote(room: Room) -> None:
    raw = "Subject: bus\r\n\r\n第31条建议公交到站信息要准。".encode()
    assert room.take(raw, envelope_from="me@example.cn").state == "taken"
    assert [row.recipient for row in room.outbox()] == ["me@example.cn"]


@pytest.mark.parametrize("sender", ["", "nobody", "a@b@c", "<a@b.example\r\n x>"])
def test_a_sender_one_cannot_write_to(room: Room, sender: str) -> None:
    raw = letter(sender="Z <z@z.example>").replace(b"Z <z@z.example>", sender.encode())
    assert room.take(raw).state == "taken"
    room.send()
    assert all("\n" not in row.recipient for row in room.outbox())


def test_our_own_acknowledgement_that_comes_back_is_known(room: Room) -> None:
    room.take(letter())
    room.send()
    (path,) = room.relay.folder.glob("*.eml")
    assert room.take(path.read_bytes()).state == "own"
    assert len(room.submissions()) == 1


def test_the_time_of_receipt_decides_not_the_date_header(room: Room) -> None:
    headers = {"Date": "Mon, 28 Aug 2017 10:12:00 +0800"}
    room.town.clock.forward(days=14, seconds=-1)
    room.take(letter("第十五条：赶上了", message_id="<a@x.example>", headers=headers))
    room.town.clock.forward(seconds=1)
    room.take(letter("第十五条：迟了", message_id="<b@x.example>", headers=headers))
    assert [one.late for one in room.submissions()] == [False, True]
    assert [one.counted for one in room.comments()] == [True, False]


def test_one_message_id_with_other_content_is_two_submissions(room: Room) -> None:
    room.take(letter("第十五条：一", message_id="<same@x.example>"))
    room.take(letter("第十五条：二", message_id="<same@x.example>"))
    assert len(room.submissions()) == 2


def test_one_person_who_writes_twice_is_one_person(room: Room) -> None:
    room.take(letter("一", sender="赵工 <Zhao@factory.example>"))
    room.take(letter("二", sender="zhao@factory.EXAMPLE"))
    assert len({one.sender_key for one in room.submissions()}) == 1


def second_consultation(room: Room, title: str, mailbox: str | None = MAILBOX) -> int:
    house, clock = room.town.house, room.town.clock
    proposal = Proposal(
        title=title, opens_at=clock(), deadline=clock() + timedelta(days=30), mailbox=mailbox
    )
    number: int = house.writer.call(propose.propose, proposal, real_outline(), None)
    house.writer.call(publish.publish, number, None)
    return number


def test_which_consultation_by_mailbox(room: Room) -> None:
    other = second_consultation(room, "另一份征求意见稿", "other@example.cn")
    room.take(letter("甲"), envelope_to=("other@example.cn",))
    room.take(letter("乙"), envelope_to=(MAILBOX,))
    assert [one.consultation_id for one in room.submissions()] == [other, room.town.consultation.id]


def test_which_consultation_by_title_by_reply_or_not_at_all(room: Room) -> None:
    room.take(letter("第一封"))
    other = second_consultation(room, "四川省网络安全条例（征求意见稿）")
    named = room.take(letter("对《四川省网络安全条例》的意见：太长"))
    assert named.consultation_id == other
    (ack, *_) = room.outbox()
    answer = room.take(letter("补充一点", headers={"In-Reply-To": ack.mail_id}))
    assert answer.consultation_id == room.town.consultation.id
    assert answer.answers_id == room.submissions()[0].id
    riddle = room.take(letter("不知道说哪一份"))
    assert (riddle.state, riddle.last_error) == ("quarantined", "which-consultation")
    # Staff says which; the job does the rest.
    writer = room.town.house.writer
    assert writer.call(take.again, riddle.id, other)
    room.read()
    assert room.submissions()[-1].consultation_id == other
    assert not writer.call(take.again, riddle.id, other)


def test_of_two_with_one_mailbox_the_open_one(room: Room) -> None:
    other = second_consultation(room, "另一份")
    room.town.clock.forward(days=20)
    assert room.take(letter("给谁？")).consultation_id == other
    room.town.clock.forward(days=200)
    assert room.take(letter("都过了", message_id="<2@x.example>")).consultation_id == other


def test_what_cannot_be_read_five_times_waits_for_a_person(room: Room) -> None:
    number = room.receive(letter())
    writer = room.town.house.writer
    for turn in range(1, 6):
        assert room.messages()[0].state == "stored"
        writer.call(take.failed, number, f"ValueError: {turn}")
    message = room.messages()[0]
    assert (message.state, message.tries, message.last_error) == ("quarantined", 5, "ValueError: 5")
    room.town.clock.forward(days=1)
    room.read()
    assert room.messages()[0].state == "quarantined"
    writer.call(take.again, number)
    room.read()
    assert room.messages()[0].state == "taken"


def test_a_crash_after_reading_and_before_the_commit_costs_nothing(room: Room) -> None:
    """The job is done again from the raw mail, and what was done is not done twice."""
    number = room.receive(letter())
    room.read()
    before = len(room.comments())
    row = room.messages()[0]
    assert row.state == "taken"
    room.town.clock.forward(hours=1)
    room.read()
    assert (len(room.submissions()), len(room.comments())) == (1, before)
    assert row.id == number


def test_an_attachment_that_is_the_comment(room: Room) -> None:
    raw = with_attachment("意见见附件。", "意见.txt", "第十五条：应当写明补贴。".encode("gb18030"))
    room.take(raw)
    (comment,) = room.comments()
    assert comment.text == "第十五条：应当写明补贴。"
    assert comment.clause_address == ADDRESS
    assert comment.tie_start is None


def test_an_attachment_beside_a_comment_is_added(room: Room) -> None:
    raw = with_attachment(
        "第十六条：乡下也要有网。", "补充.txt", "第十五条：应当写明补贴。".encode()
    )
    message = room.take(raw)
    assert {one.clause_address for one in room.comments()} == {ADDRESS, "三/(一)/16"}
    assert message.reading["attachments"][0]["name"] == "补充.txt"


def test_an_attachment_nobody_can_read_leaves_its_name(room: Room) -> None:
    message = room.take(with_attachment("", "意见.bin", b"\x00\x01\x02", subject="意见"))
    assert message.state == "taken"
    assert "attachment-unread" in message.reading["flags"]
    (comment,) = room.comments()
    assert comment.text == "附件《意见.bin》"


@pytest.mark.parametrize(
    ("name", "addresses"),
    [
        ("01-gbk-article", [ADDRESS]),
        ("02-two-clauses", ["三/(四)/31", "三/(一)/17"]),
        ("03-html-path", [ADDRESS]),
        ("04-no-clause", [""]),
        ("05-automatic", []),
        ("06-whole", ["全文"]),
    ],
)
def test_the_demos_mails(room: Room, name: str, addresses: list[str]) -> None:
    raw = (DRAFTS / "examples" / "mails" / f"{name}.eml").read_bytes()
    message = room.take(raw)
    assert message.state == ("taken" if addresses else "automatic")
    assert [one.clause_address for one in room.comments()] == addresses
