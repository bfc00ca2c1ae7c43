"""Two clerks change one proposed outline at the same moment, from two processes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.consultations import mending, propose, publish, read
from app.consultations.mending import ProposedDraft, outline_of
from app.consultations.values import Proposal, Unpublishable
from app.core.outline.mending import MendingKind, mending_of
from app.core.outline.parse import parse
from tests.houses import Published, meanwhile

TEXT = "某市供水办法\n第一条 供水应当安全。\n第二条 用水应当节约。\n"


@pytest.fixture
def database(postgres_database: str) -> str:
    return postgres_database


@pytest.fixture
def draft(town: Published) -> tuple[int, ProposedDraft]:
    """A consultation that is not public, and its draft as both clerks see it."""
    now = town.clock()
    proposal = Proposal(
        title="供水", opens_at=now, deadline=now + timedelta(days=30), source=TEXT.encode()
    )
    number = town.house.writer.call(propose.propose, proposal, parse(TEXT), None)
    found = town.house.read_now(mending.proposed, number)
    assert found is not None
    return number, found


def mend(
    session: Session, number: int, seen: ProposedDraft, kind: MendingKind, place: int, now: datetime
) -> None:
    wanted = mending_of(kind, outline_of(seen, ())[0].clauses[place])
    outline = outline_of(seen, (wanted,))[0]
    mending.change(session, number, 0, wanted, outline, seen.last, None, now=now)


def test_the_second_one_waits_and_is_told(
    town: Published, draft: tuple[int, ProposedDraft]
) -> None:
    number, seen = draft
    end = meanwhile(
        town,
        lambda one: mend(one, number, seen, "close", 0, town.clock()),
        lambda one: mend(one, number, seen, "close", 1, town.clock()),
    )
    assert isinstance(end, Unpublishable)
    assert end.code == "changed-meanwhile"
    kept = town.house.read_now(mending.proposed, number)
    assert kept is not None
    assert [one.address for one in kept.mendings] == ["第一条"]


def test_nothing_is_changed_after_it_was_published(
    town: Published, draft: tuple[int, ProposedDraft]
) -> None:
    number, seen = draft
    end = meanwhile(
        town,
        lambda one: publish.publish(one, number, None, now=town.clock()),
        lambda one: mend(one, number, seen, "close", 1, town.clock()),
    )
    assert isinstance(end, Unpublishable)
    assert end.code == "already-published"


def test_a_clause_that_is_joined_away_is_not_closed_any_more(
    town: Published, draft: tuple[int, ProposedDraft]
) -> None:
    number, seen = draft
    end = meanwhile(
        town,
        lambda one: mend(one, number, seen, "join", 1, town.clock()),
        lambda one: propose.set_commentable(one, number, (), None, now=town.clock()),
    )
    assert end is None
    rows = town.house.read_now(read.clauses_of, number)
    assert [(row.address, row.commentable) for row in rows] == [("全文", True), ("第一条", False)]
