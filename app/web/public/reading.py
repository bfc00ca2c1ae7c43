"""The draft as a document, and one clause with its form."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from app.comments import counts
from app.web.cache import PageCache
from app.web.directory import Directory, Known
from app.web.pages import RowId, house, render_text
from app.web.present import broken, call_at, changes_at, shown, title_of
from app.web.public.clause_page import clause_values
from app.web.public.contents import contents, span_of
from app.web.sheets import Sheet, sheet_path

router = APIRouter()
# A consultation whose text has no clauses.
EMPTY = Sheet(1, "", None, True, ())


@router.get("/c/{slug}")
async def reading(request: Request, slug: str) -> Response:
    """The text: all of it, or its first sheet."""
    return await _sheet(request, slug, 1)


@router.get("/c/{slug}/text/{number}")
async def further(request: Request, slug: str, number: RowId) -> Response:
    """A further draft, or a further sheet of a very long one."""
    if number == 1:
        return RedirectResponse(sheet_path(slug, 1), 308)
    return await _sheet(request, slug, number)


async def _sheet(request: Request, slug: str, number: int) -> Response:
    known, now = await consultation(request, slug), house(request).clock()
    if number > max(len(known.sheets), 1):
        raise HTTPException(404)
    sheet = known.sheets[number - 1] if known.sheets else EMPTY
    view, call = known.view, call_at(known.view, now)
    read = house(request).read
    drafts = [one for one in known.sheets if one.draft and one.opens]
    values = {
        "view": view,
        "address": house(request).settings.public_url.rstrip("/") + sheet_path(view.slug, number),
        "call": call,
        "sheet": sheet,
        "corrected_at": known.corrected_at,
        "drafts": drafts,
        "more": [one for one in known.sheets if one.draft == sheet.draft],
        "before": known.sheets[number - 2] if number > 1 else None,
        "after": known.sheets[number] if number < len(known.sheets) else None,
        "items": shown(sheet.clauses),
        "contents": contents(sheet.clauses),
        "received": await read(counts.received, view.id) if call.is_over else 0,
        "counts": await read(counts.by_clause, view.id) if view.show_counts else {},
        "broken": broken,
        "title_of": title_of,
        "span_of": span_of,
        "sheet_path": sheet_path,
    }
    return _kept(request, known, now, render_text("public/reading.html", values))


@router.get("/c/{slug}/{clause_slug}")
async def clause(request: Request, slug: str, clause_slug: str) -> Response:
    """One clause with its form."""
    known, now = await consultation(request, slug), house(request).clock()
    values = await clause_values(house(request), known, clause_slug, now)
    return _kept(request, known, now, render_text("public/clause.html", values))


async def consultation(request: Request, slug: str) -> Known:
    """A published consultation with its clauses, or the page that says there is none."""
    directory: Directory = request.app.state.directory
    known = await directory.find(slug)
    if known is None:
        raise HTTPException(404)
    return known


def _kept(request: Request, known: Known, now: datetime, body: str) -> Response:
    """The page, kept for the next reader. One that prints how much came in is kept for seconds:
    what is counted changes without a new revision."""
    cache: PageCache = request.app.state.pages
    counted = known.view.show_counts or call_at(known.view, now).is_over
    return cache.put(
        request.url.path,
        known.view.slug,
        known.view.revision,
        changes_at(known.view, now),
        body.encode(),
        counted=counted,
        asked=request.headers,
    )
