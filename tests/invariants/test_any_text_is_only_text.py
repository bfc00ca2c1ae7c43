"""Invariant 7: nothing a sender wrote is executed, breaks a page, a header or a spreadsheet."""

from __future__ import annotations

import io

import openpyxl
import pytest
from starlette.testclient import TestClient

from app.accounts import users
from app.comments import receipts
from app.core import receipt_numbers
from app.jobs.drain import drain_once
from app.opinions.jobs import regroup_handler
from app.review.reports import formats, table
from app.web.app import make_app
from tests.houses import Published

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% raw %}",
    '=HYPERLINK("http://x.example","点我")',
    "+1+1",
    "@SUM(1)",
    "Subject: x\r\nBcc: a@b.example\r\n\r\nbody",
    "\u202e反过来\u202c",
    "'; DROP TABLE comments; --",
    "%s%n{0}${jndi:ldap://x}",
    "\x07\x1b[31m",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_shown_as_text_everywhere(town: Published, text: str) -> None:
    client = TestClient(make_app(town.house), follow_redirects=False)
    answer = client.post(
        f"/c/{town.consultation.slug}/1-1", data={"text": text, "name": text[:100]}
    )
    assert answer.status_code == 303
    page = client.get(answer.headers["location"]).text
    number = answer.headers["location"].split("/")[2]
    seen = town.house.read_now(receipts.view, number)
    assert seen is not None
    assert seen.comments[0].text == text.replace("\r\n", "\n")
    assert "<script>alert" not in page
    assert "onerror=alert(1)>" not in page
    assert "49" not in seen.comments[0].text
    drain_once(regroup_handler(town.house.tools))
    _office_shows(client, town)
    report = town.house.writer.call(table.make_report, town.consultation.id, contacts=True)
    book = openpyxl.load_workbook(io.BytesIO(formats.write(report, "xlsx")))
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert formats.write(report, "docx")


def _office_shows(client: TestClient, town: Published) -> None:
    town.house.writer.call(users.add_user, "limin", "一个足够长的口令", "drafter", "李敏")
    form = client.get("/office/sign-in").text
    token = form.split('name="csrf" value="')[1].split('"')[0]
    client.post(
        "/office/sign-in", data={"csrf": token, "name": "limin", "password": "一个足够长的口令"}
    )
    base = f"/office/c/{town.consultation.slug}"
    for path in (base, f"{base}/clauses/1-1", f"{base}/report"):
        page = client.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "onerror=alert(1)>" not in page.text


def test_a_receipt_number_is_no_path(town: Published) -> None:
    client = TestClient(make_app(town.house))
    for path in (
        "/r/..%2f..%2fetc/passwd",
        "/r/%00/x",
        f"/r/{'A' * 5000}/x",
        "/c/%00/1",
        "/c/../x",
    ):
        assert client.get(path).status_code in (404, 405)
    assert receipt_numbers.read("../../x") is None
