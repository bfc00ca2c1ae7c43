"""Full width and half width: the same characters to a reader, two to a program."""

from __future__ import annotations

# The block of full-width ASCII (U+FF01..U+FF5E) stands 0xFEE0 above ASCII.
_TO_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}


def to_half_width(text: str) -> str:
    """The text with full-width ASCII and the ideographic space in half width.

    One character for one character: offsets into the result are offsets into ``text``.
    """
    return text.translate(_TO_HALF)
