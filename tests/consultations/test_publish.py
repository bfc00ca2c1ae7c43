from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.consultations import propose, publish, read
from app.consultations.values import Proposal, Unpublishable
from tests.houses import Published, small_outline


def proposal(town: Published, **changes: object) -> Proposal:
    made = Proposal(
        title="第二份",
        slug="second",
        opens_at=town.clock() + timedelta(days=1),
        deadline=town.clock() + timedelta(days=40),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def make(town: Published, **changes: object) -> int:
    number: int = town.house.writer.call(
        propose.propose, proposal(town, **changes), small_outline(), None
    )
    return number


def test_not_public_until_published(town: Published) -> None:
    number = make(town)
    assert town.house.read_now(read.by_slug, "second") is None
    assert town.house.writer.call(publish.publish, number, None) == "second"
    view = town.house.read_now(read.by_slug, "second")
    assert view is not None
    assert view.state_at(town.clock()) == "announced"
    assert [one.slug for one in town.house.read_now(read.public)] == [
        town.consultation.slug,
        "second",
    ]


def test_the_outline_comes_back_as_it_went_in(town: Published) -> None:
    found = town.house.read_now(read.outline, town.consultation.id)
    assert found is not None
    outline, ids = found
    assert outline.clauses == small_outline().clauses
    assert ids["全文"] == town.clauses["全文"].id
    assert [clause.depth for clause in town.clauses.values()] == [0, 1, 2, 2, 1]


def test_chosen_clauses_take_comments(town: Published) -> None:
    only = town.clauses["一/(一)"].id
    town.house.writer.call(propose.set_commentable, town.consultation.id, {only}, None)
    clauses = town.house.read_now(read.clauses_of, town.consultation.id)
    assert [clause.address for clause in clauses if clause.commentable] == ["全文", "一/(一)"]
    changed = town.house.read_now(read.revision, town.consultation.slug)
    assert changed is not None
    assert changed > town.consultation.revision


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": " "}, "no-title"),
        ({"slug": "Zwei Wörter"}, "slug-malformed"),
        ({"slug": "2017-1"}, "slug-taken"),
        ({"deadline": None}, "deadline-before-opening"),
    ],
)
def test_bad_proposals_are_refused(town: Published, changes: dict[str, object], code: str) -> None:
    if changes.get("deadline", 0) is None:
        changes = {"deadline": town.clock()}
    with pytest.raises(Unpublishable) as refusal:
        make(town, **changes)
    assert refusal.value.code == code


def test_mended_until_it_is_public(town: Published) -> None:
    number = make(town)
    town.house.writer.call(publish.mend, number, proposal(town, title="改过", slug="third"), None)
    view = town.house.read_now(read.by_id, number)
    assert view is not None
    assert (view.title, view.slug) == ("改过", "third")
    town.house.writer.call(publish.publish, number, None)
    for again in (
        lambda: town.house.writer.call(publish.mend, number, proposal(town), None),
        lambda: town.house.writer.call(publish.publish, number, None),
    ):
        with pytest.raises(Unpublishable, match="already-published"):
            again()


def test_not_published_after_its_deadline(town: Published) -> None:
    number = make(town)
    town.clock.forward(days=41)
    with pytest.raises(Unpublishable, match="deadline-passed"):
        town.house.writer.call(publish.publish, number, None)


def test_extension_moves_later_only_and_keeps_the_first_deadline(town: Published) -> None:
    number, first = town.consultation.id, town.consultation.deadline
    town.house.writer.call(publish.extend, number, first + timedelta(days=8), None)
    town.house.writer.call(publish.extend, number, first + timedelta(days=9), None)
    view = town.house.read_now(read.by_id, number)
    assert view is not None
    assert (view.deadline, view.extended_from) == (first + timedelta(days=9), first)
    with pytest.raises(Unpublishable, match="deadline-not-later"):
        town.house.writer.call(publish.extend, number, first, None)
