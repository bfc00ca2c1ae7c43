"""Several drafts of one file are corrected: each stays itself, also under another title."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.comments import counts
from app.consultations import read
from app.consultations.naming import full_address
from app.core.outline.parse import parse
from app.review.reports import table
from tests.consultations.test_correcting import addresses, put
from tests.houses import Published, open_small
from tests.mail.letters import letter, make_room
from tests.web.test_several_drafts import TWO_DRAFTS

EQUAL = """某市管理办法（征求意见稿）
第一条 供水应当安全，水质应当达标。
第二条 用水应当节约，安装计量器具。
某市管理办法（征求意见稿）
第一条 供热应当稳定，温度应当达标。
第二条 用热应当节约，安装控制装置。
"""


def opened(folder: Path, url: str, text: str) -> Published:
    return open_small(folder, url, outline=lambda: parse(text))


def test_another_title_takes_all_comments_along(tmp_path: Path, database: str) -> None:
    town = opened(tmp_path, database, TWO_DRAFTS)
    for address in (
        "全文",
        "《某市供热办法》/全文",
        "《某市供热办法》/第二条",
        "《某市供水办法》/第二条",
    ):
        town.send(f"对{address}的意见。", address)
    before = addresses(town)
    clauses = town.house.read_now(counts.by_clause, town.consultation.id)
    slugs = {one.id: one.slug for one in town.house.read_now(read.clauses_of, town.consultation.id)}
    put(town, TWO_DRAFTS.replace("某市供热办法", "某市集中供热办法"))
    after = addresses(town)
    assert {one.replace("集中", ""): number for one, number in after.items()} == before
    assert "《某市集中供热办法》/第二条" in after
    assert town.house.read_now(counts.by_clause, town.consultation.id) == clauses
    now = town.house.read_now(read.clauses_of, town.consultation.id)
    assert {one.id: one.slug for one in now} == slugs, "all pages keep their addresses"
    report = town.house.writer.call(table.make_report, town.consultation.id, contacts=False)
    assert {full_address(row.draft, row.clause) for row in report.by_comment} == {
        "《各件》/全文",
        "《某市集中供热办法》/全文",
        "《某市集中供热办法》/第二条",
        "《某市供水办法》/第二条",
    }
    town.house.close()


def test_drafts_of_one_title_stay_apart(tmp_path: Path, database: str) -> None:
    town = opened(tmp_path, database, EQUAL)
    before = addresses(town)
    for address in before:
        town.send(f"对{address}的意见。", address)
    put(town, EQUAL.replace("安装", "必须安装"))
    assert addresses(town) == before
    put(town, EQUAL.replace("第二条 用热", "第二条 市水务局负责监督。\n第三条 用热"))
    after = addresses(town)
    assert after["《某市管理办法（2）》/第三条"] == before["《某市管理办法（2）》/第二条"]
    assert after["《某市管理办法》/第二条"] == before["《某市管理办法》/第二条"]
    town.house.close()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("《某市管理办法》第一条应当写明由谁负责。", None),
        ("《某市管理办法》第一条供水安全应当写明由谁负责，水质如何达标。", None),
    ],
)
def test_a_title_that_two_drafts_have_is_no_address(
    tmp_path: Path, sqlite_database: str, text: str, address: str | None
) -> None:
    town = opened(tmp_path, sqlite_database, EQUAL)
    room = make_room(town, tmp_path)
    room.take(letter(text))
    assert [one.clause_id for one in room.comments()] == [address]
    town.house.close()
