"""拆分校对: what a corrected file changes, for a clerk to accept."""

from __future__ import annotations

from typing import Any

import anyio.to_thread
from fastapi import APIRouter, HTTPException, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from app.consultations import reloading
from app.consultations.comparing import Reloaded, reloaded
from app.consultations.correcting import correct
from app.consultations.mending import ProposedDraft
from app.consultations.values import ConsultationView, Unpublishable
from app.core.text.changed import changed
from app.locale.mending import MENDINGS, REFUSED
from app.web.forms.body import PostedForm
from app.web.marks import marked
from app.web.office import guard
from app.web.office.frame import consultation, values
from app.web.office.outline import PAGE, all_drafts, show_outline
from app.web.office.reload import ask_again
from app.web.office.touched import touched
from app.web.pages import RowId, house, page

router = APIRouter()
# What a page shows of each kind of change; the rest is counted.
SHOWN = 100


@router.get(PAGE + "/file/{number}")
async def compare(request: Request, slug: str, number: RowId) -> Response:
    """What the kept file would change."""
    desk = await guard.desk(request, "administrator")
    view = await consultation(request, slug)
    file, before, found = await _compared(request, view, number)
    shown: dict[str, Any] = await values(request, desk, view, "settings")
    received = await touched(request, view, before)
    return page(
        "office/reload.html",
        **shown,
        file=file,
        states=[one.last for one in before],
        found=found,
        received=received,
        orphans=sum(
            (one.origin, gone.address) in received for one in found for gone in one.changes.gone
        ),
        fewer=len(before) - len(found),
        most=SHOWN,
        lost=[(MENDINGS[one.kind], one.address, one.words) for each in found for one in each.lost],
        differing=_differing,
    )


@router.post(PAGE + "/file/{number}")
async def accept(request: Request, slug: str, number: RowId) -> Response:
    """The kept file takes the place of the one it corrects; the mendings that fit go with it, and
    after publishing the comments with their clauses."""
    desk, form = await guard.posted(request, "administrator")
    view = await consultation(request, slug)
    _, _, found = await _compared(request, view, number)
    if view.published_at is None:
        return await put_in_place(request, desk, view, form, number, found, "file")
    seen = form.ordered("state")
    try:
        await house(request).writer.run(correct, view.id, number, found, seen, desk.staff.id)
    except Unpublishable as error:
        return await ask_again(request, desk, view, form, REFUSED[error.code], 409)
    return RedirectResponse(f"/office/c/{slug}/settings?done=file", 303)


async def put_in_place(
    request: Request,
    desk: guard.Desk,
    view: ConsultationView,
    form: PostedForm,
    number: int,
    found: list[Reloaded],
    done: str,
) -> Response:
    """A kept file takes the place of a proposed one; back to the outline with word of it."""
    drafts, kept = [one.outline for one in found], [one.kept for one in found]
    seen = form.ordered("state")
    try:
        await house(request).writer.run(
            reloading.accept, view.id, number, drafts, kept, seen, desk.staff.id
        )
    except Unpublishable as error:
        return await show_outline(request, desk, view, form, REFUSED[error.code], 409)
    return RedirectResponse(f"{PAGE.format(slug=view.slug)}?done={done}", 303)


async def _compared(
    request: Request, view: ConsultationView, number: int
) -> tuple[ProposedDraft, list[ProposedDraft], list[Reloaded]]:
    file = await house(request).read(reloading.offered, view.id, number)
    if file is None:
        raise HTTPException(404)
    before = await all_drafts(request, view)
    return file, before, await anyio.to_thread.run_sync(reloaded, before, file.text)


def _differing(before: str, after: str) -> Markup:
    """The new words with what is not in the old ones marked."""
    return marked(after, changed(before, after))
