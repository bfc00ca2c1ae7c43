"""Invariant 4: ids, names, merges, moves and decisions outlive any run; all is in the trail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

import pytest

from app.opinions import apart, edits, nightly, undo
from app.opinions.read import clause_comments, clause_desk, opinion_comments
from app.opinions.values import CommentView
from app.review import decisions
from app.storage.models import AuditEntry
from tests.houses import Published, regroup

WORDS = ["保留人工窗口", "降低网费", "自愿安装ETC", "公交准点", "骑手保险", "电商培训"]


@dataclass
class Law:
    """What staff said so far, as a person would remember it."""

    pinned: dict[int, int] = field(default_factory=dict)
    apart: set[tuple[int, int]] = field(default_factory=set)
    named: dict[int, str] = field(default_factory=dict)
    decided: dict[int, tuple[str, frozenset[int]]] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)

    def end(self, opinion: int) -> int:
        while opinion in self.merged:
            opinion = self.merged[opinion]
        return opinion

    def pin(self, demands: Iterable[int], opinion: int) -> None:
        moved = set(demands)
        self.pinned.update(dict.fromkeys(moved, opinion))
        self.apart = {
            (a, b)
            for a, b in self.apart
            if not (self.pinned.get(a) == opinion and self.pinned.get(b) == opinion)
        }
        for one, (outcome, members) in self.decided.items():
            kept = members | moved if self.end(one) == opinion else members - moved
            self.decided[one] = (outcome, frozenset(kept))


@pytest.mark.parametrize("seed", range(6))
def test_no_run_undoes_what_staff_did(town: Published, seed: int) -> None:
    chance = Random(seed)
    clause = town.clauses["二"].id
    law = Law()
    for _ in range(6):
        for _ in range(chance.randint(1, 4)):
            town.send(f"建议{chance.choice(WORDS)}，{chance.choice(WORDS)}。", "二")
        regroup(town)
        _holds(town, clause, law)
        placed = [c for c in town.house.read_now(clause_comments, clause) if c.opinion_id]
        _deed(town, chance, placed, law)
        if chance.random() < 0.7:
            town.house.writer.call(nightly.mark_whole, clause)
        regroup(town)
        _holds(town, clause, law)


def _deed(town: Published, chance: Random, placed: list[CommentView], law: Law) -> None:
    call = town.house.writer.call
    one = chance.choice(placed)
    opinion = one.opinion_id
    assert opinion is not None
    inside = [c.demand_id for c in placed if c.opinion_id == opinion]
    deed = chance.choice(["move", "merge", "rename", "decide", "confirm", "not-same", "undo"])
    if deed == "move":
        law.pin([one.demand_id], call(edits.move, [one.demand_id], None, None))
    elif deed == "rename":
        law.named[opinion] = f"名称{len(law.named)}"
        call(edits.rename, opinion, law.named[opinion], None)
    elif deed == "decide" and opinion not in law.decided:
        call(decisions.decide, opinion, "adopted", "理由", None, 0)
        law.decided[opinion] = ("adopted", frozenset(inside))
    elif deed == "confirm":
        call(edits.confirm, opinion, None)
        law.pin(inside, opinion)
    elif deed == "not-same" and len(inside) > 1 and opinion not in law.decided:
        last = inside[-1]
        call(apart.not_same, [last], opinion, None)
        law.pinned.pop(last, None)
        law.apart = {pair for pair in law.apart if last not in pair}
        rest = [c for c in town.house.read_now(opinion_comments, opinion) if c.placed_by == "staff"]
        law.pin([c.demand_id for c in rest], opinion)
        law.apart.update((last, c.demand_id) for c in rest[:1])
    elif deed == "merge":
        _merge(town, placed, opinion, law)
    elif deed == "undo":
        call(edits.move, [one.demand_id], None, None)
        call(undo.undo_last, town.clauses["二"].id, None)


def _merge(town: Published, placed: list[CommentView], opinion: int, law: Law) -> None:
    others = sorted({c.opinion_id for c in placed if c.opinion_id} - {opinion})
    if not others:
        return
    gone = others[0]
    town.house.writer.call(edits.merge, opinion, [gone], None)
    law.merged[gone] = opinion
    law.named.pop(gone, None)
    if gone in law.decided:
        outcome, _ = law.decided.pop(gone)
        law.decided.setdefault(opinion, (outcome, frozenset()))
    law.pin([c.demand_id for c in placed if c.opinion_id in (opinion, gone)], opinion)


def _holds(town: Published, clause: int, law: Law) -> None:
    comments = town.house.read_now(clause_comments, clause)
    placed = {c.demand_id: c.opinion_id for c in comments}
    for demand, opinion in law.pinned.items():
        assert placed[demand] == law.end(opinion)
    for a, b in law.apart:
        assert placed[a] is None or placed[a] != placed[b]
    desk = town.house.read_now(clause_desk, clause)
    assert desk is not None
    shown = {one.id: one for one in (*desk.groups, *desk.singles)}
    for opinion, name in law.named.items():
        if opinion in shown:
            assert shown[opinion].label == name
    for opinion, (outcome, members) in law.decided.items():
        assert {d for d, o in placed.items() if o == opinion} == members, "decided: as it was"
        if opinion in shown:
            decision = shown[opinion].decision
            assert decision is not None
            assert decision.outcome == outcome
    assert desk.sums.total == desk.figures.comments == len({c.id for c in comments})
    for c in comments:
        assert c.opinion_id is not None or c.offered_to in law.decided, "placed, or offered"


def test_every_deed_is_in_the_trail_with_who_and_when(town: Published) -> None:
    town.send("第一条，保留窗口。", "二")
    town.send("第二条，降低网费资费。", "二")
    regroup(town)
    comments = town.house.read_now(clause_comments, town.clauses["二"].id)
    first, last = comments[0], comments[-1]
    town.house.writer.call(edits.rename, first.opinion_id, "名称", None)
    town.house.writer.call(edits.move, [last.demand_id], None, None)
    town.house.writer.call(decisions.decide, first.opinion_id, "rejected", "理由", None, 0)
    entries = town.house.read_now(
        lambda session: [(row.action, row.at) for row in session.query(AuditEntry)]
    )
    actions = [action for action, _ in entries]
    for action in ("opinion-renamed", "demands-moved", "opinion-decided"):
        assert action in actions
    assert all(at == town.clock() for _, at in entries)
