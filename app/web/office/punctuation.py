"""拆分校对: half-width signs beside Chinese become full-width, where the clerk has seen them."""

from __future__ import annotations

import anyio.to_thread
from fastapi import APIRouter, Request
from starlette.responses import Response

from app.consultations import reloading
from app.consultations.comparing import in_full_width
from app.consultations.versions import File
from app.web.office import guard
from app.web.office.comparison import put_in_place
from app.web.office.frame import consultation
from app.web.office.outline import PAGE, all_drafts
from app.web.pages import house

router = APIRouter()


@router.post(PAGE + "/punctuation")
async def punctuation(request: Request, slug: str) -> Response:
    """The text with full-width signs takes the place of the proposed one."""
    desk, form = await guard.posted(request, "administrator")
    view = await consultation(request, slug)
    before = await all_drafts(request, view)
    text, found = await anyio.to_thread.run_sync(in_full_width, before)
    file = File(before[0].file_name, text.encode(), text)
    kept = await house(request).writer.run(reloading.offer, view.id, file)
    return await put_in_place(request, desk, view, form, kept, found, "punctuation")
