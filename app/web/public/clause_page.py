"""The page of one clause: what it prints, for a first visit and when a form is given back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import HTTPException

from app.comments import counts
from app.consultations.values import WHOLE_KIND, ClauseView, path_to
from app.locale.words import KINDS
from app.web.directory import Known
from app.web.forms.comment import CommentForm
from app.web.present import broken, call_at, show, title_of
from app.web.sheets import sheet_path
from app.wiring import House

PERSON_FIELDS = (
    ("name", "称呼或姓名", "text", "name", "text"),
    ("organisation", "单位", "text", "organization", "text"),
    ("email", "电子邮箱", "email", "email", "email"),
    ("phone", "电话", "text", "tel", "tel"),
)
EMPTY = CommentForm()


@dataclass(frozen=True, slots=True)
class Alert:
    """Why a form that has no fault comes back."""

    heading: str
    words: str


async def clause_values(
    house: House,
    known: Known,
    clause_slug: str,
    now: datetime,
    form: CommentForm = EMPTY,
    alert: Alert | None = None,
) -> dict[str, Any]:
    """What the clause page prints; HTTPException(404) where there is no such clause."""
    found = known.by_slug.get(clause_slug)
    if found is None:
        raise HTTPException(404)
    call = call_at(known.view, now)
    before, after = _neighbours(known.clauses, found)
    return {
        "view": known.view,
        "address": printed_address(house, known.view.slug, clause_slug),
        "call": call,
        "corrected_at": known.corrected_at,
        "item": show(found),
        "path": path_to(known.clauses, found),
        "text": sheet_path(known.view.slug, known.sheet_of.get(found.id, 1)),
        "before": before,
        "after": after,
        "received": await house.read(counts.received, known.view.id) if call.is_over else 0,
        "form": form,
        "alert": alert,
        "kinds": KINDS,
        "person_fields": PERSON_FIELDS,
        "keep_words": keep_words(house.settings.contact_keep_days),
        "broken": broken,
        "title_of": title_of,
    }


def printed_address(house: House, *slugs: str) -> str:
    """A page's address for its print-out; from the settings, never from what a visitor sent."""
    return "/".join((house.settings.public_url.rstrip("/"), "c", *slugs))


def keep_words(days: int) -> str:
    """How long contact data are kept, in a citizen's words."""
    return "一年" if days == 365 else f"{days}天"


def _neighbours(
    clauses: Sequence[ClauseView], found: ClauseView
) -> tuple[ClauseView | None, ClauseView | None]:
    """What stands before and behind a clause in its draft; behind the whole: its first clause."""
    in_order = [one for one in clauses if one.kind != WHOLE_KIND and found.draft in ("", one.draft)]
    if found not in in_order:
        return None, in_order[0] if in_order else None
    place = in_order.index(found)
    before = in_order[place - 1] if place else None
    return before, in_order[place + 1] if place + 1 < len(in_order) else None
