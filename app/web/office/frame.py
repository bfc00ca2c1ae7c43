"""What every office page of one consultation needs: who, which, the figures in the navigation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import HTTPException, Request

from app.accounts.roles import Role
from app.consultations import read
from app.consultations.values import ClauseView, ConsultationView
from app.mail import health, queue
from app.web.office import guard
from app.web.office.guard import Desk
from app.web.pages import house
from app.web.present import call_at, title_of


@dataclass(frozen=True, slots=True)
class Badges:
    """The numbers in the navigation."""

    untied: int
    failing_mailboxes: int = 0


async def consultation(request: Request, slug: str) -> ConsultationView:
    """Any consultation of the office, public or not, or 404."""
    views = await house(request).read(read.all_of_office)
    view = next((one for one in views if one.slug == slug), None)
    if view is None:
        raise HTTPException(404)
    return view


async def clause(request: Request, view: ConsultationView, slug: str) -> ClauseView:
    """A clause of a consultation by its slug, or 404."""
    clauses = await house(request).read(read.clauses_of, view.id)
    found = next((one for one in clauses if one.slug == slug), None)
    if found is None:
        raise HTTPException(404)
    return found


async def frame(
    request: Request, slug: str, here: str, role: Role = "reader"
) -> tuple[Desk, ConsultationView, dict[str, Any]]:
    """The desk, the consultation, and the values that base.html wants."""
    desk = await guard.desk(request, role)
    view = await consultation(request, slug)
    return desk, view, await values(request, desk, view, here)


async def values(request: Request, desk: Desk, view: ConsultationView, here: str) -> dict[str, Any]:
    """The values that base.html wants on a page of one consultation."""
    untied = await house(request).read(queue.waiting, view.id)
    failing = await house(request).read(health.failing)
    return {
        "desk": desk,
        "view": view,
        "call": call_at(view, house(request).clock()),
        "here": here,
        "badges": Badges(untied, failing),
        "title_of": title_of,
    }
