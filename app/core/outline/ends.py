"""What stands below a draft and is none of it: signatures, imprints, a notice that asks for comments."""

from __future__ import annotations

import re

from app.core.outline.letter import ASKS, WAY
from app.core.outline.scan import Scan
from app.core.outline.words import DATE_LINE, ISSUER, REMARK, is_imprint

# A mailbox or telephone, and the lines of a notice that stands below its draft.
_REACHED = re.compile(r"[A-Za-z0-9]\s?(?:[@#＠]|[(（\[]at)|\d{7,8}")
_NOTICE_LINES = 15
_LONGEST_WAY = 200


def notice_behind(scan: Scan, start: int, stop: int) -> int | None:
    """The place of a notice that stands below the draft: a line asks for comments, and what follows
    are ways to take part and a signature, with a mailbox or a telephone among them."""
    reached = False
    for at in range(stop - 1, max(start, stop - _NOTICE_LINES), -1):
        text = scan.lines[at].text
        reached = reached or _REACHED.search(text) is not None
        if scan.labels[at] is None and reached and ASKS.search(text):
            return at
        if not (WAY.search(text) or is_end(scan, at)) or len(text) > _LONGEST_WAY:
            return None
    return None


def is_end(scan: Scan, at: int) -> bool:
    """Whether a line belongs to a signature or imprint."""
    text = scan.lines[at].text
    return (
        is_imprint(text)
        or DATE_LINE.fullmatch(text) is not None
        or (REMARK.fullmatch(text) is not None and "件公开" in text)
        or (len(text) <= 30 and ISSUER.fullmatch(text) is not None and scan.labels[at] is None)
    )
