"""A comment on the whole draft that names a clause: the receipt asks, the sender answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.comments import offers, receipts
from app.comments.offers import NoOffer
from app.opinions.figures import comment_total
from app.storage.models import AuditEntry, ClauseMark, Comment, Demand
from app.web.present import cited_name
from tests.web.conftest import Site

WORDS = "“基本方针”这一节应当写明由谁负责。"
QUESTION = "您似乎在说“（二）基本方针”：关联到该条？"


def send(site: Site, text: str = WORDS, clause: str = "whole") -> str:
    """Send a comment; the secret path of its receipt."""
    return str(site.client.post(f"{site.base}/{clause}", data={"text": text}).headers["location"])


def fields(page: str) -> dict[str, str]:
    """What the first button of the question sends."""
    comment = page.split('name="comment" value="')[1].split('"')[0]
    clause = page.split('name="clause" value="')[1].split('"')[0]
    return {"comment": comment, "clause": clause}


def stored(site: Site) -> Comment:
    def read(session: Session) -> Comment:
        row = session.scalars(select(Comment).order_by(Comment.id.desc())).first()
        assert row is not None
        session.expunge(row)
        return row

    return site.town.house.read_now(read)


def test_stored_before_it_is_asked(site: Site) -> None:
    page = site.client.get(send(site)).text
    assert QUESTION in page
    assert stored(site).text == WORDS
    assert stored(site).clause_address == "全文"


def test_the_comment_goes_where_its_sender_says(site: Site) -> None:
    path = send(site)
    answer = site.client.post(f"{path}/clause", data=fields(site.client.get(path).text))
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    row = stored(site)
    assert (row.clause_address, row.tied_by, row.text) == ("一/(二)", "sender", WORDS)
    assert row.clause_text == "基本方针\n统筹推进。"
    page = site.client.get(path).text
    assert "基本方针" in page
    assert QUESTION not in page

    def below(session: Session) -> tuple[set[int | None], set[int], int]:
        demands = set(session.scalars(select(Demand.clause_id)))
        marks = set(session.scalars(select(ClauseMark.clause_id)))
        notes = session.scalars(select(AuditEntry.action)).all()
        return demands, marks, notes.count("comment-tied")

    demands, marks, notes = site.town.house.read_now(below)
    whole, found = site.town.clauses["全文"].id, site.town.clauses["一/(二)"].id
    assert demands == {found}
    assert {whole, found} <= marks
    assert notes == 1
    assert site.town.house.read_now(comment_total, site.town.consultation.id) == 1


def test_what_was_offered_to_an_opinion_of_the_whole_draft_is_so_no_longer(site: Site) -> None:
    path = send(site)
    given = fields(site.client.get(path).text)

    def offer(session: Session, *, now: object) -> None:
        session.scalars(select(Demand)).one().offered_to = 7

    site.town.house.writer.call(offer)
    site.client.post(f"{path}/clause", data=given)

    def stands(session: Session) -> tuple[int | None, int | None]:
        demand = session.scalars(select(Demand)).one()
        return demand.clause_id, demand.offered_to

    assert site.town.house.read_now(stands) == (site.town.clauses["一/(二)"].id, None)


def test_no_is_an_answer_and_is_asked_once(site: Site) -> None:
    path = send(site)
    given = {**fields(site.client.get(path).text), "clause": ""}
    assert site.client.post(f"{path}/clause", data=given).status_code == 303
    assert stored(site).clause_address == "全文"
    assert QUESTION not in site.client.get(path).text
    given["clause"] = str(site.town.clauses["一/(二)"].id)
    assert site.client.post(f"{path}/clause", data=given).status_code == 303
    assert stored(site).clause_address == "全文", "a question that was answered is over"


@pytest.mark.parametrize("text", ["写得全面，支持。", "请再想想。", "第四十条应当删去。"])
def test_what_names_no_clause_is_not_asked_about(site: Site, text: str) -> None:
    assert "您似乎在说" not in site.client.get(send(site, text)).text


def test_a_comment_on_a_clause_is_not_asked_about(site: Site) -> None:
    assert "您似乎在说" not in site.client.get(send(site, clause="1-1")).text


def test_several_clauses_are_offered_one_by_one(site: Site) -> None:
    page = site.client.get(send(site, WORDS + "\n“指导思想”这一节太长。")).text
    assert "“（二）基本方针”、“（一）指导思想”：关联到其中一条？" in page
    assert page.count('name="clause"') == 3


@pytest.mark.parametrize(
    "given",
    [
        {"comment": "1", "clause": "999999"},
        {"comment": "1", "clause": "-1"},
        {"comment": "99", "clause": ""},
        {"comment": "甲", "clause": "乙"},
        {"comment": "9" * 40, "clause": "1"},
        {},
    ],
)
def test_nothing_but_what_was_offered_can_be_chosen(site: Site, given: dict[str, str]) -> None:
    path = send(site)
    assert site.client.post(f"{path}/clause", data=given).status_code == 303
    assert stored(site).clause_address == "全文"
    assert QUESTION in site.client.get(path).text


def test_not_asked_after_the_deadline_or_a_withdrawal(site: Site) -> None:
    path = send(site)
    given = fields(site.client.get(path).text)
    site.client.post(f"{path}/withdraw")
    assert QUESTION not in site.client.get(path).text
    late = send(site, WORDS + "再说一遍。")
    site.town.clock.forward(days=15)
    assert QUESTION not in site.client.get(late).text
    for one in (path, late):
        assert site.client.post(f"{one}/clause", data=given).status_code == 303
    assert stored(site).clause_address == "全文"


def test_what_staff_have_placed_stays(site: Site) -> None:
    path = send(site)
    given = fields(site.client.get(path).text)

    def place(session: Session, *, now: object) -> None:
        demand = session.scalars(select(Demand)).one()
        demand.placed_by = "staff"

    site.town.house.writer.call(place)
    assert QUESTION not in site.client.get(path).text
    site.client.post(f"{path}/clause", data=given)
    assert stored(site).clause_address == "全文"


def test_a_clause_of_another_receipt_cannot_be_moved(site: Site) -> None:
    path = send(site)
    other = send(site, WORDS + "也请公开。")
    _, _, number, _ = path.split("/")
    _, _, _, secret = other.split("/")
    given = fields(site.client.get(path).text)
    assert site.client.post(f"/r/{number}/{secret}/clause", data=given).status_code == 404
    assert site.client.post(f"{other}/clause", data=given).status_code == 303
    assert stored(site).clause_address == "全文"


def test_the_work_function_says_that_there_is_no_question(site: Site) -> None:
    with pytest.raises(NoOffer):
        site.town.house.writer.call(offers.answer, "0000000000", 1, None)
    assert site.town.house.read_now(receipts.view, "0000000000") is None


def test_how_clauses_are_cited(site: Site) -> None:
    one = site.town.clauses["一/(二)"]
    article = replace(one, kind="article", address="第三章/第九条", label="第九条")
    paragraph = replace(one, kind="paragraph", address="第三章/第九条/款2", label="第二款")
    item = replace(one, kind="item", address="第三章/第九条/款2/(一)", label="(一)")
    point = replace(one, kind="point", address="三/(一)/15", label="15.")
    assert cited_name([article, paragraph, item]) == "第九条第二款（一）"
    assert cited_name([one, point]) == "第15条"
    assert cited_name([one]) == "“（二）基本方针”"
