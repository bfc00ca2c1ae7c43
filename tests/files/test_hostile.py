"""Files made to hurt end in time, in memory, and with words that a clerk understands."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path

import pytest

from app.files import Unreadable, bounded, read_text
from app.files.bounded import Bounds
from app.locale.files import FLAGS, UNREADABLE
from tests.files import hostile, material


def ended(one: hostile.Hostile) -> tuple[str, str]:
    """How reading ended: a code, and what the clerk is told, or the text."""
    try:
        return hostile.READ, read_text(one.make(), one.name).text
    except Unreadable as error:
        return error.code, UNREADABLE[error.code].format(**error.values)


@pytest.mark.parametrize("one", hostile.SET, ids=lambda one: one.name)
def test_ends_as_it_should(one: hostile.Hostile) -> None:
    code, words = ended(one)
    assert code in one.ends
    assert words.strip()
    if code != hostile.READ:
        # A reason, and what to do; all values are filled in.
        assert any(mark in words for mark in "，；")
        assert "{" not in words


def test_entity_from_outside_is_not_fetched() -> None:
    with pytest.raises(Unreadable) as caught:
        read_text(hostile.outside_entity(), "a.docx")
    assert "root:" not in str(caught.value.values)


def test_time_is_bounded_and_the_child_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that never answers is ended, with what it started."""
    nap = f"600.{secrets.randbelow(10**9)}"
    sleeper = f"import subprocess, sys; subprocess.run(['sleep', '{nap}'])"
    monkeypatch.setattr(bounded, "_START", sleeper)
    monkeypatch.setattr(bounded, "USUAL", Bounds(1, 1, 512 * 2**20))
    with pytest.raises(Unreadable, match="gave-up"):
        read_text(material.docx(material.p("x")), "a.docx")
    assert nap not in running()


def running() -> str:
    """The command lines of all processes that have not ended."""
    lines = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            lines.append(file.read_text("utf-8", "replace"))
    return "\n".join(lines)


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "USUAL", Bounds(8, 9, 80 * 2**20))
    with pytest.raises(Unreadable, match="gave-up"):
        read_text(material.docx(material.p(secrets.token_hex(4_000_000)) * 3), "a.docx")


@pytest.mark.parametrize("answer", ["", "{", "[]", '{"text": 1}', '{"code": "bomb", "values": {}}'])
def test_answer_that_makes_no_sense_is_no_text(
    answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "_START", f"import sys; sys.stdin.read(); print({answer!r})")
    with pytest.raises(Unreadable, match=r"gave-up|bomb"):
        read_text(material.docx(material.p("x")), "a.docx")


def test_every_flag_has_words() -> None:
    assert all(words.strip() for words in FLAGS.values())
    assert read_text(material.macros(), "a.docm").flags[0] in FLAGS
