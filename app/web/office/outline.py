"""拆分校对: the proposed outline of a draft beside its source, mended clause by clause, undone."""

from __future__ import annotations

from typing import Any

import anyio.to_thread
from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from app.consultations import mending as drafts
from app.consultations.mending import ProposedDraft
from app.consultations.outlines import drafts_of
from app.consultations.values import ConsultationView, Unpublishable
from app.core.outline.mending import (
    MENDING_KINDS,
    BadMending,
    Mending,
    mend,
    mending_of,
    split_places,
    title_of,
)
from app.core.outline.values import Clause, Outline
from app.core.text.punctuation import half_width_places
from app.locale.mending import DONE, REFUSED
from app.web.forms.body import PostedForm
from app.web.forms.body import number as number_of
from app.web.office import guard
from app.web.office.frame import consultation, values
from app.web.office.outline_page import outline_values
from app.web.office.source import around
from app.web.pages import house, page

router = APIRouter()
PAGE = "/office/c/{slug}/outline"
SHOWN_PLACES = 20
LONGEST_WORDS = 300


@router.get(PAGE)
async def show(request: Request, slug: str) -> Response:
    """A draft's outline and its source (``?draft=2``, ``?sheet=3``); one clause may be open to be
    changed (``?row=``)."""
    desk = await guard.desk(request, "administrator")
    view = await consultation(request, slug)
    if view.published_at is not None:
        return RedirectResponse(f"/office/c/{slug}/settings", 303)
    asked = PostedForm({name: [value] for name, value in request.query_params.items()})
    return await show_outline(request, desk, view, asked)


@router.post(PAGE)
async def change(request: Request, slug: str) -> Response:
    """One mending, or the newest one undone."""
    desk, form = await guard.posted(request, "administrator")
    view = await consultation(request, slug)
    draft = await _draft(request, view, form)
    do, actor, seen = form.get("do"), desk.staff.id, number_of(form.get("seen")) or 0
    place, writer = draft.position, house(request).writer
    row = ""
    try:
        if do == "undo":
            outline = await _outline(draft, draft.mendings[:-1])
            await writer.run(drafts.undo, view.id, place, outline, seen, actor)
        else:
            outline = await _outline(draft, draft.mendings)
            clause = None if do == "title" else _clause(outline, form.get("row"))
            wanted = _wanted(form, outline, clause)
            # What does not fit is refused here, with its reason.
            await anyio.to_thread.run_sync(mend, outline, wanted)
            after = await _outline(draft, (*draft.mendings, wanted))
            await writer.run(drafts.change, view.id, place, wanted, after, seen, actor)
            row = _standing_at(after, clause).slug if clause else ""
    except (BadMending, Unpublishable) as error:
        return await show_outline(request, desk, view, form, REFUSED[error.code], 409)
    goal = f"{PAGE.format(slug=slug)}?done={do}"
    goal += f"&draft={place + 1}" if draft.several else ""
    return RedirectResponse(f"{goal}&row={row}#r-{row}" if row else goal, 303)


async def all_drafts(request: Request, view: ConsultationView) -> list[ProposedDraft]:
    """Every draft of a proposed file."""
    first = await house(request).read(drafts.proposed, view.id)
    if first is None:
        raise HTTPException(404)
    rest = [
        await house(request).read(drafts.proposed, view.id, place)
        for place in range(1, len(first.documents))
    ]
    return [first, *(one for one in rest if one is not None)]


async def show_outline(
    request: Request,
    desk: guard.Desk,
    view: ConsultationView,
    asked: PostedForm,
    error: str = "",
    status: int = 200,
) -> Response:
    """The page: the draft, the sheet and the row that were asked for."""
    every = await all_drafts(request, view)
    draft = await _draft(request, view, asked)
    outline = await _outline(draft, draft.mendings)
    shown: dict[str, Any] = await values(request, desk, view, "settings")
    opened = next((one for one in outline.clauses if one.slug == asked.get("row")), None)
    half = half_width_places(draft.text)
    return page(
        "office/outline.html",
        status,
        **shown,
        **outline_values(outline, opened, number_of(asked.get("sheet")) or 0),
        draft=draft,
        states=[one.last for one in every],
        mended=any(one.mendings for one in every),
        drafts_found=len(await anyio.to_thread.run_sync(drafts_of, draft.text)),
        places=split_places(opened) if opened else [],
        half_width=len(half),
        half_shown=[around(draft.text, place) for place in half[:SHOWN_PLACES]],
        error=error,
        done=DONE.get(request.query_params.get("done", ""), ""),
    )


async def _draft(request: Request, view: ConsultationView, asked: PostedForm) -> ProposedDraft:
    place = max((number_of(asked.get("draft")) or 1) - 1, 0)
    found = await house(request).read(drafts.proposed, view.id, place)
    if found is None:
        raise HTTPException(404)
    return found


async def _outline(draft: ProposedDraft, mendings: tuple[Mending, ...]) -> Outline:
    found, _ = await anyio.to_thread.run_sync(drafts.outline_of, draft, mendings)
    return found


def _wanted(form: PostedForm, outline: Outline, clause: Clause | None) -> Mending:
    if clause is None:
        return title_of(outline, form.get("title")[:LONGEST_WORDS])
    kind = next((one for one in MENDING_KINDS if one == form.get("do")), None)
    if kind is None:
        raise BadMending("no-such-clause")
    value = form.get("heading")[:LONGEST_WORDS] if kind == "rename" else ""
    if kind == "split":
        value = form.get("place")
    return mending_of(kind, clause, value)


def _clause(outline: Outline, slug: str) -> Clause:
    found = next((clause for clause in outline.clauses if clause.slug == slug), None)
    if found is None:
        raise BadMending("no-such-clause")
    return found


def _standing_at(outline: Outline, clause: Clause) -> Clause:
    """The clause in which the changed one's first character stands now."""
    return next(
        (one for one in outline.clauses if one.start <= clause.start < one.end), outline.clauses[0]
    )
