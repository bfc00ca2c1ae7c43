from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta

import docx
import openpyxl
import pytest

from app.comments import intake, receipts
from app.comments.values import Person
from app.jobs.drain import drain_once
from app.opinions import edits, seen, splitting
from app.opinions.jobs import regroup_handler
from app.opinions.read import clause_comments, clause_desk
from app.review import decisions, exports
from app.review.reports import formats, table
from app.review.reports.cells import LONGEST_CELL
from app.review.reports.values import NoReport, Report
from app.review.reports.xlsx import check_lines
from app.storage.models import Decision
from tests.houses import Published

FORMULAS = [
    "=1+1",
    "+86 28",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://x.example")',
    "\t=2",
    " =3",
    "＝4",
]


def report(town: Published, **options: bool) -> Report:
    made: Report = town.house.writer.call(
        table.make_report, town.consultation.id, contacts=options.get("contacts", False)
    )
    return made


def decide(town: Published, opinion: int, outcome: str, reason: str) -> None:
    def work(session: object, *, now: object) -> None:
        session.add(  # type: ignore[attr-defined]
            Decision(opinion_id=opinion, outcome=outcome, reason=reason, decided_at=now)
        )

    town.house.writer.call(work)


def sheet(content: bytes, name: str) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [tuple(row) for row in book[name].iter_rows(min_row=5, values_only=True)]


def test_every_comment_is_accounted_for(town: Published) -> None:
    for n in range(5):
        town.send("请保留人工窗口，方便老年人办事。", email=f"p{n}@b.example")
    town.send("建议写清楚每年降价多少。")
    off = town.send("我要找工作")
    town.send("不知道该放哪一条", None)
    gone = town.send("撤回我")
    town.send("迟到的意见", received_at=town.consultation.deadline)
    town.house.writer.call(receipts.withdraw, gone.receipt)
    seen = town.house.read_now(receipts.view, off.receipt)
    assert seen is not None
    town.house.writer.call(edits.set_off_topic, seen.comments[0].id, True, None)
    drain_once(regroup_handler(town.house.tools))
    made = report(town)
    assert made.check.adds_up
    assert (made.check.counted, made.check.untied, made.check.off_topic) == (8, 1, 1)
    assert (made.check.late, made.check.withdrawn) == (1, 1)
    assert len(made.by_comment) == 8
    assert [row.content for row in made.late] == ["迟到的意见"]
    texts = sorted(row.content for row in made.by_comment)
    assert texts.count("请保留人工窗口，方便老年人办事。") == 5
    assert "撤回我" not in texts
    # By opinion every comment is there too: by its receipt, once.
    in_opinions = sorted(receipt for row in made.by_opinion for receipt in row.receipts)
    assert in_opinions == sorted(receipt for row in made.by_comment for receipt in row.receipts)
    outcomes = {row.content: row.outcome for row in made.by_comment}
    assert outcomes["我要找工作"] == "与本条无关"
    assert outcomes["不知道该放哪一条"] == "待归条"


def test_decision_and_reason_stand_beside_the_comment(town: Published) -> None:
    town.send("请保留人工窗口。")
    drain_once(regroup_handler(town.house.tools))
    desk = town.house.read_now(clause_desk, town.clauses["一/(一)"].id)
    assert desk is not None
    decide(town, desk.singles[0].id, "partly", "已写入保留线下渠道。")
    content = formats.write(report(town), "xlsx")
    (row,) = sheet(content, "按意见")
    assert row[1] == "一/(一) 指导思想"
    assert row[2] == "请保留人工窗口。"
    assert row[4:6] == ("部分采纳", "已写入保留线下渠道。")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(town: Published, text: str) -> None:
    town.send(text)
    made = report(town)
    book = openpyxl.load_workbook(io.BytesIO(formats.write(made, "xlsx")))
    cell = book["按意见"].cell(5, 3)
    assert cell.data_type == "s"
    assert cell.value == text
    assert cell.quotePrefix
    lines = list(csv.reader(io.StringIO(formats.write(made, "csv").decode("utf-8-sig"))))
    assert lines[1][2] == "'" + text


