"""The office's answers to opinions and to single comments: each with a reason, guarded against two
people at once, each to be undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.opinions.decided import decisions_of, decisions_on
from app.opinions.rows import locked
from app.opinions.trail import Deed
from app.opinions.values import DecisionView
from app.storage.models import ClauseRow, Comment, Decision, Document, DraftVersion, Opinion

OUTCOMES = ("adopted", "partly", "rejected", "explained")
# Printed with the result, and one cell of the report.
LONGEST_REASON = 5_000


class BadDecision(Exception):
    """Codes: no-outcome, no-reason, reason-long, no-such-opinion, no-such-comment, nothing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Conflict(Exception):
    """Another decided meanwhile: ``other`` is what stands there now (None: it was taken back)."""

    def __init__(self, other: DecisionView | None) -> None:
        super().__init__("conflict")
        self.other = other


def decide(
    session: Session,
    opinion_id: int,
    outcome: str,
    reason: str,
    actor: int | None,
    seen_revision: int,
    *,
    now: datetime,
) -> int:
    """Decide an opinion; the revision of the decision.

    ``seen_revision`` is what the form showed (0: undecided). Raises BadDecision, Conflict.
    """
    _complete(outcome, reason)
    opinion = _opinion(session, opinion_id)
    deed = Deed(session, opinion.clause_id, "opinion-decided", actor, now)
    row = session.scalar(select(Decision).where(Decision.opinion_id == opinion_id))
    if (row.revision if row else 0) != seen_revision:
        raise Conflict(decisions_of(session, [opinion_id]).get(opinion_id))
    before = _values(row)
    row = _write(session, deed, row, outcome, reason, actor, now)
    row.opinion_id = opinion_id
    session.flush()
    deed.made("decisions", [row.id])
    _done(deed, opinion, before, _values(row))
    return row.revision


def undecide(
    session: Session, opinion_id: int, actor: int | None, seen_revision: int, *, now: datetime
) -> None:
    """Take a decision back; it stays in the audit trail. Raises BadDecision, Conflict."""
    opinion = _opinion(session, opinion_id)
    deed = Deed(session, opinion.clause_id, "decision-taken-back", actor, now)
    row = session.scalar(select(Decision).where(Decision.opinion_id == opinion_id))
    if row is None or row.revision != seen_revision:
        raise Conflict(decisions_of(session, [opinion_id]).get(opinion_id))
    deed.keep("decisions", [row.id])
    before = _values(row)
    session.delete(row)
    _done(deed, opinion, before, None)


def decide_many(
    session: Session,
    opinion_ids: Sequence[int],
    outcome: str,
    reason: str,
    actor: int | None,
    *,
    now: datetime,
) -> tuple[int, int]:
    """Decide all of these that have no decision, in one deed; how many were decided, how many had
    one and stay as they are. Raises BadDecision."""
    _complete(outcome, reason)
    opinions = [_opinion(session, one) for one in dict.fromkeys(opinion_ids)]
    if not opinions or len({one.clause_id for one in opinions}) > 1:
        raise BadDecision("nothing")
    deed = Deed(session, opinions[0].clause_id, "opinions-decided", actor, now)
    had = set(decisions_of(session, [one.id for one in opinions]))
    open_ones = [one for one in opinions if one.id not in had]
    for opinion in open_ones:
        row = _write(session, deed, None, outcome, reason, actor, now)
        row.opinion_id = opinion.id
        session.flush()
        deed.made("decisions", [row.id])
    if open_ones:
        deed.done(
            open_ones[0].name or open_ones[0].label,
            values={
                "opinions": [one.id for one in open_ones],
                "after": {"outcome": outcome, "reason": reason.strip()},
            },
        )
    return len(open_ones), len(had)


def decide_comment(
    session: Session,
    comment_id: int,
    outcome: str,
    reason: str,
    actor: int | None,
    seen_revision: int,
    *,
    now: datetime,
) -> int:
    """Answer one comment otherwise than its opinion; the revision. An empty outcome takes the
    answer back: the opinion's holds again. Raises BadDecision, Conflict."""
    comment = session.get(Comment, comment_id)
    if comment is None or comment.clause_id is None:
        raise BadDecision("no-such-comment")
    if outcome:
        _complete(outcome, reason)
    action = "comment-decided" if outcome else "comment-decision-taken-back"
    deed = Deed(session, comment.clause_id, action, actor, now)
    row = session.scalar(select(Decision).where(Decision.comment_id == comment_id))
    if (row.revision if row else 0) != seen_revision:
        raise Conflict(decisions_on(session, [comment_id]).get(comment_id))
    before, revision = _values(row), 0
    if outcome:
        row = _write(session, deed, row, outcome, reason, actor, now)
        row.comment_id = comment_id
        session.flush()
        deed.made("decisions", [row.id])
        revision = row.revision
    elif row is not None:
        deed.keep("decisions", [row.id])
        session.delete(row)
    deed.done(
        comment.text[:40],
        subject="comment",
        subject_id=comment_id,
        values={"before": before, "after": _values(row) if outcome else None},
        regroup=False,
    )
    return revision


def usual_reasons(session: Session, consultation_id: int, most: int = 5) -> list[str]:
    """The reasons given most often in a consultation, those given last first among equals."""
    rows = session.execute(
        select(Decision.reason, func.count(), func.max(Decision.decided_at))
        .join(Opinion, Opinion.id == Decision.opinion_id)
        .join(ClauseRow, ClauseRow.id == Opinion.clause_id)
        .join(DraftVersion, DraftVersion.id == ClauseRow.version_id)
        .join(Document, Document.id == DraftVersion.document_id)
        .where(Document.consultation_id == consultation_id)
        .group_by(Decision.reason)
        .order_by(func.count().desc(), func.max(Decision.decided_at).desc())
        .limit(most)
    )
    return [row[0] for row in rows]


def _complete(outcome: str, reason: str) -> None:
    if outcome not in OUTCOMES:
        raise BadDecision("no-outcome")
    if not reason.strip():
        raise BadDecision("no-reason")
    if len(reason.strip()) > LONGEST_REASON:
        raise BadDecision("reason-long")


def _opinion(session: Session, opinion_id: int) -> Opinion:
    row = locked(session, opinion_id)
    if row is None or row.state != "live":
        raise BadDecision("no-such-opinion")
    return row


def _write(
    session: Session,
    deed: Deed,
    row: Decision | None,
    outcome: str,
    reason: str,
    actor: int | None,
    now: datetime,
) -> Decision:
    if row is None:
        row = Decision(revision=deed.revision)
        session.add(row)
    else:
        deed.keep("decisions", [row.id])
        row.revision = max(deed.revision, row.revision + 1)
    row.outcome, row.reason = outcome, reason.strip()
    row.decided_by, row.decided_at = actor, now
    return row


def _done(
    deed: Deed,
    opinion: Opinion,
    before: dict[str, object] | None,
    after: dict[str, object] | None,
) -> None:
    deed.done(
        opinion.name or opinion.label,
        subject="opinion",
        subject_id=opinion.id,
        values={"before": before, "after": after},
    )


def _values(row: Decision | None) -> dict[str, object] | None:
    return {"outcome": row.outcome, "reason": row.reason} if row else None
