"""Who may do what on the office's pages about mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest
from starlette.testclient import TestClient

from app.accounts import users
from app.locale import mail as words
from app.mail import checkpoint, queue
from app.mail.received import By
from app.mail.take import State
from app.web.app import make_app
from app.web.office.mailbox import LISTS, moment
from tests.houses import Published
from tests.mail.letters import Room, letter, make_room, open_town

PASSWORD = "一个足够长的口令"


@pytest.fixture
def town(tmp_path: Path, sqlite_database: str) -> Iterator[Published]:
    made = open_town(tmp_path, sqlite_database)
    for role in ("reader", "drafter"):
        made.house.writer.call(users.add_user, role, PASSWORD, role, role)
    yield made
    made.house.close()


@pytest.fixture
def room(town: Published, tmp_path: Path) -> Room:
    return make_room(town, tmp_path)


def signed_in(town: Published, role: str) -> TestClient:
    client = TestClient(make_app(town.house))
    found = re.search(r'name="csrf" value="(\w+)"', client.get("/office/sign-in").text)
    assert found
    data = {"csrf": found[1], "name": role, "password": PASSWORD, "next": "/office/mail"}
    assert client.post("/office/sign-in", data=data).url.path == "/office/mail"
    return client


def token(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', client.get("/office/mail").text)
    assert found
    return found[1]


def deeds(room: Room) -> list[str]:
    """The addresses that change something, all of them there."""
    room.take(letter("网经常断"))
    empty = room.take(letter("", subject="", message_id="<2@x.example>"))
    box = room.town.house.writer.call(checkpoint.ensure, "office@example.cn", "INBOX")
    (comment,) = room.comments()
    return [
        f"/office/mail/{empty.id}/again",
        f"/office/mail/boxes/{box}/fetch",
        f"/office/mail/outbox/{room.outbox()[0].id}/again",
        f"/office/c/{room.town.consultation.slug}/triage/{comment.id}",
    ]


def test_a_reader_reads_and_a_drafter_works(room: Room) -> None:
    paths = deeds(room)
    reader, drafter = signed_in(room.town, "reader"), signed_in(room.town, "drafter")
    for page in (
        "/office/mail",
        "/office/mail/1",
        f"/office/c/{room.town.consultation.slug}/triage",
    ):
        text = reader.get(page).text
        assert "<button" not in re.sub(r'<form class="me".*?</form>', "", text, flags=re.DOTALL)
    for path in paths:
        data = {"csrf": token(reader), "other": "15"}
        assert reader.post(path, data=data).status_code == 403
        assert drafter.post(path, data={"other": "15"}).status_code == 403
        assert drafter.get(path, follow_redirects=False).status_code == 303
        answer = drafter.post(path, data={**data, "csrf": token(drafter)})
        assert answer.status_code == 200, path
    assert room.comments()[0].clause_address == "三/(一)/15"


def test_strangers_are_led_to_the_sign_in_and_back(room: Room) -> None:
    stranger, drafter = TestClient(make_app(room.town.house)), signed_in(room.town, "drafter")
    for path in deeds(room):
        assert stranger.get(path).url.path == "/office/sign-in"
        assert stranger.post(path).status_code == 401
        answer = drafter.get(path)
        assert answer.status_code == 200
        assert answer.url.path != path
    assert room.comments()[0].clause_id is None
    assert room.messages()[1].state == "empty"


def test_what_is_not_there_is_404(room: Room) -> None:
    drafter = signed_in(room.town, "drafter")
    data = {"csrf": token(drafter), "other": "15", "consultation": "77"}
    for path in ("1/again", "boxes/9/fetch", "outbox/9/again"):
        assert drafter.post(f"/office/mail/{path}", data=data).status_code == 404
    slug = room.town.consultation.slug
    assert drafter.post(f"/office/c/{slug}/triage/9", data=data).status_code == 404
    assert drafter.get("/office/mail/9").status_code == 404
    for query in ("?open=9", "?open=x", "?after=99999999999999999999", "?open=-1"):
        assert drafter.get(f"/office/c/{slug}/triage{query}").status_code == 200


def test_spam_is_set_aside_counted_apart_and_brought_back(room: Room) -> None:
    spam = room.take(letter("", subject=""))
    drafter = signed_in(room.town, "drafter")
    path = f"/office/mail/{spam.id}/unrelated"
    assert f'action="{path}"' in drafter.get("/office/mail").text
    answer = drafter.post(path, data={"csrf": token(drafter), "list": "1"})
    assert "已标为与征求意见无关" in answer.text
    assert "与征求意见无关1封" in answer.text
    assert "没有内容1封" not in answer.text
    assert "收到1封" in answer.text, "it stays among what was received"
    again = drafter.post(path, data={"csrf": token(drafter)})
    assert again.url.path == f"/office/mail/{spam.id}"
    assert "标为“与征求意见无关”" in again.text
    assert f'action="{path}"' in drafter.get("/office/mail?state=unrelated").text
    back = drafter.post(path, data={"csrf": token(drafter), "undo": "1", "list": "1"})
    assert "已放回要人看的邮件" in back.text
    assert "没有内容1封" in back.text
    assert drafter.get(path, follow_redirects=False).status_code == 303
    assert (
        drafter.post("/office/mail/999/unrelated", data={"csrf": token(drafter)}).status_code == 404
    )


def test_a_courtesy_is_a_comment_with_one_click(room: Room) -> None:
    room.take(letter("第十五条应当补贴"))
    room.send()
    thanks = room.take(letter("收到，谢谢", subject="", message_id="<2@x.example>"))
    drafter = signed_in(room.town, "drafter")
    assert "礼节性回复1封" in drafter.get("/office/mail").text
    path = f"/office/mail/{thanks.id}/comment"
    assert f'action="{path}"' in drafter.get(f"/office/mail/{thanks.id}").text
    answer = drafter.post(path, data={"csrf": token(drafter)})
    assert "已作为意见再读" in answer.text
    room.read()
    assert [one.text for one in room.comments()] == ["第十五条应当补贴", "收到，谢谢"]
    assert drafter.post(path, data={"csrf": token(drafter)}).status_code == 200
    assert (
        drafter.post("/office/mail/999/comment", data={"csrf": token(drafter)}).status_code == 404
    )


TYPED = {
    "15": "三/(一)/15",
    "第十五条": "三/(一)/15",
    "三/(一)/16": "三/(一)/16",
    "三/(一)/16 加快农业农村信息化发展": "三/(一)/16",
    "农业农村信息化": "三/(一)/16",
    "全文": "全文",
    "信息化": None,
    "第九百条": None,
    "  ": None,
    "<b>": None,
}


def test_what_staff_types_for_a_clause(room: Room) -> None:
    house, number = room.town.house, room.town.consultation.id
    addresses = {clause.id: address for address, clause in room.town.clauses.items()}
    found = {typed: house.read_now(queue.clause_called, number, typed) for typed in TYPED}
    assert {typed: addresses.get(one or 0) for typed, one in found.items()} == TYPED


def test_a_wrong_clause_comes_back_with_what_was_typed(room: Room) -> None:
    room.take(letter("网经常断"))
    drafter = signed_in(room.town, "drafter")
    path = f"/office/c/{room.town.consultation.slug}/triage/{room.comments()[0].id}"
    answer = drafter.post(path, data={"csrf": token(drafter), "other": "<b>没有"})
    assert answer.status_code == 422
    assert answer.text.count("没有找到“&lt;b&gt;没有”这一条") == 2
    assert 'value="&lt;b&gt;没有"' in answer.text
    assert room.comments()[0].clause_id is None


def test_nothing_a_sender_wrote_is_markup(room: Room) -> None:
    evil = "<script>alert(1)</script>第十五条<img src=x onerror=alert(1)>"
    room.take(letter(evil, subject=evil, sender='"<b>" <a@b.example>'))
    drafter = signed_in(room.town, "drafter")
    for page in ("/office/mail?state=all", "/office/mail/1"):
        text = drafter.get(page).text
        assert "<script>alert" not in text
        assert "<img" not in text
        assert "&lt;script&gt;" in text


def test_there_is_a_word_for_everything() -> None:
    states = {*get_args(State), "stored", "tied", "untied"} - {"taken"}
    assert states == set(words.MAIL_STATES)
    assert set(LISTS) == {"all", "aside", *words.MAIL_STATES}
    assert set(get_args(By)) == set(words.CLOCKS)
    assert set(words.SENT_STATES) == {"waiting", "sent", "failed", "suppressed"}


def test_a_moment_of_today_needs_no_date() -> None:
    now = datetime(2017, 8, 29, 16, 30, tzinfo=UTC)
    assert moment(datetime(2017, 8, 29, 16, 5, tzinfo=UTC), now) == "00:05"
    assert moment(datetime(2017, 8, 29, 15, 59, tzinfo=UTC), now) == "2017年8月29日（星期二）23:59"


@pytest.mark.parametrize(
    ("error", "state", "said"),
    [
        (None, "", ""),
        ("no-address", "", "不是能写信去的地址"),
        ("missing: 2, 3", "", "有邮件取不下来，会再取，编号：2, 3"),
        ("ValueError: x", "quarantined", "试了几次都没有读成：ValueError: x"),
        ("550 no such user", "", "550 no such user"),
    ],
)
def test_reasons(error: str | None, state: str, said: str) -> None:
    assert words.reason(error, state) == said


def test_a_flood_of_words_breaks_no_page(room: Room) -> None:
    room.take(letter("没有说是哪一条。" + "长" * 3_000_000, subject="长" * 5000))
    clerk = signed_in(room.town, "drafter")
    (comment,) = room.comments()
    triage = f"/office/c/{room.town.consultation.slug}/triage"
    for path in ("/office/mail?state=all", "/office/mail/1", triage):
        answer = clerk.get(path)
        assert answer.status_code == 200
        assert len(answer.content) < 1_000_000, path
        assert "长" * 121 not in re.sub(r'(?s)<div class="letter">.*?</div>', "", answer.text), path
        if path != "/office/mail?state=all":
            assert "字，这里不显示）" in answer.text, path
    assert len(comment.text) > 3_000_000, "what was received is kept whole"


def test_where_the_subject_is_the_comment_the_page_says_so(room: Room) -> None:
    room.take(letter("", subject="第15条建议删除"))
    assert room.comments()[0].text == "第15条建议删除"
    page = signed_in(room.town, "reader").get("/office/mail/1").text
    assert "（没有正文，主题就是意见）" in page
    assert "没有读出文字" not in page
    assert f'<span class="tag">{room.comments()[0].clause_address}</span>' in page
