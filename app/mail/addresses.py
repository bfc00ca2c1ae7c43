"""Mail addresses and message ids as they may stand in a header or an envelope."""

from __future__ import annotations

import re

LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets
_LETTER = r"[^\s<>()\[\]\\,;:\"@.\x00-\x1f\x7f]"
_ADDRESS = re.compile(rf"(?:{_LETTER}|\.){{1,64}}@{_LETTER}+(?:\.{_LETTER}+)*")
_ID = re.compile(r"<?([^\s<>\x00-\x1f\x7f]{1,900})>?")
_IDS = re.compile(r"<([^\s<>\x00-\x1f\x7f]{1,900})>")


def plain(address: str) -> str | None:
    """An address one can write to, or None: nothing that could end a header or a command."""
    stripped = address.strip()
    if len(stripped) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(stripped):
        return None
    try:
        stripped.encode("utf-8")
    except UnicodeEncodeError:
        return None
    return stripped


def typed(address: str) -> str | None:
    """An address that a person typed: as `plain`, and with a dot in its domain (zhang@qq is a slip)."""
    found = plain(address)
    return found if found and "." in found.rpartition("@")[2] else None


def same(one: str, other: str) -> bool:
    """Whether two addresses mean the same mailbox; case never tells mailboxes apart in practice."""
    return one.strip().casefold() == other.strip().casefold()


def message_id(text: str | None) -> str | None:
    """A message id in its one form, in angle brackets; None if there is none."""
    found = _ID.fullmatch(text.strip()) if text else None
    return f"<{found.group(1)}>" if found else None


def message_ids(texts: str | list[str] | tuple[str, ...] | None, limit: int = 50) -> list[str]:
    """The message ids of a References or In-Reply-To header, the newest ``limit`` of them."""
    if not texts:
        return []
    if isinstance(texts, str):
        return [f"<{one}>" for one in _IDS.findall(texts)][-limit:]
    found = [made for text in texts if (made := message_id(text)) is not None]
    return found[-limit:]


def domain(address: str) -> str:
    """The domain of an address, fit for a Message-ID; ``zhutiao.invalid`` if there is none."""
    name = address.rpartition("@")[2].strip()
    if re.fullmatch(r"[A-Za-z0-9.-]{1,64}", name):
        return name.lower()
    return "zhutiao.invalid"
