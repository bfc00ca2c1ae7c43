"""How many comments a corrected file touches: said before it is accepted."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request

from app.comments import counts
from app.consultations.mending import ProposedDraft
from app.consultations.read import clauses_of
from app.consultations.values import ConsultationView
from app.web.pages import house


async def touched(
    request: Request, view: ConsultationView, before: Sequence[ProposedDraft]
) -> dict[tuple[int, str], int]:
    """Counted comments on each clause, by its draft's place and its address there."""
    if view.published_at is None:
        return {}
    read = house(request).read
    found = await read(counts.by_clause, view.id)
    places = {one.version_id: one.position for one in before}
    return {
        (places[one.version_id], one.own_address): found[one.id]
        for one in await read(clauses_of, view.id)
        if one.id in found and one.version_id in places
    }
