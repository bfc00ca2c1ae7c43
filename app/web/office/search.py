"""检索: all comments of a consultation by their words."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.comments import search
from app.web import marks
from app.web.forms.body import number as number_of
from app.web.office.frame import frame
from app.web.pages import house, page

router = APIRouter()
PER_PAGE = 20


@router.get("/office/c/{slug}/search")
async def find(request: Request, slug: str) -> Response:
    """The form, and what was found, newest first."""
    _, view, shown = await frame(request, slug, "search")
    query = request.query_params.get("q", "")[:200]
    number = request.query_params.get("page", "1")
    at = min(max(number_of(number) or 1, 1), 99_999)
    found = await house(request).read(
        search.search, view.id, query, start=(at - 1) * PER_PAGE, limit=PER_PAGE
    )
    waiting = await house(request).read(search.waits)
    words = [*query.split(), *found.terms]
    return page(
        "office/search.html",
        **shown,
        query=query,
        found=found,
        searchable=any(one.isalnum() for one in query),
        excerpts={hit.comment_id: marks.excerpt(hit.text, words) for hit in found.hits},
        waiting=waiting,
        at=at,
        pages=-(-found.total // PER_PAGE),
        link=lambda number: "?" + urlencode({"q": query, "page": number}),
    )
