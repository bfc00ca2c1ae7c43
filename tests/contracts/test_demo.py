"""`zhutiao demo` as a stranger runs it: started, used, exported beside it, stopped, started again."""

from __future__ import annotations

import json
import os
import re
import signal
import smtplib
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.parts import free_port

# 28 comments come by the pages, 6 in the mails.
EXAMPLES = 34
MAIL = "Subject: bus\n\n第31条建议公交到站信息要准。".encode()


@dataclass
class Demo:
    """A running demo."""

    folder: Path
    port: int
    smtp_port: int
    log: Path

    @property
    def environment(self) -> dict[str, str]:
        mine = {
            "ZHUTIAO_DATA_DIR": str(self.folder),
            "ZHUTIAO_PORT": str(self.port),
            "ZHUTIAO_SMTP_LISTEN_PORT": str(self.smtp_port),
        }
        kept = {name: value for name, value in os.environ.items() if "ZHUTIAO" not in name}
        return kept | mine

    def page(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return str(answer.read().decode())

    def answers(self) -> bool:
        try:
            return bool(self.page("/"))
        except (urllib.error.URLError, ConnectionError):
            return False

    def exported(self) -> list[dict[str, Any]]:
        """Every comment, by the export command beside the running service."""
        file = self.folder / "table.json"
        command = [
            sys.executable,
            "-m",
            "app",
            "export",
            "sichuan-informatization",
            "-o",
            str(file),
        ]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        found: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))["rows"]
        return found


def until(ask: Callable[[], Any], seconds: float = 60) -> Any:
    """Ask until the answer is true."""
    last = time.monotonic() + seconds
    while not (found := ask()):
        assert time.monotonic() < last, "still not true"
        time.sleep(0.2)
    return found


@contextmanager
def running(folder: Path, *arguments: str, stop: signal.Signals = signal.SIGINT) -> Iterator[Demo]:
    demo = Demo(folder, free_port(), free_port(), folder.parent / "demo.log")
    with demo.log.open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "demo", *arguments],
            env=demo.environment,
            stdout=log,
            stderr=log,
        )
        try:
            until(demo.answers)
            yield demo
            process.send_signal(stop)
            assert process.wait(30) == 0, "jobs, receiver and writer were stopped in order"
        finally:
            process.kill()
            process.wait()
    assert "Traceback" not in demo.log.read_text()


def all_marked(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """These rows, if all examples are there and say so."""
    marked = sum("示例" in str(one["来源"]) for one in rows)
    return rows if marked == len(rows) == EXAMPLES else []


def letters(folder: Path) -> list[bytes]:
    """The acknowledgements that were written."""
    return [path.read_bytes() for path in (folder / "outbox").glob("*.eml")]


def password(demo: Demo) -> str:
    """The printed account's password."""
    found = re.search(r"账号：demo  密码：(\S+)", demo.log.read_text())
    assert found
    return found.group(1)


def test_the_demo_and_its_second_start(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with running(folder) as demo:
        page = re.sub(r"<[^>]+>", "", demo.page("/c/sichuan-informatization"))
        assert "关于加快推进信息化发展的实施意见" in page
        assert "还有14天" in re.sub(r"\s", "", page)
        # A mail is marked a moment after it became a comment.
        first = until(lambda: all_marked(demo.exported()))
        with smtplib.SMTP("127.0.0.1", demo.smtp_port) as client:
            client.sendmail("me@example.cn", ["scjxwxxh@163.com"], MAIL)
        found = until(lambda: len(found := demo.exported()) > len(first) and found)
        mine = [one for one in found if "公交到站信息要准" in str(one["意见内容"])]
        assert [str(one["条款"]).split()[0] for one in mine] == ["三/(四)/31"]
        until(lambda: any(b"To: me@example.cn" in letter for letter in letters(folder)))
        account = password(demo)
    with running(folder) as again:
        assert password(again) == account
        time.sleep(1)
        assert len(again.exported()) == len(found), "the examples are sent once"


def test_empty_leaves_the_examples_out(tmp_path: Path) -> None:
    with running(tmp_path / "data", "--empty", stop=signal.SIGTERM) as demo:
        time.sleep(1)
        assert demo.exported() == []
