"""The lines of a letter: which hold suggestions, and which greet, close, announce or repeat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from app.core.citations import marks
from app.core.citations.page import Page
from app.core.citations.values import Mention

Why = Literal["greeting", "closing", "announcing", "table-head", "quoted", "blank"]
_LINE = re.compile(r"[^\n]*\n?")
_SHORT = 40
_CELLS = re.compile(r"[\t|]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the blanks around it, and why it holds no suggestion, None where it may."""

    start: int
    end: int
    why: Why | None


def lines_of(page: Page) -> list[Line]:
    """All lines in order, blank ones too."""
    spans = [
        (found.start(), found.start() + len(found[0].rstrip()))
        for found in _LINE.finditer(page.shown)
        if found[0]
    ]
    lines = [
        Line(start + _indent(page.shown, start, end), end, _why(page, start, end))
        for start, end in spans
    ]
    lines = _without_signature(page, _without_head(page, _with_headings(page, lines)))
    return _without_false_ends(page, lines)


def is_row(shown: str, start: int, end: int) -> bool:
    """Whether the line is a row of a table that was pasted as text."""
    return len(_CELLS.findall(shown, start, end)) > 1


def announces(page: Page, start: int, end: int) -> bool:
    """Whether nothing is left of the words but what announces (二、关于第二章的意见：)."""
    own = marks.OWN_NUMBER.match(page.shown, start, end)
    at = own.end() if own else start
    rest: list[str] = []
    for mention in page.cited(at, end):
        rest.append(page.shown[at : mention.start])
        at = max(at, mention.end)
    rest.append(page.shown[at:end])
    words = "".join(rest).strip()
    return (
        not words
        or bool(marks.NUMBER_ALONE.fullmatch(words))
        or bool(marks.ANNOUNCING.fullmatch(words[:200]))
    )


def introduces(page: Page, start: int, end: int) -> bool:
    """我是一名乡村教师。: who writes, without asking for anything."""
    words = page.shown[start:end].strip()
    return (
        bool(marks.INTRODUCES.fullmatch(words))
        and not marks.ASKS.search(words)
        and not page.cited(start, end)
    )


def _indent(shown: str, start: int, end: int) -> int:
    line = shown[start:end]
    return len(line) - len(line.lstrip())


def _why(page: Page, start: int, end: int) -> Why | None:
    words = page.shown[start:end].strip()
    if not words:
        return "blank"
    if words.startswith(">") or marks.HEADER_LINE.fullmatch(words[:300]):
        return "quoted"
    cited = page.cited(start, end)
    if not cited and len(words) <= _SHORT:
        if marks.GREETING.fullmatch(words):
            return "greeting"
        if marks.TABLE_HEAD.fullmatch(words) and len(words.split()) + words.count("|") > 1:
            return "table-head"
    if not cited and marks.CLOSING.fullmatch(words):
        return "closing"
    if _only_announces(page, start, end, words, cited):
        return "announcing"
    return None


def _only_announces(page: Page, start: int, end: int, words: str, cited: Sequence[Mention]) -> bool:
    if marks.CONTINUES.match(words) or marks.ORIGINAL.match(words):
        return False
    if marks.NUMBER_ALONE.fullmatch(words):
        return False
    if not cited and words.endswith(":") and len(words) <= 2 * _SHORT and "“" not in words:
        return True
    # 第十五条： on a line of its own heads what follows; several announce (第15点、第16点).
    return announces(page, start, end) and len(_deep(cited)) != 1


def _deep(cited: Sequence[Mention]) -> list[Mention]:
    """Those that name an article, a point or less, once for each that they name."""
    above = ("part", "chapter", "section", "volume", "subvolume")
    return [
        mention
        for mention in cited
        for path in mention.paths
        if path and path[-1].level not in above
    ]


