"""Rows that a deed works on, or the reason why it cannot."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.opinions.values import BadEdit
from app.storage.models import Comment, Demand, Opinion


def live(session: Session, opinion_id: int) -> Opinion:
    """An opinion that can be worked on. Raises BadEdit."""
    row = session.get(Opinion, opinion_id)
    if row is None or row.state != "live":
        raise BadEdit("no-such-opinion")
    return row


def demand(session: Session, demand_id: int) -> Demand:
    """A demand. Raises BadEdit."""
    row = session.get(Demand, demand_id)
    if row is None:
        raise BadEdit("no-such-demand")
    return row


def said(session: Session, row: Demand) -> str:
    """The words of a demand."""
    comment = session.get(Comment, row.comment_id)
    if comment is None:
        return ""
    return comment.text if row.start is None else comment.text[row.start : row.end]
