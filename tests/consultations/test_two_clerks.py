"""Two clerks change one proposed outline at the same moment, from two processes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.consultations import mending, propose, publish
from app.consultations.mending import ProposedDraft, outline_of
from app.consultations.values import Proposal, Unpublishable
from app.core.outline.mending import Mending, mending_of
from app.core.outline.parse import parse
from tests.houses import Published, open_small

TEXT = "某市供水办法\n第一条 供水应当安全。\n第二条 用水应当节约。\n"


@pytest.fixture
def town(tmp_path: Path, postgres: object) -> Iterator[Published]:
    url = postgres.fresh("migrated")  # type: ignore[attr-defined]
    made = open_small(tmp_path, url)
    yield made
    made.house.close()
    postgres.drop(url)  # type: ignore[attr-defined]


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


def close(draft: ProposedDraft, place: int) -> Mending:
    return mending_of("close", outline_of(draft, ())[0].clauses[place])


def change(session: Session, number: int, seen: ProposedDraft, place: int, now: datetime) -> None:
    mended = close(seen, place)
    outline = outline_of(seen, (mended,))[0]
    mending.change(session, number, 0, mended, outline, seen.last, None, now=now)


def meanwhile(
    town: Published, first: Callable[[Session], object], number: int, seen: ProposedDraft
) -> str:
    """How another process's mending ends that comes while the first deed is not yet committed."""
    ends: list[str] = []

    def second() -> None:
        try:
            town.house.writer.call(lambda session, *, now: change(session, number, seen, 1, now))
            ends.append("changed")
        except Unpublishable as refusal:
            ends.append(refusal.code)

    with Session(town.house.engine) as session:
        first(session)
        session.flush()
        other = threading.Thread(target=second)
        other.start()
        other.join(1)
        assert ends == [], "it waits"
        session.commit()
    other.join()
    return ends[0]


def test_the_second_one_waits_and_is_told(
    town: Published, draft: tuple[int, ProposedDraft]
) -> None:
    number, seen = draft
    end = meanwhile(town, lambda one: change(one, number, seen, 0, town.clock()), number, seen)
    assert end == "changed-meanwhile"
    kept = town.house.read_now(mending.proposed, number)
    assert kept is not None
    assert kept.mendings == (close(seen, 0),)


def test_nothing_is_changed_after_it_was_published(
    town: Published, draft: tuple[int, ProposedDraft]
) -> None:
    number, seen = draft
    end = meanwhile(
        town, lambda one: publish.publish(one, number, None, now=town.clock()), number, seen
    )
    assert end == "already-published"
