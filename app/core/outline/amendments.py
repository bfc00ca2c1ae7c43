"""What an amendment's change touches: 将第八条修改为：“…”, 删去第七条, 增加一条，作为第八条."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.core.outline.quotes import INSTRUCTION
from app.core.outline.values import Kind
from app.core.text.numerals import CHINESE_NUMERALS, parse_numeral, to_chinese

_NUMBER = rf"(?:[0-9]{{1,4}}|[{CHINESE_NUMERALS}]{{1,8}})"
_ARTICLE = re.compile(
    rf"第[（(]?({_NUMBER})[)）]?[条條](?:之({_NUMBER}))?(至|到)?(第?[^，。；“”]{{0,12}}?[之以]?[后前]增加)?"
)
_CHANGE = re.compile(r"修改|改为|修正為|删[去除]|刪除|增加|新增|作为|修正|合并|移至|调整|增补")
# 增加一章，作为第三章：, 增加两条：
_NEW_ONES = re.compile(
    r"(?:增加|新增|增設)[一二两三四五六七八九十]{1,3}(?:章|节|節|条|條)[^第条條]{0,12}(?:第[^条條]{1,6}[章节節])?[:：]$"
)
_QUOTED = re.compile(r"“[^”]*(?:”|$)")
_HEAD = 400
_LONGEST_RANGE = 30
_CELLS = 6
_MOST = 10_000
# What an amendment numbers its changes by.
CHANGES: tuple[Kind, ...] = ("part", "section", "point", "item")


def aliases_of(kind: Kind, words: str, below: Sequence[str] = ()) -> tuple[str, ...]:
    """The articles that a change touches, as people cite them (``第八条``, ``第八条之一``); none for
    a text that is no change. A new article counts by its new number, not by the one before it; a
    new chapter has the articles that are quoted in the lines ``below``.

    A row of a comparison table touches the articles that its cells begin with.
    """
    if kind in CHANGES and below and _NEW_ONES.match(words):
        new = (_ARTICLE.match(line, 1) for line in below if line[0] in "“「")
        return tuple(dict.fromkeys(_print(match) for match in new if match))
    if kind not in CHANGES or not ("条" in words[:_HEAD] or "條" in words[:_HEAD]):
        return ()
    if "\t" in words[:_HEAD]:
        cells = (cell.lstrip() for cell in words.split("\t")[:_CELLS])
        rows = [_ARTICLE.match(cell) for cell in cells]
        return tuple(dict.fromkeys(_print(match) for match in rows if match and not match[4]))
    head = _QUOTED.sub("", words[:_HEAD])
    if not (INSTRUCTION.match(head) or _is_change(head)):
        return ()
    found: dict[str, None] = {}
    begin: int | None = None
    placed = "作为" in head
    for match in _ARTICLE.finditer(head):
        number = parse_numeral(match[1])
        if number is None or number >= _MOST or (match[4] and placed):
            continue
        if begin is not None and begin < number <= begin + _LONGEST_RANGE:
            found |= {f"第{to_chinese(one)}条": None for one in range(begin + 1, number)}
        begin = number if match[3] else None
        found[_print(match)] = None
    return tuple(found)


def _print(match: re.Match[str]) -> str:
    number, behind = parse_numeral(match[1]) or 0, parse_numeral(match[2] or "")
    return f"第{_chinese(number)}条" + (f"之{_chinese(behind)}" if behind else "")


def _chinese(number: int) -> str:
    return to_chinese(number) if number < _MOST else str(number)


def _is_change(head: str) -> bool:
    """Whether a sentence says right after its article that this is changed."""
    match = re.match(r"(?:将|把|对|在)?[^，。；]{0,20}?第", head)
    first = re.split(r"[。；]", head, maxsplit=1)[0]
    return match is not None and _CHANGE.search(first) is not None
