"""The numbering styles a draft may use, as a table: one row, one style.

Which style stands at which level is found in each document (levels.py); ``rank`` is only what is
usual (GB/T 9704 for official documents: 一、（一）1.（1）; statutes: 编 章 节 条 款 项 目).
Patterns are matched at the first printed character of a line, on its half-width form; every
repetition in them is bounded.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from app.core.outline.values import Kind
from app.core.text.numerals import CHINESE_NUMERALS

_CN = f"[{CHINESE_NUMERALS}]"
_CNS = rf"{_CN}(?:[ \t]?{_CN}){{0,7}}"
_ANY = rf"(?:[0-9]{{1,4}}|{_CNS})"
# After a heading's number: nothing, white space, a mark, or a short line that is no sentence.
_TITLE = r"(?=\s|$|[、:.]|[^,，。;；]{1,40}$)"
# After such words a number at the start of a line is a reference to another clause, no label.
_REFERENCE = (
    r"(?!(?:的|和|与|與|及|至|到|或|规定|規定|所[列称稱规規定]|中[的所规規]|之[规規]定|"
    r"以[上下内外]|第[ \t]?[0-9一二三四五六七八九十]|款|项|項|、[ \t]?第|\)|》|”|修改为|改为))"
)
# A number with a fraction and such a word is a quantity.
_QUANTITY = (
    r"(?![ \t]*(?:[亿億万萬元%‰吨噸米克℃倍]|个(?![人体別别])|项(?!目)|千[瓦克米]|百分|公[里斤顷]|平方|立方|小时"
    r"|[年月日](?=[，。、内前后来的以至到,]|$)))"
)


class Style(NamedTuple):
    """One way to number. ``kind``: outside an article (inside it: ``item`` or ``subitem``);
    ``heads``: it numbers headings, which never stand inside an article."""

    name: str
    pattern: re.Pattern[str]
    rank: int
    kind: Kind
    heads: bool = False
    ordered: bool = True


def _style(
    name: str, pattern: str, rank: int, kind: Kind, *, heads: bool = False, ordered: bool = True
) -> Style:
    return Style(name, re.compile(pattern), rank, kind, heads, ordered)


def _headed(sign: str) -> str:
    return rf"第[ \t]*({_ANY})[ \t]*{sign}(?:[ \t]?之[ \t]?({_ANY}))?{_TITLE}[、:.]?"


ARTICLE = _style(
    "条",
    rf"第[ \t]*({_ANY}(?:[ \t]?[-—–－][ \t]?\d{{1,2}})?)[ \t]*[条條](?:[ \t]?之[ \t]?({_ANY}))?"
    rf"{_REFERENCE}[、:.]?",
    40,
    "article",
)
CHINESE = _style("一、", rf"({_CN}{{1,5}})[ \t]?[、.](?![ \t]?{_CN}{{1,3}}、)(?!\d)", 50, "part")
BRACKETED = _style(
    "(一)", rf"(?:\([ \t]*|(?={_CN}{{1,4}}\)))({_CNS})[ \t]*\)[、.]?(?![条条款项項])", 60, "section"
)
POINT = _style(
    "1.",
    r"([0-9]{1,3})[ \t]*(?:\.(?![ \t]*[0-9])|、(?![ \t]?[0-9]{1,3}[、,]))",
    70,
    "point",
)
SPACED = _style("1", r"([0-9]{1,2})[ \t]+(?=[\u4e00-\u9fff])(?=[^。;；,，]{1,30}$)", 44, "part")
_DECIMAL_KINDS: tuple[Kind, ...] = ("section", "point", "item", "subitem")
DECIMALS = tuple(
    _style(
        "1" + ".1" * dots,
        rf"((?:[0-9]{{1,2}}[ \t]?\.[ \t]?){{{dots}}}[0-9]{{1,2}})(?![0-9]|[.,][0-9]|%){_QUANTITY}\.?",
        44 + dots,
        kind,
    )
    for dots, kind in enumerate(_DECIMAL_KINDS, start=1)
)
LETTERED = tuple(
    _style(
        "A" + ".1" * dots,
        rf"([A-Z](?:[ \t]?\.[ \t]?[0-9]{{1,2}}){{{dots}}})(?![.0-9A-Za-z])",
        44 + dots,
        kind,
    )
    for dots, kind in enumerate(_DECIMAL_KINDS, start=1)
)
DASH = _style("--", r"(?:--+|——|[—–•·●▪■◆])[ \t]*(?=[^\s\-—–])", 99, "dash", ordered=False)
_ANNEX_NUMBER = rf"(?:{_ANY}|[A-Z])(?![A-Za-z0-9])"
ANNEX = _style(
    "附件",
    rf"(?:附[ \t]*[件录錄表][ \t]*({_ANNEX_NUMBER})?(?=[ \t]*[::《.]|[ \t]*$|[ \t]+[^。;；]{{1,48}}$)|"
    r"附(?=[ \t]*[::《]|[ \t]*$))[ \t]*[:.]?",
    1,
    "annex",
    heads=True,
)
LETTER = _style("(a)", r"\([ \t]?([a-z])[ \t]?\)", 82, "subitem")
ROMAN = _style("(i)", r"\([ \t]?([ivx]{1,5})[ \t]?\)", 94, "subitem")
CIRCLED = _style("①", "([①-⑳㉑-㉟])", 88, "subitem")
STYLES: tuple[Style, ...] = (
    _style("部分", _headed("部分"), 5, "part", heads=True),
    _style("部", rf"第[ \t]*({_ANY})[ \t]*部(?=\s|$)", 6, "part", heads=True),
    _style("分部", rf"第[ \t]*({_ANY})[ \t]*分部(?=\s|$)", 22, "subchapter", heads=True),
    _style("分编", _headed("分[编編]"), 12, "part", heads=True),
    _style("编", _headed("[编編篇]"), 10, "part", heads=True),
    _style("章", _headed("章"), 20, "chapter", heads=True),
    _style("节", _headed("[节節]"), 24, "subchapter", heads=True),
    _style(
        "款", rf"第[ \t]*({_ANY})[ \t]*款(?=\s+[^,，。;；]{{1,30}}$)", 28, "subchapter", heads=True
    ),
    _style(
        "目", rf"第[ \t]*({_ANY})[ \t]*目(?=\s+[^,，。;；]{{1,30}}$)", 32, "subchapter", heads=True
    ),
    ARTICLE,
    CHINESE,
    BRACKETED,
    *reversed(DECIMALS),
    POINT,
    _style("⒈", "([⒈-⒛])", 70, "point"),
    SPACED,
    *reversed(LETTERED),
    _style("(1)", r"\([ \t]*([0-9]{1,3})[ \t]*\)[、.]?", 80, "item"),
    _style("⑴", "([⑴-⒇])", 80, "item"),
    _style("㈠", "([㈠-㈩])", 60, "section"),
    _style("1)", r"([0-9]{1,2})\)", 84, "item"),
    CIRCLED,
    _style("a)", r"([a-z])[)](?![a-z])", 82, "subitem"),
    LETTER,
    ROMAN,
    DASH,
    ANNEX,
)
UNNUMBERED = re.compile(
    r"(?:序\s*言|前\s*言|引\s*言|总\s*则|總\s*則|罚\s*则|附\s*则|附\s*則|结\s*语)$"
)
DECIMAL_NAMES = frozenset(style.name for style in DECIMALS)
LETTERED_NAMES = frozenset(style.name for style in LETTERED)
