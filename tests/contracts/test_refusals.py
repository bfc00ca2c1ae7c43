"""Commands that cannot open the house say why in one line, and exit 1; never a traceback."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from app.cli.main import main
from app.settings import Settings
from app.wiring import open_house

CASES = (
    ({"PORT": "abc"}, "设置 ZHUTIAO_PORT 要写整数"),
    ({"PORT": "99999"}, "设置 ZHUTIAO_PORT 不能大于65535"),
    ({"SMTP_TLS": "ssl"}, "设置 ZHUTIAO_SMTP_TLS 只能是"),
    ({"SECURE_COOKIES": "有时"}, "设置 ZHUTIAO_SECURE_COOKIES 要写 true 或 false"),
    ({"POST_PER_MINUTE": "0"}, "设置 ZHUTIAO_POST_PER_MINUTE 不能小于1"),
    ({"DATABASE_URL": "postgres"}, "ZHUTIAO_DATABASE_URL 不对"),
    ({"DATABASE_URL": "oracle://x/y"}, "ZHUTIAO_DATABASE_URL 不对"),
    ({"DATABASE_URL": "postgresql+psycopg://x@127.0.0.1:1/x"}, "数据库用不了"),
    ({"DATA_DIR": "/dev/null"}, "数据目录用不了"),
    ({"DATA_DIR": "/dev/null/below"}, "数据目录用不了"),
)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZHUTIAO_DATA_DIR", str(tmp_path / "data"))


@pytest.mark.parametrize(("settings", "words"), CASES)
@pytest.mark.parametrize("command", [["migrate"], ["export", "x", "-o", "x.csv"]])
def test_one_line_says_what_is_wrong(
    settings: dict[str, str],
    words: str,
    command: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(f"ZHUTIAO_{name}", value)
    assert main(command) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert words in said.err
    assert len(said.err.strip().splitlines()) == 1


def test_a_file_that_is_no_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "zhutiao.db").write_bytes(b"anything but a database " * 100)
    assert main(["migrate"]) == 1
    assert "数据库用不了：file is not a database" in capsys.readouterr().err


def test_settings_of_another_encoding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".env").write_bytes("ZHUTIAO_MAIL_FROM=经信委".encode("gb18030"))
    assert main(["web"]) == 1
    assert ".env 不是 UTF-8" in capsys.readouterr().err


def test_a_secret_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZHUTIAO_DATABASE_URL", "postgresql+psycopg://x:hush@127.0.0.1:1/x")
    assert main(["migrate"]) == 1
    assert "hush" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "broken"),
    [
        (["user", "add", "limin", "--role", "reader", "--generate"], "app.accounts.users.add_user"),
        (["demo"], "app.consultations.publish.publish"),
        (["serve"], "app.wiring.LongJobs.start"),
    ],
)
def test_a_disk_that_is_full(
    command: list[str],
    broken: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))

    monkeypatch.setattr(broken, full)
    monkeypatch.setenv("ZHUTIAO_SMTP_LISTEN_PORT", "0")
    assert main(command) == 1
    last = capsys.readouterr().err.strip().splitlines()[-1]
    assert last == "zhutiao: 数据库用不了：database or disk is full"


def test_a_key_that_is_not_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With half a key every receipt's secret could be worked out."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret.key").write_bytes(b"")
    assert main(["export", "x", "-o", "x.csv"]) == 1
    assert "secret.key 不完整，删掉它再启动，会另做一个" in capsys.readouterr().err


def test_a_key_that_another_process_is_writing(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    (tmp_path / "secret.key").write_bytes(b"")
    whole = b"k" * 64
    writing = threading.Timer(0.3, (tmp_path / "secret.key").write_bytes, [whole])
    writing.start()
    house = open_house(settings)
    try:
        assert house.secret_key == whole
    finally:
        house.close()
        writing.join()
