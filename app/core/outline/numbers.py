"""Whether a label's number can follow: what is far off is a number in a text, not a label."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.outline.labels import Label
from app.core.outline.lines import Line
from app.core.outline.nodes import Node
from app.core.outline.styles import ARTICLE, DECIMAL_NAMES
from app.core.outline.values import Doubt

# A number this far ahead is more likely a quantity at the start of a wrapped line.
FARTHEST_SKIP = 5
# An article's label that stands so is one whatever its number is: an excerpt skips many.
_SURE_BEHIND = " \t\u3000【[〔（(、:："


class Numbers:
    """What was counted so far in a region."""

    def __init__(self, doubts: list[Doubt]) -> None:
        self._doubts = doubts
        self._last: dict[str, tuple[int, int]] = {}
        self._decimals: dict[int, tuple[int, ...]] = {}

    def note(self, label: Label) -> None:
        """A label was taken."""
        name = label.style.name
        self._last[name] = (label.number, label.sub)
        if name in DECIMAL_NAMES:
            path = tuple(map(int, label.step.split(".")))
            self._decimals[len(path)] = path
        elif name in ("1", "1."):
            self._decimals[1] = (label.number,)

    def fits(self, label: Label, line: Line, opened: Sequence[Node]) -> bool:
        """Whether the label counts; skipped, doubled and refused numbers are noted as doubts."""
        style = label.style
        if not style.ordered:
            return True
        if style.name in DECIMAL_NAMES:
            return self._decimal_fits(label, line)
        last = self._last.get(style.name)
        if last is not None and label.number == last[0] + 1 and not label.sub:
            return True
        number = (label.number, label.sub)
        if label.number == 1 and not label.sub:
            if style is ARTICLE and last == (1, 0):
                self._doubt("number-doubled", label, line)
            return True
        if last is not None and number == (last[0], last[1] + 1):
            return True
        open_number = next((one.number for one in opened if one.style == style.name), None)
        if open_number is not None and number == (open_number + 1, 0):
            return True
        return self._odd_fits(label, line, last, open_number)

    def _odd_fits(
        self, label: Label, line: Line, last: tuple[int, int] | None, open_number: int | None
    ) -> bool:
        style, before = label.style, last[0] if last else 0
        behind = line.text[label.length : label.length + 1]
        sure = style is ARTICLE and (
            not behind or behind in _SURE_BEHIND or label.printed[-1] in "、:"
        )
        if label.sub and label.number == before:
            self._doubt("number-skipped", label, line)
            return True
        if style is ARTICLE and last is None:
            if label.number > 1:
                self._doubt("number-skipped", label, line)
            return True
        near = before if style is ARTICLE else open_number or 0
        if label.number == near:
            self._doubt("number-doubled", label, line)
            return True
        skip = label.number - near
        if (
            0 < skip <= FARTHEST_SKIP
            or 0 < label.number - before <= FARTHEST_SKIP
            or (sure and skip > 0)
        ):
            self._doubt("number-skipped", label, line)
            return True
        self._doubt("label-out-of-order", label, line)
        return False

    def _decimal_fits(self, label: Label, line: Line) -> bool:
        """4.2.1 counts below 4.2, or behind 4.2.0 or 4.1.9; not where 4.2 never came."""
        path = tuple(map(int, label.step.split(".")))
        last = self._decimals.get(len(path))
        above = self._decimals.get(len(path) - 1)
        if above is not None and above == path[:-1]:
            fits = last is None or last[:-1] != path[:-1] or path[-1] > last[-1]
            return fits or self._refuse(label, line)
        if last is not None:
            rises = path > last and all(
                b - a <= FARTHEST_SKIP for a, b in zip(last, path, strict=True)
            )
            return rises or path[-1] == 1 or self._refuse(label, line)
        return path[-1] == 1 or self._refuse(label, line)

    def _refuse(self, label: Label, line: Line) -> bool:
        self._doubt("label-out-of-order", label, line)
        return False

    def _doubt(self, code: str, label: Label, line: Line) -> None:
        self._doubts.append(Doubt(code, line.start, label.printed))
