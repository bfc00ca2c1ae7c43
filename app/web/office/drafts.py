"""拆分校对: whether a file is one text or several drafts, where the machine saw it wrong."""

from __future__ import annotations

import anyio.to_thread
from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app.consultations import reloading
from app.consultations.outlines import drafts_of, mended
from app.consultations.values import Unpublishable
from app.core.outline.values import Outline
from app.locale.mending import REFUSED
from app.web.office import guard
from app.web.office.frame import consultation
from app.web.office.outline import PAGE, all_drafts, show_outline
from app.web.pages import house

router = APIRouter()
APART, TOGETHER = "apart", "together"


@router.post(PAGE + "/drafts")
async def regroup(request: Request, slug: str) -> Response:
    """The file as one text, or as the drafts that were found in it; mendings are dropped."""
    desk, form = await guard.posted(request, "administrator")
    view = await consultation(request, slug)
    text = (await all_drafts(request, view))[0].text
    do = APART if form.get("do") == APART else TOGETHER
    outlines = await anyio.to_thread.run_sync(_outlines, text, do)
    writer = house(request).writer
    try:
        kept = await writer.run(reloading.again, view.id)
        none: list[tuple[()]] = [() for _ in outlines]
        seen = form.ordered("state")
        await writer.run(reloading.accept, view.id, kept, outlines, none, seen, desk.staff.id)
    except Unpublishable as error:
        return await show_outline(request, desk, view, form, REFUSED[error.code], 409)
    return RedirectResponse(f"{PAGE.format(slug=slug)}?done={do}", 303)


def _outlines(text: str, do: str) -> list[Outline]:
    return list(drafts_of(text)) if do == APART else [mended(text, None, ())[0]]
