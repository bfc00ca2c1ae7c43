"""Numbers as drafts and letters print them: 15, １５, 十五, 一百零三, ⑮, ⑶, ⒉."""

from __future__ import annotations

from functools import lru_cache

from app.core.text.width import to_half_width

_DIGITS = {"〇": 0, "零": 0, "○": 0} | {
    character: value
    for value, characters in enumerate(
        ("一壹", "二贰两貳", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖"), start=1
    )
    for character in characters
}
_UNITS = {
    "十": 10,
    "拾": 10,
    "百": 100,
    "佰": 100,
    "千": 1000,
    "仟": 1000,
    "万": 10_000,
    "萬": 10_000,
}
_TENS = {"廿": 20, "卅": 30}
CHINESE_NUMERALS = "".join((*_DIGITS, *_UNITS, *_TENS))
# (first code point, first value, how many): circled, bracketed, with a full stop, Chinese in brackets.
_RANGES = (
    (0x2460, 1, 20),
    (0x3251, 21, 15),
    (0x32B1, 36, 15),
    (0x2474, 1, 20),
    (0x2488, 1, 20),
    (0x2776, 1, 10),
    (0x3220, 1, 10),
    (0x3280, 1, 10),
)
_SIGNS = {
    chr(first + place): value + place for first, value, count in _RANGES for place in range(count)
}
LONGEST = 12


@lru_cache(maxsize=4096)
def parse_numeral(printed: str) -> int | None:
    """The value of a printed number, spaces inside forgiven; None for what is none.

    >>> parse_numeral("二十一"), parse_numeral("１５"), parse_numeral("⑶"), parse_numeral("第")
    (21, 15, 3, None)
    """
    if len(printed) > 4 * LONGEST:
        return None
    text = to_half_width(printed).replace(" ", "").replace("\t", "")
    if not text or len(text) > LONGEST:
        return None
    if text.isascii():
        return int(text) if text.isdigit() else None
    if text in _SIGNS:
        return _SIGNS[text]
    return _parse_chinese(text)


@lru_cache(maxsize=4096)
def to_chinese(number: int) -> str:
    """A number from 0 to 9,999 in Chinese numerals: 十五, 一百零三."""
    if not 0 <= number < 10_000:
        raise ValueError("only 0 to 9,999")
    if number == 0:
        return "零"
    out, pending = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            out += ("零" if pending and out else "") + "零一二三四五六七八九"[digit] + sign
            pending = False
        elif out:
            pending = True
    return out.removeprefix("一") if out.startswith("一十") else out


def _parse_chinese(text: str) -> int | None:
    if not all(sign in _DIGITS or sign in _UNITS or sign in _TENS for sign in text):
        return None
    if len(text) > 1 and all(sign in _DIGITS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    total = section = digit = 0
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _TENS:
            section += _TENS[sign]
        elif _UNITS[sign] == 10_000:
            total, section, digit = total + (section + digit or 1) * 10_000, 0, 0
        else:
            section += (digit or 1) * _UNITS[sign]
            digit = 0
    return total + section + digit
