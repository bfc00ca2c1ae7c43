"""One written form for finding citations, character by character, so that offsets stay true."""

from __future__ import annotations

import re

from app.core.citations.values import Quote
from app.core.text.script import to_simplified
from app.core.text.width import to_half_width

_LIKE = str.maketrans("\u2002\u2003\u2009「」『』｢｣〈〉〇○\r", "   “”‘’“”《》零零\n")

HIDDEN = "\x00"
"""Stands for each character that must not be read as a citation: names of laws, quoted words."""

_TITLE = re.compile(r"《[^《》\n]{1,80}》")
_QUOTED = re.compile(r"“[^“”]{1,600}”|‘[^‘’“”]{1,600}’|\"[^\"\n]{1,300}\"")
_NUMBER_ONLY = re.compile(r"[第零一二三四五六七八九十百0-9()条点款项章节部分\s、.]{1,12}")
# 弟十条, 第1O条, 第l2条, 第二+条: slips of the pen and of the scanner, only inside a citation.
_SLIP = re.compile(
    r"[弟笫苐](?=[0-9零一二三四五六七八九十百]{1,5}[条款项章节点])|第\s?[0-9lIoO|零一二三四五六七八九十百+]{1,5}\s?(?=[条款项章节点])"
)
_HAN = re.compile("[一二三四五六七八九十百]")
_SLIPS = str.maketrans("弟笫苐lIoO|+", "第第第110" + "01十")
_BARE = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Half width, simplified, “ ” for every quotation mark; exactly as long as ``text``."""
    half = to_half_width(text).translate(_LIKE)
    simple = to_simplified(half)
    folded = simple if len(simple) == len(text) else half
    return _SLIP.sub(_mended, folded)


def _mended(slip: re.Match[str]) -> str:
    words = slip[0].translate(_SLIPS)
    return words if words.isascii() or not _HAN.search(words) else words.replace("0", "零")


def bare(text: str) -> str:
    """Letters, Hanzi and digits of a folded text, lower case: how words are compared."""
    return _BARE.sub("", text).lower()


def hide(folded: str) -> tuple[str, tuple[Quote, ...], tuple[Quote, ...]]:
    """The text without the insides of 《》 and quotation marks, then those titles and quotes.

    Of the same length. A quotation that is nothing but a number (“第15条”) stays to be found.
    """
    titles = tuple(_insides(_TITLE, folded))
    shown = _covered(folded, titles)
    quotes = tuple(
        quote for quote in _insides(_QUOTED, folded) if not _NUMBER_ONLY.fullmatch(quote.words)
    )
    return _covered(shown, quotes), titles, quotes


def _insides(pattern: re.Pattern[str], text: str) -> list[Quote]:
    return [
        Quote(found.start() + 1, found.end() - 1, found[0][1:-1])
        for found in pattern.finditer(text)
    ]


def _covered(text: str, spans: tuple[Quote, ...]) -> str:
    parts: list[str] = []
    end = 0
    for span in spans:
        parts.append(text[end : span.start])
        parts.append(HIDDEN * (span.end - span.start))
        end = span.end
    parts.append(text[end:])
    return "".join(parts)
