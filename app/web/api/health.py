"""Health, readiness and figures for the operator."""

from __future__ import annotations

import hmac
import ipaddress
import logging

import anyio.to_thread
from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import Response

from app.consultations import read
from app.web.pages import house
from app.web.visitors import address_of

router = APIRouter()
log = logging.getLogger(__name__)
# What a reverse proxy adds: then the visitor is somebody else, whatever the address says.
_PASSED_ON = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


@router.get("/healthz", include_in_schema=False)
async def healthz() -> Response:
    """The process answers."""
    return PlainTextResponse("ok")


@router.get("/readyz", include_in_schema=False)
async def readyz(request: Request) -> Response:
    """The database answers too, and what comes could be kept."""
    try:
        await house(request).read(read.public)
    except Exception:
        log.exception("the database does not answer")
        return PlainTextResponse("database", 503)
    trouble = await anyio.to_thread.run_sync(house(request).probe.trouble)
    if trouble:
        log.error("not ready: nothing can be kept (%s)", trouble)
        return PlainTextResponse(trouble, 503)
    return PlainTextResponse("ok")


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Prometheus figures, for this machine; for others with the token, if one is set."""
    if not _may_see_figures(request):
        return PlainTextResponse("figures are for this machine, or need the token", 403)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _may_see_figures(request: Request) -> bool:
    token = house(request).settings.metrics_token
    if token:
        given = request.headers.get("authorization", "")
        # Headers come as Latin-1, whatever their bytes were.
        return hmac.compare_digest(given.encode("latin-1"), f"Bearer {token}".encode())
    if any(name in request.headers for name in _PASSED_ON):
        return False
    try:
        return ipaddress.ip_address(address_of(request)).is_loopback
    except ValueError:
        return False
