"""A comment as it is read for its demands: pieces, what each asks, what its lists count."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from app.core.clustering.enumerations import listings
from app.core.clustering.pieces import Piece, pieces
from app.core.clustering.requests import asks, asks_openly, tells


@dataclass(frozen=True)
class Sentence:
    """``asks`` of its pieces at most; ``start`` and ``end`` in the text."""

    start: int
    end: int
    asks: int


class Reading:
    """A comment as its pieces, what each asks, and what its lists count."""

    def __init__(self, text: str, most: int) -> None:
        self.text = text
        self.pieces = pieces(text, most)
        self.asks = [asks(text[one.start : one.end]) for one in self.pieces]
        self.openly = [asks_openly(text[one.start : one.end]) for one in self.pieces]
        self.tells = [tells(text[one.start : one.end]) for one in self.pieces]
        self._listed()

    @cached_property
    def sentences(self) -> list[Sentence]:
        found: list[Sentence] = []
        for one, level in zip(self.pieces, self.asks, strict=True):
            if one.sentence == len(found):
                found.append(Sentence(one.start, one.end, level))
            else:
                found[-1] = Sentence(found[-1].start, one.end, max(found[-1].asks, level))
        return found

    def _listed(self) -> None:
        """Numbers of the pieces that begin an item of requests, stand in one, and so on."""
        self.items: set[int] = set()
        self.in_item: set[int] = set()
        self.grounds: set[int] = set()
        self.first_ground: set[int] = set()
        self.may_begin: set[int] = {0}
        for one in listings(self.text):
            for at, piece in enumerate(self.pieces):
                begin = piece.start + self._indent(piece)
                sign = any(begin - 1 <= start <= begin + 1 < piece.end for start in one.starts)
                if one.requests and sign:
                    self.items.add(at)
                elif one.requests and one.starts[0] < piece.start < one.end:
                    self.in_item.add(at)
                elif not one.requests and one.starts[0] <= begin < one.end:
                    first = begin == one.starts[0]
                    (self.first_ground if first else self.grounds).add(at)
                    if first and one.headings:
                        self.may_begin.add(at)
        for of in (self.in_item, self.grounds, self.first_ground):
            of -= self.items
        self.may_begin |= set(range(len(self.pieces))) - self.grounds - self.first_ground

    def _indent(self, piece: Piece) -> int:
        part = self.text[piece.start : piece.end]
        return len(part) - len(part.lstrip())