def _with_headings(page: Page, lines: list[Line]) -> list[Line]:
    """第十条 on a line of its own announces, where numbered suggestions follow it."""
    marked = list(lines)
    full = [at for at, line in enumerate(lines) if line.why != "blank"]
    for at, after in pairwise(full):
        line, following = lines[at], lines[after]
        if line.why or following.why:
            continue
        own = page.leads(following.start, following.end)
        # （1） at the start of a line looks like a citation and counts.
        cites = own is not None and (page.shown[own.start] != "(" or len(own.paths[0]) > 1)
        # 1. 第二款…: one of the article that is announced.
        below = own is not None and own.anchor == "under"
        first = marks.FIRST_NUMBER.match(page.shown, following.start, following.end)
        if announces(page, line.start, line.end):
            over = bool(first and (below or not cites) and _deep(page.cited(line.start, line.end)))
        else:
            over = bool(first or cites) and _heads(page, line)
        if over:
            marked[at] = replace(line, why="announcing")
    return marked


def _heads(page: Page, line: Line) -> bool:
    """一、关于居家养老服务部分: names a matter and asks nothing."""
    words = page.shown[line.start : line.end]
    return bool(marks.HEADS.fullmatch(words)) and not (
        marks.FINISHED.search(words.rstrip(":)"))
        or "," in words
        or any(not _only_counts(page, one, line.start) for one in page.cited(line.start, line.end))
        or marks.ASKS.search(words)
    )


def _only_counts(page: Page, mention: Mention, start: int) -> bool:
    """（一）作业: the brackets hold the writer's own number."""
    own = mention.start == start and page.shown[start] == "("
    return own and len(mention.paths) == len(mention.paths[0]) == 1


def _without_head(page: Page, lines: list[Line]) -> list[Line]:
    """Offices, names and who writes, above the first suggestion, if any follows."""
    kept = list(lines)
    body = [at for at, line in enumerate(lines) if line.why is None]
    for at in body[:-1]:
        line = lines[at]
        words = page.shown[line.start : line.end]
        named = (
            marks.SIGNED.fullmatch(words)
            and not marks.SPEAKS.search(words)
            and not page.cited(line.start, line.end)
            and not marks.OWN_NUMBER.match(words)
        )
        named = named or (
            bool(marks.TITLES.fullmatch(words))
            and not page.cited(line.start, line.end)
            and not marks.OWN_NUMBER.match(words)
        )
        if not named and not introduces(page, line.start, line.end):
            break
        kept[at] = replace(line, why="greeting")
    return kept


def _without_signature(page: Page, lines: list[Line]) -> list[Line]:
    """Names, offices and dates at the end of a letter, if there is anything before them."""
    kept = list(lines)
    body = [at for at, line in enumerate(lines) if line.why is None]
    while len(body) > 1:
        at = body.pop()
        line, before = lines[at], page.shown[lines[body[-1]].start : lines[body[-1]].end]
        words = page.shown[line.start : line.end]
        if page.cited(line.start, line.end) or not _signs(words, before):
            break
        kept[at] = replace(line, why="closing")
    return kept


def _without_false_ends(page: Page, lines: list[Line]) -> list[Line]:
    """A date on a line of its own ends a letter only where nothing follows: cells hold dates too."""
    last = max((at for at, line in enumerate(lines) if line.why is None), default=-1)
    return [
        replace(line, why=None)
        if at < last
        and line.why == "closing"
        and marks.DATE.fullmatch(page.shown, line.start, line.end)
        else line
        for at, line in enumerate(lines)
    ]


def _signs(words: str, before: str) -> bool:
    if len(words) > _SHORT or any(sign in words for sign in "。!?;“"):
        return False
    reached = marks.REACHED.search(words)
    if reached and reached.start() > 0:
        # 张三 13800138000: what is left is judged as a name.
        words = words[: reached.start()]
    elif reached:
        if before.endswith(":"):
            return False
        name = len(before) <= 10 or marks.SIGNED.fullmatch(before) or marks.LIVES.fullmatch(before)
        if name and not marks.SPEAKS.search(before):
            return True
        return bool(marks.REACHED.match(before) or marks.FINISHED.search(before))
    signed = marks.SIGNED.fullmatch(words) or marks.LIVES.fullmatch(words)
    if signed and not marks.SPEAKS.search(words):
        return True
    short = len(words) <= 10 and "," not in words
    return short and bool(marks.FINISHED.search(before)) and not marks.SPEAKS.search(words)
