"""The body of a posted form, bounded; a file only where one is expected."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs

from fastapi import Request
from starlette.datastructures import UploadFile

# A million Chinese characters, percent-encoded, and room: too long a text is told, not cut.
LARGEST_FORM = 12 * 1024 * 1024
LARGEST_UPLOAD = 25 * 1024 * 1024


class BodyTooLarge(Exception):
    """The posted body is larger than any form of ours; answered by a 413."""


@dataclass(frozen=True, slots=True)
class PostedForm:
    """Posted fields. Line ends are ``\\n``, NUL characters are gone; the rest is as typed."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    file_name: str = ""
    file: bytes = b""

    def get(self, name: str, default: str = "") -> str:
        """The first value of a field."""
        values = self.fields.get(name)
        return values[0] if values else default

    def all(self, name: str) -> list[str]:
        """All values of a field (checkboxes)."""
        return self.fields.get(name, [])

    def ordered(self, name: str) -> list[int]:
        """The numbers among the values of a field, as they came."""
        return [found for one in self.all(name) if (found := number(one)) is not None]

    def numbers(self, name: str) -> set[int]:
        """The numbers of rows in all values of a field; what is none is left out."""
        return {one for value in self.all(name) if (one := number(value)) is not None}


async def read_form(request: Request) -> PostedForm:
    """The fields of a form without files (application/x-www-form-urlencoded, UTF-8).

    Old proxies and programs leave the characters as they are, without percent signs: read alike.
    """
    if request.headers.get("content-type", "").startswith("multipart/"):
        return await read_upload(request)
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) <= LARGEST_FORM:
        body = await request.body()
    else:
        body = await _bounded(request, LARGEST_FORM)
    try:
        parsed = parse_qs(
            body.decode("utf-8", "replace"),
            keep_blank_values=True,
            errors="replace",
            max_num_fields=5000,
        )
    except ValueError:
        raise BodyTooLarge from None
    return PostedForm({name: [clean(value) for value in values] for name, values in parsed.items()})


async def read_upload(request: Request, file_field: str = "file") -> PostedForm:
    """The fields of a multipart form and its one file."""
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > LARGEST_UPLOAD:
        raise BodyTooLarge
    fields: dict[str, list[str]] = {}
    file_name, content = "", b""
    async with request.form(max_files=1, max_part_size=LARGEST_FORM) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                if name == file_field:
                    content = await value.read(LARGEST_UPLOAD + 1)
                    file_name = clean(value.filename or "")
            else:
                fields.setdefault(name, []).append(clean(value))
    if len(content) > LARGEST_UPLOAD:
        raise BodyTooLarge
    return PostedForm(fields, file_name, content)


def number(typed: str) -> int | None:
    """The row's number in a field; None for anything that no row can have."""
    plain = typed.isascii() and typed.isdigit() and len(typed) < 19
    return int(typed) if plain else None


def clean(value: str) -> str:
    """One kind of line end, no NUL (PostgreSQL cannot hold it), no lone surrogates."""
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    return value.replace("\x00", "").encode("utf-8", "replace").decode()


async def _bounded(request: Request, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise BodyTooLarge
        parts.append(chunk)
    return b"".join(parts)
