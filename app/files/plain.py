"""The text of a plain file in any charset that Chinese files are written in."""

from __future__ import annotations

import re

from app.core.text.charset import DOUBTFUL, decode
from app.files.values import FileText, Unreadable

TEXT = "text/plain"
# Of what was decoded: more holes or controls than this, and it was no text.
MOST_HOLES = 0.05
_SAMPLE = 65_536
# Nearly all signs of a Chinese text: Latin, Hanzi, their punctuation and full-width forms.
_USUAL = re.compile(r"[\t\n\r -~\u00a0-\u00ff\u2010-\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_NEARLY_ALL = 0.95


def read_plain(data: bytes) -> FileText:
    """Lines parted by ``\\n``. Raises Unreadable: binary."""
    text, charset, doubtful = decode_file(data)
    return FileText(
        text.replace("\r\n", "\n").replace("\r", "\n"),
        TEXT,
        charset,
        (DOUBTFUL,) if doubtful else (),
    )


def decode_file(data: bytes, label: str | None = None) -> tuple[str, str, bool]:
    """The characters, the charset they were decoded by, whether that is doubtful."""
    found = decode(data, label or _unmarked_utf16(data))
    sample = found.text[:_SAMPLE]
    holes = sum(
        sign == "\ufffd" or (sign < " " and sign not in "\t\n\r\f\v\x1a") for sign in sample
    )
    if holes > MOST_HOLES * len(sample):
        raise Unreadable("binary")
    return found.text.removeprefix("\ufeff"), found.charset, found.doubtful


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark: octets that are zero, which make usual signs if taken in pairs."""
    sample = data[:_SAMPLE]
    if 0 not in sample or len(data) % 2:
        return None
    for charset in ("utf-16-le", "utf-16-be"):
        signs = sample.decode(charset, "replace")
        if len(_USUAL.findall(signs)) > _NEARLY_ALL * len(signs):
            return charset
    return None
