"""An opinion opened: what its people say, letters as one line each, what copies add."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clustering.explain import Explanation, explain
from app.core.clustering.kinds import KINDS, kind
from app.opinions.entries import comments_where
from app.opinions.origins import ADDED
from app.opinions.read import offered_comments, opinion_comments
from app.opinions.snapshot import office_words
from app.opinions.values import CommentView
from app.opinions.words import as_concepts
from app.storage.models import Comment, Demand, Opinion

VOICES = 3
# So many texts are held against as many others to say why they stand together.
LOOKED_AT = 100
MARKED = 5
NOTHING = Explanation(0, (), ())


@dataclass(frozen=True, slots=True)
class Letter:
    """A form letter: how many copies, from how many people, the wording that came most often."""

    copies: int
    people: int
    shown: CommentView


@dataclass(frozen=True, slots=True)
class Panel:
    """``voices``: the representative first, then others in words of their own; ``additions``:
    what copies say that their letter does not; ``why``: what the members share and others of the
    clause say less often; ``kinds``: comments by kind, as their senders chose or as they read."""

    voices: tuple[CommentView, ...]
    letters: tuple[Letter, ...]
    additions: tuple[CommentView, ...]
    offered: tuple[CommentView, ...]
    total: int
    why: Explanation = NOTHING
    kinds: tuple[tuple[str, int], ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """The words to mark in what the members say."""
        concepts = (word for one in self.why.concepts for word in one.words[:2])
        return tuple(dict.fromkeys([*(one.word for one in self.why.words), *concepts]))[:MARKED]


def panel(session: Session, opinion_id: int, *, every: bool = False) -> Panel:
    """What is shown of an opinion when it is opened; ``every``: all that its people say."""
    row = session.get(Opinion, opinion_id)
    members = opinion_comments(session, opinion_id)
    first = row.representative_demand if row else None
    own = as_concepts(office_words(session))
    return Panel(
        voices=_every(members, first) if every else _voices(members, first),
        letters=_letters(members),
        additions=tuple(additions(session, opinion_id)),
        offered=tuple(offered_comments(session, opinion_id)),
        total=len({one.id for one in members}),
        why=explain(_distinct(members), _others(session, row), own=own) if row else NOTHING,
        kinds=_kinds(members),
    )


def additions(session: Session, opinion_id: int) -> list[CommentView]:
    """What copies in this opinion add of their own; each is a demand in an opinion of its own."""
    inside = (
        select(Demand.comment_id)
        .where(Demand.opinion_id == opinion_id, Demand.origin.not_in(ADDED))
        .scalar_subquery()
    )
    return comments_where(session, Demand.origin.in_(ADDED), Comment.id.in_(inside))


def _distinct(members: Sequence[CommentView]) -> list[str]:
    """One text a family."""
    found: dict[object, str] = {}
    for one in members:
        found.setdefault(one.family or ("", one.demand_id), one.text)
    return list(found.values())[:LOOKED_AT]


def _others(session: Session, row: Opinion) -> list[str]:
    """What other opinions of the clause say: the texts of their representatives."""
    rows = session.execute(
        select(Demand.start, Demand.end, Comment.text)
        .join(Comment, Comment.id == Demand.comment_id)
        .where(
            Demand.clause_id == row.clause_id,
            Demand.opinion_id != row.id,
            Demand.family == Demand.id,
            Comment.counted.is_(True),
        )
        .order_by(Demand.id)
        .limit(LOOKED_AT)
    )
    return [one.text if one.start is None else one.text[one.start : one.end] for one in rows]


def _kinds(members: Sequence[CommentView]) -> tuple[tuple[str, int], ...]:
    by_comment = {one.id: one.kind or kind(one.text) for one in members[:LOOKED_AT]}
    count = Counter(by_comment.values())
    return tuple((one, count[one]) for one in KINDS if count[one])


def _voices(members: Sequence[CommentView], first: int | None) -> tuple[CommentView, ...]:
    """The representative, then comments of other families, the longest-standing first."""
    chosen = [one for one in members if one.demand_id == first][:1]
    families: set[int | None] = {one.family for one in chosen if one.family is not None}
    for one in members:
        if len(chosen) >= VOICES:
            break
        if one not in chosen and (one.family is None or one.family not in families):
            families.add(one.family)
            chosen.append(one)
    return tuple(chosen)


def _every(members: Sequence[CommentView], first: int | None) -> tuple[CommentView, ...]:
    return tuple(sorted(members, key=lambda one: one.demand_id != first))


def _letters(members: Sequence[CommentView]) -> tuple[Letter, ...]:
    families: dict[int, list[CommentView]] = defaultdict(list)
    for one in members:
        if one.is_copy and one.family is not None:
            families[one.family].append(one)
    letters = [
        Letter(
            len({one.id for one in copies}),
            len({one.sender_key for one in copies}),
            _often(copies),
        )
        for copies in families.values()
        if len(copies) > 1
    ]
    return tuple(sorted(letters, key=lambda one: (-one.copies, one.shown.demand_id)))


def _often(copies: Sequence[CommentView]) -> CommentView:
    """The first in the wording that came most often."""
    count = Counter(one.text.strip() for one in copies)
    return max(copies, key=lambda one: count[one.text.strip()])
