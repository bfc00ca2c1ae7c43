"""The drafts of one uploaded file as documents, each with a version and its outline rows."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.consultations import clause_rows
from app.consultations.naming import draft_names
from app.consultations.values import DocumentView
from app.core.outline.values import Outline
from app.storage.models import Consultation, Document, DraftVersion, RoundVersion


@dataclass(frozen=True, slots=True)
class File:
    """What was uploaded, and its normalised text."""

    name: str
    source: bytes
    text: str


def keep(session: Session, consultation_id: int, file: File, now: datetime) -> int:
    """Keep a file as the newest version of the first draft, not yet before the public; its id."""
    document = _document(session, consultation_id, 0)
    return _version(session, document, file, now).id


def show(
    session: Session,
    consultation_id: int,
    round_id: int,
    kept: int,
    drafts: Sequence[Outline],
) -> list[int]:
    """Put the drafts of a kept file before the public of a round, in place of what was there; the
    ids of their versions.

    File and text stand once, with the first draft's version; the offsets of all point into it.
    """
    session.execute(delete(RoundVersion).where(RoundVersion.round_id == round_id))
    titles = _titles(session, consultation_id, drafts)
    first = session.get_one(DraftVersion, kept)
    made = []
    for position, (outline, title, name) in enumerate(
        zip(drafts, titles, draft_names(titles), strict=True)
    ):
        document = _document(session, consultation_id, position)
        document.title = title
        version = first
        if position:
            file = File(first.file_name, b"", "")
            version = _version(session, document, file, first.created_at)
        clause_rows.store(session, version.id, outline.clauses, name, position)
        session.add(RoundVersion(round_id=round_id, version_id=version.id))
        made.append(version.id)
    return made


def further(session: Session, documents: Sequence[DocumentView], kept: int) -> list[int]:
    """New versions of all drafts for a kept file, which is the first one's; their ids."""
    first = session.get_one(DraftVersion, kept)
    file = File(first.file_name, b"", "")
    rest = [
        _version(session, session.get_one(Document, one.id), file, first.created_at).id
        for one in documents[1:]
    ]
    return [kept, *rest]


def _version(session: Session, document: Document, file: File, now: datetime) -> DraftVersion:
    last = session.scalar(
        select(func.max(DraftVersion.number)).where(DraftVersion.document_id == document.id)
    )
    version = DraftVersion(
        document_id=document.id,
        number=(last or 0) + 1,
        file_name=file.name,
        source=file.source,
        sha256=hashlib.sha256(file.source).hexdigest(),
        text=file.text,
        created_at=now,
    )
    session.add(version)
    session.flush()
    return version


def draft_title(outline: Outline, position: int) -> str:
    """What one of several drafts is called, also where none was found."""
    return outline.title or f"第{position + 1}件"


def _titles(session: Session, consultation_id: int, drafts: Sequence[Outline]) -> list[str]:
    call = session.get_one(Consultation, consultation_id)
    if len(drafts) == 1:
        return [drafts[0].title or call.title]
    return [draft_title(one, position) for position, one in enumerate(drafts)]


def _document(session: Session, consultation_id: int, position: int) -> Document:
    found = session.scalar(
        select(Document).where(
            Document.consultation_id == consultation_id, Document.position == position
        )
    )
    if found is None:
        found = Document(consultation_id=consultation_id, position=position, title="")
        session.add(found)
        session.flush()
    return found
