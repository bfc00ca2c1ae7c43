"""The letters of comments that come one by one, to a clause too large to look through each time."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core.clustering.families import families
from app.opinions.origins import CUT, WHOLE
from app.storage.models import Comment, Demand

# So many comments that no index of demands knows are looked at, the newest; the next run knows all.
ASIDE_KEPT = 200


class Letters:
    """What is written down of the letters of a clause, and what is found on the way, for one lot
    of newcomers."""

    def __init__(self, session: Session, clause_id: int) -> None:
        self._session = session
        self._clause_id = clause_id
        self._told: dict[int, int] = {}
        self._aside: dict[int, tuple[str, int]] | None = None

    def of(self, comment: int, text: str, like: int | None, demand: int | None = None) -> int:
        """The letter of a new comment; its own id if it is no copy.

        ``like``: the demand that the index says its text is a copy of; ``demand``: that which is
        the whole comment, if one is.
        """
        letter = self._told.get(like or 0) or self._written(like)
        if letter is None:
            letter = self._of_aside(comment, text)
        if demand is not None:
            self._told[demand] = letter
        return letter

    def _written(self, like: int | None) -> int | None:
        """The letter of a whole comment, by its demand, or by one with the same words."""
        row = self._session.execute(select(Demand.family).where(Demand.id == like)).first()
        if row is None:
            return None
        known = (
            select(Comment.family)
            .join(Demand, Demand.comment_id == Comment.id)
            .where(
                Demand.origin == WHOLE,
                Comment.clause_id == self._clause_id,
                Comment.counted.is_(True),
                Comment.family.is_not(None),
            )
            .limit(1)
        )
        found = self._session.scalar(known.where(Demand.id == like))
        if found is None and row.family is not None:
            found = self._session.scalar(known.where(Demand.family == row.family))
        return found

    def _of_aside(self, comment: int, text: str) -> int:
        """Held against the comments that the index does not know as a whole."""
        aside = self._aside = self._read_aside() if self._aside is None else self._aside
        texts = {one: said for one, (said, _) in aside.items()} | {comment: text}
        found = families(texts) if len(texts) > 1 else {comment: comment}
        same = (one for one, to in found.items() if to == found[comment] and one in aside)
        return next((aside[one][1] for one in sorted(same)), comment)

    def _read_aside(self) -> dict[int, tuple[str, int]]:
        """Those that staff split, and those in no opinion: off the topic, offered to a decided one,
        or back again and not placed yet."""
        rows = self._session.execute(
            select(Comment.id, Comment.text, Comment.family)
            .join(Demand, Demand.comment_id == Comment.id)
            .where(
                Demand.clause_id == self._clause_id,
                or_(Demand.origin.in_(CUT), Demand.opinion_id.is_(None)),
                Comment.family.is_not(None),
                Comment.counted.is_(True),
            )
            .distinct()
            .order_by(Comment.id.desc())
            .limit(ASIDE_KEPT)
        )
        return {row.id: (row.text, row.family) for row in rows}
