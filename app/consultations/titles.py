"""The title of one of several drafts, changed before it is public."""

from __future__ import annotations

from sqlalchemy import func, update
from sqlalchemy.orm import Session

from app.consultations import read
from app.consultations.naming import draft_names, full_address
from app.consultations.values import WHOLE_KIND, WHOLE_SLUG
from app.storage.models import ClauseRow, Document


def retitle(session: Session, consultation_id: int, position: int, title: str) -> None:
    """Name a draft anew. Addresses begin with their draft's name, so they follow; slugs stay."""
    documents = read.documents(session, consultation_id)
    titles = [one.title for one in documents]
    before = draft_names(titles)
    titles[position] = title
    session.get_one(Document, documents[position].id).title = title
    for one, old, new in zip(documents, before, draft_names(titles), strict=True):
        if old != new:
            _move(session, one.version_id, old, new)


def _move(session: Session, version_id: int, old: str, new: str) -> None:
    own = (ClauseRow.version_id == version_id, ClauseRow.slug != WHOLE_SLUG)
    rest = func.substr(ClauseRow.address, len(full_address(old, "")) + 1)
    session.execute(
        update(ClauseRow)
        .where(*own)
        .values(address=full_address(new, "") + rest)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(ClauseRow)
        .where(*own, ClauseRow.kind == WHOLE_KIND)
        .values(heading=new)
        .execution_options(synchronize_session=False)
    )
