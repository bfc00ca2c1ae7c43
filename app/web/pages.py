"""Pages: the Jinja environment, what every template may use, and the answer with its headers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from fastapi import Path as InPath
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.core import deadline, receipt_numbers
from app.locale.words import OUTCOMES, ROLES
from app.web import shown
from app.wiring import TEMPLATES, House

# The number of a row in an address: what no database can hold is no page.
RowId = Annotated[int, InPath(ge=1, lt=2**63)]
STATIC = Path(__file__).with_name("static")


def make_environment() -> Environment:
    """Templates with strict variables: a misspelt name is an error, not a blank."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html", "xml"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["instant"] = deadline.print_instant
    made.filters["moment"] = deadline.print_moment
    made.filters["deadline"] = deadline.print_deadline
    made.filters["deadline_parts"] = deadline.deadline_parts
    made.filters["short_deadline"] = deadline.print_short
    made.filters["receipt"] = receipt_numbers.pretty
    made.filters["visible"] = shown.visible
    made.filters["whole"] = shown.whole
    made.filters["subject"] = shown.subject
    made.globals["room"] = shown.Room
    made.filters["figure"] = lambda number: f"{number:,}"
    made.globals["static"] = static_url
    made.globals["role_words"] = ROLES
    made.globals["outcome_words"] = OUTCOMES
    return made


@lru_cache(maxsize=64)
def static_url(name: str) -> str:
    """The address of a static file, with its content's hash so that it can be kept for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"


ENVIRONMENT = make_environment()


def house(request: Request) -> House:
    """The house this request came to."""
    found: House = request.app.state.house
    return found


def render_text(template: str, values: Mapping[str, Any]) -> str:
    """A template as text."""
    return ENVIRONMENT.get_template(template).render(values)


def page(
    template: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any
) -> HTMLResponse:
    """A page that belongs to one visitor or one moment: not to be kept by anyone."""
    answer = HTMLResponse(render_text(template, values), status, dict(headers or {}))
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer
