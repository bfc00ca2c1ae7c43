"""下载意见反馈表: the form of a consultation, to be filled in offline and mailed back."""

from __future__ import annotations

from urllib.parse import quote

from anyio import to_thread
from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from app.consultations.forms import form_of
from app.consultations.forms.sheet import write_xlsx
from app.consultations.forms.word import write_docx
from app.web.pages import house
from app.web.present import call_at, changes_at
from app.web.public.reading import consultation

router = APIRouter()
OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
}
WRITERS = {"docx": write_docx, "xlsx": write_xlsx}


@router.get("/c/{slug}/feedback.docx")
async def word_form(request: Request, slug: str) -> Response:
    """The form as a Word document."""
    return await _form(request, slug, "docx")


@router.get("/c/{slug}/feedback.xlsx")
async def sheet_form(request: Request, slug: str) -> Response:
    """The form as an Excel workbook."""
    return await _form(request, slug, "xlsx")


async def _form(request: Request, slug: str, ending: str) -> Response:
    """The form while comments are taken; kept like a page, since making it takes a while."""
    known, now = await consultation(request, slug), house(request).clock()
    if not call_at(known.view, now).is_open:
        raise HTTPException(404)
    form = form_of(known.view, known.clauses)
    content = await to_thread.run_sync(WRITERS[ending], form)
    name = quote(f"{form.name}.{ending}", safe="")
    return request.app.state.pages.put(  # type: ignore[no-any-return]
        request.url.path,
        known.view.slug,
        known.view.revision,
        changes_at(known.view, now),
        content,
        asked=request.headers,
        media_type=TYPES[ending],
        disposition=f"attachment; filename=\"feedback.{ending}\"; filename*=UTF-8''{name}",
    )
