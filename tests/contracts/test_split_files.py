"""`zhutiao split FILE` with the files that offices have, and what it refuses in one line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.files.material import docx, level, lists, p, pdf

ROOT = Path(__file__).parents[2]


def split(path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app.cli.main", "split", str(path), *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, timeout=120, check=False
    )


def test_numbers_that_word_counts_are_addresses(tmp_path: Path) -> None:
    levels = level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）")
    numbering = lists({"0": levels}, {"1": ("0", "")})
    body = p("关于某事的意见") + p("总体要求", "1") + p("指导思想。内容。", "1", 1)
    body += p("基本原则。内容。", "1", 1) + p("主要任务", "1") + p("加强领导。内容。", "1", 1)
    file = tmp_path / "草案.docx"
    file.write_bytes(docx(body, numbering=numbering))
    done = split(file, "--json")
    assert done.returncode == 0, done.stderr
    found = [one["address"] for one in json.loads(done.stdout)["clauses"]]
    assert [one for one in found if one[0] in "一二"] == [
        "一",
        "一/(一)",
        "一/(二)",
        "二",
        "二/(一)",
    ]


def test_a_scan_is_refused_in_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "扫描.pdf"
    file.write_bytes(pdf([[]]))
    done = split(file)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "扫描件" in done.stderr
    assert "机器识别" in done.stderr
