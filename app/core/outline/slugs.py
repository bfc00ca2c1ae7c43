"""The part of a permanent web address that names a clause: lower-case ASCII from its address."""

from __future__ import annotations

import re
from functools import lru_cache

from app.core.text.numerals import parse_numeral

PREAMBLE_ADDRESS = "序言"
LONGEST = 120
_NAMED = {PREAMBLE_ADDRESS: "preamble", "附则": "final", "前言": "foreword", "总则": "general"}
_LETTERS = {
    "部分": "r",
    "编": "v",
    "編": "v",
    "章": "c",
    "节": "s",
    "節": "s",
    "条": "a",
    "條": "a",
    "款": "p",
    "目": "o",
    "附": "x",
}


class Slugs:
    """Makes slugs that are all different."""

    def __init__(self) -> None:
        self._used: dict[str, int] = {}

    def make(self, above: str, step: str) -> tuple[str, str]:
        """The base and the slug of a clause from its parent's base ("" at the top) and its step."""
        base = f"{above}-{_step(step)}" if above else _step(step)
        if len(base) > LONGEST:
            base = base[:LONGEST]
        if base not in self._used:
            self._used[base] = 1
            return base, base
        number = self._used[base] + 1
        while (slug := f"{base}x{number}") in self._used:
            number += 1
        self._used[base] = number
        self._used.setdefault(slug, 1)
        return base, slug


@lru_cache(maxsize=4096)
def _step(step: str) -> str:
    """One step: 三 → 3, (一) → 1, -2 → d2, 第十五条之一 → a15-1, 款2 → p2, 三#2 → 3x2."""
    step, _, again = step.partition("#")
    made = _NAMED.get(step) or _numbered(step)
    return f"{made}x{again}" if again else made


def _numbered(step: str) -> str:
    if step.startswith("-") and step[1:].isdigit():
        return "d" + step[1:]
    inner = step.strip("()")
    if len(inner) == 1 and inner.isascii() and inner.isalpha():
        return inner.lower()
    value = parse_numeral(inner)
    if value is not None:
        return str(value)
    if re.fullmatch(r"[0-9.]+", inner):
        return inner.replace(".", "_")
    for sign, letter in _LETTERS.items():
        if sign in step:
            numbers = [
                parse_numeral(part)
                for part in re.split(
                    r"第|部分|分?[编編]|[章节節条條款目之]|附[件录錄表]?|[-—]", step
                )
                if part
            ]
            found = "-".join(str(number) for number in numbers if number is not None)
            return letter + found
    return "n" + "".join(f"{ord(sign):x}" for sign in step[:6])
