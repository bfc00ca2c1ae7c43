"""Whatever arrives yields its sender's text, or is kept and shown as a whole with a flag."""

from __future__ import annotations

import re

import pytest

from app.core.messages import read
from tests.core.messages.cases import CASES, UTF8, WORDS, Case, b64, mail, parted


def folded(text: str) -> str:
    """Lines without their spaces' number, without empty lines."""
    rows = (re.sub(r"[ \t　]+", " ", row).strip() for row in text.split("\n"))
    return "\n".join(row for row in rows if row)


def test_the_matrix_is_wide_enough() -> None:
    assert len(CASES) >= 50
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_reads_as_a_person_does(case: Case) -> None:
    found = read(case.raw)
    assert folded(found.body) == folded(case.body) or (case.kept and case.body in found.body)
    assert found.subject == case.subject
    assert (found.from_name, found.from_address) == case.sender
    assert tuple(one.name for one in found.attachments) == case.files
    assert found.auto == case.auto
    assert set(case.flags) <= set(found.flags)
    assert ("charset-doubtful" in found.flags) == ("charset-doubtful" in case.flags)
    for words in case.kept:
        assert words in found.text, "what is cut is kept"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_cut_is_an_offset_into_the_whole(case: Case) -> None:
    found = read(case.raw)
    assert found.text[: found.cut].strip() == found.body
    if found.quoted_from is not None:
        assert found.cut <= found.quoted_from <= len(found.text)


def test_line_ends_make_no_difference() -> None:
    for case in CASES:
        unix = read(case.raw.replace(b"\r\n", b"\n"))
        assert folded(unix.body) == folded(read(case.raw).body), case.name


def test_nothing_of_a_header_becomes_a_header_of_ours() -> None:
    found = read(mail(UTF8, subject=b"=?utf-8?B?YQ0KQmNjOiB4QGV2aWwuZXhhbXBsZQ==?="))
    assert "\n" not in found.subject
    assert "\r" not in found.subject


def test_an_empty_mail_says_so() -> None:
    assert read(b"").flags == ("no-body",)
    assert "no-body" in read(mail(b"")).flags
    assert read(mail(b"", subject=b"")).body == ""


def test_text_of_megabytes_is_whole() -> None:
    words = (WORDS + "\n") * 60_000
    assert read(mail(words.encode())).body.count(WORDS) == 60_000


def test_nested_deeper_than_anybody_nests() -> None:
    raw = mail(UTF8)
    for depth in range(60):
        border = f"b{depth}".encode()
        raw = mail(
            b"--"
            + border
            + b"\r\n"
            + raw.split(b"MIME-Version: 1.0\r\n")[1]
            + b"\r\n--"
            + border
            + b"--",
            b'multipart/mixed; boundary="' + border + b'"',
            b"7bit",
        )
    found = read(raw)
    assert WORDS in found.text or found.attachments, "beyond the limit it is kept as a file"


def test_an_attached_mail_in_base64() -> None:
    inner = mail(WORDS.encode())
    found = read(
        parted(b"multipart/mixed", (b"message/rfc822", b"base64", b64(inner)))
    ).attachments[0]
    assert found.name == "关于第十五条的意见.eml"
    assert read(found.content).body == WORDS
