"""Lists inside a comment, and what they count: requests, or the reasons and events of one.

一是…二是…, 首先…其次…, 1. 2. 3., （一）（二）, 第一第二: the same signs count both. What a list
counts is told by what stands before it (理由有三, 现在的情况是), by how many of its items ask, and
by whether it follows a request that it is the ground for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.core.clustering.requests import SURELY, asks
from app.core.text.numerals import parse_numeral

_NUMERAL = "[一二三四五六七八九十]{1,3}"
# Where an item may begin: at the text's or a line's start, or after a mark.
_EDGE = r"(?:(?<=[\n。！？；;!?：:，,\s])|^)"
_SIGNS = tuple(
    re.compile(_EDGE + sign, re.MULTILINE)
    for sign in (
        r"(\d{1,2})(?:[.．、](?!\d)|[）)])",
        r"[（(](\d{1,2})[）)]",
        "([①-⑳])",
        f"({_NUMERAL})、",
        f"[（(]({_NUMERAL})[）)]",
        f"({_NUMERAL})是(?=.)",
        f"第({_NUMERAL})(?:个|点|条(?:意见|建议))?[，,、：:是]",
        f"其({_NUMERAL})[，,、：:是]",
    )
)
_IN_WORDS = re.compile(_EDGE + "(首先|其次|再次|再者|最后)[，,、：:]?", re.MULTILINE)
_GROUNDS = re.compile(
    "理由|原因|因为|情况|现状|经历|账|体会|表现|好处|现在要|依据|如下事实|难处|问题在于"
)
_HEADING = re.compile(
    r"^[^。，；！？\n]{0,3}(?:现状|背景|基本情况|存在的?问题|问题|理由|原因|依据|建议|意见)\s*$"
)


@dataclass(frozen=True, slots=True)
class Listing:
    """``starts``: where each item begins (its sign); ``end``: where the last one ends.

    ``requests``: whether the items are requests; else they belong to one. ``headings``: whether
    they are the parts of one paper (一、现状 二、理由 三、建议).
    """

    starts: tuple[int, ...]
    end: int
    requests: bool
    headings: bool = False


def listings(text: str) -> list[Listing]:
    """The lists of a text. A list whose item only announces another gives way to that one."""
    found = []
    for run in _runs(text):
        starts = tuple(match.start() for match in run)
        end = _end(text, starts)
        items = [
            text[match.end() : stop] for match, stop in zip(run, (*starts[1:], end), strict=True)
        ]
        headings = sum(bool(_HEADING.match(item.split("\n")[0].strip())) for item in items) > 1
        requests = not headings and _are_requests(text[: starts[0]], items)
        found.append(Listing(starts, end, requests, headings))
    kept = (replace(one, starts=_announcing_none(text, one, found)) for one in found)
    return [one for one in kept if one.starts]


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Signs of one kind whose numbers run from 1 on, two or more."""
    for sign in _SIGNS:
        run: list[re.Match[str]] = []
        for match in sign.finditer(text):
            number = parse_numeral(match[1])
            if number != len(run) + 1:
                yield from _long(run)
                run = []
            if number == len(run) + 1:
                run.append(match)
        yield from _long(run)
    run = []
    for match in _IN_WORDS.finditer(text):
        if match[1] == "首先":
            yield from _long(run)
            run = []
        if run or match[1] == "首先":
            run.append(match)
    yield from _long(run)


def _long(run: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    if len(run) > 1:
        yield run


def _end(text: str, starts: Sequence[int]) -> int:
    """The last item ends with its line if each item begins a line, else with its sentence."""
    lines = all(start == 0 or text[start - 1] == "\n" for start in starts)
    mark = re.compile(r"\n|$" if lines else r"[。！!\n]|$").search(text, starts[-1])
    return mark.end() if mark else len(text)


def _are_requests(before: str, items: Sequence[str]) -> bool:
    levels = [SURELY if re.search("[？?]", item[-3:]) else asks(item) for item in items]
    sure = sum(level == SURELY for level in levels) / len(levels)
    some = sum(level > 0 for level in levels) / len(levels)
    leading = _sentence_before(before)
    if _GROUNDS.search(leading) and sure < 1:
        return False
    if asks(leading) == SURELY and sure < 0.6:
        return False
    return (sure + some) / 2 >= 0.5


def _sentence_before(before: str) -> str:
    if before.endswith("\n"):
        return before.rstrip().rpartition("\n")[2].rpartition("。")[2]
    return re.split(r"[。！？\n]", before.rstrip())[-1]


def _announcing_none(text: str, one: Listing, others: Sequence[Listing]) -> tuple[int, ...]:
    """The starts of ``one``; none if another list stands in it behind a colon of an item."""
    for other in others:
        first = other.starts[0]
        inside = one.starts[0] < first < one.end and other.starts != one.starts
        if inside and re.search(r"[：:]\s*$", text[:first]):
            return ()
    return one.starts
