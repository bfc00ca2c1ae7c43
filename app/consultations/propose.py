"""From an uploaded draft to a consultation that waits to be published."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import audit
from app.consultations import versions
from app.consultations.naming import split_address
from app.consultations.noting import note_change
from app.consultations.values import WHOLE_KIND, Proposal, Unpublishable
from app.consultations.versions import File
from app.core.outline.documents import separate
from app.core.outline.mending import words_of
from app.core.outline.values import Outline
from app.storage.models import (
    ClauseRow,
    Consultation,
    OutlineMending,
    Round,
    RoundVersion,
)

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def propose(
    session: Session, proposal: Proposal, outline: Outline, actor: int | None, *, now: datetime
) -> int:
    """Store a new consultation with its drafts, their versions and outline rows, and its round;
    its id. A file with several drafts becomes several documents.

    It is not public until it is published. Raises Unpublishable.
    """
    check(proposal)
    consultation = Consultation(
        slug=_free_slug(session, proposal.slug, now),
        title=proposal.title.strip(),
        issuer=proposal.issuer.strip(),
        office=proposal.office.strip(),
        mailbox=proposal.mailbox,
        notice=proposal.notice,
        short_period_reason=proposal.short_period_reason,
        answer_due_at=proposal.answer_due_at,
        is_example=proposal.is_example,
        created_at=now,
        created_by=actor,
    )
    session.add(consultation)
    session.flush()
    round_ = Round(
        consultation_id=consultation.id,
        number=1,
        opens_at=proposal.opens_at,
        deadline=proposal.deadline,
    )
    session.add(round_)
    session.flush()
    file = File(proposal.file_name, proposal.source, outline.text)
    kept = versions.keep(session, consultation.id, file, now)
    versions.show(session, consultation.id, round_.id, kept, separate(outline))
    audit.note(
        session,
        now=now,
        actor=actor,
        action="consultation-proposed",
        subject="consultation",
        subject_id=consultation.id,
        consultation=consultation.id,
        values={"title": consultation.title, "file": proposal.file_name},
    )
    return consultation.id


def set_commentable(
    session: Session,
    consultation_id: int,
    commentable: Collection[int],
    actor: int | None,
    *,
    now: datetime,
    among: Collection[int] | None = None,
) -> None:
    """Which clauses (ids) take comments; all others do not, of those ``among`` where not all were
    shown. While the draft is not public these are mendings like any other, so that a corrected file
    keeps them."""
    # Who mends the outline at the same moment comes first, or waits.
    consultation = session.get_one(
        Consultation, consultation_id, with_for_update={"key_share": True}
    )
    asked = (
        select(RoundVersion.version_id)
        .join(Round, Round.id == RoundVersion.round_id)
        .where(Round.consultation_id == consultation_id)
    )
    rows = session.scalars(
        select(ClauseRow).where(ClauseRow.version_id.in_(asked), ClauseRow.kind != WHOLE_KIND)
    )
    for row in rows:
        if among is not None and row.id not in among:
            continue
        wanted = row.id in commentable
        if row.commentable != wanted and consultation.published_at is None:
            session.add(
                OutlineMending(
                    version_id=row.version_id,
                    kind="open" if wanted else "close",
                    address=split_address(row.address)[1],
                    words=words_of(row),
                    made_at=now,
                    made_by=actor,
                )
            )
        row.commentable = wanted
    clauses = sorted(commentable)
    note_change(session, consultation_id, "commentable-set", actor, now, clauses=clauses)


def check(proposal: Proposal) -> None:
    """Raise Unpublishable if a consultation cannot be so."""
    if proposal.deadline <= proposal.opens_at:
        raise Unpublishable("deadline-before-opening")
    if not proposal.title.strip():
        raise Unpublishable("no-title")


def check_slug(session: Session, slug: str, own_id: int | None = None) -> None:
    """Raise Unpublishable if the public address is malformed or taken by another."""
    if not _SLUG.fullmatch(slug) or len(slug) > 80:
        raise Unpublishable("slug-malformed")
    taken = session.scalar(select(Consultation.id).where(Consultation.slug == slug))
    if taken is not None and taken != own_id:
        raise Unpublishable("slug-taken")


def _free_slug(session: Session, wanted: str, now: datetime) -> str:
    if wanted:
        check_slug(session, wanted)
        return wanted
    number = (session.scalar(select(func.max(Consultation.id))) or 0) + 1
    while session.scalar(
        select(Consultation.id).where(Consultation.slug == f"{now.year}-{number}")
    ):
        number += 1
    return f"{now.year}-{number}"
