"""Staff say what is not the same: demands that leave an opinion for good, opinions kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.opinions import laws
from app.opinions.rows import demand, live
from app.opinions.trail import Deed
from app.opinions.values import BadEdit


def not_same(
    session: Session,
    demand_ids: Sequence[int],
    opinion_id: int,
    actor: int | None,
    *,
    now: datetime,
) -> None:
    """Say that demands do not mean what an opinion means: they leave it and never come back.

    Where they go, the next run says. Also for demands that are only offered to the opinion.
    """
    row = live(session, opinion_id)
    demands = [demand(session, one) for one in dict.fromkeys(demand_ids)]
    if not demands:
        raise BadEdit("nothing")
    if any(one.clause_id != row.clause_id for one in demands):
        raise BadEdit("other-clause")
    deed = Deed(session, row.clause_id, "not-the-same", actor, now)
    ids = [one.id for one in demands]
    laws.release(session, deed, ids)
    session.flush()
    fixed = laws.anchor(session, deed, row, actor, now)
    if fixed:
        pairs = [(one, fixed) for one in ids]
        laws.apart(session, deed, row.clause_id, pairs, actor, now)
    deed.done(
        row.name or row.label, subject="opinion", subject_id=opinion_id, values={"demands": ids}
    )


def keep_apart(session: Session, one: int, other: int, actor: int | None, *, now: datetime) -> None:
    """Say that two opinions are not the same: no run merges them, nobody is asked again."""
    first, second = live(session, one), live(session, other)
    if first.clause_id != second.clause_id or one == other:
        raise BadEdit("other-clause")
    deed = Deed(session, first.clause_id, "opinions-apart", actor, now)
    a = laws.anchor(session, deed, first, actor, now)
    b = laws.anchor(session, deed, second, actor, now)
    if not (a and b):
        raise BadEdit("no-such-opinion")
    laws.apart(session, deed, first.clause_id, [(a, b)], actor, now)
    deed.done(first.name or first.label, subject="opinion", subject_id=one, values={"other": other})
