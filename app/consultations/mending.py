"""A clerk's changes of a proposed outline: kept as rows, replayed on the text, undone one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.consultations import clause_rows, read, versions
from app.consultations.naming import draft_names
from app.consultations.noting import note_change
from app.consultations.outlines import Mended, mended
from app.consultations.titles import retitle
from app.consultations.values import ConsultationView, DocumentView, Unpublishable
from app.core.outline.mending import Mending
from app.core.outline.values import Outline
from app.storage.models import Consultation, DraftVersion, OutlineMending


@dataclass(frozen=True, slots=True)
class ProposedDraft:
    """One draft of a proposed file and what was changed of its outline. ``text``: of the file;
    ``documents``: all its drafts. ``last``: the id of the newest change that is in force, 0 for
    none; a change made on another state is refused."""

    version_id: int
    position: int
    documents: tuple[DocumentView, ...]
    file_name: str
    text: str
    mendings: tuple[Mending, ...]
    last: int

    @property
    def several(self) -> bool:
        """Whether it is one of several."""
        return len(self.documents) > 1

    @property
    def place(self) -> int | None:
        """Its place among the drafts of its file; None: the file is one."""
        return self.position if self.several else None


def proposed(session: Session, consultation_id: int, position: int = 0) -> ProposedDraft | None:
    """The newest version of the draft at a position with its mendings in force."""
    documents = read.documents(session, consultation_id)
    if not 0 <= position < len(documents):
        return None
    first = session.get_one(DraftVersion, documents[0].version_id)
    version_id = documents[position].version_id
    rows = list(
        session.scalars(
            select(OutlineMending)
            .where(OutlineMending.version_id == version_id, OutlineMending.undone_at.is_(None))
            .order_by(OutlineMending.id)
        )
    )
    return ProposedDraft(
        version_id=version_id,
        position=position,
        documents=documents,
        file_name=first.file_name,
        text=first.text,
        mendings=tuple(Mending(r.kind, r.address, r.words, r.value) for r in rows),  # type: ignore[arg-type]
        last=rows[-1].id if rows else 0,
    )


def outline_of(draft: ProposedDraft, mendings: Sequence[Mending]) -> Mended:
    """A draft's outline with these mendings, and those that no longer fit. May take a while."""
    return mended(draft.text, draft.place, mendings)


def change(
    session: Session,
    consultation_id: int,
    position: int,
    mending: Mending,
    outline: Outline,
    seen: int,
    actor: int | None,
    *,
    now: datetime,
) -> None:
    """Keep one mending of a draft; ``outline`` is the one with it, made on the state ``seen``.
    Raises Unpublishable (already-published, changed-meanwhile)."""
    view, draft = _open(session, consultation_id, position, seen)
    session.add(
        OutlineMending(
            version_id=draft.version_id,
            kind=mending.kind,
            address=mending.address,
            words=mending.words,
            value=mending.value,
            made_at=now,
            made_by=actor,
        )
    )
    _write(session, consultation_id, draft, outline)
    what = {"kind": mending.kind, "address": mending.address}
    note_change(session, view.id, "outline-mended", actor, now, **what)


def undo(
    session: Session,
    consultation_id: int,
    position: int,
    outline: Outline,
    seen: int,
    actor: int | None,
    *,
    now: datetime,
) -> None:
    """Take a draft's newest mending back; ``outline`` is the one without it. Raises Unpublishable
    (already-published, changed-meanwhile, nothing-to-undo)."""
    view, draft = _open(session, consultation_id, position, seen)
    row = session.get(OutlineMending, draft.last)
    if row is None:
        raise Unpublishable("nothing-to-undo")
    row.undone_at = now
    _write(session, consultation_id, draft, outline)
    what = {"kind": row.kind, "address": row.address}
    note_change(session, view.id, "outline-mending-undone", actor, now, **what)


def _write(session: Session, consultation_id: int, draft: ProposedDraft, outline: Outline) -> None:
    """Rows and title as the outline has them."""
    title = versions.draft_title(outline, draft.position)
    if draft.several and title != draft.documents[draft.position].title:
        retitle(session, consultation_id, draft.position, title)
    titles = [one.title for one in read.documents(session, consultation_id)]
    name = draft_names(titles)[draft.position]
    clause_rows.replace(session, draft.version_id, outline.clauses, name, draft.position)


def proposal(session: Session, consultation_id: int) -> ConsultationView:
    """A consultation that is not public yet, and stays as it is until the transaction ends: who
    changes it at the same time waits. Raises Unpublishable."""
    session.get(Consultation, consultation_id, with_for_update=True)
    view = read.by_id(session, consultation_id)
    if view is None:
        raise Unpublishable("no-such-consultation")
    if view.published_at is not None:
        raise Unpublishable("already-published")
    return view


def _open(
    session: Session, consultation_id: int, position: int, seen: int
) -> tuple[ConsultationView, ProposedDraft]:
    view = proposal(session, consultation_id)
    draft = proposed(session, consultation_id, position)
    if draft is None:
        raise Unpublishable("no-such-consultation")
    if draft.last != seen:
        raise Unpublishable("changed-meanwhile")
    return view, draft
