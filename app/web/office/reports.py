"""处理表导出: asking for a report, watching it, fetching it."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from app.accounts.roles import Role
from app.review import exports
from app.review.reports import table
from app.review.reports.values import NoReport
from app.web.forms.body import number
from app.web.office import guard
from app.web.office.frame import consultation, frame
from app.web.pages import RowId, house, page

router = APIRouter()
PREVIEW = 10
# Who may fetch a file with contact data: who may ask for one.
CONTACTS_FOR: Role = "drafter"
REFUSED = {
    "no-such-format": "请选择文件格式",
    "no-reason": "含联系方式时请写明缘由，它会记入审计",
    "does-not-add-up": "条数对不上，没有导出。请告诉维护人员",
}


@router.get("/office/c/{slug}/report")
async def show(request: Request, slug: str) -> Response:
    """The choices, a preview, what was asked for before."""
    return await _page(request, slug)


@router.post("/office/c/{slug}/report")
async def ask(request: Request, slug: str) -> Response:
    """Asks for a report; made in the background."""
    desk, form = await guard.posted(request)
    view = await consultation(request, slug)
    try:
        if (again := number(form.get("again"))) is not None:
            await house(request).writer.run(exports.again, view.id, again, desk.staff.id)
        else:
            await house(request).writer.run(
                exports.ask,
                view.id,
                form.get("ending"),
                form.get("by"),
                desk.staff.id,
                contacts=bool(form.get("contacts")),
                why=form.get("why"),
            )
    except NoReport as error:
        return await _page(request, slug, REFUSED.get(error.code, ""), 422)
    return RedirectResponse(f"/office/c/{slug}/report", 303)


@router.get("/office/c/{slug}/report/{export_id}")
async def fetch(request: Request, slug: str, export_id: RowId) -> Response:
    """The file, as a download."""
    desk = await guard.desk(request)
    view = await consultation(request, slug)
    known = await house(request).read(exports.view, export_id)
    found = await house(request).read(exports.file, export_id)
    if known is None or found is None or known.consultation_id != view.id:
        raise HTTPException(404)
    if known.contacts and not desk.may(CONTACTS_FOR):
        raise HTTPException(403)
    ending = found.name.rpartition(".")[2]
    disposition = f"attachment; filename=\"report.{ending}\"; filename*=UTF-8''{quote(found.name)}"
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return Response(found.content, media_type=found.media_type, headers=headers)


async def _page(request: Request, slug: str, error: str = "", status: int = 200) -> Response:
    _, view, shown = await frame(request, slug, "report")
    asked = await house(request).read(exports.of_consultation, view.id)
    running = any(one.state in ("waiting", "running") for one in asked)
    report = await house(request).read(
        table.make_report, view.id, contacts=False, now=house(request).clock()
    )
    # Without scripts the page looks again by itself while something is being made.
    headers = {"Refresh": "2"} if running and status == 200 else {}
    return page(
        "office/report.html",
        status,
        headers,
        **shown,
        asked=asked,
        report=report,
        preview=report.by_opinion[:PREVIEW],
        error=error,
        refused=REFUSED,
    )
