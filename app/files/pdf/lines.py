"""The lines of a PDF page in the order in which they are read."""

from __future__ import annotations

import ctypes
import math
import statistics
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from app.files.values import Unreadable

# Of a line's height: pieces whose middles are nearer than this stand on one line.
SAME_LINE = 0.5
# Of a line's height: a wider gap between two pieces is a space.
SPACE = 0.2
# A line is set wide if it has so many spaces between Hanzi, and so many of its Hanzi have one; a
# space that is so much wider than the others parts words.
FEWEST = 4
MOSTLY = 0.6
WIDER = 1.4
# A page has columns if for this share of its pieces another one stands beside.
BESIDE = 0.3
# A page of a newspaper has 10,000.
MAX_CHARACTERS = 200_000
_ENDS = (0x0A, 0x0D)
# pdfium's mark for a hyphen at a line end that joins a word.
_SOFT_HYPHEN = 0xFFFE


@dataclass(slots=True)
class Piece:
    """Words that the file draws one after another, and their box in points from the lower left."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> float:
        """The height of its middle line."""
        return (self.bottom + self.top) / 2

    def beside(self, other: Piece) -> bool:
        """Whether two pieces stand on one line."""
        height = min(self.top - self.bottom, other.top - other.bottom)
        return abs(self.middle - other.middle) <= SAME_LINE * height


def pieces_of(text_page: Any, turned: int = 0) -> list[Piece]:
    """The pieces of a page's text in the order of the file. ``turned``: by how many quarters the
    page is shown turned clockwise. Raises Unreadable for more than a page can have."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count > MAX_CHARACTERS:
        raise Unreadable("too-long")
    codes = [pdfium.FPDFText_GetUnicode(text_page, place) for place in range(count)]
    # A page that is set wide as a whole has lines too short to tell.
    wide = _spread(text_page, codes, 0, count)
    pieces = []
    start = 0
    for place in [*(at for at, code in enumerate(codes) if code in _ENDS), count]:
        spread = wide or _spread(text_page, codes, start, place)
        piece = _piece(text_page, codes, range(start, place), spread, turned)
        if piece is not None:
            pieces.append(piece)
        start = place + 1
    return pieces


def _piece(
    text_page: Any, codes: list[int], places: range, dropped: set[int], turned: int
) -> Piece | None:
    """The piece of the characters at these places; its box reaches from the first to the last."""
    text = _signs([codes[at] for at in places if at not in dropped])
    seen = [at for at in places if not chr(codes[at]).isspace()]
    boxes = (
        [box for at in (seen[0], seen[-1]) if (box := _box(text_page, at, turned))] if seen else []
    )
    if not text.strip() or not boxes:
        return None
    left, bottom, right, top = zip(*boxes, strict=True)
    return Piece(text, min(left), min(bottom), max(right), max(top))


def _spread(text_page: Any, codes: list[int], start: int, end: int) -> set[int]:
    """The spaces that stand for nothing but a line's wide setting: the file has none there, most of
    the line's Hanzi have one between them, and they are all as wide."""
    inside = range(start + 1, end - 1)
    spaced = [
        at
        for at in inside
        if codes[at] == 0x20 and _is_hanzi(codes[at - 1]) and _is_hanzi(codes[at + 1])
    ]
    together = sum(_is_hanzi(codes[at - 1]) and _is_hanzi(codes[at]) for at in inside)
    if len(spaced) < FEWEST or len(spaced) < MOSTLY * (len(spaced) + together):
        return set()
    gaps = {at: _between(text_page, at) for at in spaced}
    usual = statistics.median(gaps.values())
    return {
        at
        for at, gap in gaps.items()
        if gap <= WIDER * usual and pdfium.FPDFText_IsGenerated(text_page, at) == 1
    }


def _between(text_page: Any, at: int) -> float:
    """How far the signs on both sides of a space are from each other."""
    before, after = _box(text_page, at - 1, 0), _box(text_page, at + 1, 0)
    if before is None or after is None:
        return math.inf
    return max(
        after[0] - before[2], before[0] - after[2], after[1] - before[3], before[1] - after[3]
    )


def _is_hanzi(code: int) -> bool:
    """Hanzi and the punctuation between them."""
    return 0x3001 <= code <= 0x9FFF or 0xFF00 <= code <= 0xFF60


def _signs(codes: list[int]) -> str:
    """The characters; those beyond the first plane come as two surrogates."""
    text = "".join("-" if code == _SOFT_HYPHEN else chr(code) for code in codes)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _box(text_page: Any, place: int, turned: int) -> tuple[float, float, float, float] | None:
    """Left, bottom, right, top of the sign's whole square, not of its ink: so a comma stands as high
    as a letter."""
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(text_page, place, ctypes.byref(box)):
        return None
    if turned == 1:
        return box.bottom, -box.right, box.top, -box.left
    if turned == 2:
        return -box.right, -box.top, -box.left, -box.bottom
    if turned == 3:
        return -box.top, box.left, -box.bottom, box.right
    return box.left, box.bottom, box.right, box.top


def in_order(pieces: list[Piece]) -> list[str]:
    """Lines from top to bottom. On a page of columns the file's own order is kept, which goes down
    one column after another; only what it draws first though it stands at the foot goes last."""
    if _has_columns(pieces):
        return [piece.text.strip() for piece in _foot_last(pieces)]
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: -one.middle):
        if rows and rows[-1][0].beside(piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_joined(sorted(row, key=lambda one: one.left)) for row in rows]


def _joined(row: list[Piece]) -> str:
    """The words of one line; a space where the page has one."""
    text = row[0].text.strip()
    for before, piece in pairwise(row):
        gap = piece.left - before.right
        text += (" " if gap > SPACE * (piece.top - piece.bottom) else "") + piece.text.strip()
    return text


def _has_columns(pieces: list[Piece]) -> bool:
    """Whether many lines stand beside others that the file draws at another time: the pieces of a
    table's row are drawn one after another, those of two columns are not."""
    ordered = sorted(enumerate(pieces), key=lambda one: -one[1].middle)
    apart = sum(
        abs(first - second) > 1 and one.beside(other) and _gap(one, other) > one.top - one.bottom
        for (first, one), (second, other) in pairwise(ordered)
    )
    return apart > BESIDE * len(pieces)


def _gap(one: Piece, other: Piece) -> float:
    return max(one.left, other.left) - min(one.right, other.right)


def _foot_last(pieces: list[Piece]) -> list[Piece]:
    lowest = min((one.bottom for one in pieces), default=0.0)
    count = 0
    while count < len(pieces) and pieces[count].bottom <= lowest:
        count += 1
    return pieces[count:] + pieces[:count]
