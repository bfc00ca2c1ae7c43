"""`zhutiao cluster FILE`: what it prints for each kind of file, and what it refuses."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.cli import cluster
from app.cli.errors import Refused

DATA = Path(__file__).parents[1] / "data" / "opinions"
FEES = ["建议降低宽带资费，农村宽带资费太贵", "农村的宽带资费太贵，建议降低资费"]
LANE = "请保留高速人工收费车道"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    parser = argparse.ArgumentParser()
    cluster.add_arguments(parser)
    assert cluster.run(parser.parse_args(arguments)) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def jsonl(path: Path, rows: list[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return str(path)


def test_one_object_per_comment_in_the_order_of_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (DATA / "comments.jsonl").read_text("utf-8").splitlines()
    rows = [{k: v for k, v in json.loads(line).items() if k != "opinion"} for line in lines]
    found = run(capsys, jsonl(tmp_path / "c.jsonl", rows), "--json")
    kept = [[name for name in one if name != "demands"] for one in found]
    assert kept == [["id", "clause", "family", "opinion"]] * len(rows)
    assert [(one["id"], one["clause"]) for one in found] == [(r["id"], r["clause"]) for r in rows]
    clauses = {(one["opinion"], one["clause"]) for one in found}
    assert len(clauses) == len({opinion for opinion, _ in clauses})


def test_summary_accounts_for_every_comment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(DATA / "letters.jsonl")
    found = run(capsys, file, "--json", "--summary")
    comments = [one for one in found if "id" in one]
    opinions = [one for one in found if "label" in one]
    assert len(comments) == sum(one["size"] for one in opinions) == 118
    assert len({one["family"] for one in comments}) == sum(one["families"] for one in opinions)
    assert all(one["label"] and isinstance(one["keywords"], list) for one in opinions)
    of = {one["id"]: one["opinion"] for one in comments}
    assert all(of[one["representative"]] == one["opinion"] for one in opinions)
    assert list(opinions[0]) == [
        *("clause", "opinion", "label", "representative", "size", "families", "keywords"),
    ]


def test_an_opinion_that_staff_gave_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"id": "a", "text": FEES[0], "opinion": "资费"},
        {"id": "b", "text": FEES[1], "opinion": "1"},
        {"id": "c", "text": LANE},
        {"id": "d", "text": FEES[0]},
    ]
    found = run(capsys, jsonl(tmp_path / "c.jsonl", rows))
    assert [one["opinion"] for one in found] == ["资费", "1", 2, "资费"]
    assert ["suggestions" in one for one in found] == [False, False, True, True]
    lane, fee = found[2]["suggestions"], found[3]["suggestions"]
    assert {one["opinion"] for one in lane} == {"资费", "1"}
    assert fee[0]["opinion"] == "资费"
    assert fee[0]["score"] > lane[0]["score"]


def test_suggestions_are_staffs_opinions_of_the_clause_the_best_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (DATA / "comments.jsonl").read_text("utf-8").splitlines()
    gold = [json.loads(line) for line in lines]
    rows = [
        {key: row[key] for key in ("id", "clause", "text")}
        | ({"opinion": row["opinion"]} if at % 2 else {})
        for at, row in enumerate(gold)
    ]
    found = run(capsys, jsonl(tmp_path / "c.jsonl", rows), "--json")
    given = {clause: set[str]() for clause in {row["clause"] for row in gold}}
    for row in gold[1::2]:
        given[row["clause"]].add(row["opinion"])
    hits = asked = 0
    for at, one in enumerate(found):
        if at % 2:
            assert one["opinion"] == gold[at]["opinion"]
            continue
        scores = [each["score"] for each in one["suggestions"]]
        assert len(scores) == 5
        assert scores == sorted(scores, reverse=True)
        names = [each["opinion"] for each in one["suggestions"]]
        assert set(names) <= given[one["clause"]]
        asked += gold[at]["opinion"] in given[one["clause"]]
        hits += gold[at]["opinion"] in names[:3]
    assert hits / asked > 0.8


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv(tmp_path: Path, capsys: pytest.CaptureFixture[str], charset: str) -> None:
    file = tmp_path / "意见.csv"
    text = (
        f'序号,条款,意见内容\r\n1,第七条,"{FEES[0]}"\r\n2,第七条,{FEES[1]}\r\n3,第八条,"两\n行"\r\n'
    )
    file.write_bytes(text.encode(charset))
    found = run(capsys, str(file))
    assert [(one["id"], one["clause"]) for one in found] == [
        ("1", "第七条"),
        ("2", "第七条"),
        ("3", "第八条"),
    ]
    assert found[0]["opinion"] == found[1]["opinion"] != found[2]["opinion"]


def test_xlsx_with_a_title_above_its_header(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["征求意见汇总"])
    sheet.append([None, "序 号", "公众意见"])
    for number, text in enumerate([FEES[0], FEES[1], None, LANE], 1):
        sheet.append([None, number, text])
    book.save(tmp_path / "t.xlsx")
    found = run(capsys, str(tmp_path / "t.xlsx"))
    assert [(one["id"], one["clause"]) for one in found] == [(n, None) for n in (1, 2, 3, 4)]
    assert len({one["opinion"] for one in found}) == 3


def test_odd_texts_are_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = ["", "👍", "\ud800", "=1+1", "a\x00b", "的" * 20_000, None]
    found = run(capsys, jsonl(tmp_path / "c.jsonl", [{"text": text} for text in texts]))
    assert [one["id"] for one in found] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("c.jsonl", b"", "文件是空的"),
        ("c.csv", b"\xef\xbb\xbf \n", "文件是空的"),
        ("c.jsonl", b'{"text": "a"}\n{"text": ', "第 2 行不是"),
        ("c.jsonl", b'{"text": "a"}\n[1]\n', "第 2 行不是"),
        ("c.jsonl", b"{" * 100_000, "第 1 行不是"),
        ("c.jsonl", b'{"title": "a"}', "第 1 行没有意见文字"),
        ("c.jsonl", b'{"text": 5}', "第 1 行没有意见文字"),
        ("c.jsonl", b'{"text": "a", "opinion": ["a"]}', "第 1 行的编号、条款或观点应是文字或数字"),
        ("c.csv", b"a,b\n1,2\n", "找不到意见所在的列"),
        ("c.csv", b"\x81\x20\xff\x00", "不是文字文件"),
        ("c.xlsx", b"PK\x03\x04nothing", "不是可读的 xlsx"),
    ],
)
def test_refused_with_one_clear_line(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Refused, match=says) as refused:
        cluster.run(argparse.Namespace(file=str(tmp_path / name), json=True, summary=False))
    assert "\n" not in str(refused.value)


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="没有这个文件"):
        cluster.run(argparse.Namespace(file=str(tmp_path / "no"), json=True, summary=False))
    with pytest.raises(Refused, match="打不开"):
        cluster.run(argparse.Namespace(file=str(tmp_path), json=True, summary=False))


def test_a_comment_that_asks_several_things_has_demands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both = f"建议降低农村宽带资费，现在太贵。另外，{LANE}，老人用不来ETC。"
    rows = [{"text": text} for text in [*FEES, LANE, LANE + "！", both]]
    found = run(capsys, jsonl(tmp_path / "c.jsonl", rows), "--json")
    assert ["demands" in one for one in found] == [False] * 4 + [True]
    demands = found[4]["demands"]
    assert [both[one["start"] : one["end"]][:2] for one in demands] == ["建议", "另外"]
    known = {one["opinion"] for one in found}
    assert {one["opinion"] for one in demands} <= known | {None}
    assert found[4]["opinion"] in {one["opinion"] for one in demands}
