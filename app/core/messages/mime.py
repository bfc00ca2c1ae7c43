"""The tree of a mail's parts, flat, bounded, and never raising."""

from __future__ import annotations

import binascii
import email.parser
import email.policy
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Mime

from app.core.messages import headers
from app.core.text.charset import decode

MOST_PARTS = 500
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part without parts. ``inside``: the multipart kinds around it, outermost first.

    ``attached``: said to be an attachment, or named like one. ``inline``: not said to be an
    attachment, whatever its name. ``choice``: the number of the outermost multipart/alternative
    around it, whose parts say one thing in several ways; None outside of one.
    """

    type: str
    charset: str | None
    name: str
    attached: bool
    inline: bool
    content: bytes
    inside: tuple[str, ...]
    choice: int | None = None


def parse(raw: bytes) -> Mime:
    """The standard library's tree, by the parser that does not interpret headers.

    Nested deeper than the parser can go: its headers, with all that follows as one text.
    """
    parser = email.parser.BytesParser(policy=email.policy.compat32)
    try:
        return parser.parsebytes(raw)
    except RecursionError:
        head, _, rest = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
        flat = parser.parsebytes(head, headersonly=True)
        flat.replace_header("Content-Type", "text/plain")
        flat.set_payload(rest.decode("utf-8", "surrogateescape"))
        return flat


def leaves(root: Mime) -> Iterator[Leaf]:
    """The parts without parts in order; a nested mail is one part, with its bytes."""
    for part, inside, choice in _tree(root):
        kind = content_type(part)
        if not _has_parts(part):
            # A multipart whose boundary never came: what stands there is a text.
            broken = kind.startswith("multipart/")
            yield _leaf(part, "text/plain" if broken else kind, inside, choice)
        elif kind == "message/rfc822":
            yield _nested(part, inside)


def outside(root: Mime) -> str:
    """What stands before the first part and behind the last one: where a program wrote the mail,
    nothing or a note that the mail has parts."""
    found: list[str] = []
    for part, *_ in _tree(root):
        found += [words for words in (part.preamble, part.epilogue) if words and words.strip()]
    return "\n".join(found)


def _tree(root: Mime) -> Iterator[tuple[Mime, tuple[str, ...], int | None]]:
    """Every part, outermost first, with the kinds and the choice around it; without recursion."""
    waiting: list[tuple[Mime, tuple[str, ...], int | None]] = [(root, (), None)]
    seen = 0
    while waiting and seen < MOST_PARTS:
        part, inside, choice = waiting.pop()
        seen += 1
        yield part, inside, choice
        kind = content_type(part)
        if kind == "multipart/alternative" and choice is None:
            choice = seen
        if _has_parts(part) and kind != "message/rfc822":
            children = [child for child in part.get_payload() if isinstance(child, Mime)]
            waiting += [(child, (*inside, kind), choice) for child in reversed(children)]


def _has_parts(part: Mime) -> bool:
    return isinstance(part._payload, list)  # type: ignore[attr-defined]


def content_type(part: Mime) -> str:
    """The media type, lower case; text/plain where there is none that could be one."""
    words = headers.value(part, "content-type").decode("ascii", "replace").lower()
    match = re.match(r"\s*([a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,100})", words)
    if match:
        return match[1]
    return "text/plain" if not words.startswith("multipart") else "multipart/mixed"


def parameter(data: bytes, name: str) -> bytes:
    """A parameter of a header, also split and encoded by RFC 2231; raw bytes, not decoded
    further where it has no charset of its own."""
    simple = re.search(
        rb"(?:^|[;\s])" + name.encode() + rb"\s*=\s*(?:\"([^\"]{0,2000})\"|([^;\s]{0,2000}))",
        data,
        re.IGNORECASE,
    )
    if simple:
        return simple[1] if simple[1] is not None else simple[2]
    pieces = re.findall(
        rb"(?:^|[;\s])"
        + name.encode()
        + rb"\*(?:(\d{1,2})(\*)?)?\s*=\s*(?:\"([^\"]{0,2000})\"|([^;\s]{0,2000}))",
        data,
        re.IGNORECASE,
    )
    if not pieces:
        return b""
    pieces.sort(key=lambda piece: int(piece[0] or 0))
    whole = b"".join(piece[2] or piece[3] for piece in pieces)
    charset, quote, rest = whole.partition(b"'")
    if quote:
        rest = rest.partition(b"'")[2]
        content = re.sub(rb"%([0-9A-Fa-f]{2})", lambda hit: bytes([int(hit[1], 16)]), rest)
        return decode(content, charset.decode("ascii", "replace")).text.encode()
    return whole


def _leaf(part: Mime, kind: str, inside: tuple[str, ...], choice: int | None) -> Leaf:
    type_header = headers.value(part, "content-type")
    disposition = headers.value(part, "content-disposition")
    charset = parameter(type_header, "charset").decode("ascii", "replace") or None
    raw_name = parameter(disposition, "filename") or parameter(type_header, "name")
    name, _ = headers.read(raw_name, charset)
    content = _content(part)
    inline = not disposition.lower().startswith(b"attachment")
    return Leaf(kind, charset, name, bool(name) or not inline, inline, content, inside, choice)


def _nested(part: Mime, inside: tuple[str, ...]) -> Leaf:
    inner = part.get_payload(0) if part.is_multipart() else None
    subject, _ = (
        headers.read(headers.value(inner, "subject")) if isinstance(inner, Mime) else ("", ())
    )
    try:
        content = inner.as_bytes() if isinstance(inner, Mime) else b""
    except (UnicodeError, ValueError, LookupError, KeyError, TypeError, AttributeError):
        content = b""
    # No standard allows a transfer encoding here, and gateways use it all the same.
    plain = _decoded(content.lstrip(b"\r\n"), _encoding(part))
    if plain != content.lstrip(b"\r\n"):
        content = plain
        subject, _ = headers.read(headers.value(parse(content), "subject"))
    return Leaf("message/rfc822", None, f"{subject or 'message'}.eml", True, False, content, inside)


def _content(part: Mime) -> bytes:
    # get_payload() would decode 8-bit bytes by the part's label, which is often wrong.
    payload = part._payload  # type: ignore[attr-defined]
    if not isinstance(payload, str):
        return b""
    data = payload.encode("utf-8", "surrogateescape")
    return _decoded(data, _encoding(part))


def _encoding(part: Mime) -> str:
    how = headers.value(part, "content-transfer-encoding")
    return how.decode("ascii", "replace").lower().strip()


def _decoded(data: bytes, how: str) -> bytes:
    if how == "base64":
        return _unbase64(data)
    if how == "quoted-printable":
        return quopri.decodestring(data)
    if how in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return _unpacked(data)
    return data


def _unbase64(data: bytes) -> bytes:
    """Base64 up to the first line that is none: some programs say base64 and send plain text, and
    gateways write their note below it."""
    lines = data.split(b"\n")
    end = next((at for at, line in enumerate(lines) if _is_text(line)), len(lines))
    found = headers.unbase64(b"\n".join(lines[:end]))
    rest = b"\n".join(lines[end:])
    if not found:
        return data if data.strip() else b""
    return found + b"\n" + rest if rest else found


def _is_text(line: bytes) -> bool:
    """Whether a line is no base64, and not one of which a character broke."""
    line = line.strip()
    odd = len(_NOT_BASE64.findall(line))
    return odd > 1 and 10 * odd > len(line)


def _unpacked(data: bytes) -> bytes:
    """What is uuencoded; the data as they are where they are not."""
    found = re.search(rb"^begin [0-7]{3,4}[^\n]{0,300}\n(.*?)^end\b", data, re.M | re.S)
    try:
        return b"".join(map(binascii.a2b_uu, found[1].splitlines())) if found else data
    except binascii.Error:
        return data
