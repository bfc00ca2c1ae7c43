"""From the database to the report: every comment has one line, and the sums are held against a
plain count of all comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.comments.positions import apart
from app.consultations import read as consultations
from app.core import receipt_numbers
from app.opinions.decided import decisions_of
from app.opinions.figures import comment_total, consultation_figures
from app.opinions.read import counted_comments
from app.opinions.values import CommentView, DecisionView
from app.review.reports import words
from app.review.reports.answers import Decisions, answer, answers
from app.review.reports.names import Names
from app.review.reports.values import Check, NoReport, Report, Row
from app.storage.models import Comment, Contact, Decision, Opinion, Submission


def make_report(session: Session, consultation_id: int, *, contacts: bool, now: datetime) -> Report:
    """The whole report of a consultation. Raises NoReport.

    ``contacts`` adds names and addresses; the caller has asked for them by name and noted why.
    """
    view = consultations.by_id(session, consultation_id)
    if view is None:
        raise NoReport("no-such-consultation")
    by_clause = counted_comments(session, consultation_id)
    clauses = consultations.clauses_of(session, view.id)
    names = Names(clauses)
    order = [clause.id for clause in clauses if clause.id in by_clause]
    keys: list[int | None] = [*order, *(key for key in by_clause if key not in set(order))]
    listed = [(key, comment) for key in keys for comment in by_clause[key]]
    opinions = {c.opinion_id for _, c in listed if c.opinion_id is not None}
    decisions = decisions_of(session, sorted(opinions))
    own = _own_decisions(session, consultation_id)
    who = _contacts(session, consultation_id) if contacts else {}
    figures = consultation_figures(session, consultation_id)
    beside = apart(session, consultation_id)
    check = Check(
        submissions=figures.submissions,
        people=figures.people,
        counted=comment_total(session, consultation_id),
        grouped=figures.sums.grouped,
        single=figures.sums.single,
        off_topic=figures.sums.off_topic,
        unplaced=figures.sums.unplaced - figures.untied,
        untied=figures.untied,
        late=figures.late,
        withdrawn=figures.withdrawn,
        read=figures.read,
        copies=figures.copies,
        no_objection=beside.no_objection,
        joint=beside.joint,
        signers=beside.signers,
    )
    if not check.adds_up or check.counted != len({comment.id for _, comment in listed}):
        raise NoReport("does-not-add-up")
    labels = _labels(session, sorted(opinions))
    return Report(
        title=view.title,
        office=view.office or view.issuer,
        made_at=now,
        deadline=view.deadline,
        contacts=contacts,
        by_comment=_by_comment(listed, names, decisions, own, who, contacts=contacts),
        by_opinion=_by_opinion(listed, names, decisions, own, labels, contacts=contacts),
        late=_late(session, consultation_id, names, who, contacts=contacts),
        check=check,
        notes=words.COUNTING,
        several=bool(names.drafts),
    )


def _by_comment(
    listed: Iterable[tuple[int | None, CommentView]],
    names: Names,
    decisions: Decisions,
    own: Decisions,
    who: Mapping[int, tuple[str, ...]],
    *,
    contacts: bool,
) -> tuple[Row, ...]:
    """One line a comment, whole and once; of a comment that asks several things the line points
    to each answer."""
    rows = []
    for number, (clause, demands) in enumerate(_whole(listed), start=1):
        comment = demands[0]
        outcome, reason = answers(demands, decisions, own, clause)
        rows.append(
            Row(
                number=number,
                clause=names.get(clause or 0, words.UNTIED),
                content=comment.whole_text or comment.text,
                source=_source(comment),
                outcome=outcome,
                reason=reason,
                contact=who.get(comment.submission_id, ("",) * 4) if contacts else (),
                receipts=(comment.receipt,),
                draft=names.draft(clause),
            )
        )
    return tuple(rows)


def _whole(
    listed: Iterable[tuple[int | None, CommentView]],
) -> list[tuple[int | None, list[CommentView]]]:
    """The demands of each comment together, in their order."""
    found: dict[int, tuple[int | None, list[CommentView]]] = {}
    for clause, comment in listed:
        found.setdefault(comment.id, (clause, []))[1].append(comment)
    return list(found.values())


def _by_opinion(
    listed: Sequence[tuple[int | None, CommentView]],
    names: Names,
    decisions: Decisions,
    own: Decisions,
    labels: Mapping[int, str],
    *,
    contacts: bool,
) -> tuple[Row, ...]:
    """One line an opinion; what is in none (off topic, not placed, untied), or has an answer of
    its own, a line each."""
    numbers = {demands[0].id: at for at, (_, demands) in enumerate(_whole(listed), start=1)}
    lots: dict[tuple[int | None, object], list[CommentView]] = {}
    for clause, comment in listed:
        placed = comment.opinion_id is not None and not comment.off_topic
        shared = placed and comment.id not in own
        key = (clause, comment.opinion_id if shared else f"comment {comment.id}")
        lots.setdefault(key, []).append(comment)
    rows = []
    for number, ((clause, _), members) in enumerate(lots.items(), start=1):
        first = members[0]
        outcome, reason = answer(first, decisions, own, clause)
        label = labels.get(first.opinion_id or 0, "")
        rows.append(
            Row(
                number=number,
                clause=names.get(clause or 0, words.UNTIED),
                content=_opinion_content(label, members, numbers),
                source=_sources(members),
                outcome=outcome,
                reason=reason,
                contact=("",) * 4 if contacts else (),
                receipts=tuple(dict.fromkeys(member.receipt for member in members)),
                draft=names.draft(clause),
            )
        )
    return tuple(rows)


def _opinion_content(label: str, members: Sequence[CommentView], numbers: Mapping[int, int]) -> str:
    """The headline and each different wording once, with how often it came; a part of a comment
    says of which line of the other table."""
    if len({member.id for member in members}) == 1:
        whole = members[0].whole_text or members[0].text
        return whole if len(members) > 1 else _part(members[0], numbers)
    wordings = Counter(_part(member, numbers) for member in members)
    lines = [f"{text}（{count}件相同）" if count > 1 else text for text, count in wordings.items()]
    return "\n".join([f"【{label}】", *lines]) if label else "\n".join(lines)


def _part(member: CommentView, numbers: Mapping[int, int]) -> str:
    if member.start is None:
        return member.text
    return f"{member.text}{words.PART.format(number=numbers[member.id])}"


def _sources(members: Sequence[CommentView]) -> str:
    if len({member.id for member in members}) == 1:
        return _source(members[0])
    by_comment = {member.id: member for member in members}
    channels = Counter(words.CHANNELS[member.channel] for member in by_comment.values())
    people = len({member.sender_key for member in members})
    copies = len({member.id for member in members if member.is_copy})
    parts = "、".join(f"{name}{count}条" for name, count in channels.items())
    copied = f"，其中雷同{copies}件" if copies else ""
    example = words.EXAMPLE if all(member.is_example for member in members) else ""
    letters = {member.submission_id: member.signers or 0 for member in members}
    joint = [number for number in letters.values() if number > 1]
    signed = f"，联名信{len(joint)}件共{sum(joint)}人" if joint else ""
    return f"{len(by_comment)}条、{people}人（{parts}）{copied}{signed}{example}"


def _source(comment: CommentView) -> str:
    example = words.EXAMPLE if comment.is_example else ""
    receipt = receipt_numbers.pretty(comment.receipt)
    joint = words.JOINT.format(comment.signers) if (comment.signers or 0) > 1 else ""
    return f"{words.CHANNELS[comment.channel]} {receipt}{joint}{example}"


def _late(
    session: Session,
    consultation_id: int,
    names: Names,
    who: Mapping[int, tuple[str, ...]],
    *,
    contacts: bool,
) -> tuple[Row, ...]:
    found = session.execute(
        select(Comment, Submission)
        .join(Submission, Submission.id == Comment.submission_id)
        .where(
            Comment.consultation_id == consultation_id,
            Submission.late.is_(True),
            Submission.counted.is_(False),
            Submission.withdrawn_at.is_(None),
        )
        .order_by(Submission.received_at, Comment.id)
    )
    return tuple(
        Row(
            number=number,
            clause=names.get(comment.clause_id or 0, words.UNTIED),
            content=comment.text,
            source=f"{words.CHANNELS[row.channel]} {receipt_numbers.pretty(row.receipt)}",
            outcome=words.LATE,
            reason="",
            contact=who.get(row.id, ("",) * 4) if contacts else (),
            receipts=(row.receipt,),
            draft=names.draft(comment.clause_id),
        )
        for number, (comment, row) in enumerate(found, start=1)
    )


def _labels(session: Session, ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(ids), 500):
        rows = session.scalars(select(Opinion).where(Opinion.id.in_(ids[start : start + 500])))
        found.update({row.id: row.name or row.label for row in rows})
    return found


def _own_decisions(session: Session, consultation_id: int) -> dict[int, DecisionView]:
    rows = session.scalars(
        select(Decision)
        .join(Comment, Comment.id == Decision.comment_id)
        .where(Comment.consultation_id == consultation_id)
    )
    return {
        row.comment_id: DecisionView(row.outcome, row.reason, "", row.decided_at, row.revision)
        for row in rows
        if row.comment_id is not None
    }


def _contacts(session: Session, consultation_id: int) -> dict[int, tuple[str, ...]]:
    rows = session.scalars(
        select(Contact)
        .join(Submission, Submission.id == Contact.submission_id)
        .where(Submission.consultation_id == consultation_id)
    )
    return {row.submission_id: (row.name, row.organisation, row.email, row.phone) for row in rows}
