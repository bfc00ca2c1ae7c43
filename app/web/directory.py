"""The published consultations of this process with their clauses, so that a post asks the database
for nothing but what it writes. Looked at again once a second at most, and when a revision changes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.consultations import read
from app.consultations.values import ClauseView, ConsultationView
from app.web.sheets import Sheet, sheets_of
from app.wiring import House

LOOK_EVERY = 1.0
MOST_KEPT = 200


@dataclass(frozen=True, slots=True)
class Known:
    """A published consultation, its clauses in order, and its text in sheets; ``sheet_of``: the
    number of the sheet on which a clause (by its id) stands; ``corrected_at``: when its file was
    last corrected while it was public."""

    view: ConsultationView
    clauses: tuple[ClauseView, ...]
    by_slug: Mapping[str, ClauseView]
    sheets: tuple[Sheet, ...]
    sheet_of: Mapping[int, int]
    corrected_at: datetime | None


class Directory:
    """Finds published consultations by their public address."""

    def __init__(self, house: House, timer: Callable[[], float] = time.monotonic) -> None:
        self._house = house
        self._timer = timer
        self._looked: dict[str, tuple[float, int | None]] = {}
        self._kept: dict[str, Known] = {}

    async def revision(self, slug: str) -> int | None:
        """The revision of a published consultation, a second old at most."""
        looked, revision = self._looked.get(slug, (float("-inf"), None))
        now = self._timer()
        if now - looked < LOOK_EVERY:
            return revision
        if slug in self._looked:
            # Said before the look, so that requests meanwhile go on with what is known.
            self._looked[slug] = (now, revision)
        found = await self._house.read(read.revision, slug)
        if found is None:
            # Not kept: anybody can ask for any address.
            self._looked.pop(slug, None)
        else:
            self._looked[slug] = (now, found)
        return found

    async def find(self, slug: str) -> Known | None:
        """A published consultation with its clauses, or None."""
        revision = await self.revision(slug)
        if revision is None:
            self._kept.pop(slug, None)
            return None
        known = self._kept.get(slug)
        if known is None or known.view.revision != revision:
            known = await self._load(slug)
        return known

    def kept(self, slug: str) -> Known | None:
        """What was known at the last look, for when the database cannot be asked."""
        return self._kept.get(slug)

    async def _load(self, slug: str) -> Known | None:
        view = await self._house.read(read.by_slug, slug)
        if view is None:
            return None
        clauses = tuple(await self._house.read(read.clauses_of, view.id))
        documents = await self._house.read(read.documents, view.id)
        sheets = sheets_of(clauses, documents)
        places = {clause.id: sheet.number for sheet in sheets for clause in sheet.clauses}
        by_slug = {clause.slug: clause for clause in clauses}
        newest = max((one.created_at for one in documents), default=None)
        since = view.published_at
        corrected = newest if newest and since and newest > since else None
        known = Known(view, clauses, by_slug, sheets, places, corrected)
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[slug] = known
        self._looked[slug] = (self._timer(), view.revision)
        return known
