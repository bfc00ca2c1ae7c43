"""A draft is corrected while a citizen writes: what he says stays with the clause he read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.consultations import read, reloading
from app.consultations.comparing import reloaded
from app.consultations.correcting import correct
from app.consultations.mending import proposed
from app.consultations.versions import File
from app.core.outline.parse import parse
from app.storage.models import Comment
from app.web.app import make_app
from tests.houses import Published, open_small

OLD = """某市供水办法（征求意见稿）
第一条 供水应当安全。
第二条 用水单位应当节约用水。
第三条 水价由市人民政府制定。
"""
# An article is put in before the second; the third has other words.
NEW = """某市供水办法（征求意见稿）
第一条 供水应当安全。
第二条 市人民政府统一领导全市的供水工作。
第三条 用水单位应当节约用水。
第四条 水价由市人民政府制定并公布。
"""
TYPED = "说得太笼统，请写清楚。"


@pytest.fixture
def town(tmp_path: Any, sqlite_database: str) -> Iterator[Published]:
    made = open_small(tmp_path, sqlite_database, outline=lambda: parse(OLD))
    yield made
    made.house.close()


@pytest.fixture
def visitor(town: Published) -> TestClient:
    return TestClient(make_app(town.house), follow_redirects=False)


def put(town: Published, text: str) -> None:
    call, house = town.consultation.id, town.house
    before = house.read_now(proposed, call)
    assert before is not None
    kept = house.writer.call(reloading.offer, call, File("改.txt", text.encode(), text))
    seen = house.read_now(reloading.states, call)
    # A clerk takes his time to look at what changes.
    town.clock.forward(hours=1)
    house.writer.call(correct, call, kept, reloaded([before], text), seen, None)


def fresh(town: Published) -> TestClient:
    """Another process, which knows the text as it is now."""
    return TestClient(make_app(town.house), follow_redirects=False)


def slug(town: Published, address: str) -> str:
    return next(
        one.slug
        for one in town.house.read_now(read.clauses_of, town.consultation.id)
        if one.address == address
    )


def form(page: str) -> dict[str, str]:
    mark = page.split('name="as_read" value="')[1].split('"')[0]
    return {"text": TYPED, "key": "0123456789abcdef", "as_read": mark}


def comments(town: Published) -> list[tuple[int | None, str, str]]:
    def all_of(session: Session) -> list[tuple[int | None, str, str]]:
        rows = session.scalars(select(Comment).order_by(Comment.id))
        return [(one.clause_id, one.clause_address, one.clause_text) for one in rows]

    return town.house.read_now(all_of)


def test_a_clause_that_moved_takes_its_form_along(town: Published, visitor: TestClient) -> None:
    address = f"/c/{town.consultation.slug}/{slug(town, '第二条')}"
    typed = form(visitor.get(address).text)
    put(town, NEW)
    assert fresh(town).post(address, data=typed).status_code == 303
    was = town.clauses["第二条"]
    assert comments(town) == [(was.id, "第三条", was.text)]


def test_other_words_are_shown_before_they_are_commented(
    town: Published, visitor: TestClient
) -> None:
    address = f"/c/{town.consultation.slug}/{slug(town, '第三条')}"
    typed = form(visitor.get(address).text)
    put(town, NEW)
    back = fresh(town).post(address, data=typed)
    assert back.status_code == 409
    assert "这一条的文字刚更正过" in back.text
    assert "并公布" in back.text
    assert TYPED in back.text
    assert comments(town) == []
    action = back.text.split('<form class="form noprint" action="')[1].split('"')[0]
    assert fresh(town).post(action, data=form(back.text)).status_code == 303
    ((clause, number, words),) = comments(town)
    assert (clause, number) == (town.clauses["第三条"].id, "第四条")
    assert "并公布" in words


def test_a_clause_that_is_gone_gives_the_words_back(town: Published, visitor: TestClient) -> None:
    address = f"/c/{town.consultation.slug}/{slug(town, '第一条')}"
    typed = form(visitor.get(address).text)
    put(town, OLD.replace("第一条 供水应当安全。\n", "").replace("第二条", "第一条"))
    back = fresh(town).post(address, data=typed)
    assert back.status_code == 404
    assert TYPED in back.text
    assert comments(town) == []


@pytest.mark.parametrize("mark", ["", "x", "99999999.0", "<b>", "." * 500])
def test_a_mark_that_is_none_loses_no_words(
    town: Published, visitor: TestClient, mark: str
) -> None:
    address = f"/c/{town.consultation.slug}/{slug(town, '第二条')}"
    answer = visitor.post(address, data={"text": TYPED, "as_read": mark})
    assert answer.status_code == (404 if mark else 303)
    assert mark or len(comments(town)) == 1
    assert not mark or TYPED in answer.text


def test_the_page_of_a_clause_says_when_its_text_was_corrected(
    town: Published, visitor: TestClient
) -> None:
    address = f"/c/{town.consultation.slug}/{slug(town, '第一条')}"
    assert "更正过" not in visitor.get(address).text
    put(town, NEW)
    page = fresh(town).get(address).text
    assert re.search(r"文字于[^<]*8月29日[^<]*11:12更正过", page)


def test_the_mark_says_which_clause_with_which_words(town: Published) -> None:
    one = town.clauses["第二条"]
    assert replace(one, slug="x", address="第九条", version_id=7).mark == one.mark
    assert replace(one, text="别的。").mark != one.mark
    assert replace(one, id=one.id + 1).mark != one.mark
