"""Broken and hostile mails: never a crash, never an empty text for a mail with words in it."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.messages import read
from tests.core.messages.cases import CASES, WORDS

RAWS = [case.raw for case in CASES]
charsets = st.sampled_from(["utf-8", "gbk", "gb18030", "big5", "utf-16", "us-ascii", "x-none", ""])
encodings = st.sampled_from(["7bit", "8bit", "base64", "quoted-printable", "binary", "x-uue", "?"])
types = st.sampled_from(
    ["text/plain", "text/html", "text/calendar", "image/png", "application/pdf", "message/rfc822",
     "message/delivery-status", "application/ms-tnef", "nonsense", "text/"]
)  # fmt: skip


@st.composite
def parts(draw: st.DrawFn, depth: int = 0) -> bytes:
    """A random part: a leaf or a multipart of parts."""
    if depth < 3 and draw(st.integers(0, 2)) == 0:
        border = draw(st.sampled_from(["x", "--", "=_b", "长", 'a"b', ""]))
        inside = draw(st.lists(parts(depth + 1), max_size=3))
        kind = draw(st.sampled_from(["mixed", "alternative", "related", "report", "?"]))
        head = f'Content-Type: multipart/{kind}; boundary="{border}"\r\n\r\n'.encode()
        body = b"".join(b"--" + border.encode() + b"\r\n" + one + b"\r\n" for one in inside)
        return head + body + (b"--" + border.encode() + b"--" if draw(st.booleans()) else b"")
    head = (
        f"Content-Type: {draw(types)}; charset={draw(charsets)}\r\n"
        f"Content-Transfer-Encoding: {draw(encodings)}\r\n"
    )
    if draw(st.booleans()):
        head += f'Content-Disposition: attachment; filename="{draw(st.text(max_size=8))}"\r\n'
    content = draw(st.one_of(st.binary(max_size=200), st.just(WORDS.encode("gbk"))))
    return head.encode("utf-8", "replace") + b"\r\n" + content


@settings(max_examples=300, deadline=None)
@given(parts(), st.binary(max_size=60))
def test_random_trees(tree: bytes, subject: bytes) -> None:
    found = read(b"From: a@b.example\r\nSubject: " + subject + b"\r\n" + tree)
    found.text.encode()  # no lone surrogates, or this raises
    assert "\x00" not in found.text + found.subject + found.from_name
    assert found.body == found.text[: found.cut].strip()


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(RAWS), st.floats(0, 1))
def test_cut_off_anywhere(raw: bytes, share: float) -> None:
    kept = raw[: int(len(raw) * share)]
    found = read(kept)
    assert found.text.strip() or found.attachments or "no-body" in found.flags
    body = kept.partition(b"\r\n\r\n")[2]
    if WORDS.encode() in body and b"<" not in body:
        assert WORDS in found.text


@pytest.mark.parametrize("seed", range(8))
def test_flipped_bits(seed: int) -> None:
    chance = random.Random(seed)
    for raw in RAWS:
        spoilt = bytearray(raw)
        for _ in range(chance.randint(1, 12)):
            spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
        found = read(bytes(spoilt))
        assert found.body == found.text[: found.cut].strip()


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(raw: bytes) -> None:
    found = read(raw)
    assert "\x00" not in found.text


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: " + b"=?gbk?B?xOM=?= " * 50_000 + b"\r\n\r\nx",
        b"Subject: x\r\n" + b"X-A: b\r\n" * 100_000 + b"\r\nx",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\n\r\nx\r\n" * 50_000,
        b"Content-Type: text/html\r\n\r\n" + b"<div>" * 200_000 + "字".encode(),
        b"Content-Type: text/html\r\n\r\n" + b"<!--" * 200_000 + "字".encode(),
        b"Content-Type: text/html\r\n\r\n" + b"&amp;" * 300_000,
        b"\r\n" + b">" * 1_000_000,
        b"\r\n" + "在 写道：".encode() * 100_000,
        b"From: " + b"<" * 500_000 + b"\r\n\r\nx",
    ],
    ids=["words", "headers", "parts", "tags", "comments", "entities", "quotes", "wrote", "angles"],
)
def test_bombs_end(raw: bytes) -> None:
    assert read(raw).text is not None
