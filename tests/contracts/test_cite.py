"""`zhutiao cite FILE < TEXT`: what it prints, for one text and for lines, and what it refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DRAFT = str(ROOT / "draft_text" / "sichuan-informatization-2017.txt")
LETTER = "您好！\n第15点建议增加补贴😀。\n第六十点不对。\n谢谢"


def zhutiao(*arguments: str, stdin: bytes) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "app.cli.main", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, cwd=ROOT, timeout=60)


def test_json_is_one_list_of_passages() -> None:
    done = zhutiao("cite", DRAFT, "--json", stdin=LETTER.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    found = json.loads(done.stdout)
    assert [list(one) for one in found] == [
        ["start", "end", "quote", "clause", "reason", "confidence"]
    ] * 2
    assert [(one["clause"], one["reason"]) for one in found] == [
        ("三/(一)/15", "point"),
        (None, "dangling"),
    ]
    # Offsets count characters; the emoji is one.
    assert all(LETTER[one["start"] : one["end"]] == one["quote"] for one in found)


def test_lines_answer_one_line_each_with_its_id() -> None:
    rows = [{"id": "a", "text": "第二十一点“一网通办”"}, {"id": 7, "text": ""}]
    stdin = "".join(json.dumps(row) + "\n" for row in rows).encode() + b"\n"
    done = zhutiao("cite", DRAFT, "--lines", stdin=stdin)
    assert done.returncode == 0
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["id"] for one in found] == ["a", 7]
    assert [one["clause"] for one in found[0]["passages"]] == ["三/(二)/21"]
    assert found[1] == {"id": 7, "passages": []}


def test_lines_are_answered_one_by_one() -> None:
    command = [sys.executable, "-m", "app.cli.main", "cite", DRAFT, "--lines"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT) as running:
        assert running.stdin
        assert running.stdout
        for number in (15, 16):
            running.stdin.write(
                json.dumps({"id": number, "text": f"第{number}点"}).encode() + b"\n"
            )
            running.stdin.flush()
            # The next line is only written after this answer.
            assert json.loads(running.stdout.readline())["id"] == number
        running.stdin.close()
        assert running.wait(timeout=60) == 0


def test_without_json_a_person_can_read_it() -> None:
    done = zhutiao("cite", DRAFT, stdin="第15点\n".encode("gb18030"))
    assert done.returncode == 0
    assert done.stdout.decode().startswith("三/(一)/15\tpoint 0.95\t第15点")


@pytest.mark.parametrize(
    ("arguments", "stdin", "code"),
    [
        (("cite", "missing.txt"), b"", 1),
        (("cite", str(ROOT)), b"", 1),
        (("cite", DRAFT, "--lines"), b"[1]\n", 1),
        (("cite", DRAFT, "--lines"), b"{\n", 1),
        (("cite", DRAFT, "--lines"), b'{"id": 1}\n', 1),
        (("cite", DRAFT), b"\xff\xfe\x00", 1),
        (("cite",), b"", 2),
        (("cite", DRAFT, "--unknown"), b"", 2),
    ],
)
def test_refusals_are_one_line(arguments: tuple[str, ...], stdin: bytes, code: int) -> None:
    done = zhutiao(*arguments, stdin=stdin)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    if code == 1:
        assert len(done.stderr.decode().splitlines()) == 1


def test_half_a_surrogate_pair_is_no_traceback() -> None:
    done = zhutiao(
        "cite", DRAFT, "--lines", stdin=b'{"id": 1, "text": "\\ud83d \\u7b2c15\\u70b9"}\n'
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["passages"][0]["clause"] == "三/(一)/15"
