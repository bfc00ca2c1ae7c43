"""In what order a clause is read, what can be confirmed at once, which merges are asked about."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.core.clustering.merge_questions import MergeQuestion
from app.core.clustering.reading_order import Bundle


@dataclass(frozen=True, slots=True)
class Plan:
    """``order``: demands as they read fastest; ``bundles``: opinions with demands that one key
    confirms, the surest first; ``alike``: pairs of opinions that look the same, the one that pays
    most first."""

    order: tuple[int, ...] = ()
    bundles: tuple[tuple[int, tuple[int, ...]], ...] = ()
    alike: tuple[tuple[int, int], ...] = ()


NOTHING = Plan()


def plan_of(
    order: Sequence[int],
    bundles: Sequence[Bundle],
    questions: Sequence[MergeQuestion],
    guesses: Mapping[int, int],
    decided: Collection[int],
) -> Plan:
    """The core's findings for one clause; ``guesses``: demand to the opinion it is in."""
    found = []
    for bundle in bundles:
        opinion = bundle.opinion if bundle.opinion is not None else guesses.get(bundle.ids[0])
        if opinion is not None:
            found.append((opinion, bundle.ids))
    return Plan(
        order=_with_firsts(order, guesses),
        bundles=tuple(found),
        # Two decided opinions have two answers: they are not asked about.
        alike=tuple(
            (one.into, one.other)
            for one in questions
            if not (one.into in decided and one.other in decided)
        ),
    )


def _with_firsts(order: Sequence[int], guesses: Mapping[int, int]) -> tuple[int, ...]:
    """The demands that speak for their opinion stand before the others of it."""
    there = set(order)
    firsts: dict[int, list[int]] = {}
    for one in sorted(guesses.keys() - there):
        firsts.setdefault(guesses[one], []).append(one)
    found: list[int] = []
    for one in order:
        found += firsts.pop(guesses.get(one, 0), [])
        found.append(one)
    for lot in firsts.values():
        found += lot
    return tuple(found)
