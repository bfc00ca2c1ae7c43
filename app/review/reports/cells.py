"""Making any text safe to stand in a cell: no formula, no character that XML forbids."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Excel holds 32,767 UTF-16 units in a cell; xlsxwriter drops what is longer without a word.
LONGEST_CELL = 16_000
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# https://www.w3.org/TR/xml/#charsets
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet might take this text for a formula."""
    return text.lstrip(" \n").startswith(FORMULA_STARTS) or text.startswith(FORMULA_STARTS)


def printable(text: str) -> str:
    """The text with what XML cannot hold shown as a replacement character."""
    return _FORBIDDEN.sub("\ufffd", text)


def pieces(text: str) -> Iterator[str]:
    """The text in lots that fit a cell: at least one, nothing lost."""
    yield text[:LONGEST_CELL]
    for start in range(LONGEST_CELL, len(text), LONGEST_CELL):
        yield text[start : start + LONGEST_CELL]
