"""迟到: what came after the deadline; staff may let one count, with a reason."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from app.review import late
from app.review.late import BadAdmission
from app.web.office import guard
from app.web.office.frame import consultation, frame
from app.web.pages import RowId, house, page

router = APIRouter()


@router.get("/office/c/{slug}/late")
async def show(request: Request, slug: str) -> Response:
    """All late submissions."""
    _, view, shown = await frame(request, slug, "dashboard")
    found = await house(request).read(late.late_submissions, view.id)
    return page("office/late.html", **shown, found=found, error=request.query_params.get("error"))


@router.post("/office/c/{slug}/late/{submission_id}")
async def admit(request: Request, slug: str, submission_id: RowId) -> Response:
    """Lets one count, or no longer."""
    desk, form = await guard.posted(request)
    view = await consultation(request, slug)
    back = f"/office/c/{slug}/late"
    try:
        await house(request).writer.run(
            late.admit,
            view.id,
            submission_id,
            form.get("counted") == "1",
            form.get("reason"),
            desk.staff.id,
        )
    except BadAdmission as error:
        if error.code == "no-such-submission":
            raise HTTPException(404) from error
        return RedirectResponse(f"{back}?error={submission_id}", 303)
    return RedirectResponse(back, 303)
