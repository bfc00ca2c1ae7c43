"""`zhutiao split FILE`: what it prints, and what it refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DRAFT = str(ROOT / "draft_text" / "sichuan-informatization-2017.txt")
CASES = ROOT / "tests" / "core" / "outline" / "cases"


def zhutiao(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "app.cli.main", "split", *arguments]
    return subprocess.run(command, capture_output=True, cwd=ROOT, timeout=60)


def test_the_real_draft_as_json() -> None:
    done = zhutiao(DRAFT, "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    found = json.loads(done.stdout)
    assert list(found) == ["title", "notice", "warnings", "clauses", "documents", "asides"]
    assert found["title"] == "关于加快推进信息化发展的实施意见"
    assert found["notice"] == {
        "deadline": "2017-09-12T23:59:59.999999+08:00",
        "mailbox": "scjxwxxh@163.com",
        "issuer": "中共四川省委办公厅、四川省人民政府办公厅",
        "mailboxes": ["scjxwxxh@163.com"],
        "address": None,
        "telephone": None,
    }
    kinds = Counter(clause["kind"] for clause in found["clauses"])
    assert kinds == {"preamble": 1, "part": 5, "section": 20, "point": 48, "dash": 9}
    assert found["warnings"] == []


def test_a_clause_has_the_fields_of_the_contract() -> None:
    found = json.loads(zhutiao(DRAFT, "--json").stdout)
    (clause,) = [one for one in found["clauses"] if one["address"] == "三/(一)/15"]
    assert list(clause) == [
        "address",
        "slug",
        "kind",
        "label",
        "heading",
        "text",
        "parent",
        "commentable",
        "start",
        "end",
        "aliases",
    ]
    assert (clause["slug"], clause["kind"], clause["label"]) == ("3-1-15", "point", "15.")
    assert (clause["parent"], clause["commentable"]) == ("三/(一)", True)
    assert clause["end"] - clause["start"] > len(clause["heading"] + clause["text"])


def test_several_drafts_and_companions_are_named(tmp_path: Path) -> None:
    text = (CASES / "several-drafts.txt").read_text("utf-8").partition("\n")[2].split("\n====")[0]
    file = tmp_path / "两份.txt"
    file.write_text(text.replace("⇥", "\t"), "gb18030")
    found = json.loads(zhutiao(str(file), "--json").stdout)
    assert found["documents"] == [
        {"title": "某市供水办法", "clauses": [0, 2]},
        {"title": "某市供热办法", "clauses": [2, 4]},
    ]
    assert [one["role"] for one in found["asides"]] == ["front", "title", "companion"]
    assert [one["code"] for one in found["warnings"]] == ["another-draft", "companion"]
    assert found["warnings"][1]["message"] == "随附材料，不分条款：意见反馈表"


def test_without_json_a_person_can_read_it() -> None:
    done = zhutiao(DRAFT)
    assert done.returncode == 0
    lines = done.stdout.decode().splitlines()
    assert lines[:3] == [
        "关于加快推进信息化发展的实施意见",
        "截止：2017年9月12日（星期二）24时，北京时间",
        "邮箱：scjxwxxh@163.com",
    ]
    assert lines[-1] == "共83个条款"


@pytest.mark.parametrize(("arguments", "code"), [(("missing.txt",), 1), ((str(ROOT),), 1), ((), 2)])
def test_what_cannot_be_read_is_refused_in_one_line(arguments: tuple[str, ...], code: int) -> None:
    done = zhutiao(*arguments)
    assert done.returncode == code
    assert done.stdout == b""
    assert code == 2 or len(done.stderr.decode().strip().splitlines()) == 1
