"""Attachments, forms, letters without objection and joint letters, from the door to their rows."""

from __future__ import annotations

import io
import random
import smtplib
from collections import Counter
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.comments import positions
from app.consultations.forms import form_of
from app.consultations.forms.sheet import write_xlsx
from app.consultations.forms.word import write_docx
from app.files import FileText, Remark, Unreadable
from app.mail import attached, queue
from app.mail.take import again
from app.opinions.jobs import regroup_handler
from app.storage.models import Contact, Demand
from tests.files import material
from tests.houses import Published
from tests.mail.letters import (
    ADDRESS,
    DRAFT,
    MAILBOX,
    Room,
    door,
    drain,
    letter,
    make_room,
    open_town,
    plain_text,
    with_attachment,
)

COVER = "您好：\n我单位意见见附件，请查收。\n某市教育局\n2017年9月1日"
OTHER = "三/(一)/16"


@pytest.fixture
def small(tmp_path: Path, sqlite_database: str) -> Iterator[Room]:
    """A room where the engine does not matter."""
    made = open_town(tmp_path, sqlite_database)
    yield make_room(made, tmp_path)
    made.house.close()


def said(room: Room) -> list[tuple[str, str]]:
    return [(one.clause_address, one.text) for one in room.comments()]


def filled_form(town: Published, ending: str, words: dict[str, str]) -> bytes:
    """The consultation's own form with words in the rows of these addresses."""
    form = form_of(town.consultation, town.clauses.values())
    file = io.BytesIO()
    if ending == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(write_xlsx(form)))
        for row in book.active.iter_rows():
            if row[1].value in words:
                row[3].value = words[row[1].value]
        book.save(file)
        return file.getvalue()
    document = docx.Document(io.BytesIO(write_docx(form)))
    sender, table = document.tables
    sender.rows[0].cells[1].text = "某市教育局"
    sender.rows[2].cells[1].text = "028-1234567"
    for row in table._tbl.tr_lst:
        cells = docx.table._Row(row, table).cells
        number = cells[0].paragraphs[0].runs[0].text
        if number in words:
            cells[2].text = words[number]
    document.save(file)
    return file.getvalue()


def test_a_form_by_smtp_stands_on_its_clauses(room: Room) -> None:
    data = filled_form(
        room.town, "docx", {ADDRESS: "补贴小厂", OTHER: "写写乡下", "全文": "尽快出台"}
    )
    raw = with_attachment(COVER, "意见反馈表.docx", data)
    with door(room.tools) as port, smtplib.SMTP("127.0.0.1", port) as client:
        assert client.sendmail("zhao@factory.example", [MAILBOX], raw) == {}
    room.read()
    room.send()
    assert said(room) == [(ADDRESS, "补贴小厂"), (OTHER, "写写乡下"), ("全文", "尽快出台")]
    (contact,) = room.town.house.read_now(_contacts)
    assert contact == ("某市教育局", "028-1234567", "zhao@factory.example")
    (ack,) = room.written()
    assert ADDRESS in plain_text(ack)
    # What was read is kept, so that it can be read again.
    assert not room.town.house.writer.call(again, room.messages()[0].id)


def _contacts(session: Session) -> list[tuple[str, str, str]]:
    rows = session.scalars(select(Contact))
    return [(row.organisation, row.phone, row.email) for row in rows]


def test_a_workbook_counts_like_a_document(small: Room) -> None:
    data = filled_form(small.town, "xlsx", {ADDRESS: "补贴小厂", OTHER: "/"})
    small.take(with_attachment(COVER, "表.xlsx", data))
    assert said(small) == [(ADDRESS, "补贴小厂")]


def test_another_offices_table_is_read_by_its_headings(small: Room) -> None:
    rows = [
        ("序号", "修改意见", "条款", "修改理由"),
        ("1", "补贴小厂", "第15条", "负担重"),
        ("2", "删去", "三（一）16", ""),
        ("3", "", "17", ""),
        ("4", "改短", "第九十九条", ""),
    ]
    body = material.p("关于征求意见稿的反馈意见") + material.p("经研究，提出如下修改意见：")
    data = material.docx(body + material.table(*rows) + material.p("某市教育局"))
    small.take(with_attachment(COVER, "反馈意见.docx", data))
    assert said(small) == [
        (ADDRESS, "补贴小厂\n理由：负担重"),
        (OTHER, "删去"),
        ("", "条款：第九十九条\n改短"),
    ]


