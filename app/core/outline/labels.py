"""Reading the label at the start of a line."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from app.core.outline.styles import (
    ANNEX,
    ARTICLE,
    BRACKETED,
    CHINESE,
    DASH,
    DECIMAL_NAMES,
    DECIMALS,
    LETTERED,
    LETTERED_NAMES,
    POINT,
    ROMAN,
    SPACED,
    STYLES,
    Style,
)
from app.core.text.numerals import CHINESE_NUMERALS, parse_numeral
from app.core.text.width import to_half_width

# The longest label with what decides about it.
LABEL_WINDOW = 64


class Label(NamedTuple):
    """A label found at the start of a line: its style, number (with a sub-number: 第三条之一),
    step of the address, and extent in the line."""

    style: Style
    number: int
    sub: int
    step: str
    printed: str
    length: int


_ROMAN = {
    printed: number
    for number, printed in enumerate(
        [
            "i",
            "ii",
            "iii",
            "iv",
            "v",
            "vi",
            "vii",
            "viii",
            "ix",
            "x",
            "xi",
            "xii",
            "xiii",
            "xiv",
            "xv",
            "xvi",
            "xvii",
            "xviii",
            "xix",
            "xx",
        ],
        start=1,
    )
}
# Most lines are text: their first character says so.
_FIRST: dict[str, tuple[Style, ...]] = {}
# These are decided by the end of a short line as well; for the others so much is enough.
_SHORT_WINDOW = 28
_LONG = frozenset("附0123456789０１２３４５６７８９")
_SUB = re.compile(r"[ \t]?[-—–－][ \t]?")


# Of the labels 第…X the sign says which it is.
_SIGN = re.compile("第[^条條章节節编編篇部分款目\\n]{1,16}([条條章节節编編篇部分款目])")


def _first_characters() -> None:
    groups: tuple[tuple[str, list[Style]], ...] = (
        ("第", []),
        (CHINESE_NUMERALS, [CHINESE, BRACKETED]),
        ("(（", [BRACKETED, *_named("(1)", "(a)", "(i)")]),
        (
            "0123456789０１２３４５６７８９",
            [*reversed(DECIMALS), POINT, SPACED, *_named("1)")],
        ),
        ("abcdefghijklmnopqrstuvwxyzａｂｃｄｅｆｇ", _named("a)")),
        ("".join(map(chr, range(0x2488, 0x249C))), _named("⒈")),
        ("".join(map(chr, range(0x2474, 0x2488))), _named("⑴")),
        ("".join(map(chr, range(0x3220, 0x322A))), _named("㈠")),
        ("".join(map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260)))), _named("①")),
        ("ABCDEFGHＡＢＣＤ", list(reversed(LETTERED))),
        ("-－—–•·●▪■◆", [DASH]),
        ("附", [ANNEX]),
    )
    for characters, styles in groups:
        for character in characters:
            _FIRST[character] = tuple(styles)


def _named(*names: str) -> list[Style]:
    return [style for style in STYLES if style.name in names]


_first_characters()
_BY_SIGN: dict[str, tuple[Style, ...]] = {
    sign: tuple(_named(*names))
    for signs, *names in (
        ("条條", "条"),
        ("章", "章"),
        ("节節", "节"),
        ("编編篇", "编"),
        ("分", "分编", "分部"),
        ("部", "部分", "部"),
        ("款", "款"),
        ("目", "目"),
    )
    for sign in signs
}


def read_label(text: str) -> Label | None:
    """The label at the start of a line (without leading white space), if there is one."""
    styles = _FIRST.get(text[0])
    if styles is None:
        return None
    plain = _PLAIN.match(text)
    if plain is not None:
        return _plain(plain[0])
    if text[0] == "第":
        sign = _SIGN.match(text)
        if sign is None:
            return None
        styles = _BY_SIGN[sign[1]]
    long = text[0] in _LONG or styles[0].heads
    half = to_half_width(text[: LABEL_WINDOW if long else _SHORT_WINDOW])
    for style in styles:
        match = style.pattern.match(half)
        if match:
            label = _label(style, match)
            if label is not None:
                return label
    return None


# Most labels by far are written so; they need no other width and no second look.
_PLAIN = re.compile(
    r"第[一二三四五六七八九十百千零]{1,8}条(?=[ \u3000]+[^ \u3000之])"
    r"|（[一二三四五六七八九十]{1,3}）(?![ \u3000条条款项項、.．])"
)


@lru_cache(maxsize=4096)
def _plain(printed: str) -> Label | None:
    """The label of what ``_PLAIN`` found: the same for the same printed words."""
    style, step = (ARTICLE, printed) if printed[0] == "第" else (BRACKETED, f"({printed[1:-1]})")
    number = parse_numeral(printed[1:-1])
    return Label(style, number, 0, step, step, len(printed)) if number is not None else None


def as_roman(label: Label) -> Label:
    """(i) as the first of Roman numbers and not as the letter behind (h)."""
    return label._replace(style=ROMAN, number=_ROMAN[label.step.strip("()")])


def starts_with_label(text: str) -> bool:
    """Whether a line starts with what may be a label."""
    return read_label(text) is not None


def _label(style: Style, match: re.Match[str]) -> Label | None:
    printed = match[0].rstrip()
    if style is DASH:
        return Label(style, 0, 0, "", printed, match.end())
    if style is ANNEX:
        printed_number = match[1] or ""
        letter = (
            ord(printed_number) - 64 if printed_number.isascii() and printed_number.isalpha() else 0
        )
        value = letter or parse_numeral(printed_number) or 0
        return Label(style, value, 0, _squeeze(match[0]).rstrip(":."), printed, match.end())
    if style is ROMAN:
        value = _ROMAN.get(match[1], 0)
        step = _squeeze(printed)
        return Label(style, value, 0, step, printed, match.end()) if value else None
    if style.name in ("a)", "(a)"):
        return Label(style, ord(match[1]) - 96, 0, _squeeze(printed), printed, match.end())
    behind = match[2] if match.re.groups > 1 else None
    number, sub, step = _parts(style.name, printed, match[1], behind)
    return None if number is None else Label(style, number, sub, step, printed, match.end())


@lru_cache(maxsize=4096)
def _parts(name: str, printed: str, inner: str, behind: str | None) -> tuple[int | None, int, str]:
    """Number, what stands behind it, and step: 第三条之一 is 3, 1; 第7-1条 is 7, 1; 4.2 is 2, 0."""
    if name in DECIMAL_NAMES or name in LETTERED_NAMES:
        inner_number = inner.rpartition(".")[2]
    else:
        inner_number, *rest = _SUB.split(inner, maxsplit=1)
        behind = rest[0] if rest else behind
    number = parse_numeral(inner_number)
    sub = (parse_numeral(behind) or 0) if behind else 0
    return number, sub, _step(name, printed, inner, number) if number is not None else ""


_STEPS: dict[str, Callable[[str, int], str]] = {
    "一、": lambda inner, number: inner,
    "(一)": lambda inner, number: f"({inner})",
    "㈠": lambda inner, number: f"({'一二三四五六七八九十'[number - 1]})",
    "1.": lambda inner, number: inner,
    "1": lambda inner, number: inner,
    "⒈": lambda inner, number: str(number),
    "(1)": lambda inner, number: f"({inner})",
    "⑴": lambda inner, number: f"({number})",
    "1)": lambda inner, number: f"{inner})",
    "①": lambda inner, number: inner,
} | {style.name: lambda inner, number: inner for style in (*DECIMALS, *LETTERED)}


def _step(name: str, printed: str, inner: str, number: int) -> str:
    """The label's part of the address: half width, no inner space, no punctuation behind."""
    make = _STEPS.get(name)
    if make is not None:
        return make(_squeeze(inner), number)
    return _squeeze(printed).rstrip("、:.")


def _squeeze(text: str) -> str:
    return "".join(text.split())
