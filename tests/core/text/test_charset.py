"""Charsets of Chinese texts, told by their bytes."""

from __future__ import annotations

import pytest

from app.core.text.charset import decode, reads_as_big5, reads_as_chinese

SIMPLIFIED = "第三条 对个人信息处理者处二百元以下罚款，并责令其改正；拒不改正的，从重处罚。"
TRADITIONAL = "第三條 直轄市、縣（市）政府應依本法規定，辦理個人資料保護業務，並公告之。"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk", "gb2312"])
def test_simplified(charset: str) -> None:
    assert decode(SIMPLIFIED.encode(charset)).text == SIMPLIFIED


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "big5", "big5hkscs", "gb18030"])
def test_traditional(charset: str) -> None:
    assert decode(TRADITIONAL.encode(charset)).text == TRADITIONAL


def test_big5_is_told_from_gb() -> None:
    assert reads_as_big5(TRADITIONAL.encode("big5"))
    assert not reads_as_big5(SIMPLIFIED.encode("gbk"))
    assert not reads_as_big5(TRADITIONAL.encode("gbk"))
    assert reads_as_chinese(SIMPLIFIED.encode("gbk"))


def test_wrong_western_label_on_big5() -> None:
    found = decode(TRADITIONAL.encode("big5"), "iso-8859-1")
    assert (found.text, found.charset) == (TRADITIONAL, "big5hkscs")


def test_label_wins_where_bytes_allow_both() -> None:
    assert decode("條例".encode("big5"), "big5").text == "條例"


def test_holes_are_told() -> None:
    found = decode(SIMPLIFIED.encode("gbk") + b"\xff\xff")
    assert found.doubtful
    assert found.text.startswith(SIMPLIFIED)
