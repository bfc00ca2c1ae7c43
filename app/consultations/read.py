"""Reading consultations and their clauses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from app.consultations.former import as_clause, former
from app.consultations.values import WHOLE_KIND, ClauseView, ConsultationView, DocumentView
from app.core.outline.values import Document as Drafted
from app.core.outline.values import Notice, Outline
from app.storage.models import ClauseRow, Consultation, Document, DraftVersion, Round, RoundVersion


def public(session: Session) -> list[ConsultationView]:
    """All published consultations, the nearest deadline first."""
    found = session.execute(
        _newest().where(Consultation.published_at.is_not(None)).order_by(Round.deadline)
    )
    return [_view(row) for row in found]


def all_of_office(session: Session) -> list[ConsultationView]:
    """All consultations, also those not yet public; the newest first."""
    return [_view(row) for row in session.execute(_newest().order_by(Consultation.id.desc()))]


def by_slug(session: Session, slug: str) -> ConsultationView | None:
    """A published consultation by its public address."""
    row = session.execute(
        _newest().where(Consultation.slug == slug, Consultation.published_at.is_not(None))
    ).first()
    return _view(row) if row else None


def by_id(session: Session, consultation_id: int) -> ConsultationView | None:
    """Any consultation by its id."""
    row = session.execute(_newest().where(Consultation.id == consultation_id)).first()
    return _view(row) if row else None


def revision(session: Session, slug: str) -> int | None:
    """The revision of a published consultation, to see whether cached pages still stand."""
    return session.scalar(
        select(Consultation.revision).where(
            Consultation.slug == slug, Consultation.published_at.is_not(None)
        )
    )


def documents(session: Session, consultation_id: int) -> tuple[DocumentView, ...]:
    """The drafts of a consultation's newest round, in order; one for most."""
    found = session.execute(
        select(
            Document.id,
            Document.position,
            Document.title,
            DraftVersion.id,
            DraftVersion.created_at,
        )
        .join(DraftVersion, DraftVersion.document_id == Document.id)
        .where(DraftVersion.id.in_(_versions(consultation_id)))
        .order_by(Document.position)
    )
    return tuple(DocumentView(*row) for row in found)


def clauses_of(session: Session, consultation_id: int) -> list[ClauseView]:
    """All clauses in order, draft after draft; the first stands for all that is asked about."""
    rows = _clause_rows(session, consultation_id)
    return [clause_view(row, place) for place, row in enumerate(rows)]


def clause(session: Session, clause_id: int) -> ClauseView | None:
    """One clause by its id."""
    row = session.get(ClauseRow, clause_id)
    return clause_view(row) if row else None


def outline(session: Session, consultation_id: int) -> tuple[Outline, dict[str, int]] | None:
    """The outline of all drafts together, to tie passages to, and each address's clause id (also
    those of the drafts as wholes)."""
    view = by_id(session, consultation_id)
    if view is None:
        return None
    rows = _clause_rows(session, consultation_id)
    addresses = {row.id: row.address for row in rows}
    nodes = tuple(as_clause(row, addresses) for row in rows if row.kind != WHOLE_KIND)
    drafts: tuple[Drafted, ...] = ()
    found = documents(session, consultation_id)
    versions = [row.version_id for row in rows if row.kind != WHOLE_KIND]
    before: list[tuple[str, str]] = []
    for one in found:
        own = [node for node, of in zip(nodes, versions, strict=True) if of == one.version_id]
        before += former(session, one, view.published_at, own)
    if len(found) > 1:
        drafts = tuple(
            Drafted(
                one.title,
                versions.index(one.version_id),
                len(versions) - versions[::-1].index(one.version_id),
            )
            for one in found
        )
    made = Outline(
        title=view.title,
        notice=Notice(view.deadline, view.mailbox, view.issuer),
        clauses=nodes,
        doubts=(),
        text=session.get_one(DraftVersion, view.version_id).text,
        documents=drafts,
        former=tuple(before),
    )
    return made, {row.address: row.id for row in rows}


def _clause_rows(session: Session, consultation_id: int) -> Sequence[Row[Any]]:
    """The rows of the newest round's versions in order. Plain rows: there may be thousands."""
    table = ClauseRow.__table__
    return session.execute(
        select(table)
        .join(DraftVersion, DraftVersion.id == ClauseRow.version_id)
        .join(Document, Document.id == DraftVersion.document_id)
        .where(ClauseRow.version_id.in_(_versions(consultation_id)))
        .order_by(Document.position, ClauseRow.position)
    ).all()


def _versions(consultation_id: int) -> Select[int]:
    newest = (
        select(Round.id)
        .where(Round.consultation_id == consultation_id)
        .order_by(Round.number.desc())
        .limit(1)
    )
    return select(RoundVersion.version_id).where(RoundVersion.round_id == newest.scalar_subquery())


def clause_view(row: ClauseRow | Row[Any], position: int | None = None) -> ClauseView:
    """A row as a plain value."""
    return ClauseView(
        id=row.id,
        version_id=row.version_id,
        position=row.position if position is None else position,
        parent_id=row.parent_id,
        depth=row.depth,
        address=row.address,
        slug=row.slug,
        kind=row.kind,
        label=row.label,
        heading=row.heading,
        text=row.text,
        commentable=row.commentable,
    )


def _newest() -> Select[Consultation, Round, int]:
    last = (
        select(func.max(Round.number))
        .where(Round.consultation_id == Consultation.id)
        .correlate(Consultation)
        .scalar_subquery()
    )
    version = (
        select(func.max(RoundVersion.version_id))
        .join(DraftVersion, DraftVersion.id == RoundVersion.version_id)
        .join(Document, Document.id == DraftVersion.document_id)
        .where(RoundVersion.round_id == Round.id, Document.position == 0)
        .correlate(Round)
        .scalar_subquery()
    )
    return (
        select(Consultation, Round, version)
        .join(Round, Round.consultation_id == Consultation.id)
        .where(Round.number == last)
    )


def _view(row: Row[Consultation, Round, int]) -> ConsultationView:
    consultation, round_, version_id = row
    return ConsultationView(
        id=consultation.id,
        slug=consultation.slug,
        title=consultation.title,
        issuer=consultation.issuer,
        office=consultation.office,
        mailbox=consultation.mailbox,
        notice=consultation.notice,
        opens_at=round_.opens_at,
        deadline=round_.deadline,
        extended_from=round_.extended_from,
        short_period_reason=consultation.short_period_reason,
        answer_due_at=consultation.answer_due_at,
        published_at=consultation.published_at,
        results_published_at=consultation.results_published_at,
        show_counts=consultation.show_counts,
        is_example=consultation.is_example,
        revision=consultation.revision,
        round_id=round_.id,
        version_id=version_id,
    )
