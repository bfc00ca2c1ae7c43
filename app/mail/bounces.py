"""What a returned mail says: which of ours, to whom, for good or not (RFC 3462, RFC 3464)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Mime
from email.parser import BytesParser
from email.policy import compat32

from app.core.messages import headers
from app.mail.imap import words
from app.mail.storable import storable

LOOKED_AT = 256 * 1024
LONGEST = 300
MOST = 20
# As we make them: an acknowledgement's begins with its receipt number.
_OUR_ID = re.compile(r"<[0-9a-z]{9}\.[0-9a-f]{16}@[A-Za-z0-9.-]{1,64}>")
_PASSING = frozenset(("delayed", "delivered", "relayed", "expanded"))
# Where a server gives no report, only words: 550 5.1.1, 5.1.1, 550.
_CODE = re.compile(
    r"(?<![\d.])(?:[45]\d\d[ -]+)?[45]\.\d{1,3}\.\d{1,3}(?![\d.])|(?<!\d)5[05]\d(?=[ -])"
)


@dataclass(frozen=True, slots=True)
class Returned:
    """A bounce. ``ids``: Message-IDs of ours in it; ``failed``: False if the server goes on trying,
    or has delivered; ``said``: recipient, status and the other server's words, one line."""

    ids: tuple[str, ...]
    failed: bool
    said: str


def returned(raw: bytes, text: str) -> Returned:
    """Read a bounce; ``text`` is what it says to people. Never raises for what it holds."""
    head = raw[:LOOKED_AT]
    ids = _OUR_ID.findall(head.decode("latin-1")) + _OUR_ID.findall(text[:LOOKED_AT])
    unique = tuple(dict.fromkeys(ids))[:MOST]
    reports = list(_reports(head))[:MOST]
    if not reports:
        code = _CODE.search(text[:LOOKED_AT])
        return Returned(unique, True, code[0].strip() if code else "")
    failed = [one for one in reports if _field(one, "action").lower() not in _PASSING]
    said = "; ".join(dict.fromkeys(_line(one) for one in failed or reports))
    return Returned(unique, bool(failed), storable(said[:LONGEST]))


def _reports(raw: bytes) -> Iterator[Mime]:
    """The blocks about a recipient in the machine part of the report."""
    try:
        parts = list(BytesParser(policy=compat32).parsebytes(raw).walk())
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return
    for part in parts:
        if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
            continue
        for block in part.get_payload():
            if isinstance(block, Mime) and (block["Final-Recipient"] or block["Action"]):
                yield block


def _line(block: Mime) -> str:
    recipient = _field(block, "original-recipient") or _field(block, "final-recipient")
    recipient = recipient.rpartition(";")[2].strip()
    diagnosis = _field(block, "diagnostic-code")
    kind, _, rest = diagnosis.partition(";")
    diagnosis = rest.strip() if kind.strip().lower() in ("smtp", "x-unix") else diagnosis
    status = _field(block, "status")
    spoken = [recipient, status if status not in diagnosis else "", diagnosis]
    return " ".join(one for one in spoken if one)


def _field(block: Mime, name: str) -> str:
    return " ".join(words(headers.value(block, name)).split())
