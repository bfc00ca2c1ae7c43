"""Rows of a proposed outline are brought up to date: the same as if they were written anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import wiring
from app.consultations import clause_rows, read
from app.core.outline.mending import MENDING_KINDS, BadMending, mend, mending_of, split_places
from app.core.outline.parse import parse
from app.core.outline.values import Clause
from app.settings import Settings
from app.storage.models import ClauseRow
from tests.houses import FakeClock, Published, publish_outline

TEXT = "\n".join(
    f"{part}、标题\n坚持统筹。注重实效。\n"
    + "\n".join(f"（{item}）小标题\n内容{part}{item}。再说一句。" for item in "一二三")
    for part in "一二三四"
)


@pytest.fixture
def town(tmp_path: Path, database: str) -> Iterator[Published]:
    clock = FakeClock()
    settings = Settings(data_dir=tmp_path, database_url=database, smtp_listen_port=0)
    house = wiring.open_house(settings, now=clock)
    yield publish_outline(house, clock, lambda: parse(TEXT))
    house.close()


def _stored(session: Session, version_id: int) -> list[tuple[object, ...]]:
    rows = list(session.scalars(select(ClauseRow).where(ClauseRow.version_id == version_id)))
    names = {row.id: row.address for row in rows}
    return [
        (
            row.position,
            row.address,
            row.slug,
            row.depth,
            row.label,
            row.heading,
            row.text,
            row.commentable,
            row.start,
            row.end,
            names.get(row.parent_id or 0),
        )
        for row in sorted(rows, key=lambda row: row.position)
    ]


def _wanted(clauses: tuple[Clause, ...], name: str, position: int) -> list[tuple[object, ...]]:
    names = ("position", "address", "slug", "depth", "label", "heading", "text", "commentable")
    return [
        (*(row[one] for one in names), row["start"], row["end"], row["parent"])
        for row in clause_rows.rows(clauses, name, position)
    ]


def _replace(session: Session, version_id: int, *args: object, now: object) -> None:
    clause_rows.replace(session, version_id, *args)  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "position"), [("", 0), ("某办法", 0), ("某办法", 1)])
def test_any_mendings_leave_what_would_be_written_anew(
    town: Published, name: str, position: int
) -> None:
    house, version = town.house, town.consultation.version_id
    random, outline = Random(position), parse(TEXT)
    house.writer.call(_replace, version, outline.clauses, name, position)
    ids = {one.address: one.id for one in house.read_now(read.clauses_of, town.consultation.id)}
    states = [outline]
    for _ in range(30):
        clause = random.choice(outline.clauses)
        kind = random.choice([one for one in MENDING_KINDS if one != "title"])
        value = random.choice(split_places(clause) or [""]) if kind == "split" else "新标题"
        try:
            outline = mend(outline, mending_of(kind, clause, value))
        except BadMending:
            continue
        states.append(outline)
    assert len(states) > 10
    for state in (*states[1:], *reversed(states)):
        house.writer.call(_replace, version, state.clauses, name, position)
        assert house.read_now(_stored, version) == _wanted(state.clauses, name, position)
    back = {one.address: one.id for one in house.read_now(read.clauses_of, town.consultation.id)}
    assert back.keys() == ids.keys()
    assert back["全文" if not position else f"《{name}》/全文"] in ids.values()
