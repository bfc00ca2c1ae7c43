from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.mail.received import NONE, Received, at_door, in_mailbox, relays

NOW = datetime(2017, 9, 12, 16, 30, tzinfo=UTC)
EARLY = datetime(2017, 9, 12, 15, 59, 30, tzinfo=UTC)
LINE = b"Received: from x ([1.2.3.4])\r\n\tby MX.example.cn (Postfix) with ESMTP id 1;\r\n\tTue, 12 Sep 2017 23:59:30 +0800 (CST)\r\n"
REST = b"Subject: x\r\nDate: Mon, 1 Jan 2001 00:00:00 +0000\r\n\r\nReceived: by no header; x\r\n"


@pytest.mark.parametrize(
    ("peer", "setting", "raw", "expected"),
    [
        ("10.0.0.5", "10.0.0.5", LINE + REST, Received(EARLY, "relay")),
        ("10.0.0.5", "10.0.0.0/24，mx.example.cn", LINE + REST, Received(EARLY, "relay")),
        ("::ffff:10.0.0.5", "10.0.0.5", LINE + REST, Received(EARLY, "relay")),
        ("fd00::1", "fd00::/8", LINE + REST, Received(EARLY, "relay")),
        # A stranger, another name, no line, a line below the first one, absurd dates.
        ("10.0.0.6", "10.0.0.5", LINE + REST, Received(NOW)),
        ("10.0.0.5", "", LINE + REST, Received(NOW)),
        ("", "10.0.0.5", LINE + REST, Received(NOW)),
        ("10.0.0.5", "10.0.0.5 other.example.cn", LINE + REST, Received(NOW)),
        ("10.0.0.5", "mx.example.cn", LINE + REST, Received(NOW)),
        ("10.0.0.5", "10.0.0.5", REST, Received(NOW)),
        ("10.0.0.5", "10.0.0.5", b"Received: by y; whenever\r\n" + LINE + REST, Received(NOW)),
        ("10.0.0.5", "10.0.0.5", LINE.replace(b"2017", b"2016") + REST, Received(NOW)),
        ("10.0.0.5", "10.0.0.5", LINE.replace(b"2017", b"2018") + REST, Received(NOW)),
        ("10.0.0.5", "10.0.0.5", LINE.replace(b"2017", b"99999999") + REST, Received(NOW)),
    ],
)
def test_at_the_door(peer: str, setting: str, raw: bytes, expected: Received) -> None:
    assert at_door(raw, peer, relays(setting), NOW) == expected


def test_the_mailboxs_server_says_when_and_never_later_than_now() -> None:
    assert in_mailbox(LINE + REST, EARLY, NONE, NOW) == Received(EARLY, "internal")
    naive = EARLY.replace(tzinfo=None)
    assert in_mailbox(REST, naive, NONE, NOW) == Received(EARLY, "internal")
    assert in_mailbox(REST, NOW + timedelta(days=9), NONE, NOW) == Received(NOW, "internal")


def test_without_its_word_only_the_line_of_a_named_server_counts() -> None:
    assert in_mailbox(LINE + REST, None, relays("mx.example.cn"), NOW) == Received(EARLY, "relay")
    assert in_mailbox(LINE + REST, None, NONE, NOW) == Received(NOW)
