from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.mail import outbox, views
from app.mail.bounces import returned
from app.wiring import ROOT
from tests.mail.letters import Room, bounce, letter

ID = "<4k7p29qx6.0123456789abcdef@example.cn>"


@pytest.fixture
def database(sqlite_database: str) -> str:
    """The engine does not matter here."""
    return sqlite_database


@pytest.mark.parametrize(
    ("action", "more", "failed", "said"),
    [
        ("failed", "", True, "zhao@factory.example 5.1.1"),
        (
            "failed",
            "Diagnostic-Code: smtp; 550 5.1.1\r\n <zhao@factory.example>: no such user\r\n",
            True,
            "zhao@factory.example 550 5.1.1 <zhao@factory.example>: no such user",
        ),
        ("Failed", "Original-Recipient: rfc822;z@old.example\r\n", True, "z@old.example 5.1.1"),
        ("delayed", "Diagnostic-Code: x-notes; later\r\n", False, "zhao@factory.example 5.1.1 x-notes; later"),
        ("delivered", "", False, "zhao@factory.example 5.1.1"),
    ],
)  # fmt: skip
def test_reports(action: str, more: str, failed: bool, said: str) -> None:
    found = returned(bounce(ID, action, more), "no such user")
    assert (found.ids, found.failed, found.said) == ((ID,), failed, said)


def test_a_report_in_gbk() -> None:
    raw = bounce(ID, "failed", "Diagnostic-Code: smtp; 550 @@\r\n")
    found = returned(raw.replace(b"@@", "用户不存在".encode("gbk")), "")
    assert "550 用户不存在" in found.said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"您的邮件被退回\n550 5.1.1 User unknown\nMessage-ID: {ID}", "550 5.1.1"),
        (f"退信原因：550 User not found\n{ID}", "550"),
        (f"对方邮箱已满 {ID} 5500元", ""),
    ],
)
def test_without_a_report_the_words_are_read(text: str, said: str) -> None:
    found = returned(letter(text, subject="系统退信"), text)
    assert (found.ids, found.failed, found.said) == ((ID,), True, said)


def test_the_sample_bounce() -> None:
    raw = (ROOT / "tests/data/mails/d24-bounce.eml").read_bytes()
    found = returned(raw, "")
    assert found.failed
    assert found.said


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_bytes_are_read(data: st.DataObject) -> None:
    raw = bytearray(bounce(ID))
    for _ in range(data.draw(st.integers(0, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    returned(bytes(raw[: data.draw(st.integers(0, len(raw)))]), "")


def test_a_delay_is_noted_and_a_failure_after_it_wins(room: Room) -> None:
    room.take(letter())
    room.send()
    (ack,) = room.outbox()
    room.take(bounce(ack.mail_id, "delayed"), envelope_from="")
    (line,) = room.town.house.read_now(views.failed_outbox)
    assert (line.state, line.error) == ("sent", "delayed: zhao@factory.example 5.1.1")
    room.take(bounce(ack.mail_id), envelope_from="")
    (line,) = room.town.house.read_now(views.failed_outbox)
    assert (line.state, line.error) == ("failed", "bounced: zhao@factory.example 5.1.1")
    assert line.message_id == room.messages()[0].id


def test_a_mail_that_came_back_is_sent_again_under_the_same_id(room: Room) -> None:
    room.take(letter())
    room.send()
    (before,) = room.written()
    (ack,) = room.outbox()
    room.take(bounce(ack.mail_id), envelope_from="")
    assert room.town.house.writer.call(outbox.again, ack.id)
    room.send()
    (row,) = room.outbox()
    assert (row.state, row.last_error) == ("sent", None)
    assert room.written()[0]["Message-ID"] == before["Message-ID"]
    assert not room.town.house.writer.call(outbox.again, ack.id)


def test_a_bounce_of_nobodys_mail_is_kept_and_changes_nothing(room: Room) -> None:
    room.take(letter())
    room.send()
    message = room.take(bounce(ID), envelope_from="")
    assert (message.state, message.answers_id) == ("bounce", None)
    assert room.outbox()[0].state == "sent"
