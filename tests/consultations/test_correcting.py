"""A published draft is corrected: what was said stays with its clause, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import wiring
from app.comments import counts
from app.consultations import mending, propose, publish, read, reloading
from app.consultations.comparing import reloaded
from app.consultations.correcting import correct
from app.consultations.outlines import drafts_of
from app.consultations.values import Proposal, Unpublishable
from app.consultations.versions import File
from app.core.outline.parse import parse
from app.opinions.jobs import regroup_handler
from app.opinions.read import clause_desk
from app.review.reports import table
from app.settings import Settings
from app.storage.models import ClauseRow, Comment
from tests.houses import FakeClock, Published, open_small, publish_outline
from tests.mail.letters import drain
from tests.web.test_several_drafts import TWO_DRAFTS

TEXT = """某市供水办法（征求意见稿）
第一章 总则
第一条 供水应当安全。
第二条 用水单位应当节约用水，安装计量器具。
第二章 附则
第三条 本办法自公布之日起施行。
"""
# An article is put in, so that all behind it move; one has other words.
CORRECTED = """某市供水办法（征求意见稿）
第一章 总则
第一条 供水应当安全。
第二条 市人民政府统一领导全市的供水工作。
第三条 用水单位应当节约用水，并安装计量器具。
第二章 附则
第四条 本办法自公布之日起施行。
"""


@pytest.fixture
def town(tmp_path: Path, database: str) -> Iterator[Published]:
    clock = FakeClock()
    settings = Settings(
        data_dir=tmp_path, database_url=database, worker_id="test", smtp_listen_port=0
    )
    house = wiring.open_house(settings, now=clock)
    yield publish_outline(house, clock, lambda: parse(TEXT))
    house.close()


def put(
    town: Published, text: str, seen: tuple[int, ...] | None = None, call: int | None = None
) -> None:
    """Correct the published draft, or that of another ``call``."""
    call, house = call or town.consultation.id, town.house
    town.clock.forward(hours=1)
    states = house.read_now(reloading.states, call)
    before = [
        draft
        for place in range(len(states))
        if (draft := house.read_now(mending.proposed, call, place))
    ]
    kept = house.writer.call(reloading.offer, call, File("改.txt", text.encode(), text))
    seen = tuple(states) if seen is None else seen
    house.writer.call(correct, call, kept, reloaded(before, text), seen, None)


def addresses(town: Published) -> dict[str, int]:
    return {
        one.address: one.id for one in town.house.read_now(read.clauses_of, town.consultation.id)
    }


def _of_version(session: Session, version_id: int) -> dict[str, tuple[str, str]]:
    rows = list(session.scalars(select(ClauseRow).where(ClauseRow.version_id == version_id)))
    names = {row.id: row.address for row in rows}
    return {row.address: (names.get(row.parent_id or 0, ""), row.text) for row in rows}


def _comments(session: Session) -> list[tuple[str, str, int | None, int | None]]:
    rows = session.scalars(select(Comment).order_by(Comment.id))
    return [(row.clause_address, row.clause_text, row.clause_id, row.version_id) for row in rows]


def test_comments_opinions_and_the_report_follow_the_clause(town: Published) -> None:
    before, first = addresses(town), town.consultation.version_id
    for number in range(3):
        town.send(f"计量器具应当由供水单位免费安装，第{number}次说。", "第一章/第二条")
    town.send("总体可行，条文清楚。", "全文")
    drain(regroup_handler(town.house.tools))
    desk = town.house.read_now(clause_desk, before["第一章/第二条"])
    stood = town.house.read_now(_of_version, first)
    put(town, CORRECTED)

    after = addresses(town)
    assert after["第一章/第三条"] == before["第一章/第二条"]
    assert after["第二章/第四条"] == before["第二章/第三条"]
    assert after["全文"] == before["全文"]
    assert after["第一章/第二条"] not in before.values(), "the new article has an id of its own"
    now = town.house.read_now(clause_desk, after["第一章/第三条"])
    assert desk is not None
    assert now is not None
    assert replace(now, clause=desk.clause) == desk, "its opinions are as they were"
    assert town.house.read_now(counts.by_clause, town.consultation.id) == {
        after["第一章/第三条"]: 3,
        after["全文"]: 1,
    }
    made = town.house.writer.call(table.make_report, town.consultation.id, contacts=False)
    assert {row.clause for row in made.by_comment} == {"第一章/第三条", "全文"}
    # The clause as it stood when they wrote, and the version that they read.
    kept = town.house.read_now(_comments)
    assert kept[0] == (
        "第一章/第二条",
        "用水单位应当节约用水，安装计量器具。",
        after["第一章/第三条"],
        first,
    )
    assert town.house.read_now(_of_version, first) == stood, "the old version is as it was"


def test_a_clause_with_comments_is_not_taken_away(town: Published) -> None:
    town.send("节水要有奖励。", "第一章/第二条")
    before = addresses(town)
    without = TEXT.replace("第二条 用水单位应当节约用水，安装计量器具。\n", "").replace(
        "第三条", "第二条"
    )
    with pytest.raises(Unpublishable, match="clause-has-comments"):
        put(town, without)
    assert addresses(town) == before
    without_first = TEXT.replace("第一条 供水应当安全。\n", "")
    put(town, without_first)
    assert "第一章/第一条" not in addresses(town), "nobody spoke of it"
    assert addresses(town)["第一章/第二条"] == before["第一章/第二条"]


def test_twice_and_back_again(town: Published) -> None:
    before = addresses(town)
    put(town, CORRECTED)
    put(town, TEXT)
    assert addresses(town) == before


def test_what_cannot_be_is_refused(town: Published) -> None:
    with pytest.raises(Unpublishable, match="drafts-differ"):
        put(town, TWO_DRAFTS)
    with pytest.raises(Unpublishable, match="changed-meanwhile"):
        put(town, CORRECTED, seen=(99,))


def test_numbers_that_were_never_public_are_no_clauses_former_ones(town: Published) -> None:
    """A file that was corrected before it was published, and then again: readers saw two."""
    call, house = propose_one(town), town.house
    for text in (CORRECTED, TEXT):
        file = house.writer.call(reloading.offer, call, File("改.txt", text.encode(), text))
        seen = house.read_now(reloading.states, call)
        house.writer.call(reloading.accept, call, file, drafts_of(text), [()], seen, None)
        town.clock.forward(hours=1)
    house.writer.call(publish.publish, call, None)
    assert former(town, call) == ()
    put(town, CORRECTED, call=call)
    assert former(town, call) == (
        ("第一章/第三条", "第一章/第二条"),
        ("第二章/第四条", "第二章/第三条"),
    )


def propose_one(town: Published) -> int:
    """A second consultation, not yet public."""
    now = town.clock()
    proposal = Proposal("供水", now, now + timedelta(days=30), source=b"x")
    number: int = town.house.writer.call(propose.propose, proposal, parse(TEXT), None)
    return number


def former(town: Published, call: int) -> tuple[tuple[str, str], ...]:
    found = town.house.read_now(read.outline, call)
    assert found is not None
    return found[0].former


def test_a_file_that_nobody_accepted_is_not_kept(town: Published) -> None:
    call, house = town.consultation.id, town.house
    first = house.writer.call(reloading.offer, call, File("甲.txt", b"1", "甲"))
    second = house.writer.call(reloading.offer, call, File("乙.txt", b"2", "乙"))
    assert second > first
    assert house.read_now(reloading.offered, call, first) is None
    found = house.read_now(reloading.offered, call, second)
    assert found is not None
    assert found.text == "乙"
    assert house.read_now(reloading.offered, call, town.consultation.version_id) is None


def test_drafts_keep_their_places(tmp_path: Path, database: str) -> None:
    water, heat = TWO_DRAFTS.split("附件2\n")[0], TWO_DRAFTS.split("附件2\n")[1].split("附件3")[0]
    notice, water = water.split("附件1\n")
    file = f"{notice}附件1\n{water}附件2\n{heat}"
    made = open_small(tmp_path, database, outline=lambda: parse(file))
    made.send("计量器具谁出钱？", "《某市供水办法》/第二条")
    before = addresses(made)
    with pytest.raises(Unpublishable, match="drafts-moved"):
        put(made, f"{notice}附件1\n{heat}附件2\n{water}")
    assert addresses(made) == before
    put(made, f"{notice}附件1\n{water}附件2\n{heat.replace('十八', '二十')}")
    assert addresses(made) == before
    made.house.close()


def test_another_text_is_refused(town: Published) -> None:
    before = addresses(town)
    with pytest.raises(Unpublishable, match="another-text"):
        put(town, "只有一段话。\n")
    assert addresses(town) == before
