"""Which answer a comment gets: its own, that of its opinion, or one for each thing it asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.opinions.values import CommentView, DecisionView
from app.review.reports import words

Decisions = Mapping[int, DecisionView]
_START = 16


def answer(
    comment: CommentView, decisions: Decisions, own: Decisions, clause: int | None
) -> tuple[str, str]:
    """Outcome and reason of one demand, in the words of the report."""
    decision = own.get(comment.id) or decisions.get(comment.opinion_id or 0)
    if decision is not None and not comment.off_topic:
        return words.OUTCOMES[decision.outcome], decision.reason
    if comment.off_topic:
        return words.OFF_TOPIC, decision.reason if decision else ""
    return (words.UNTIED if clause is None else words.UNDECIDED), ""


def answers(
    demands: Sequence[CommentView], decisions: Decisions, own: Decisions, clause: int | None
) -> tuple[str, str]:
    """Outcome and reason of a whole comment; where its demands get several, each is named by its
    number and its first words."""
    found = [answer(one, decisions, own, clause) for one in demands]
    if len(set(found)) == 1:
        return found[0]
    outcomes = "\n".join(f"（{at}）{outcome}" for at, (outcome, _) in enumerate(found, start=1))
    reasons = [
        f"（{at}）“{_start(one)}”：{reason or outcome}"
        for at, (one, (outcome, reason)) in enumerate(zip(demands, found, strict=True), start=1)
    ]
    return outcomes, "\n".join(reasons)


def _start(one: CommentView) -> str:
    text = " ".join(one.text.split())
    return text if len(text) <= _START else text[:_START] + "…"
