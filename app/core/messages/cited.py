"""Where a page quotes the older mail without a line that says so: <blockquote type="cite">."""

from __future__ import annotations

import html
import re

_BLOCK = re.compile(r"<(?P<end>/?)blockquote\b(?P<how>[^>]{0,500})>", re.IGNORECASE)
_CITES = re.compile(
    r"type\s*=\s*[\"']?cite|(?:class|id)\s*=\s*[\"']?[^\"'>]{0,60}(?:gmail_quote|isReplyContent|moz-cite)",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_FORWARD = re.compile(r"转发|轉寄|forwarded", re.IGNORECASE)
LOOKED_BACK = 2000


def cited_from(page: str) -> int | None:
    """The offset of the block that quotes the older mail, if nothing of the sender's own comes
    after it and it is no forward; else None."""
    start: int | None = None
    end, depth = len(page), 0
    for hit in _BLOCK.finditer(page):
        if start is None:
            if hit["end"] or not _CITES.search(hit["how"]):
                continue
            start = hit.start()
        depth += -1 if hit["end"] else 1
        if depth == 0:
            end = hit.end()
            break
    if start is None or _words(page[end:]):
        return None
    before = _words(page[max(start - LOOKED_BACK, 0) : start])
    return None if _FORWARD.search(before[-200:]) else start


def _words(page: str) -> str:
    return html.unescape(_TAG.sub("", page)).replace("\ufeff", "").strip()
