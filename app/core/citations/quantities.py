"""Times, amounts and counts in a bare text: 15天 says the same as 十五日, 两百块 as 二百元."""

from __future__ import annotations

import re
from functools import lru_cache

from app.core.text.numerals import parse_numeral

_HAN = "零一二三四五六七八九十百千万两"
_UNITS = {
    "d": ("个?工作日", "天", "日"),
    "week": ("周(?!年)", "个?星期"),
    "m": ("个月", "月"),
    "y": ("周?年", "岁"),
    "h": ("个?小时", "个?钟头"),
    "min": ("分钟",),
    "$": ("元", "块"),
    "metre": ("米", "公尺"),
    "people": ("人", "名", "户"),
    "times": ("次", "倍", "起"),
}
_UNIT = "|".join(f"(?P<u{at}>{'|'.join(names)})" for at, names in enumerate(_UNITS.values()))
_QUANTITY = re.compile(
    rf"(?<![第0-9{_HAN}])(?P<hundred>百分之)?(?P<number>[0-9]{{1,7}}|[{_HAN}]{{1,8}})(?P<times>[百千万]?)(?:多|余|来)?(?:{_UNIT})?"
)
_TIMES = {"": 1, "百": 100, "千": 1_000, "万": 10_000}
_LEAST = 10
_MOST = 200
Quantity = tuple[int, str]
"""A value and the sign of its unit, "" for the value whatever it measures."""


@lru_cache(maxsize=8192)
def quantities(words: str) -> frozenset[Quantity]:
    """The quantities of a bare text; a number of two digits or more also without its unit."""
    found: set[Quantity] = set()
    for one in _QUANTITY.finditer(words):
        value = parse_numeral(one["number"])
        if value is None:
            continue
        if one["number"].isascii():
            value *= _TIMES[one["times"]]
        unit = next((sign for at, sign in enumerate(_UNITS) if one[f"u{at}"]), "")
        if unit and value > 1:
            found.add((value, unit))
        if value >= _LEAST:
            found.add((value, ""))
        if len(found) >= _MOST:
            break
    return frozenset(found)
