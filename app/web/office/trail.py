"""操作记录: the audit trail of one consultation, and that of the whole office."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.locale import audit as words
from app.review import audited
from app.web.office import guard
from app.web.office.frame import frame
from app.web.pages import house, page

router = APIRouter()
PER_PAGE = 100


@router.get("/office/c/{slug}/audit")
async def of_consultation(request: Request, slug: str) -> Response:
    """Who did what, when, on one consultation."""
    _, view, shown = await frame(request, slug, "audit")
    return await _page(request, view.id, shown)


@router.get("/office/audit")
async def of_office(request: Request) -> Response:
    """Everything, also what belongs to no consultation: accounts, sign-ins, words."""
    desk = await guard.desk(request, "administrator")
    return await _page(request, None, {"desk": desk, "here": "audit", "view": None})


async def _page(request: Request, consultation: int | None, shown: dict[str, Any]) -> Response:
    kind = request.query_params.get("kind", "")
    kind = kind if kind in words.GROUPS else ""
    before = request.query_params.get("before", "")
    lines = await house(request).read(
        audited.entries,
        consultation,
        actions=tuple(words.GROUPS[kind][1]) if kind else (),
        before=int(before) if before.isdecimal() and len(before) < 16 else 0,
        limit=PER_PAGE + 1,
    )
    return page(
        "office/audit.html",
        **shown,
        lines=lines[:PER_PAGE],
        more=lines[PER_PAGE - 1].id if len(lines) > PER_PAGE else None,
        kind=kind,
        words=words,
    )
