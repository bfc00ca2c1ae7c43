"""Numbers as addresses print them."""

from __future__ import annotations

import re
from functools import lru_cache

from app.core.citations.values import Number
from app.core.text.numerals import parse_numeral

_LETTER = re.compile(r"(?:[a-z]|[ivx]{2,5})(?=\))|[a-z]$")
_ROMAN = {"i": 1, "v": 5, "x": 10}
_PARTS = re.compile(r"[0-9]+|[^0-9.()/\s之第条條款项項目点點章节節编編篇部分\-]+")


@lru_cache(maxsize=4096)
def numeral(written: str) -> int | None:
    """十五, 1 5, （三） without their brackets and breaks; None where it is no numeral."""
    return parse_numeral("".join(written.split()).strip("()"))


def letter_number(letter: str) -> int:
    """a is 1, b is 2; ii is 2, iv is 4, while i, v and x alone are letters."""
    if len(letter) == 1:
        return ord(letter) - ord("a") + 1
    values = [_ROMAN[one] for one in letter]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def of_address(component: str) -> Number:
    """The number in the last component of an address: 第十五条 (15,), 款2 (2,), -1 (1,), 4.2 (4, 2),
    b) (2,).

    Empty for a component without a number (序言).
    """
    printed = component.partition("#")[0].lstrip("附件录表")
    if letter := _LETTER.match(printed.lstrip("(")):
        return (letter_number(letter[0]),)
    found = [numeral(part) for part in _PARTS.findall(printed)]
    return tuple(number for number in found if number is not None)
