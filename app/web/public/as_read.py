"""The clause that a form was written under: the file may be corrected while a citizen writes."""

from __future__ import annotations

from app.consultations.values import ClauseView
from app.web.directory import Known


def meant(known: Known | None, slug: str, as_read: str) -> ClauseView | None:
    """The clause of a form that was made with this mark (`ClauseView.mark`), wherever it stands
    now; without a mark, what has the address now. None: there is no such clause any more."""
    here = known.by_slug.get(slug) if known else None
    if known is None or not as_read or (here is not None and here.mark == as_read):
        return here
    number = as_read.partition(".")[0]
    return next((one for one in known.clauses if str(one.id) == number), None)


def is_changed(clause: ClauseView, as_read: str) -> bool:
    """Whether its words are others than those that the form stood under."""
    return bool(as_read) and clause.mark != as_read
