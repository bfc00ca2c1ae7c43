"""Header lines: encoded words joined as bytes, raw 8-bit text, addresses, dates."""

from __future__ import annotations

import base64
import binascii
import email.utils
import quopri
import re
from datetime import UTC, datetime
from email.message import Message as Mime
from itertools import groupby

from app.core.text.charset import DOUBTFUL, decode

_WORD = re.compile(rb"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,20000})\?=")
LONGEST_HEADER = 100_000
_ADDRESS = re.compile(r"<\s*([^<>]{0,320})\s*>\s*[;,]?\s*$")


def values(mime: Mime, name: str) -> list[bytes]:
    """The raw values of a header, unfolded. Never by ``mime[name]``: that may raise."""
    wanted = name.lower()
    found = []
    for key, value in mime._headers:  # type: ignore[attr-defined]
        if str(key).lower() == wanted:
            raw = value if isinstance(value, str) else str(value)
            data = raw.encode("utf-8", "surrogateescape")[:LONGEST_HEADER]
            found.append(re.sub(rb"\r?\n[ \t]*", b" ", data).strip())
    return found


def value(mime: Mime, name: str) -> bytes:
    """The first raw value of a header, or nothing."""
    found = values(mime, name)
    return found[0] if found else b""


def read(data: bytes, charset: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The words of a raw header value, and flags. ``charset``: the body's, for raw 8-bit text."""
    flags: list[str] = []
    out: list[str] = []
    for encoded, pieces in groupby(_pieces(data), key=lambda piece: (piece[0], piece[1])):
        content = b"".join(piece[2] for piece in pieces)
        found = decode(content, encoded[1] if encoded[0] else _raw_charset(content, charset))
        if found.doubtful:
            flags.append(DOUBTFUL)
        out.append(found.text)
    return clean_line("".join(out)), tuple(dict.fromkeys(flags))


def _raw_charset(content: bytes, charset: str | None) -> str | None:
    """The charset of what stands raw in a header: the body's where there is more than ASCII. Two
    or four octets a character make no header, whatever the body is in."""
    wide = charset is not None and re.match(r"(?i)(?:utf|ucs)[-_]?(?:16|32|2|4)", charset)
    plain = content.isascii() and b"\x1b" not in content and b"~{" not in content
    return None if plain or wide else charset


def clean_line(text: str) -> str:
    """One line without control characters: nothing a sender wrote can add a header."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\u2028\u2029]", " ", text).split())


def address(data: bytes, charset: str | None = None) -> tuple[str, str]:
    """Name and address of a From line; what is no address stands as the name."""
    words, _ = read(data, charset)
    match = _ADDRESS.search(words)
    if match:
        return words[: match.start()].strip().strip("\"'").strip(), match[1].strip()
    commented = re.fullmatch(r"([^\s()]+@[^\s()]+)\s*\(([^()]*)\)", words.strip())
    if commented:
        return commented[2].strip(), commented[1]
    bare = words.strip().strip(";,")
    return ("", bare) if "@" in bare and " " not in bare else (bare, "")


def addresses(mime: Mime, *names: str) -> tuple[str, ...]:
    """All addresses of these headers, lower case."""
    found: list[str] = []
    for name in names:
        for data in values(mime, name):
            words, _ = read(data)
            found += re.findall(r"[^\s<>,;:\"'()]{1,64}@[^\s<>,;:\"'()]{1,255}", words.lower())
    return tuple(dict.fromkeys(found))


def date(mime: Mime) -> datetime | None:
    """When the sender says he wrote; None for no date or an absurd one."""
    words, _ = read(value(mime, "date"))
    try:
        found = email.utils.parsedate_to_datetime(words)
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        found.astimezone(UTC)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return found


def _pieces(data: bytes) -> list[tuple[bool, str, bytes]]:
    """Encoded words and what stands between; white space between two encoded words is none."""
    found: list[tuple[bool, str, bytes]] = []
    end = 0
    for match in _WORD.finditer(data):
        between = data[end : match.start()]
        if between and (between.strip() or not (found and found[-1][0])):
            found.append((False, "", between))
        content = _unpack(match[2], match[3])
        found.append((True, match[1].decode("ascii", "replace").split("*")[0].lower(), content))
        end = match.end()
    if data[end:]:
        found.append((False, "", data[end:]))
    return found


def _unpack(kind: bytes, text: bytes) -> bytes:
    if kind in b"qQ":
        return quopri.decodestring(text.replace(b"_", b"=20"))
    return unbase64(text)


def unbase64(text: bytes) -> bytes:
    """Base64 as far as it goes: what is broken costs its end, not the whole."""
    # Two that were written one after another are decoded one after another.
    return b"".join(map(_unbase64, re.split(rb"=+", text)))


def _unbase64(text: bytes) -> bytes:
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", text)
    kept = kept[: len(kept) - 1] if len(kept) % 4 == 1 else kept
    try:
        return base64.b64decode(kept + b"=" * (-len(kept) % 4))
    except binascii.Error:
        return b""
