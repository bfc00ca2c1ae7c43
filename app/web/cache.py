"""Public reading pages as finished bytes: kept by the process, and fit for a CDN.

They hold nothing of the visitor. A page stands while the consultation's revision does (looked at
once a second at most, so that two web processes agree) and until the next moment at which its
words change by themselves. Each is kept plain and packed: a draft takes seconds on a slow line.
(Private pages are never packed: beside words of the sender's choice a secret could be guessed.)
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.directory import Directory
from app.web.headers import SECURITY
from app.wiring import House

MOST_BYTES = 64 * 1024 * 1024
# As small as the highest, within a percent or two, in half the time.
PACK_LEVEL = 6
# How long a browser or a CDN may keep a page: a deadline that was moved is seen soon.
SHARED_SECONDS = 10
_KEEP = (b"cache-control", f"public, max-age={SHARED_SECONDS}".encode())
_KEEP_NOT = (b"cache-control", b"public, max-age=0, must-revalidate")


@dataclass(slots=True)
class _Page:
    slug: str
    revision: int
    until: datetime
    body: bytes
    packed: bytes
    mark: bytes
    headers: list[tuple[bytes, bytes]]

    @property
    def size(self) -> int:
        """Octets kept."""
        return len(self.body) + len(self.packed)


class PageCache:
    """The pages of this process by path, at most ``MOST_BYTES`` of them."""

    def __init__(self, house: House, directory: Directory, most_bytes: int = MOST_BYTES) -> None:
        self._house = house
        self._directory = directory
        self._most = most_bytes
        self._bytes = 0
        self._pages: OrderedDict[str, _Page] = OrderedDict()

    def put(
        self,
        path: str,
        slug: str,
        revision: int,
        until: datetime,
        body: bytes,
        *,
        counted: bool = False,
        media_type: str = "text/html; charset=utf-8",
        disposition: str = "",
        asked: Headers,
    ) -> Response:
        """Keep a page that was rendered at ``revision`` and stands until ``until``; the answer.

        ``counted``: it prints figures that change without a revision. ``disposition``: of a file
        that is to be saved. ``asked``: the request's headers.
        """
        if counted:
            until = min(until, self._house.clock() + timedelta(seconds=SHARED_SECONDS))
        headers = [
            (b"content-type", media_type.encode()),
            *([(b"content-disposition", disposition.encode())] if disposition else []),
            (b"vary", b"accept-encoding"),
            *((name.lower().encode(), value.encode()) for name, value in SECURITY.items()),
        ]
        self._drop(path)
        page = self._pages[path] = _Page(
            slug,
            revision,
            until,
            body,
            gzip.compress(body, PACK_LEVEL, mtime=0),
            hashlib.sha256(body).hexdigest()[:24].encode(),
            headers,
        )
        self._bytes += page.size
        while self._bytes > self._most:
            self._drop(next(iter(self._pages)))
        status, raw_headers, sent = _answer(page, self.keep_header(page), asked.raw)
        answer = Response(sent or None, status)
        answer.raw_headers = raw_headers
        return answer

    def _drop(self, path: str) -> None:
        page = self._pages.pop(path, None)
        if page is not None:
            self._bytes -= page.size

    async def get(self, path: str) -> _Page | None:
        """The page of a path, if it still stands."""
        page = self._pages.get(path)
        if page is None:
            return None
        if self._house.clock() >= page.until or page.revision != await self._directory.revision(
            page.slug
        ):
            self._drop(path)
            return None
        return page

    def keep_header(self, page: _Page) -> tuple[bytes, bytes]:
        """How long others may keep a page: never beyond the moment at which its words change."""
        left = (page.until - self._house.clock()).total_seconds()
        return _KEEP if left > SHARED_SECONDS else _KEEP_NOT


class CachedPages:
    """ASGI middleware: answers a kept page before anything else looks at the request.

    A HEAD is a GET whose body stays at home, for every page (RFC 9110, 9.3.2).
    """

    def __init__(self, app: ASGIApp, cache: PageCache) -> None:
        self.app = app
        self.cache = cache

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            if scope["method"] == "HEAD":
                scope, send = {**scope, "method": "GET"}, _without_body(send)
            if scope["method"] == "GET" and not scope["query_string"]:
                path: str = scope["path"]
                if path.startswith("/c/"):
                    page = await self.cache.get(path)
                    if page is not None:
                        keep = self.cache.keep_header(page)
                        status, headers, body = _answer(page, keep, scope["headers"])
                        await send(
                            {"type": "http.response.start", "status": status, "headers": headers}
                        )
                        await send({"type": "http.response.body", "body": body})
                        return
        await self.app(scope, receive, send)


def _without_body(send: Send) -> Send:
    async def send_head(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return send_head


def _answer(
    page: _Page, keep: tuple[bytes, bytes], asked: Sequence[tuple[bytes, bytes]]
) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Status, headers and body of a kept page for a request with the headers ``asked``."""
    known = packs = b""
    for name, value in asked:
        if name == b"if-none-match":
            known = value
        elif name == b"accept-encoding":
            packs = value
    packed = b"gzip" in packs and b"gzip;q=0" not in packs.replace(b" ", b"")
    # Other octets, another mark; the words are the same under both.
    mark = b'"%s%s"' % (page.mark, b"-gz" if packed else b"")
    headers = [*page.headers, keep, (b"etag", mark)]
    if page.mark in known:
        return 304, headers, b""
    body = page.packed if packed else page.body
    if packed:
        headers.append((b"content-encoding", b"gzip"))
    headers.append((b"content-length", b"%d" % len(body)))
    return 200, headers, body
