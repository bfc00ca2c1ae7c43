"""首页: which calls are open, to come, closed, answered; paged and with a search when many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.consultations import read
from app.consultations.values import ConsultationView
from app.core.text.width import to_half_width
from app.locale.words import STATES
from app.web.forms.body import number
from app.web.pages import house, page
from app.web.present import Call, broken, call_at

router = APIRouter()
ORDER = ("open", "announced", "closed", "answered")
PER_PAGE = 20
LONGEST_SEARCH = 100


@router.get("/")
async def home(request: Request) -> Response:
    """The published consultations by state, the most urgent first; ``?q=`` searches, ``?page=``."""
    views = await house(request).read(read.public)
    asked = request.query_params.get("q", "").strip()[:LONGEST_SEARCH]
    calls = in_order([view for view in views if speaks_of(view, asked)], house(request).clock())
    pages = max(-(-len(calls) // PER_PAGE), 1)
    at = min(max(number(request.query_params.get("page", "")) or 1, 1), pages)
    shown = calls[(at - 1) * PER_PAGE : at * PER_PAGE]
    groups = [
        {"state": state, "words": STATES[state], "calls": [c for c in shown if c.state == state]}
        for state in ORDER
    ]
    return page(
        "public/home.html",
        groups=[g for g in groups if g["calls"]],
        broken=broken,
        asked=asked,
        many=len(views) > PER_PAGE,
        current=any(call.state in ("open", "announced") for call in calls),
        total=len(calls),
        at=at,
        pages=pages,
        address_of=lambda to: "/?" + urlencode({"q": asked, "page": to} if asked else {"page": to}),
    )


def speaks_of(view: ConsultationView, asked: str) -> bool:
    """Whether all words searched for stand in the title or the names of the offices."""
    text = _folded(f"{view.title} {view.office} {view.issuer}")
    return all(word in text for word in _folded(asked).split())


def _folded(text: str) -> str:
    return to_half_width(text).casefold()


def in_order(views: Sequence[ConsultationView], now: datetime) -> list[Call]:
    """Open ones by the nearest deadline, then those to come, then what closed, the latest first."""

    def place(call: Call) -> tuple[int, float]:
        moment = call.view.opens_at if call.state == "announced" else call.view.deadline
        seconds = moment.timestamp()
        return ORDER.index(call.state), -seconds if call.is_over else seconds

    return sorted((call_at(view, now) for view in views), key=place)
