"""Lists and ranges of numbers: 3、5至7条, 4.2.1至4.2.3, 7-1."""

from __future__ import annotations

import re

from app.core.citations import grammar
from app.core.citations.numbers import numeral
from app.core.citations.values import Number

_LONGEST_RANGE = 100
RANGE = re.compile(r"[至到—–~―-]|to")
ITEM = re.compile(rf"({grammar.NUM})(?:之({grammar.NUM}))?")


def numbers_in(written: str) -> list[Number]:
    """3、5至7 is 3, 5, 6, 7. A range that runs backwards (7-1) is a number with a sub-number."""
    numbers: list[Number] = []
    end = 0
    for found in ITEM.finditer(written):
        number = (numeral(found[1]) or 0,) + ((numeral(found[2]) or 0,) if found[2] else ())
        runs = bool(numbers) and bool(RANGE.search(written, end, found.start()))
        end = found.end()
        if runs and number[0] <= numbers[-1][0]:
            numbers[-1] += number
        elif runs:
            numbers += between(numbers[-1], number)
        else:
            numbers.append(number)
    return numbers


def between(first: Number, last: Number) -> list[Number]:
    """The numbers after ``first`` up to ``last``; only ``last`` where they are too many.

    4.2.1 to 4.2.3 counts in the last place, 第十条 to 第十二条之一 in the first.
    """
    stem = first[:-1] if len(first) == len(last) and first[:-1] == last[:-1] else ()
    low, high = (first[-1], last[-1]) if stem else (first[0], last[0])
    if high > low + _LONGEST_RANGE:
        return [last]
    # 第十二条 itself stands before 第十二条之一.
    high += not stem and len(last) > 1 and high > low
    return [(*stem, number) for number in range(low + 1, high)] + [last]
