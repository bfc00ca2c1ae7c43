"""What a visitor reads when something is not there or went wrong; never a traceback."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from app.storage.writer import WriterClosed
from app.web.forms.body import BodyTooLarge
from app.web.pages import page

log = logging.getLogger(__name__)


def install(app: FastAPI) -> None:
    """Hand all errors to the pages (or to JSON under /api)."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _no_such_address)
    app.add_exception_handler(BodyTooLarge, _too_large)
    app.add_exception_handler(WriterClosed, _closing)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(Exception, _broken)


def answer(request: Request, status: int, **values: Any) -> Response:
    """The page (or JSON) for an error status."""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": {"status": status, **values}}, status)
    values.setdefault("number", "")
    return page(f"errors/{status}.html", status, **values)


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status in (303, 307) and isinstance(error, HTTPException):
        return Response(status_code=status, headers=error.headers)
    shown = (
        status if status in (400, 403, 404, 405, 413, 429, 503) else 404 if status < 500 else 500
    )
    return answer(request, shown)


async def _no_such_address(request: Request, _error: Exception) -> Response:
    # A number in an address that is none, or that no row can have.
    return answer(request, 404)


async def _too_large(request: Request, _error: Exception) -> Response:
    return answer(request, 413)


async def _closing(request: Request, _error: Exception) -> Response:
    return answer(request, 503)


async def _gone(_request: Request, _error: Exception) -> Response:
    # The line broke while the form was on its way: nobody reads the answer, nothing went wrong here.
    return Response(status_code=400)


async def _broken(request: Request, error: Exception) -> Response:
    number = secrets.token_hex(4)
    log.error("error %s at %s", number, request.url.path, exc_info=error)
    return answer(request, 500, number=number)
