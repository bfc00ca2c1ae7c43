"""The public text in sheets: one for most drafts; each of several drafts, and each stretch of a
very long one, is a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.consultations.values import WHOLE_KIND, ClauseView, DocumentView
from app.core.outline import sheets as cutting


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the text. ``number`` from 1; ``draft``: the title of its draft where there are
    several, with ``whole``, the row that stands for it; ``opens``: whether its draft begins here."""

    number: int
    draft: str
    whole: ClauseView | None
    opens: bool
    clauses: tuple[ClauseView, ...]


def sheets_of(
    clauses: Sequence[ClauseView], documents: Sequence[DocumentView]
) -> tuple[Sheet, ...]:
    """The text of a consultation as it is cut into pages, in order."""
    found: list[Sheet] = []
    for document in documents:
        rows = [one for one in clauses if one.version_id == document.version_id]
        own = [one for one in rows if one.kind != WHOLE_KIND]
        whole = next((one for one in rows if one.kind == WHOLE_KIND and one.draft), None)
        for places in cutting.sheets([one.depth for one in own]):
            found.append(
                Sheet(
                    len(found) + 1,
                    document.title if whole else "",
                    whole,
                    places.start == 0,
                    tuple(own[places.start : places.stop]),
                )
            )
    return tuple(found)


def sheet_path(slug: str, number: int) -> str:
    """The address of a sheet; the first is the consultation's own page."""
    return f"/c/{slug}" if number == 1 else f"/c/{slug}/text/{number}"
