"""Publishing, mending what was proposed, extending the deadline."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.consultations.noting import note_change
from app.consultations.propose import check, check_slug
from app.consultations.values import Proposal, Unpublishable
from app.storage.models import Consultation, Round


def mend(
    session: Session,
    consultation_id: int,
    proposal: Proposal,
    actor: int | None,
    *,
    now: datetime,
) -> None:
    """Change what stands around a draft that is not yet public. Raises Unpublishable."""
    consultation, round_ = load(session, consultation_id)
    if consultation.published_at is not None:
        raise Unpublishable("already-published")
    check(proposal)
    if proposal.slug:
        check_slug(session, proposal.slug, consultation_id)
        consultation.slug = proposal.slug
    consultation.title = proposal.title.strip()
    consultation.issuer = proposal.issuer.strip()
    consultation.office = proposal.office.strip()
    consultation.mailbox = proposal.mailbox
    consultation.short_period_reason = proposal.short_period_reason
    consultation.answer_due_at = proposal.answer_due_at
    round_.opens_at = proposal.opens_at
    round_.deadline = proposal.deadline
    note_change(
        session, consultation_id, "consultation-mended", actor, now, title=consultation.title
    )


def publish(session: Session, consultation_id: int, actor: int | None, *, now: datetime) -> str:
    """Make a proposed consultation public; its slug. Raises Unpublishable."""
    consultation, round_ = load(session, consultation_id)
    if consultation.published_at is not None:
        raise Unpublishable("already-published")
    if round_.deadline <= now:
        raise Unpublishable("deadline-passed")
    consultation.published_at = now
    note_change(
        session,
        consultation_id,
        "consultation-published",
        actor,
        now,
        opens_at=round_.opens_at.isoformat(),
        deadline=round_.deadline.isoformat(),
    )
    return consultation.slug


def extend(
    session: Session,
    consultation_id: int,
    deadline: datetime,
    actor: int | None,
    *,
    now: datetime,
) -> None:
    """Move the deadline later; the old one stays visible. Raises Unpublishable.

    What came late under the old deadline stays marked late: its sender was told so.
    """
    consultation, round_ = load(session, consultation_id)
    if consultation.published_at is None:
        raise Unpublishable("not-published")
    if deadline <= round_.deadline or deadline <= now:
        raise Unpublishable("deadline-not-later")
    before = round_.deadline
    round_.extended_from = round_.extended_from or before
    round_.deadline = deadline
    note_change(
        session,
        consultation_id,
        "deadline-extended",
        actor,
        now,
        before=before.isoformat(),
        after=deadline.isoformat(),
    )


def load(session: Session, consultation_id: int) -> tuple[Consultation, Round]:
    """A consultation and its newest round; raises Unpublishable("no-such-consultation")."""
    consultation = session.get(Consultation, consultation_id)
    round_ = session.scalar(
        select(Round)
        .where(Round.consultation_id == consultation_id)
        .order_by(Round.number.desc())
        .limit(1)
    )
    if consultation is None or round_ is None:
        raise Unpublishable("no-such-consultation")
    return consultation, round_