def test_long_texts_and_odd_characters_survive(town: Published) -> None:
    long = "很长的意见。" * 8000
    town.send(long)
    town.send("响铃\x07 表情😀 竖表\x0b")
    made = report(town)
    rows = sheet(formats.write(made, "xlsx"), "按意见")
    assert "".join(str(row[2]) for row in rows if row[0] == 1) == long
    assert len(rows) == -(-len(long) // LONGEST_CELL) + 1
    document = docx.Document(io.BytesIO(formats.write(made, "docx")))
    cells = [row.cells[2].text for row in document.tables[0].rows]
    assert cells[1] == long
    assert cells[2] == "响铃\ufffd 表情😀 竖表\ufffd"


def test_docx_has_a_line_a_comment_and_heads_that_repeat(town: Published) -> None:
    for n in range(7):
        town.send(f"第{n}条\n两行")
    document = docx.Document(io.BytesIO(formats.write(report(town), "docx")))
    lines = document.tables[0].rows
    assert [cell.text for cell in lines[0].cells] == [
        "序号", "条款", "意见内容", "来源", "采纳情况", "理由",
    ]  # fmt: skip
    assert len(lines) == 8
    assert lines[1].cells[2].text == "第0条\n两行"
    assert "tblHeader" in lines[0]._tr.xml
    assert "tblHeader" not in lines[1]._tr.xml


def test_contact_data_only_when_asked_for(town: Published) -> None:
    person = Person("王先生", "某厂", "wang@b.example", "13800000000")
    parcel = replace(town.parcel("意见"), person=person)
    town.house.writer.call(intake.take_in, parcel)
    for ending in formats.FORMATS:
        content = formats.write(report(town), ending)
        assert "王先生".encode() not in content
        assert b"wang@" not in content
    made = report(town, contacts=True)
    assert made.by_comment[0].contact == ("王先生", "某厂", "wang@b.example", "13800000000")
    (row,) = sheet(formats.write(made, "xlsx"), "按意见")
    assert row[6:10] == ("王先生", "某厂", "wang@b.example", "13800000000")


def test_asking_for_contacts_needs_a_reason_and_leaves_a_trail(town: Published) -> None:
    number = town.consultation.id
    with pytest.raises(NoReport, match="no-reason"):
        town.house.writer.call(exports.ask, number, "xlsx", "comment", None, contacts=True)
    with pytest.raises(NoReport, match="no-such-format"):
        town.house.writer.call(exports.ask, number, "exe", "comment", None)
    with pytest.raises(NoReport, match="no-such-consultation"):
        town.house.writer.call(exports.ask, 99, "xlsx", "comment", None)


def test_json_keeps_everything(town: Published) -> None:
    town.send("=1+1")
    made = json.loads(formats.write(report(town), "json"))
    assert made["rows"][0]["意见内容"] == "=1+1"
    assert made["check"]["counted"] == 1
    assert made["deadline"] == town.consultation.deadline.isoformat()


def test_empty_consultation_has_an_empty_report(town: Published) -> None:
    made = report(town)
    assert made.by_comment == ()
    for ending in formats.FORMATS:
        assert formats.write(made, ending)


def test_copies_are_counted_as_copies(town: Published) -> None:
    letter = "我们强烈建议全省高速公路收费站每逢节假日增开人工车道，减少排队。"
    for n in range(3):
        town.send(letter, email=f"p{n % 2}@b.example")
    town.clock.time += timedelta(minutes=1)
    drain_once(regroup_handler(town.house.tools))
    (row,) = report(town).by_opinion
    assert row.source == "3条、2人（网页3条），其中雷同3件"
    assert "（3件相同）" in row.content


def test_a_split_comment_stands_whole_and_once_with_each_answer(town: Published) -> None:
    text = "村里快递要送到家。另外，网费太贵要降下来。"
    town.send(text, email="a@b.example")
    town.send("网费太贵要降下来，请降低网费。", email="c@b.example")
    drain_once(regroup_handler(town.house.tools))
    clause = town.clauses["一/(一)"].id
    first = town.house.read_now(clause_comments, clause)[0]
    before = report(town).check
    one, other = town.house.writer.call(splitting.split, first.id, [(0, 9), (9, len(text))], None)
    while drain_once(regroup_handler(town.house.tools)):
        pass
    homes = [town.house.writer.call(edits.move, [demand], None, None) for demand in (one, other)]
    decide(town, homes[0], "adopted", "已写入。")
    decide(town, homes[1], "rejected", "不在本文件范围。")
    made = report(town)
    assert (made.check.counted, made.check.people) == (before.counted, before.people) == (2, 2)
    assert [row.content for row in made.by_comment].count(text) == 1
    row = made.by_comment[0]
    assert row.outcome == "（1）采纳\n（2）不采纳"
    assert row.reason.split("\n") == [
        "（1）“村里快递要送到家。”：已写入。",
        "（2）“另外，网费太贵要降下来。”：不在本文件范围。",
    ]
    parts = [row.content for row in made.by_opinion if "表第1行" in row.content]
    assert sorted(parts) == sorted(
        [
            "村里快递要送到家。（“按意见”表第1行所提的一项）",
            "另外，网费太贵要降下来。（“按意见”表第1行所提的一项）",
        ]
    )
    for ending in ("xlsx", "docx", "csv", "json"):
        assert formats.write(made, ending, "comment")


def test_an_answer_of_its_own_stands_before_the_opinions(town: Published) -> None:
    for n in range(3):
        town.send("请保留人工窗口，方便老年人办事。", email=f"p{n}@b.example")
    drain_once(regroup_handler(town.house.tools))
    found = town.house.read_now(clause_comments, town.clauses["一/(一)"].id)
    opinion = found[0].opinion_id
    assert opinion is not None
    decide(town, opinion, "adopted", "已写入。")
    town.house.writer.call(
        decisions.decide_comment, found[1].id, "explained", "您所在的县已保留。", None, 0
    )
    made = report(town)
    assert [row.outcome for row in made.by_comment] == ["采纳", "已说明", "采纳"]
    assert sorted(row.outcome for row in made.by_opinion) == ["已说明", "采纳"]
    assert made.check.adds_up


def test_what_was_read_stands_in_the_report(town: Published) -> None:
    town.send("第一条。")
    town.send("第二条。")
    clause = town.clauses["一/(一)"].id
    first = town.house.read_now(clause_comments, clause)[0]
    town.house.writer.call(seen.mark_read, clause, [first.id], None)
    assert (report(town).check.read, report(town).check.counted) == (1, 2)
    lines = dict(check_lines(report(town)))
    assert lines["其中已由工作人员读过（条）"] == 1
