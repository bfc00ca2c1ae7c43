"""拆分校对: a corrected file is loaded; what it changes is shown on the next page."""

from __future__ import annotations

from typing import Any

import anyio.to_thread
from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app.consultations import reloading
from app.consultations.values import ConsultationView
from app.consultations.versions import File
from app.core.outline.lines import normalise
from app.files import Unreadable, read_text
from app.locale.files import UNREADABLE
from app.web.forms.body import PostedForm
from app.web.office import guard
from app.web.office.frame import consultation, values
from app.web.office.outline import PAGE, show_outline
from app.web.pages import house, page

router = APIRouter()


@router.get(PAGE + "/file")
async def ask(request: Request, slug: str) -> Response:
    """The form for a corrected file of a published draft (a proposed one's is on its outline)."""
    desk = await guard.desk(request, "administrator")
    view = await consultation(request, slug)
    return await ask_again(request, desk, view, PostedForm(), "", 200)


@router.post(PAGE + "/file")
async def load(request: Request, slug: str) -> Response:
    """A corrected file is kept, and compared with the one it corrects."""
    desk, form = await guard.posted(request, "administrator")
    view = await consultation(request, slug)
    try:
        text = await anyio.to_thread.run_sync(_read, form)
    except Unreadable as error:
        words = UNREADABLE.get(error.code, "这个文件读不了").format(**error.values)
        return await ask_again(request, desk, view, form, words, 422)
    file = File(form.file_name, form.file, text)
    kept = await house(request).writer.run(reloading.offer, view.id, file)
    return RedirectResponse(f"{PAGE.format(slug=slug)}/file/{kept}", 303)


async def ask_again(
    request: Request,
    desk: guard.Desk,
    view: ConsultationView,
    form: PostedForm,
    words: str,
    status: int,
) -> Response:
    """Where a file can be chosen again, with the reason."""
    if view.published_at is None:
        return await show_outline(request, desk, view, form, words, status)
    shown: dict[str, Any] = await values(request, desk, view, "settings")
    return page("office/correct.html", status, **shown, error=words)


def _read(form: PostedForm) -> str:
    found = read_text(form.file, form.file_name, recognise=bool(form.get("recognise")))
    return normalise(found.text)
