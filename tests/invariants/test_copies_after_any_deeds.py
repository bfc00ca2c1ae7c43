"""Invariant 2, for letters, by any row of deeds: the copies that are shown are those that the texts
of the counted comments have when all of them are held against each other anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.comments.receipts import set_counted
from app.core.clustering.families import families
from app.core.text.sentences import sentence_starts, spans_at
from app.jobs.drain import drain_once
from app.mail import triage
from app.opinions import apart, coding, edits, letters, nightly, splitting, undo
from app.opinions.jobs import regroup_handler
from app.opinions.read import clause_comments, clause_desk
from app.opinions.values import BadEdit
from app.storage.models import Comment, Submission
from tests.houses import Published, open_small, publish_outline, small_outline
from tests.invariants.test_copies_stay_copies import ADDRESS, LETTER, OTHERS, OWN

START = LETTER[: LETTER.index("建议")]
ALIKE = (LETTER, LETTER + OWN, START, LETTER.replace("几公里", "好几公里远"), *OTHERS[1:3])
SAME = (LETTER, OTHERS[3] * 2, LETTER[:-1] + "！", OTHERS[1])
Step = tuple[str, int, int, bool]
"""A deed, two numbers that choose what it is done to, and whether the machine's work follows."""


class Row:
    """One clause, and one deed after another on it."""

    def __init__(self, town: Published, texts: Sequence[str]) -> None:
        self.town, self.texts = town, texts
        self.clause = town.clauses[ADDRESS].id
        self.call = town.house.writer.call

    def do(self, deed: str, one: int, other: int) -> None:
        """Do it, if there is something to do it to, and if it can be done."""
        every = self.town.house.read_now(self._comments)
        counted = [row for row in every if row.counted]
        chosen = counted if deed not in ("add", "withdraw") else every
        try:
            if deed in ("add", "whole", "undo") or chosen:
                row = chosen[one % len(chosen)] if chosen else None
                getattr(self, deed)(row, one, other)
        except BadEdit:
            return

    def shown(self) -> int:
        desk = self.town.house.read_now(clause_desk, self.clause)
        return desk.figures.copies if desk else 0

    def anew(self) -> int:
        found = self.town.house.read_now(letters.standing, self.clause)
        copies = Counter(families(found.texts).values())
        return sum(count for count in copies.values() if count > 1)

    def add(self, _row: Comment, one: int, other: int) -> None:
        self.town.send(self.texts[one % len(self.texts)], ADDRESS, email=f"p{other}@b.example")

    def withdraw(self, row: Comment, _one: int, _other: int) -> None:
        """Set aside, or restored."""
        self.call(_let, row.submission_id, not row.counted)

    def off(self, row: Comment, _one: int, other: int) -> None:
        deed = (edits.set_off_topic, triage.set_off_topic)[other % 2]
        self.call(deed, row.id, not row.off_topic, None)

    def split(self, row: Comment, _one: int, other: int) -> None:
        starts = sentence_starts(row.text)
        if starts:
            cut = starts[other % len(starts)]
            self.call(splitting.split, row.id, spans_at(row.text, [cut]), None)

    def join(self, row: Comment, _one: int, _other: int) -> None:
        self.call(splitting.keep_whole, row.id, None)

    def place(self, row: Comment, _one: int, other: int) -> None:
        there = self.town.house.read_now(clause_comments, self.clause)
        own = next(one for one in there if one.id == row.id)
        to = there[other % len(there)].opinion_id
        self.call(coding.place, own.demand_id, to, None)

    def part(self, row: Comment, _one: int, _other: int) -> None:
        there = self.town.house.read_now(clause_comments, self.clause)
        own = next(one for one in there if one.id == row.id)
        self.call(apart.not_same, [own.demand_id], own.opinion_id or 0, None)

    def undo(self, _row: object, _one: int, _other: int) -> None:
        self.call(undo.undo_last, self.clause, None)

    def whole(self, _row: object, _one: int, _other: int) -> None:
        self.call(nightly.mark_whole, self.clause)

    def _comments(self, session: Session) -> list[Comment]:
        asked = select(Comment).where(Comment.clause_id == self.clause).order_by(Comment.id)
        found = list(session.scalars(asked))
        session.expunge_all()
        return found


def _let(session: Session, submission: int, counted: bool, *, now: datetime) -> None:
    set_counted(session, session.get_one(Submission, submission), counted=counted, now=now)


@pytest.fixture
def begin(tmp_path: Path, sqlite_database: str) -> Iterator[Callable[[Sequence[str]], Row]]:
    """Begins a row of deeds on a clause of its own."""
    first = open_small(tmp_path, sqlite_database)
    yield lambda texts: Row(publish_outline(first.house, first.clock, small_outline), texts)
    first.house.close()


def _all(*deeds: tuple[str, int]) -> list[Step]:
    return [(deed, one, 0, True) for deed, one in deeds]


SET_ASIDE_IN_TURN = _all(
    ("add", 0),
    ("withdraw", 0),
    ("add", 0),
    ("withdraw", 0),
    ("add", 0),
    ("withdraw", 1),
    ("add", 0),
)
OFF_TOPIC_THEN_SPLIT: list[Step] = [
    *_all(("add", 5), ("off", 0), ("withdraw", 0)),
    ("add", 0, 0, False),
    ("undo", 0, 0, False),
    *_all(("split", 0), ("withdraw", 0), ("add", 5)),
]
PLACED_MEANWHILE: list[Step] = [
    ("add", 0, 0, False),
    ("add", 0, 0, True),
    ("withdraw", 0, 0, True),
    ("withdraw", 0, 0, False),
    ("withdraw", 1, 0, False),
    *_all(("place", 0), ("add", 0)),
]
DEEDS = ("add", "withdraw", "off", "split", "join", "place", "part", "undo", "whole")
# Copies come and go more often than anything else happens to them.
deeds = st.sampled_from(("add", "add", "add", "withdraw", "withdraw", "off", *DEEDS))
numbers = st.integers(0, 11)
rows = st.lists(st.tuples(deeds, numbers, numbers, st.booleans()), min_size=5, max_size=12)
bounded = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _hold(row: Row, steps: Sequence[Step]) -> None:
    handler = regroup_handler(row.town.house.tools)
    for at, (deed, one, other, work) in enumerate(steps, start=1):
        row.do(deed, one, other)
        if work or at == len(steps):
            while drain_once(handler):
                pass
            assert row.shown() == row.anew()


@bounded
@example(steps=SET_ASIDE_IN_TURN)
@example(steps=OFF_TOPIC_THEN_SPLIT)
@given(steps=rows)
def test_what_is_shown_is_what_the_texts_say(
    begin: Callable[[Sequence[str]], Row], steps: list[Step]
) -> None:
    _hold(begin(ALIKE), steps)


@bounded
@example(steps=SET_ASIDE_IN_TURN)
@example(steps=PLACED_MEANWHILE)
@given(steps=rows)
def test_so_it_is_where_newcomers_are_placed_by_the_index_alone(
    begin: Callable[[Sequence[str]], Row], steps: list[Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a very large clause; there rewritten copies may wait for the next run."""
    monkeypatch.setattr(letters, "FEW", 0)
    _hold(begin(SAME), steps)