def test_a_table_in_the_letter_itself(small: Room) -> None:
    page = (
        "<p>意见用表格列出：</p><table><tr><th>条款</th><th>修改建议</th><th>理由</th></tr>"
        "<tr><td>第15点</td><td>补贴小厂</td><td>负担重</td></tr>"
        "<tr><td>第16点</td><td>删去</td><td></td></tr></table>"
    )
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = "a@b.example", MAILBOX, "意见"
    mail.set_content(page, subtype="html")
    message = small.take(mail.as_bytes())
    assert said(small) == [(ADDRESS, "补贴小厂\n理由：负担重"), (OTHER, "删去")]
    body = message.reading["body"]
    assert [body[one.tie_start : one.tie_end].split()[0] for one in small.comments()] == [
        "第15点",
        "第16点",
    ]


def test_a_table_in_the_lines_of_a_text_file(small: Room) -> None:
    text = "我们的意见：\n条款\t修改意见\t理由\n第15条\t补贴小厂\t负担重\n第16条\t删去\n另外，第17条写得好。"
    small.take(with_attachment(COVER, "意见.txt", text.encode()))
    assert said(small) == [
        (ADDRESS, "补贴小厂\n理由：负担重"),
        (OTHER, "删去"),
        ("三/(一)/17", "另外，第17条写得好。"),
    ]
    assert {one.tie_start for one in small.comments()} == {None}


