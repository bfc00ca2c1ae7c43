"""The comment on the screen: its demands, where it may belong and why, how it may be split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clustering.demands import split
from app.opinions.entries import Place, comments_by_demand
from app.opinions.queue_values import Choice, Current, Span
from app.opinions.shared import shared_words
from app.opinions.words import as_concepts
from app.storage.models import Comment, Demand

# So many members of an opinion are held against the comment to say what they share.
LOOKED_AT = 12


def current_of(
    session: Session,
    own: Sequence[Place],
    active: int,
    labels: Mapping[int, str],
    members: Mapping[int, Sequence[int]],
    added: Sequence[int],
    words: Sequence[tuple[str, str]],
) -> Current:
    """``own``: the comment's demands, the ``active`` one is placed next; ``labels``: of the opinions
    it may belong to, in order; ``members``: their demands; ``added``: the comment's additions;
    ``words``: the office's own."""
    place = own[active]
    said = comments_by_demand(
        session, [p.demand_id for p in own], [p.demand_id for p in own if p.is_copy]
    )
    comment = said[place.demand_id]
    spans = tuple(p.span for p in own if p.span is not None)
    asked = not spans and not comment.kept_whole
    wanted = [one for lot in members.values() for one in lot[:LOOKED_AT]]
    texts = _texts(session, [*wanted, *added])
    concepts = as_concepts(words)

    def shared(opinion_id: int) -> tuple[str, ...]:
        others = [texts[one] for one in members[opinion_id][:LOOKED_AT] if one in texts]
        return shared_words(comment.text, others, concepts) if others else ()

    return Current(
        comment=comment,
        demand_id=place.demand_id,
        spans=spans,
        active=active,
        proposed=cuts(comment.whole_text) if asked else (),
        choices=tuple(
            Choice(key, one, labels[one], shared(one), place.stands(one))
            for key, one in enumerate(members, start=1)
        ),
        additions=tuple(texts[one] for one in added if one in texts),
    )


def cuts(text: str) -> tuple[Span, ...]:
    """The demands that a comment may hold, as spans of its text; none: it asks one thing."""
    found = split(text)
    return tuple((one.start, one.end) for one in found) if len(found) > 1 else ()


def _texts(session: Session, demands: Sequence[int]) -> dict[int, str]:
    rows = session.execute(
        select(Demand.id, Demand.start, Demand.end, Comment.text)
        .join(Comment, Comment.id == Demand.comment_id)
        .where(Demand.id.in_(demands))
    )
    return {
        row.id: row.text if row.start is None else row.text[row.start : row.end] for row in rows
    }
