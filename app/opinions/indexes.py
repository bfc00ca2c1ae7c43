"""The indexes of the clauses that got comments last, kept up to date, so that one new comment is
placed without reading the others again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.core.clustering.join import Index
from app.core.clustering.labels import headline
from app.core.clustering.values import Item
from app.core.text.cuts import cutter
from app.opinions.glance import Glance
from app.opinions.newcomers import Letters
from app.opinions.snapshot import of_clause
from app.storage.engine import read
from app.storage.models import Comment, Demand

KEPT = 16


@dataclass(frozen=True, slots=True)
class Joined:
    """``homes``: demand to opinion; negative ones are begun: ``starts`` has their headlines.
    ``offers``: demand to decided opinion; ``families``: of the new demands; ``letters``: of
    comments whose letter was not known."""

    homes: dict[int, int] = field(default_factory=dict)
    offers: dict[int, int] = field(default_factory=dict)
    starts: dict[int, str] = field(default_factory=dict)
    families: dict[int, int] = field(default_factory=dict)
    letters: dict[int, int] = field(default_factory=dict)


class ClauseIndex:
    """The index of one clause as of its last run, told what happened since."""

    def __init__(self, session: Session, seen: Glance) -> None:
        taken = of_clause(session, seen.clause_id)
        self._terms = [word for _, word in seen.words]
        self._known = dict(taken.previous)
        self._families = {one: to for one, to in taken.families.items() if to is not None}
        self._index = Index(taken.items, self._families, self._known, terms=self._terms)
        self.run, self.edits, self.words = taken.basis[1], taken.basis[0], seen.words

    def catch_up(self, session: Session, seen: Glance) -> None:
        """Learn what happened since: demands that were moved, taken off or withdrawn."""
        if self.edits == seen.basis[0] and seen.placed == len(self._known):
            return
        now = _placed(session, seen.clause_id)
        gone = {one for one, opinion in self._known.items() if now.get(one) != opinion}
        for one in gone:
            self._index.remove(one)
            del self._known[one]
        heirs = self._index.left_behind(gone)
        fresh = [one for one in now if one not in self._known]
        texts = _texts(session, [*heirs, *fresh])
        for one in heirs:
            self._index.speak(one, texts[one])
        for one in fresh:
            self._enter(one, texts[one], now[one])
        self.edits = seen.basis[0]

    def place(self, session: Session, seen: Glance) -> Joined:
        """Where each new demand goes, one after the other; the index knows them from now on."""
        joined, letters = Joined(), Letters(session, seen.clause_id)
        for item in seen.fresh:
            found = self._index.find(item.text)
            family = item.id if found.family is None else found.family
            self._families[item.id] = self._families.get(family, family)
            joined.families[item.id] = self._families[item.id]
            self._write(item, found.family, joined, seen, letters)
            home = seen.bound.get(item.id, found.opinion)
            if home is None or home in seen.barred.get(item.id, ()):
                home = -1 - len(joined.starts)
                joined.starts[home] = headline(item.text, cutter(self._terms))
            elif home in seen.decided and item.id not in seen.bound:
                joined.offers[item.id] = home
                continue
            joined.homes[item.id] = home
            self._enter(item.id, item.text, home)
        return joined

    def settle(self, seen: Glance, joined: Joined, made: Mapping[int, int] | None) -> None:
        """The new opinions have their ids now; ``made`` None: nothing was written."""
        texts = {item.id: item.text for item in seen.fresh}
        for one, home in joined.homes.items():
            if home < 0 or made is None:
                self._index.remove(one)
                del self._known[one]
            if home < 0 and made is not None:
                self._enter(one, texts[one], made[home])

    def _write(
        self, item: Item, like: int | None, joined: Joined, seen: Glance, letters: Letters
    ) -> None:
        """Of which letter the demand's comment is a copy, if that is not known yet; ``like``: the
        demand that it has its words from."""
        comment, text = seen.letterless.get(item.id, (0, ""))
        if not comment or comment in joined.letters:
            return
        if text == item.text:
            joined.letters[comment] = letters.of(comment, text, like, item.id)
        else:
            joined.letters[comment] = letters.of(comment, text, self._index.find(text).family)

    def _enter(self, demand: int, text: str, opinion: int) -> None:
        self._index.add(demand, text, opinion, self._families.get(demand))
        self._known[demand] = opinion


class Indexes:
    """Used by one thread: the lane of its job."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: OrderedDict[int, ClauseIndex] = OrderedDict()

    def of(self, seen: Glance) -> ClauseIndex:
        """A clause's index, up to date; made anew after a run and when the office's words change."""
        found = self._kept.get(seen.clause_id)
        if found is None or found.run != seen.basis[1] or found.words != seen.words:
            found = read(self._engine, ClauseIndex, seen)
        else:
            read(self._engine, found.catch_up, seen)
        self._kept[seen.clause_id] = found
        self._kept.move_to_end(seen.clause_id)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found


def _placed(session: Session, clause_id: int) -> dict[int, int]:
    rows = session.execute(
        select(Demand.id, Demand.opinion_id)
        .join(Comment, Comment.id == Demand.comment_id)
        .where(
            Demand.clause_id == clause_id,
            Demand.opinion_id.is_not(None),
            Comment.counted.is_(True),
            Comment.off_topic.is_(False),
        )
    )
    return {row.id: row.opinion_id for row in rows}


def _texts(session: Session, demands: list[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(demands), 500):
        rows = session.execute(
            select(Demand.id, Demand.start, Demand.end, Comment.text)
            .join(Comment, Comment.id == Demand.comment_id)
            .where(Demand.id.in_(demands[start : start + 500]))
        )
        for row in rows:
            found[row.id] = row.text if row.start is None else row.text[row.start : row.end]
    return found