def test_remarks_stand_on_the_clause_whose_words_they_stand_at(
    small: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    clause = small.town.clauses[ADDRESS]
    draft = DRAFT.read_text("utf-8")
    changed = draft.replace(small.town.clauses[OTHER].text[:12], "另外写的几个字，" * 2, 1)
    remarks = (Remark(clause.text[10:30], "这句太长"), Remark("", "全文标点请核对"))
    found = FileText(changed, "x", remarks=remarks)
    monkeypatch.setattr(attached, "read_text", lambda *_, **__: found)
    small.take(with_attachment(COVER, "征求意见稿.docx", b"x"))
    (remark, unplaced, change) = said(small)
    assert remark == (ADDRESS, f"批注“{clause.text[10:30]}”：这句太长")
    assert unplaced[1] == "批注：全文标点请核对"
    assert change[0] == OTHER
    assert change[1].startswith("改为：")
    assert "另外写的几个字" in change[1]


@pytest.mark.parametrize("packed", [False, True])
def test_remarks_of_a_real_word_file(small: Room, packed: bool) -> None:
    document = docx.Document()
    for line in DRAFT.read_text("utf-8").split("\n"):
        document.add_paragraph(line)
    words = small.town.clauses[ADDRESS].text[:16]
    place = next(one for one in document.paragraphs if words in one.text)
    before, _, after = place.text.partition(words)
    place.clear()
    runs = [place.add_run(part) for part in (before, words, after)]
    document.add_comment(runs=runs[1], text="这句太长", author="张三")
    file = io.BytesIO()
    document.save(file)
    name, content = "征求意见稿（批注）.docx", file.getvalue()
    if packed:
        name, content = "意见.zip", material.zipped({name: content})
    small.take(with_attachment(COVER, name, content))
    assert said(small) == [(ADDRESS, f"批注“{words}”：这句太长")]


def test_the_draft_sent_back_as_it_is_makes_no_comments(small: Room) -> None:
    message = small.take(with_attachment(COVER, "稿.txt", DRAFT.read_bytes()))
    assert message.state == "taken"
    (comment,) = small.comments()
    assert (comment.clause_id, comment.tie_reason) == (None, "file-unread")


def test_two_hundred_cover_notes_make_no_family(room: Room) -> None:
    hanzi = random.Random(5)
    for number in range(200):
        words = "".join(chr(hanzi.randrange(0x4E00, 0x9000)) for _ in range(40))
        # Every tenth file cannot be read: those cover notes wait, and are grouped with nothing.
        name, data = "意见.txt", f"第15条：{words}".encode()
        if number % 10 == 0:
            name, data = "意见.bin", bytes([0, 1, 2, number]) * 20
        room.receive(with_attachment(COVER, name, data))
    room.read()
    drain(regroup_handler(room.tools))
    comments = room.comments()
    assert len(comments) == 200
    tied = [one for one in comments if one.clause_id]
    assert len(tied) == 180
    assert not [one for one in tied if "见附件" in one.text]
    families = Counter(room.town.house.read_now(_families))
    assert [
        number for family, number in families.items() if family is not None and number > 1
    ] == []


def _families(session: Session) -> list[int | None]:
    return list(session.scalars(select(Demand.family)))


@pytest.mark.parametrize(
    ("name", "data"), [("扫描.pdf", b"%PDF-1.4 broken"), ("a.bin", b"\0\1\2" * 99)]
)
def test_cover_notes_of_files_nobody_can_read_wait_and_are_not_grouped(
    small: Room, name: str, data: bytes
) -> None:
    for number in range(3):
        raw = with_attachment("意见见附件", name, data + bytes([number]))
        assert small.take(raw).state == "taken"
    comments = small.comments()
    assert [one.text for one in comments] == ["意见见附件"] * 3
    assert {(one.clause_id, one.tie_reason) for one in comments} == {(None, "file-unread")}
    waiting = small.town.house.read_now(queue.untied, small.town.consultation.id, comments[0].id)
    assert waiting is not None
    assert waiting.why == "file-unread"


def test_a_file_that_nobody_can_read_waits_also_beside_words(small: Room) -> None:
    raw = with_attachment("第15条应当写明补贴，其余见附件。", "其余.bin", b"\0\1\2" * 99)
    small.take(raw)
    tied, waiting = small.comments()
    assert (said(small)[0][0], tied.tie_reason) == (ADDRESS, "article")
    assert (waiting.text, waiting.clause_id, waiting.tie_reason) == (
        "附件《其余.bin》",
        None,
        "file-unread",
    )


def test_a_subject_does_not_stand_for_a_file_that_nobody_can_read(small: Room) -> None:
    raw = with_attachment("", "winmail.dat", b"\x78\x9f\x3e\x22" * 20, subject="第15条要补贴")
    small.take(raw)
    assert {one.tie_reason for one in small.comments()} == {"article", "file-unread"}


def test_what_is_for_programs_says_nothing(small: Room) -> None:
    event = b"BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR"
    raw = with_attachment("第15条要补贴。", "invite.ics", event)
    small.take(raw.replace(b"application/octet-stream", b"text/calendar"))
    (comment,) = small.comments()
    assert comment.text == "第15条要补贴。"


def test_a_cover_note_without_its_file_waits_flagged(small: Room) -> None:
    small.take(letter("意见见附件"))
    (comment,) = small.comments()
    assert (comment.clause_id, comment.tie_reason) == (None, "file-missing")


def test_a_blank_form_waits_flagged(small: Room) -> None:
    small.take(with_attachment(COVER, "表.docx", filled_form(small.town, "docx", {})))
    (comment,) = small.comments()
    assert (comment.clause_id, comment.tie_reason) == (None, "form-blank")


def test_one_file_of_two_that_cannot_be_read_waits_beside_the_other(small: Room) -> None:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = "a@b.example", MAILBOX, "意见"
    mail.set_content("意见见附件")
    mail.add_attachment("第15条要补贴".encode(), maintype="text", subtype="plain", filename="a.txt")
    mail.add_attachment(b"%PDF-1.4 x", maintype="application", subtype="pdf", filename="b.pdf")
    small.take(mail.as_bytes())
    assert said(small) == [("", "意见见附件"), (ADDRESS, "第15条要补贴")]


def test_a_mail_in_a_mail_is_read_as_a_letter(small: Room) -> None:
    inner = EmailMessage(policy=policy.SMTP)
    inner["From"], inner["Subject"] = "c@d.example", "关于第16条"
    inner.set_content("应当写写乡下。")
    inner.add_attachment(
        "第15条要补贴".encode(), maintype="text", subtype="plain", filename="a.txt"
    )
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = "a@b.example", MAILBOX, "转"
    mail.set_content("意见见附件")
    mail.add_attachment(inner)
    message = small.take(mail.as_bytes())
    assert said(small) == [(OTHER, "应当写写乡下。"), (ADDRESS, "第15条要补贴")]
    (shown,) = message.reading["attachments"]
    assert shown["members"] == [["a.txt", "read"]]


def test_an_archive_is_read_by_its_files(small: Room) -> None:
    data = material.zipped({"甲.txt": "第15条要补贴", "乙.bin": b"\0\1\2" * 9})
    message = small.take(with_attachment("意见见附件", "意见.zip", data))
    assert said(small) == [(ADDRESS, "第15条要补贴")]
    assert [status for _, status in message.reading["attachments"][0]["members"]] == [
        "read",
        "binary",
    ]


def recognising(monkeypatch: pytest.MonkeyPatch, text: str) -> list[bool]:
    """A reader for which every file is a picture that holds this text; what it was asked."""
    asked: list[bool] = []

    def read(data: bytes, name: str, *, recognise: bool = False) -> FileText:
        asked.append(recognise)
        if not recognise:
            raise Unreadable("picture")
        return FileText(text, "image/png", flags=("machine-read",))

    monkeypatch.setattr(attached, "read_text", read)
    return asked


def picture(count: int = 1) -> list[attached.Attachment]:
    return [attached.Attachment("照片.png", "image/png", b"x")] * count


def test_pictures_are_recognised_where_the_office_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    recognising(monkeypatch, "第15条要补贴")
    ((shown,), (content,)) = attached.Reader(recognise=True).read(picture())
    assert (shown.status, shown.flags, content.machine) == ("read", ("machine-read",), True)
    ((shown,), contents) = attached.Reader(recognise=False).read(picture())
    assert (shown.status, contents) == ("picture", ())
    shown_all, _ = attached.Reader(recognise=True).read(picture(attached.MOST_RECOGNISED + 2))
    assert [one.status for one in shown_all[-2:]] == ["picture", "picture"]


def test_a_mail_of_very_many_files_says_which_it_did_not_read() -> None:
    files = [attached.Attachment(f"{at}.txt", "text/plain", b"x") for at in range(45)]
    shown, contents = attached.Reader(recognise=False).read(files)
    assert (len(shown), len(contents)) == (45, attached.MOST_READ)
    assert shown[-1].status == attached.NOT_LOOKED_AT


AGREED = (
    "省经信委：\n《关于征求意见的函》（川经信函〔2017〕12号）收悉。经研究，我局无不同意见。\n"
    "特此函复。\n某市统计局\n2017年9月5日"
)


def test_a_letter_without_objection_is_recorded_acknowledged_and_no_comment(room: Room) -> None:
    first = room.take(letter(AGREED, message_id="<1@x.example>"))
    room.take(letter("同意", sender="b@b.example", message_id="<2@x.example>"))
    room.take(
        letter("同意，但建议第15条加上补贴。", sender="c@b.example", message_id="<3@x.example>")
    )
    assert [one.position for one in room.submissions()] == ["no-objection", "no-objection", None]
    assert [one.clause_address for one in room.comments()] == [ADDRESS]
    number = room.town.consultation.id
    assert room.town.house.read_now(positions.apart, number).no_objection == 2
    room.send()
    assert len(room.written()) == 3
    assert "没有意见，已记录" in plain_text(room.written()[0])
    # The same sender says it twice: one office.
    room.take(letter("我局无意见", message_id="<4@x.example>"))
    assert room.town.house.read_now(positions.apart, number).no_objection == 2
    # The same mail, read by two workers, is one submission.
    assert room.take(letter(AGREED, message_id="<1@x.example>")).id == first.id
    assert len(room.submissions()) == 4


def test_a_form_that_says_only_that_there_is_nothing(small: Room) -> None:
    data = filled_form(small.town, "docx", {"全文": "无意见"})
    small.take(with_attachment(COVER, "表.docx", data))
    assert (said(small), small.submissions()[0].position) == ([], "no-objection")


def test_staff_may_say_that_it_says_something_after_all(room: Room) -> None:
    room.take(letter("我们没有意见"))
    (submission,) = room.submissions()
    room.town.house.writer.call(positions.make_comment, submission.id, "我们没有意见", None)
    (comment,) = room.comments()
    assert (comment.clause_id, comment.counted) == (None, True)
    assert room.town.house.read_now(queue.waiting, room.town.consultation.id) == 1
    assert room.submissions()[0].position is None
    with pytest.raises(positions.BadPosition, match="says-something"):
        room.town.house.writer.call(positions.make_comment, submission.id, "又来", None)


def test_signers_are_read_and_only_staffs_number_counts(room: Room) -> None:
    room.take(letter("我们是阳光小区的38名业主。第15条要补贴。"))
    (submission,) = room.submissions()
    assert (submission.signers_read, submission.signers) == (38, None)
    house, number = room.town.house, room.town.consultation.id
    assert house.read_now(positions.apart, number).joint == 0
    house.writer.call(positions.set_signers, submission.id, 36, None)
    (submission,) = room.submissions()
    assert (submission.signers_read, submission.signers) == (38, 36)
    found = house.read_now(positions.apart, number)
    assert (found.joint, found.signers) == (1, 36)
    for wrong in (0, -1, 10_000_000):
        with pytest.raises(positions.BadPosition, match="not-a-number"):
            house.writer.call(positions.set_signers, submission.id, wrong, None)
