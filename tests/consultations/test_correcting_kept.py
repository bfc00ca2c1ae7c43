"""A corrected file over a consultation at work: what staff did and every count stay as they were."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.consultations import read
from app.core.outline.parse import parse
from app.opinions import edits, overview, splitting
from app.opinions.jobs import regroup_handler
from app.opinions.read import clause_desk
from app.review import decisions
from app.review.reports import table
from app.storage.models import (
    ClauseMark,
    Comment,
    Decision,
    Demand,
    Opinion,
    RoundVersion,
)
from tests.consultations.test_correcting import put
from tests.houses import FakeClock, Published, open_small
from tests.mail.letters import drain

ARTICLES = (
    "供水单位应当保证水质符合国家标准，并每月公布检测结果。",
    "用水单位应当节约用水，安装计量器具，费用由供水单位承担。",
    "水价由市人民政府价格主管部门制定，制定前应当听证。",
    "因检修需要停水的，应当提前二十四小时通知用户。",
    "违反本办法规定盗用供水的，处一万元以上五万元以下罚款。",
    "本办法自公布之日起施行。",
)
NUMBERS = "一二三四五六七八九十"
SAID = ("应当写明由谁负责。", "建议提高标准，并公布结果。", "反对这一条，负担太重。")


def text_of(articles: list[str]) -> str:
    lines = [f"第{NUMBERS[at]}条 {words}" for at, words in enumerate(articles)]
    return "\n".join(["某市供水办法（征求意见稿）", *lines, ""])


@pytest.fixture
def town(tmp_path: Path, database: str) -> Iterator[Published]:
    made = open_small(tmp_path, database, FakeClock(), lambda: parse(text_of(list(ARTICLES))))
    yield made
    made.house.close()


def _rows(session: Session) -> dict[str, Any]:
    """What must not change, whatever is corrected."""
    return {
        "comments": session.execute(
            select(
                Comment.id,
                Comment.clause_id,
                Comment.clause_address,
                Comment.clause_text,
                Comment.version_id,
                Comment.counted,
                Comment.off_topic,
                Comment.family,
            ).order_by(Comment.id)
        ).all(),
        "demands": session.execute(
            select(Demand.id, Demand.clause_id, Demand.opinion_id, Demand.family).order_by(
                Demand.id
            )
        ).all(),
        "opinions": session.execute(
            select(Opinion.id, Opinion.clause_id, Opinion.label, Opinion.name).order_by(Opinion.id)
        ).all(),
        "decisions": session.execute(
            select(Decision.id, Decision.opinion_id, Decision.outcome, Decision.reason)
        ).all(),
    }


def _elsewhere(session: Session, call: int) -> int:
    """Comments and demands on a row that no reader has before him."""
    here = {one.id for one in read.clauses_of(session, call)}
    comments = session.scalars(select(Comment.clause_id).where(Comment.clause_id.is_not(None)))
    demands = session.scalars(select(Demand.clause_id).where(Demand.clause_id.is_not(None)))
    return sum(one not in here for one in (*comments, *demands))


def _at_work(town: Published) -> None:
    house = town.house
    for number in range(1, len(ARTICLES)):
        for said in SAID:
            town.send(f"{said}（{number}）", f"第{NUMBERS[number]}条", email=f"{number}@a.example")
            town.send(f"{said}（{number}）", f"第{NUMBERS[number]}条")
    town.send("应当写明经费。另外，建议公开听证的记录，方便大家查阅。", "第三条")
    town.send("总体赞成。", "全文")
    town.send("还没有归条的话。", None)
    late = town.clock() + (town.consultation.deadline - town.clock()) * 2
    town.send("来晚了的话。", "第四条", received_at=late)
    drain(regroup_handler(house.tools))
    words = "应当写明经费。另外，建议公开听证的记录，方便大家查阅。"
    number = house.read_now(
        lambda session: session.scalar(select(Comment.id).where(Comment.text == words))
    )
    house.writer.call(splitting.split, number, [(0, 7), (7, len(words))], None)
    opinions = house.read_now(lambda session: list(session.scalars(select(Opinion.id))))
    house.writer.call(edits.rename, opinions[0], "人起的名字", None)
    house.writer.call(decisions.decide, opinions[0], "adopted", "已经写进去。", None, 0)
    drain(regroup_handler(house.tools))


def test_everything_staff_did_stays_over_many_corrections(town: Published) -> None:
    _at_work(town)
    house, call = town.house, town.consultation.id
    desks = [
        clause.id for clause in house.read_now(read.clauses_of, call) if clause.kind == "article"
    ]
    before = house.read_now(_rows)
    figures = house.read_now(overview.overview, call)
    report = house.writer.call(table.make_report, call, contacts=False)
    rng = random.Random(5)
    articles = list(ARTICLES)
    for _ in range(4):
        at = rng.randrange(len(articles))
        articles[at] = articles[at].replace("应当", "必须", 1).replace("办法", "规定", 1)
        place = rng.randrange(len(articles))
        articles.insert(place, f"新写的第{len(articles)}样事情，由市水务局商有关部门另行规定。")
        put(town, text_of(articles))
        assert house.read_now(_rows) == before
        assert house.read_now(_elsewhere, call) == 0
    drain(regroup_handler(house.tools))
    assert house.read_now(_rows) == before, "also after all clauses were looked at again"
    assert house.read_now(overview.overview, call) == figures
    made = house.writer.call(table.make_report, call, contacts=False)
    assert len(made.by_comment) == len(report.by_comment)
    assert len(made.by_opinion) == len(report.by_opinion)
    assert all(house.read_now(clause_desk, one) is not None for one in desks)
    rounds = house.read_now(
        lambda session: session.scalar(select(func.count()).select_from(RoundVersion))
    )
    assert rounds == 1
    assert house.read_now(lambda s: s.scalar(select(func.count()).select_from(ClauseMark))) == 0
