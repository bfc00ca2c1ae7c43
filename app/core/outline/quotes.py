"""Which lines stand inside a quotation that began on an earlier line: new text that an amendment
quotes is text of the amendment, whatever numbers it has."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.core.outline.labels import Label
from app.core.outline.lines import Line
from app.core.outline.styles import ARTICLE

_MARK = re.compile("[“”「」]")
# A quotation that runs on longer has lost its closing mark.
LONGEST = 20_000
# What begins so is an instruction to change a text, so it is not quoted itself.
INSTRUCTION = re.compile(
    r"(?:将|把|删[去除]|增加|新增|在|原|对)?\s*(?:《[^《》\n]{2,60}》|[^“”。；\n]{0,12})?"
    r"第[^“”。；，\n]{1,40}(?:修改为|修改如下|改为|作为|删去|删除|增加|修正[为為]|合并为|中的?[“\"])"
    r"|将“[^“”\n]{1,40}”[^“”。；\n]{0,8}(?:修改|改)为“"
    r"|(?:删[去除]|刪除|增加|新增|增訂)第?[^“”。；\n]{1,30}[条條款项項章节節]"
)


def quoted_lines(
    text: str, lines: Sequence[Line], labels: Sequence[Label | None]
) -> frozenset[int]:
    """The places in ``lines`` of those that begin inside an open quotation.

    Every paragraph of a long quotation may begin with an opening mark, and only the last one is
    closed; a mark that never finds its partner opens nothing, nor does one that is still open when
    the articles in front of it go on counting.
    """
    if not _MARK.search(text):
        return frozenset()
    inside: set[int] = set()
    pending: list[int] = []
    depth = opened = 0
    outer: Label | None = None
    for number, line in enumerate(lines):
        label = labels[number]
        if depth and (
            line.end - opened > LONGEST or _begins_anew(line.text) or _goes_on(outer, label)
        ):
            pending, depth = [], 0
        if depth:
            pending.append(number)
        elif label is not None and (label.style is ARTICLE or label.style.heads):
            outer = label
        for match in _MARK.finditer(line.text):
            if match[0] in "”」":
                depth = max(depth - 1, 0)
                if not depth:
                    inside.update(pending)
                    pending = []
            elif not (depth and match.start() == 0):
                # Paragraphs after the first repeat the opening mark.
                opened = opened if depth else line.start
                depth += 1
    return frozenset(inside)


def _goes_on(outer: Label | None, label: Label | None) -> bool:
    """Whether an article or chapter is the next one after the last outside a quotation."""
    if outer is None or label is None or label.style is not outer.style:
        return False
    return label.number == outer.number + 1


def _begins_anew(line: str) -> bool:
    """Whether a line is the next instruction of an amendment, so that a quotation was unclosed."""
    match = re.match(
        r"(?:[一二三四五六七八九十百]{1,5}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,3}[.．、])\s*",
        line,
    )
    return match is not None and INSTRUCTION.match(line, match.end()) is not None
