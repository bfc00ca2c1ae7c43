"""What the clauses are called in the report."""

from __future__ import annotations

from collections.abc import Sequence

from app.consultations.values import WHOLE_KIND, ClauseView
from app.review.reports import words


class Names(dict[int, str]):
    """What the clauses are called in the table; ``drafts``: the title of each one's draft, empty
    where there is one draft only."""

    def __init__(self, clauses: Sequence[ClauseView]) -> None:
        super().__init__((clause.id, clause_name(clause)) for clause in clauses)
        several = any(clause.draft for clause in clauses)
        self.drafts = {one.id: one.draft or words.ALL_DRAFTS for one in clauses if several}

    def draft(self, clause: int | None) -> str | None:
        """The draft's column; None where the table has none."""
        return self.drafts.get(clause or 0, "") if self.drafts else None


def clause_name(clause: ClauseView) -> str:
    """How a clause is named in the table: its address in its draft and its heading."""
    if clause.kind == WHOLE_KIND:
        return clause.own_address
    return f"{clause.own_address} {clause.heading}".strip()
