"""Figures that the database counts are those that one gets by looking at every demand."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from random import Random

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.core.deadline import BEIJING
from app.opinions import counting, kept_figures, spread
from app.opinions.decided import decisions_of
from app.opinions.entries import Place, places
from app.opinions.figures import consultation_figures
from app.opinions.kept_figures import KeptFigures, kept
from app.opinions.overview import LARGEST, overview
from app.storage.models import Comment, Decision, Demand, Opinion, Submission
from tests.houses import Published

NOW = datetime(2017, 8, 29, tzinfo=UTC)


def _fill(session: Session, town: Published, chance: Random, *, now: datetime) -> None:
    """Anything the tables can hold: several demands, off topic, not counted, untied, offered."""
    clauses = [*(one.id for one in town.clauses.values()), None]
    opinions: dict[int | None, list[int | None]] = {None: [None]}
    for clause in clauses[:-1]:
        rows = [Opinion(clause_id=clause, created_at=now, label=f"观点{n}") for n in range(6)]
        session.add_all(rows)
        session.flush()
        opinions[clause] = [None, *(row.id for row in rows)]
        for row in rows[::2]:
            answer = {"outcome": "adopted", "reason": "好", "decided_at": now, "revision": 1}
            session.execute(insert(Decision), [{"opinion_id": row.id, **answer}])
    for number in range(1, 120):
        clause = chance.choice(clauses)
        came = datetime(2017, 8, chance.randint(20, 23), chance.randrange(24), 59, tzinfo=UTC)
        session.add(
            Submission(
                id=number,
                consultation_id=town.consultation.id,
                round_id=1,
                channel="web",
                receipt=f"{number:08d}",
                sender_key=f"{chance.randrange(60)}",
                received_at=came,
                late=False,
                counted=True,
            )
        )
        session.flush()
        comment = Comment(
            submission_id=number,
            position=0,
            consultation_id=town.consultation.id,
            round_id=1,
            clause_id=clause,
            text="一二三四五六七八九十",
            counted=chance.random() > 0.1,
            off_topic=chance.random() < 0.1,
            received_at=came,
            read_at=came if chance.random() < 0.5 else None,
            family=chance.randrange(1, 90) if clause else None,
        )
        session.add(comment)
        session.flush()
        for position in range(chance.choice((1, 1, 1, 2, 3))):
            home = chance.choice(opinions[clause])
            offered = chance.choice(opinions[clause]) if home is None else None
            session.add(
                Demand(
                    comment_id=comment.id,
                    clause_id=clause,
                    position=position,
                    opinion_id=home,
                    offered_to=offered if chance.random() < 0.3 else None,
                    origin="split" if position else "whole",
                )
            )


@pytest.mark.parametrize("seed", range(5))
def test_the_database_counts_as_one_who_looks_at_every_demand(town: Published, seed: int) -> None:
    town.house.writer.call(_fill, town, Random(seed))
    ask, number = town.house.read_now, town.consultation.id
    found = ask(consultation_figures, number)
    every = ask(places, Comment.consultation_id == number)
    decided = set(ask(decisions_of, sorted(counting.by_opinion(every))))
    by_clause: dict[int, list[Place]] = defaultdict(list)
    for place in every:
        if place.clause_id is not None:
            by_clause[place.clause_id].append(place)
    plain = {key: counting.figures(key, inside, decided) for key, inside in by_clause.items()}
    assert found.by_clause == plain
    assert found.sums == counting.sums(every)
    assert found.people == len({place.sender_key for place in every})
    assert found.comments == len({place.comment_id for place in every})
    assert found.by_day == spread.by_day(every)
    assert found.untied == len(
        {one.comment_id for one in every if one.clause_id is None and not one.off_topic}
    )
    for one in ask(overview, number):
        inside = by_clause[one.clause_id]
        assert one.decided + one.open + one.single + one.loose == one.comments
        assert one.by_day == spread.by_day(inside)
        members = counting.by_opinion(inside)
        people = {
            key: len({place.sender_key for place in members[key]})
            for key in counting.groups_of(members)
        }
        best = sorted(people.items(), key=lambda pair: (-pair[1], pair[0]))[:LARGEST]
        assert [(large.id, large.people) for large in one.largest] == best


def test_a_beijing_day_ends_at_16_hours_utc(town: Published) -> None:
    for hour in (15, 16):
        town.send("一", received_at=datetime(2017, 8, 29, hour, 30, tzinfo=UTC))
    days = town.house.read_now(consultation_figures, town.consultation.id).by_day
    assert [(day.day, count) for day, count in days] == [(29, 1), (30, 1)]
    assert BEIJING.key == "Asia/Shanghai"


def test_only_what_is_large_and_slow_is_kept_and_not_for_long(
    town: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    time = [0.0]
    known = KeptFigures(lambda: time[0])
    asked = []

    def count(session: Session, consultation_id: int) -> int:
        asked.append(consultation_id)
        time[0] += 2.0
        return len(asked)

    def ask() -> tuple[int, datetime | None]:
        found = town.house.read_now(kept, count, town.consultation.id, known, NOW)
        return found.value, found.at

    town.send("一")
    assert [ask(), ask()] == [(1, None), (2, None)]
    monkeypatch.setattr(kept_figures, "LARGE", 1)
    assert [ask(), ask()] == [(3, None), (3, NOW)]
    time[0] += kept_figures.TIMES * 2.0
    assert ask() == (4, None)
