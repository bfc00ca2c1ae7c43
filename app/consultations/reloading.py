"""A corrected file: kept, compared, and put in the place of a proposed one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.consultations import read, versions
from app.consultations.mending import ProposedDraft, proposal, proposed
from app.consultations.noting import note_change
from app.consultations.values import Unpublishable
from app.consultations.versions import File
from app.core.outline.mending import Mending
from app.core.outline.values import Outline
from app.storage.models import DraftVersion, OutlineMending


def offer(session: Session, consultation_id: int, file: File, *, now: datetime) -> int:
    """Keep a corrected file until a clerk has seen what would change; the id of its version.

    One that nobody accepted before is emptied. (Its row stays, so that no later file gets its id.)
    """
    first = read.documents(session, consultation_id)[0]
    session.execute(
        update(DraftVersion)
        .where(DraftVersion.document_id == first.id, DraftVersion.id > first.version_id)
        .values(source=b"", text="")
    )
    return versions.keep(session, consultation_id, file, now)


def again(session: Session, consultation_id: int, *, now: datetime) -> int:
    """Keep the proposed file once more, to be cut into drafts in another way; the id of its
    version. Raises Unpublishable."""
    proposal(session, consultation_id)
    first = read.documents(session, consultation_id)[0]
    before = session.get_one(DraftVersion, first.version_id)
    file = File(before.file_name, before.source, before.text)
    return offer(session, consultation_id, file, now=now)


def offered(session: Session, consultation_id: int, version_id: int) -> ProposedDraft | None:
    """A kept file that has not taken the place of the proposed one."""
    version = session.get(DraftVersion, version_id)
    documents = read.documents(session, consultation_id)
    if version is None or not documents or version.document_id != documents[0].id:
        return None
    if version_id <= documents[0].version_id or not version.source:
        return None
    return ProposedDraft(version_id, 0, documents, version.file_name, version.text, (), 0)


def accept(
    session: Session,
    consultation_id: int,
    version_id: int,
    drafts: Sequence[Outline],
    kept: Sequence[Sequence[Mending]],
    seen: Sequence[int],
    actor: int | None,
    *,
    now: datetime,
) -> None:
    """Put a kept file in the place of the proposed one; what came first stays stored. ``drafts``:
    its outlines with the mendings ``kept`` of each; ``seen``: the states of all proposed drafts
    that it was made on. Raises Unpublishable."""
    view = proposal(session, consultation_id)
    if states(session, consultation_id) != list(seen):
        raise Unpublishable("changed-meanwhile")
    file = offered(session, consultation_id, version_id)
    if file is None:
        raise Unpublishable("changed-meanwhile")
    made = versions.show(session, consultation_id, view.round_id, version_id, drafts)
    keep_mendings(session, made, kept, actor, now)
    total = sum(map(len, kept))
    note_change(session, view.id, "draft-replaced", actor, now, file=file.file_name, kept=total)


def states(session: Session, consultation_id: int) -> list[int]:
    """The newest change in force of each draft."""
    documents = read.documents(session, consultation_id)
    found = [proposed(session, consultation_id, one.position) for one in documents]
    return [one.last for one in found if one]


def keep_mendings(
    session: Session,
    made: Sequence[int],
    kept: Sequence[Sequence[Mending]],
    actor: int | None,
    now: datetime,
) -> None:
    """The mendings that go on with a corrected file, at the versions of its drafts."""
    session.add_all(
        OutlineMending(
            version_id=number,
            kind=one.kind,
            address=one.address,
            words=one.words,
            value=one.value,
            made_at=now,
            made_by=actor,
        )
        for number, mendings in zip(made, kept, strict=True)
        for one in mendings
    )
