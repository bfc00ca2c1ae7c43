"""`zhutiao read-mail`: one line a mail, from files and folders, and what cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli.main import main
from tests.core.messages.cases import CASES, SUBJECT, WORDS

KEYS = {
    "file",
    "subject",
    "from",
    "date",
    "message_id",
    "body",
    "quoted_from",
    "auto",
    "attachments",
    "flags",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of mails, with one below and something that is none."""
    for number, case in enumerate(CASES):
        (tmp_path / f"{number:03}.eml").write_bytes(case.raw)
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "z.eml").write_bytes(CASES[0].raw)
    (tmp_path / "notes.txt").write_text("no mail")
    return tmp_path


def test_one_line_a_mail(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read-mail", str(folder), "--json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(found) == len(CASES) + 1
    for one in found:
        assert set(one) == KEYS
        assert set(one["from"]) == {"name", "address"}
        assert isinstance(one["auto"], bool)
        for file in one["attachments"]:
            assert set(file) == {"name", "type", "size", "text", "status"}
    assert found[0]["body"] == WORDS
    assert found[0]["subject"] == SUBJECT
    assert found[0]["date"] == "2017-08-29T10:12:00+08:00"


def test_a_forwarded_mail_is_read_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = next(case for case in CASES if case.name.startswith("a forwarded mail"))
    (tmp_path / "m.eml").write_bytes(case.raw)
    assert main(["read-mail", str(tmp_path / "m.eml"), "--json"]) == 0
    (file,) = json.loads(capsys.readouterr().out)["attachments"]
    assert (file["text"].strip(), file["status"]) == ("里面的信", "read")


def test_for_people_without_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read-mail", str(folder / "000.eml")]) == 0
    shown = capsys.readouterr().out
    assert f"主题：{SUBJECT}" in shown
    assert WORDS in shown


def test_refusals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read-mail", str(tmp_path / "none.eml")]) == 1
    assert main(["read-mail", str(tmp_path)]) == 1
    assert main(["read-mail"]) == 2
    assert "Traceback" not in capsys.readouterr().err
