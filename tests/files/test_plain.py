"""Plain files: any Chinese charset; what is no text is told."""

from __future__ import annotations

import pytest

from app.files import Unreadable, read_text

TEXT = "第一条 为了规范管理，制定本条例。\n第二条 2024年3月15日前反馈。\n"


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"]
)
def test_charsets(charset: str) -> None:
    found = read_text(TEXT.encode(charset), "草案.txt")
    assert found.text == TEXT
    assert found.flags == ()


def test_line_ends_become_one_kind() -> None:
    assert read_text("甲\r\n乙\r丙".encode(), "a.txt").text == "甲\n乙\n丙"


def test_a_few_broken_octets_are_doubtful_not_refused() -> None:
    found = read_text(TEXT.encode("gbk") * 20 + b"\xff", "a.txt")
    assert found.flags == ("charset-doubtful",)
    assert found.text.startswith(TEXT)


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\x00\x01\x02" * 1000])
def test_octets_that_are_no_text(data: bytes) -> None:
    with pytest.raises(Unreadable, match="binary"):
        read_text(data, "a.txt")


@pytest.mark.parametrize("data", [b"", b" \r\n\t "])
def test_empty(data: bytes) -> None:
    with pytest.raises(Unreadable, match="empty"):
        read_text(data, "a.txt")


def test_too_large_says_how_much() -> None:
    with pytest.raises(Unreadable) as caught:
        read_text(b"x" * (26 * 2**20), "a.txt")
    assert (caught.value.code, caught.value.values) == ("too-large", {"megabytes": 26, "limit": 25})
