"""From the bytes of a part to its characters, by rules in a fixed order; labels are often wrong.

1. A byte order mark decides. 2. Bytes that are valid UTF-8 and not ASCII are UTF-8, whatever the
label says; so are those of which nearly all, or most lines, are. 3. GB labels mean their superset GB18030, Big5 means Big5-HKSCS. 4. A Western label on
bytes that read as common Hanzi in GB18030 is wrong; without a label, bytes that read as common
Hanzi in Big5 alone are Big5. 5. Else the label, if it decodes. 6. Else GB18030, if it decodes.
7. Else replacement characters, and a flag.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass

_MEANT = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "gb_2312-80": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "cn-big5": "big5hkscs",
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = {"iso8859-1", "iso8859-15", "cp1252", "ascii", "latin-1"}
# Reads as Chinese: most decoded characters beyond ASCII stand in the common block of GB2312's level 1.
_ENOUGH = 0.7
_NEARLY_ALL = 0.95
# Of a text in another charset far more is broken, and no line of some length is UTF-8 by chance.
_FEW = 0.05
_LEAST = 12
# So many bytes tell a charset from another.
_SAMPLE = 200_000
DOUBTFUL = "charset-doubtful"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters, the charset they were decoded by, and the rule's name."""

    text: str
    charset: str
    rule: str
    doubtful: bool = False


def decode(data: bytes, label: str | None = None) -> Decoded:
    """The characters of ``data``, which somebody labelled ``label``."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Decoded(data.decode(name, "replace"), name, "mark")
    charset = known(label)
    if charset in ("hz", "utf-7", "iso2022_jp", "iso2022_kr") or (charset or "").startswith(
        "utf-16"
    ):
        found = _try(data, charset)
        if found is not None:
            return Decoded(found, charset or "", "label")
    if data.isascii():
        return Decoded(data.decode("ascii"), "ascii", "ascii")
    utf8 = _try(data, "utf-8")
    if utf8 is not None:
        return Decoded(utf8, "utf-8", "valid-utf-8")
    utf8 = _mostly_utf8(data)
    if utf8 is not None:
        return Decoded(utf8, "utf-8", "mostly-utf-8", doubtful=True)
    if charset in _WESTERN or charset is None:
        traditional = _try(data, "big5hkscs") if reads_as_big5(data) else None
        if traditional is not None:
            return Decoded(traditional, "big5hkscs", "reads-as-big5")
        chinese = _try(data, "gb18030")
        if chinese is not None and (charset is None or reads_as_chinese(data)):
            return Decoded(chinese, "gb18030", "reads-as-chinese")
    for rule, candidate in (("label", charset), ("guess", "gb18030")):
        labelled = _try(data, candidate)
        if labelled is not None:
            return Decoded(labelled, candidate or "", rule, doubtful=rule == "guess")
    return _replaced(data, charset)


def _mostly_utf8(data: bytes) -> str | None:
    """A UTF-8 text with a line in GB18030 (a gateway's note), or with few broken characters."""
    lines = data.split(b"\n")
    beyond = [line for line in lines if not line.isascii()]
    valid = sum(len(line) for line in beyond if _try(line, "utf-8") is not None)
    if valid >= _LEAST and 2 * valid >= sum(map(len, beyond)):
        return "\n".join(map(_line, lines))
    text = data.decode("utf-8", "replace")
    holes, chars = text.count("\ufffd"), sum(map((127).__lt__, map(ord, text)))
    return text if chars >= _LEAST and holes <= _FEW * chars else None


def _line(line: bytes) -> str:
    text = _try(line, "utf-8")
    if text is None and reads_as_chinese(line):
        text = _try(line, "gb18030")
    return text if text is not None else line.decode("utf-8", "replace")


def known(label: str | None) -> str | None:
    """Python's name of a label's charset; None for one that nobody knows."""
    name = (label or "").strip().strip("\"'").lower()
    try:
        return codecs.lookup(_MEANT.get(name, name)).name if name else None
    except (LookupError, ValueError):
        return None


def reads_as_chinese(data: bytes) -> bool:
    """Whether the bytes beyond ASCII are mostly pairs of GB2312's common Hanzi or punctuation."""
    return _share(data, _common_in_gb) >= _ENOUGH


def reads_as_big5(data: bytes) -> bool:
    """Whether they are nearly all pairs of Big5's common Hanzi or punctuation, and not of GB2312's.

    Half of GB2312's common Hanzi lie outside Big5's; a third of Big5's have a second byte that
    GB2312 never has.
    """
    return _share(data, _common_in_big5) >= _NEARLY_ALL and not reads_as_chinese(data)


def _common_in_gb(lead: int, trail: int) -> bool:
    return (0xB0 <= lead <= 0xD7 or 0xA1 <= lead <= 0xA3) and trail >= 0xA1


def _common_in_big5(lead: int, trail: int) -> bool:
    return 0xA1 <= lead <= 0xC6 and (0x40 <= trail <= 0x7E or trail >= 0xA1)


def _share(data: bytes, common: Callable[[int, int], bool]) -> float:
    """The share of common pairs among the pairs that begin with a byte beyond ASCII."""
    pairs = found = place = 0
    data = data[:_SAMPLE]
    while place < len(data):
        lead = data[place]
        if lead < 0x80:
            place += 1
            continue
        pairs += 1
        found += common(lead, data[place + 1] if place + 1 < len(data) else 0)
        place += 2
    return found / pairs if pairs else 0.0


def _try(data: bytes, charset: str | None) -> str | None:
    if charset is None:
        return None
    try:
        return data.decode(charset)
    except (UnicodeError, LookupError, ValueError):
        return None


def _replaced(data: bytes, charset: str | None) -> Decoded:
    """The reading with the fewest holes."""
    readings = []
    for name in (charset, "utf-8", "gb18030"):
        if name:
            try:
                readings.append((data.decode(name, "replace"), name))
            except (UnicodeError, LookupError, ValueError):
                continue
    text, name = min(readings, key=lambda one: one[0].count("\ufffd"))
    return Decoded(text, name, "replaced", doubtful=True)
