"""Word's number formats (ECMA-376 part 1, 17.18.59 ST_NumberFormat): how a count is printed."""

from __future__ import annotations

from collections.abc import Callable

from app.core.text.numerals import to_chinese

LARGEST = 9999
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_DIGITS = "〇一二三四五六七八九"
_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_LEGAL_TRADITIONAL = str.maketrans("零一二三四五六七八九十百千", "零壹貳參肆伍陸柒捌玖拾佰仟")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def print_number(number: int, style: str) -> str:
    """A count as the format prints it; decimal where a format is unknown or has no such number.

    >>> print_number(21, "chineseCounting"), print_number(3, "decimalEnclosedCircle")
    ('二十一', '③')
    """
    if not 0 < number <= LARGEST:
        return "" if style == "none" else str(number)
    return _FORMATS.get(style, str)(number)


def _chinese_counting(number: int) -> str:
    """Zeros inside are circles: 一百〇一."""
    return to_chinese(number).replace("零", "〇")


def _digits(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _japanese(number: int) -> str:
    """As spoken: 百一, no 一 before 十, 百 and 千, no sign for a zero."""
    text = to_chinese(number).replace("零", "")
    for unit in "十百千":
        text = text.replace("一" + unit, unit)
    return text


def _roman(number: int) -> str:
    out = ""
    for worth, sign in _ROMAN:
        count, number = divmod(number, worth)
        out += sign * count
    return out


def _letters(number: int) -> str:
    """a to z, then aa, bb: the letter is repeated."""
    turns, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * min(turns + 1, 30)


def _from_run(first: int, count: int) -> Callable[[int], str]:
    """Signs that follow each other in Unicode; decimal beyond the last."""
    return lambda number: chr(first + number - 1) if number <= count else str(number)


def _circled(number: int) -> str:
    if number > 20:
        first, last = (0x3251 - 21, 35) if number <= 35 else (0x32B1 - 36, 50)
        return chr(first + number) if number <= last else str(number)
    return chr(0x2460 + number - 1)


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if number <= len(signs) else str(number)


def _legal(signs: dict[int, int]) -> Callable[[int], str]:
    """Signs that cannot be changed into others; ten is 壹拾."""

    def printed(number: int) -> str:
        text = to_chinese(number)
        return ("一" + text if text.startswith("十") else text).translate(signs)

    return printed


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "bullet": lambda _: "",
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _from_run(0x2488, 20),
    "decimalEnclosedParen": _from_run(0x2474, 20),
    "ideographEnclosedCircle": _from_run(0x3220, 10),
    "chineseCounting": _chinese_counting,
    "chineseCountingThousand": to_chinese,
    "taiwaneseCounting": _chinese_counting,
    "taiwaneseCountingThousand": to_chinese,
    "japaneseCounting": _japanese,
    "koreanCounting": to_chinese,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "koreanDigital2": _digits,
    "chineseLegalSimplified": _legal(_LEGAL),
    "ideographLegalTraditional": _legal(_LEGAL_TRADITIONAL),
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
}
