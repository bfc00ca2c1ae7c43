"""Counting a Word document's numbered paragraphs in their order, as Word does when it prints."""

from __future__ import annotations

from app.files.word.numbering import LEVELS, Level, Numbering, compose
from app.files.word.styles import Styles


class Counter:
    """Labels for paragraphs, asked for in the order of the document.

    Lists of one definition share its counts; a list that asks to start anew does so when it is
    first met. A level is set back when one above it counts on. A level that was passed over counts
    as begun (Word shows 1.1 for a heading 2 in front of every heading 1, then 2).
    """

    def __init__(self, numbering: Numbering, styles: Styles) -> None:
        self._numbering = numbering
        self._styles = styles
        self._counts: dict[str, list[int | None]] = {}
        self._met: set[tuple[str, int]] = set()

    def label(self, style: str | None, number: str | None, level: int | None) -> str:
        """The label of the next paragraph, which has this style and, itself, this list and level.

        Empty for a paragraph without number.
        """
        found = self._place(style, number, level)
        if found is None:
            return ""
        number, level = found
        definition, starts, _ = self._numbering.nums[number]
        definition = self._real(definition)
        levels = self._levels(number)
        counts = self._counts.setdefault(definition, [None] * LEVELS)
        self._count(number, starts, counts, levels, level)
        shown = [_begun(count, levels, place) for place, count in enumerate(counts)]
        return compose(levels, level, shown)

    def _count(
        self,
        number: str,
        starts: dict[int, int],
        counts: list[int | None],
        levels: dict[int, Level],
        level: int,
    ) -> None:
        for place in range(level):
            if counts[place] is None:
                counts[place] = _begun(None, levels, place)
        before = counts[level]
        if level in starts and (number, level) not in self._met:
            counts[level] = starts[level]
        elif before is None:
            counts[level] = _begun(None, levels, level)
        else:
            counts[level] = before + 1
        self._met.add((number, level))
        for place in range(level + 1, LEVELS):
            restart = levels.get(place, Level()).restart
            if restart is None or level < restart:
                counts[place] = None

    def _place(
        self, style: str | None, number: str | None, level: int | None
    ) -> tuple[str, int] | None:
        """The list and level of a paragraph: its own, else its style's."""
        own = number is not None
        style_number, style_level = self._styles.numbering(style)
        number = number if own else style_number
        if number is None or number not in self._numbering.nums:
            return None
        if level is None and not own:
            level = style_level
        if level is None:
            level = self._linked_level(number, style) or 0
        return number, min(max(level, 0), LEVELS - 1)

    def _linked_level(self, number: str, style: str | None) -> int | None:
        """The level that a list's definition gives to a paragraph style."""
        chain = self._styles.chain(style)
        for level, one in self._levels(number).items():
            if one.paragraph_style in chain:
                return level
        return None

    def _levels(self, number: str) -> dict[int, Level]:
        definition, _, own = self._numbering.nums[number]
        return self._numbering.definitions.get(self._real(definition), {}) | own

    def _real(self, definition: str) -> str:
        """A definition may only name a list style, whose own list is meant."""
        for _ in range(LEVELS):
            link = self._numbering.style_links.get(definition)
            number = self._styles.numbering(link)[0] if link else None
            if number not in self._numbering.nums or self._numbering.definitions.get(definition):
                break
            definition = self._numbering.nums[number][0]
        return definition


def _begun(count: int | None, levels: dict[int, Level], level: int) -> int:
    return levels.get(level, Level()).start if count is None else count
