"""A corrected file in the place of a published one, while comments are taken on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.consultations import read, versions
from app.consultations.carrying import carry
from app.consultations.comparing import Reloaded
from app.consultations.naming import draft_names, full_address
from app.consultations.noting import note_change
from app.consultations.reloading import keep_mendings, offered, states
from app.consultations.values import Unpublishable
from app.storage.models import Document, DraftVersion, Round, RoundVersion


def correct(
    session: Session,
    consultation_id: int,
    version_id: int,
    found: Sequence[Reloaded],
    seen: Sequence[int],
    actor: int | None,
    *,
    now: datetime,
) -> None:
    """Put a kept file in the place of the published one. What was said stays with its clause, as
    ``found`` tells for each draft of the file.

    Comments keep the words of their clause as they stood. Raises Unpublishable (not-published,
    changed-meanwhile, drafts-differ, drafts-moved, another-text, clause-has-comments).
    """
    view = read.by_id(session, consultation_id)
    if view is None or view.published_at is None:
        raise Unpublishable("not-published")
    # What is being taken in comes first, or waits.
    session.get_one(Round, view.round_id, with_for_update=True)
    documents = read.documents(session, consultation_id)
    file = offered(session, consultation_id, version_id)
    if file is None or states(session, consultation_id) != list(seen):
        raise Unpublishable("changed-meanwhile")
    if len(documents) != len(found):
        raise Unpublishable("drafts-differ")
    if [one.origin for one in found] != list(range(len(documents))):
        raise Unpublishable("drafts-moved")
    if not all(one.changes.both for one in found):
        raise Unpublishable("another-text")
    titles = [
        one.outline.title or document.title for one, document in zip(found, documents, strict=True)
    ]
    before = draft_names([one.title for one in documents])
    # Readers are told when the text before them changed, not when its file was looked at first.
    session.get_one(DraftVersion, version_id).created_at = now
    made = versions.further(session, documents, version_id)
    for document, number, one, title, old, new in zip(
        documents, made, found, titles, before, draft_names(titles), strict=True
    ):
        session.get_one(Document, document.id).title = title
        before_of = {
            full_address(new, after.address): full_address(old, was.address)
            for was, after in one.changes.both
        }
        place = (document.version_id, number)
        carry(session, place, one.outline.clauses, before_of, new, document.position)
        session.execute(
            delete(RoundVersion).where(
                RoundVersion.round_id == view.round_id,
                RoundVersion.version_id == document.version_id,
            )
        )
        session.add(RoundVersion(round_id=view.round_id, version_id=number))
    keep_mendings(session, made, [one.kept for one in found], actor, now)
    note_change(session, consultation_id, "draft-corrected", actor, now, file=file.file_name)
