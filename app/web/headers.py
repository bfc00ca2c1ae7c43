"""Headers that every answer carries, and refusal of posts from other sites."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_RAW = [(name.lower().encode(), value.encode()) for name, value in SECURITY.items()]
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class SecurityHeaders:
    """ASGI middleware: adds ``SECURITY`` and stops posts that another site's page made.

    A browser says where a post comes from by Sec-Fetch-Site or Origin; a client that says neither
    is an old phone or a program, for which the office's own token is the guard (csrf.py).
    """

    def __init__(self, app: ASGIApp, public_url: str = "") -> None:
        self.app = app
        # Many proxies put a name of their own into Host: the address citizens use is ours too.
        self.public_host = urlsplit(public_url).netloc

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message["headers"]
                names = {name for name, _ in given}
                message["headers"] = [*given, *(one for one in _RAW if one[0] not in names)]
            await send(message)

        if scope["method"] not in SAFE_METHODS and is_cross_site(
            Headers(scope=scope), self.public_host
        ):
            refusal = PlainTextResponse("这次提交来自别的网站，没有接收。", 403)
            await refusal(scope, receive, send_with_headers)
            return
        if "\x00" in scope["path"]:
            # No address of ours has one, and PostgreSQL cannot even look for it.
            await PlainTextResponse("没有这个页面。", 404)(scope, receive, send_with_headers)
            return
        await self.app(scope, receive, send_with_headers)


def is_cross_site(headers: Headers, public_host: str = "") -> bool:
    """Whether a request was made by a page of another site than this host or ``public_host``."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    if not origin:
        return False
    host = _host(origin)
    return not host or host not in (headers.get("host", ""), public_host)


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
