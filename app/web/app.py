"""The web application: routers, static files, errors, health."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.web import api, errors, office, public
from app.web.cache import CachedPages, PageCache
from app.web.directory import Directory
from app.web.headers import SecurityHeaders
from app.web.limits import Throttle
from app.web.office.guard import SessionOver, StaleForm
from app.web.office.sign_in import session_over, stale_form
from app.web.pages import STATIC
from app.web.public import commenting
from app.wiring import House

KEEP_FOR_EVER = "public, max-age=31536000, immutable"


class KeptStatic(StaticFiles):
    """Static files under an address with their hash can be kept for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with a lasting Cache-Control when its hash was asked for."""
        answer = await super().get_response(path, scope)
        if b"v=" in scope.get("query_string", b""):
            answer.headers["Cache-Control"] = KEEP_FOR_EVER
        return answer


def make_app(house: House) -> FastAPI:
    """The application over an open house (which the caller closes)."""
    app = FastAPI(
        title="逐条 Zhutiao",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.house = house
    app.state.posts = Throttle(house.settings.post_per_minute)
    app.state.directory = Directory(house)
    app.state.pages = PageCache(house, app.state.directory)
    app.add_middleware(SecurityHeaders, public_url=house.settings.public_url)
    app.add_middleware(CachedPages, cache=app.state.pages)
    app.mount("/static", GZipMiddleware(KeptStatic(directory=STATIC)), name="static")
    app.router.routes.append(commenting.ROUTE)
    # The public's pages first: routes are tried in order, and theirs are asked for most.
    for room in (public, office, api):
        for router in _routers(room):
            app.include_router(router, include_in_schema=room is api)
    errors.install(app)
    app.add_exception_handler(SessionOver, session_over)
    app.add_exception_handler(StaleForm, stale_form)
    return app


def _routers(room: ModuleType) -> list[APIRouter]:
    """The ``router`` of each page group: one file in the room, one router."""
    found = []
    for entry in pkgutil.iter_modules(room.__path__):
        module = importlib.import_module(f"{room.__name__}.{entry.name}")
        router = getattr(module, "router", None)
        if isinstance(router, APIRouter):
            found.append(router)
    return found
