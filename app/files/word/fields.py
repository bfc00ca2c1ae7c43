"""Word's fields: what of them is printed. Their instructions are not, their results are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

DEEPEST = 50
# Signs set over each other: 带圈字符 is written EQ \o\ac(○,1).
_OVERLAY = re.compile(r"\\o\s*(?:\\a[clr]\s*)?\(\s*([^,()]*)[,;]([^,()]*)\)", re.IGNORECASE)
_CIRCLES = "○〇◯"
_LONGEST = 2000


@dataclass(slots=True)
class Fields:
    """The fields that are open at a place; they may reach over paragraphs and stand in each other.

    ``open``: for each, [its instruction so far, whether its result has begun].
    """

    open: list[tuple[list[str], bool]] = field(default_factory=list)

    def printed(self) -> bool:
        """Whether text at this place is printed: not inside an instruction."""
        return all(result for _, result in self.open)

    def mark(self, kind: str | None) -> str:
        """Begin, separate or end; what a field prints that keeps no result."""
        if kind == "begin" and len(self.open) < DEEPEST:
            self.open.append(([], False))
        elif kind == "separate" and self.open:
            self.open[-1] = (self.open[-1][0], True)
        elif kind == "end" and self.open:
            instruction, result = self.open.pop()
            if not result and self.printed():
                return overlay("".join(instruction))
        return ""

    def instruct(self, text: str) -> None:
        """A piece of an instruction."""
        if self.open and not self.open[-1][1] and len(self.open[-1][0]) < _LONGEST:
            self.open[-1][0].append(text)


def overlay(instruction: str) -> str:
    """The sign that an EQ field draws out of two: ① for a circle and 1; else nothing.

    >>> overlay(r" eq \\o\\ac(○,1) ")
    '①'
    """
    if not instruction.strip().lower().startswith("eq"):
        return ""
    found = _OVERLAY.search(instruction)
    if found is None:
        return ""
    around, sign = found[1].strip(), found[2].strip()
    if around in _CIRCLES and sign.isascii() and sign.isdecimal() and 1 <= int(sign) <= 20:
        return chr(0x2460 + int(sign) - 1)
    return sign if around in _CIRCLES else around + sign
