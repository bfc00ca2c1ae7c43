"""The letters of a clause, kept at hand while comments come one by one."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core.clustering.families import families
from app.opinions.origins import CUT, WHOLE
from app.storage.models import Comment, Demand

# So many split comments a newcomer is held against, the newest; the next run knows them all.
SPLIT_KEPT = 200


class Letters:
    """By the family of whole demands their letter; and comments whose demands do not tell: they
    were split, or are off the topic."""

    def __init__(self, session: Session, clause_id: int) -> None:
        self._clause_id = clause_id
        rows = session.execute(
            select(Demand.family, Comment.family.label("letter"))
            .join(Comment, Comment.id == Demand.comment_id)
            .where(
                Demand.clause_id == clause_id,
                Demand.origin == WHOLE,
                Demand.family.is_not(None),
                Comment.family.is_not(None),
                Comment.counted.is_(True),
            )
            .order_by(Demand.id.desc())
        )
        self._of: dict[int | None, int | None] = {row.family: row.letter for row in rows}
        self.catch_up(session)

    def catch_up(self, session: Session) -> None:
        """Staff split comments, made them whole again, or said that they are off the topic."""
        rows = session.execute(
            select(Comment.id, Comment.text, Comment.family)
            .join(Demand, Demand.comment_id == Comment.id)
            .where(
                Demand.clause_id == self._clause_id,
                or_(Demand.origin.in_(CUT), Comment.off_topic.is_(True)),
                Comment.family.is_not(None),
                Comment.counted.is_(True),
            )
            .distinct()
            .order_by(Comment.id.desc())
            .limit(SPLIT_KEPT)
        )
        self._split = {row.id: (row.text, row.family) for row in rows}

    def of(self, comment: int, text: str, family: int, *, whole: bool) -> int:
        """The letter of a new comment; its own id if it is no copy. ``family``: of the demand that
        its text is most like; ``whole``: the text is a demand of its own."""
        letter = self._of.get(family)
        if letter is None:
            letter = self._of_split(comment, text)
        if whole:
            self._of.setdefault(family, letter)
        return letter

    def _of_split(self, comment: int, text: str) -> int:
        texts = {one: said for one, (said, _) in self._split.items()} | {comment: text}
        found = families(texts) if len(texts) > 1 else {comment: comment}
        same = (one for one, to in found.items() if to == found[comment] and one in self._split)
        return next((self._split[one][1] for one in sorted(same)), comment)
