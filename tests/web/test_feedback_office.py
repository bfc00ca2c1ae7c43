"""Forms to take home, attachments to be saved, and staff's word about a letter."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote

import docx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.accounts import users
from app.comments.positions import apart
from app.core import receipt_numbers
from app.review.reports.table import make_report
from app.review.reports.xlsx import check_lines
from app.storage.models import AuditEntry
from app.web.app import make_app
from app.web.office.attachments import disposition
from tests.houses import Published
from tests.mail.letters import MAILBOX, Room, letter, make_room, open_town
from tests.web.test_mail_office import PASSWORD, signed_in, token


@pytest.fixture
def room(tmp_path: Path, sqlite_database: str) -> Iterator[Room]:
    town = open_town(tmp_path, sqlite_database)
    for role in ("reader", "drafter"):
        town.house.writer.call(users.add_user, role, PASSWORD, role, role)
    yield make_room(town, tmp_path)
    town.house.close()


def audited(session: Session) -> list[tuple[str, dict]]:
    rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [(row.action, row.values) for row in rows]


def visitor(town: Published) -> TestClient:
    return TestClient(make_app(town.house))


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_the_form_is_a_file_to_be_saved_and_kept_like_a_page(room: Room, ending: str) -> None:
    client = visitor(room.town)
    path = f"/c/{room.town.consultation.slug}/feedback.{ending}"
    assert path in client.get(f"/c/{room.town.consultation.slug}").text
    first, second = client.get(path), client.get(path)
    assert first.status_code == 200
    assert first.headers["content-type"].startswith("application/vnd.openxmlformats")
    assert first.headers["content-disposition"].startswith("attachment; ")
    assert first.headers["x-content-type-options"] == "nosniff"
    assert "意见反馈表-" in unquote(first.headers["content-disposition"])
    assert (second.content, second.headers["etag"]) == (first.content, first.headers["etag"])
    assert client.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    if ending == "docx":
        document = docx.Document(io.BytesIO(first.content))
        assert MAILBOX in "\n".join(one.text for one in document.paragraphs)
    room.town.clock.forward(days=15)
    assert client.get(path).status_code == 404
    assert path not in client.get(f"/c/{room.town.consultation.slug}").text


NAMES = [
    ("反馈意见（教育局）.docx", "反馈意见（教育局）.docx"),
    ("../../etc/passwd", "passwd"),
    ("C:\\Windows\\cmd.exe", "cmd.exe"),
    ("a;x='b'.html", "a;x='b'.html"),
    ("x\u202efdp.exe", "xfdp.exe"),
    ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
]


@pytest.mark.parametrize(("name", "saved"), NAMES)
def test_an_attachment_is_saved_as_it_came_and_never_shown(
    room: Room, name: str, saved: str
) -> None:
    content = b"<script>alert(1)</script>"
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = "a@b.example", MAILBOX, "意见"
    mail.set_content("意见见附件")
    mail.add_attachment(content, maintype="text", subtype="html", filename=name)
    number = room.take(mail.as_bytes()).id
    reader = signed_in(room.town, "reader")
    answer = reader.get(f"/office/mail/{number}/files/1")
    assert answer.content == content
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    said = answer.headers["content-disposition"]
    assert said.startswith('attachment; filename="attachment-1"; ')
    assert unquote(said.partition("filename*=UTF-8''")[2]) == saved
    for wrong in (0, 2, 99):
        assert reader.get(f"/office/mail/{number}/files/{wrong}").status_code == 404
    assert reader.get("/office/mail/99/files/1").status_code == 404
    assert visitor(room.town).get(f"/office/mail/{number}/files/1").url.path == "/office/sign-in"


def test_no_name_ends_the_header_or_begins_another() -> None:
    for name in ('a";x="b.html', "a\r\nSet-Cookie: x=1", "\u2066", "", "..", "/"):
        made = disposition(name, 3)
        assert re.fullmatch(
            r"attachment; filename=\"attachment-3\"; filename\*=UTF-8''[\w.%~-]+", made
        )


def test_staff_says_how_many_signed_and_it_is_audited_and_printed(room: Room) -> None:
    number = room.take(letter("我们是阳光小区的38名业主。第15条要补贴。")).id
    drafter = signed_in(room.town, "drafter")
    page = f"/office/mail/{number}"
    assert "看来联名38人" in drafter.get(page).text
    for typed in ("", "三十", "0", "99999999"):
        data = {"csrf": token(drafter), "signers": typed}
        wrong = drafter.post(f"{page}/signers", data=data)
        assert wrong.status_code == 422
        assert "联名人数请填" in wrong.text
        assert f'value="{typed}"' in wrong.text
    answer = drafter.post(f"{page}/signers", data={"csrf": token(drafter), "signers": "36"})
    assert "联名36人，已核对" in answer.text
    (noted,) = [one for one in room.town.house.read_now(audited) if one[0] == "signers-set"]
    assert noted[1] == {"before": None, "after": 36}
    report = room.town.house.read_now(
        make_report, room.town.consultation.id, contacts=False, now=room.town.clock()
    )
    assert "（联名36人）" in report.by_comment[0].source
    assert report.check.people == 1
    figures = dict(check_lines(report))
    assert figures["联名信（件）"] == 1
    assert figures["联名人数（人，不加进提出人）"] == 36
    assert any("联名信是一件来件" in note for note in report.notes)


def test_a_letter_without_objection_is_shown_counted_apart_and_may_be_undone(room: Room) -> None:
    number = room.take(letter("我局无不同意见。")).id
    drafter = signed_in(room.town, "drafter")
    office = f"/office/c/{room.town.consultation.slug}"
    assert "记为“无意见”" in drafter.get(f"/office/mail/{number}").text
    dashboard = re.sub(r"<[^>]+>|\s", "", drafter.get(office).text)
    assert "已回复无意见1个单位" in dashboard
    assert "已回复无意见1个单位" in drafter.get(f"{office}/report").text
    report = room.town.house.read_now(
        make_report, room.town.consultation.id, contacts=False, now=room.town.clock()
    )
    assert (report.check.no_objection, report.check.counted, report.check.people) == (1, 0, 0)
    answer = drafter.post(f"/office/mail/{number}/speaks", data={"csrf": token(drafter)})
    assert "已改为意见，放进待归条" in answer.text
    assert [one.text for one in room.comments()] == ["我局无不同意见。"]
    again = drafter.post(f"/office/mail/{number}/speaks", data={"csrf": token(drafter)})
    assert again.status_code == 404
    assert "no-objection-undone" in [one[0] for one in room.town.house.read_now(audited)]


def test_a_letter_without_objection_on_the_pages_of_its_sender_and_when_late(room: Room) -> None:
    room.take(letter("我局无不同意见。"))
    (submission,) = room.submissions()
    secret = receipt_numbers.secret(submission.receipt, room.town.house.secret_key)
    base = f"/r/{submission.receipt}/{secret}"
    client = visitor(room.town)
    for page in (base, f"{base}/receipt.txt"):
        assert "表示没有意见" in client.get(page).text
    assert "这件来件不再计入" in client.get(f"{base}/withdraw").text
    assert client.post(f"{base}/withdraw").status_code == 200
    assert room.town.house.read_now(apart, room.town.consultation.id).no_objection == 0
    room.town.clock.forward(days=15)
    room.take(letter("我办无意见。", message_id="<late@x.example>"))
    page = signed_in(room.town, "drafter").get(f"/office/c/{room.town.consultation.slug}/late")
    assert "来信表示没有意见" in page.text
    assert room.town.house.read_now(apart, room.town.consultation.id).no_objection == 0


def test_what_belongs_to_no_submission_is_404(room: Room) -> None:
    number = room.take(letter("", subject="")).id
    drafter = signed_in(room.town, "drafter")
    data = {"csrf": token(drafter), "signers": "3"}
    for path in (f"{number}/signers", f"{number}/speaks", "99/signers", "99/speaks"):
        assert drafter.post(f"/office/mail/{path}", data=data).status_code == 404
