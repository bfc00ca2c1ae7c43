"""What the settings of a consultation show of its drafts: which clauses take comments, doubts."""

from __future__ import annotations

from dataclasses import dataclass

import anyio.to_thread
from fastapi import Request

from app.consultations import mending as drafts
from app.consultations import read
from app.consultations.mending import ProposedDraft
from app.consultations.values import ClauseView, ConsultationView, DocumentView
from app.core.outline.sheets import MOST
from app.core.outline.values import Outline
from app.web.pages import house
from app.web.sheets import Sheet, sheets_of


@dataclass(frozen=True, slots=True)
class Tree:
    """The clauses to choose from: of all sheets where there are few, else of one. ``count``: of all
    clauses; ``parts``: the sheets that are shown; ``sheets``: all, where one is shown (else ())."""

    count: int
    documents: tuple[DocumentView, ...]
    parts: tuple[Sheet, ...]
    sheets: tuple[Sheet, ...]

    @property
    def clauses(self) -> list[ClauseView]:
        """The clauses that are shown."""
        return [one for part in self.parts for one in part.clauses]

    @property
    def ids(self) -> set[int]:
        """Of the clauses that are shown."""
        return {one.id for one in self.clauses}

    @property
    def open_ids(self) -> set[int]:
        """Of those that take comments now."""
        return {one.id for one in self.clauses if one.commentable}


async def clause_tree(request: Request, view: ConsultationView, number: int) -> Tree:
    """The clauses to choose from; ``number``: of the sheet, from 1, where there are too many."""
    clauses = await house(request).read(read.clauses_of, view.id)
    documents = await house(request).read(read.documents, view.id)
    sheets = sheets_of(clauses, documents)
    count = sum(len(one.clauses) for one in sheets)
    if count <= MOST:
        return Tree(count, documents, sheets, ())
    shown = sheets[min(number, len(sheets)) - 1]
    return Tree(count, documents, (shown,), sheets)


async def drafts_now(
    request: Request, view: ConsultationView
) -> list[tuple[ProposedDraft, Outline]]:
    """Each draft of the file, with its outline as it stands."""
    found = []
    documents = await house(request).read(read.documents, view.id)
    for one in documents:
        draft = await house(request).read(drafts.proposed, view.id, one.position)
        if draft is not None:
            outline, _ = await anyio.to_thread.run_sync(drafts.outline_of, draft, draft.mendings)
            found.append((draft, outline))
    return found
