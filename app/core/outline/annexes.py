"""Lines that begin with 附件: heads of annexes, of companions and further drafts, or lists of them."""

from __future__ import annotations

import re
from typing import Literal

from app.core.outline.companions import is_companion
from app.core.outline.labels import Label
from app.core.outline.letter import clause_near
from app.core.outline.scan import Scan
from app.core.outline.styles import ANNEX, ARTICLE
from app.core.outline.words import (
    DATE_LINE,
    FOR_COMMENT,
    ISSUER,
    REMARK,
    TITLE_END,
    looks_like_title,
    squeeze,
    without_stage,
)

Part = Literal["body", "annex", "draft", "companion", "annexes", "end", "contents"]
# What begins at a line: the part, the place behind its head, its title.
Head = tuple[Part, int, str]
# How far a draft's first clause may stand from its title, and a title from 附件.
_NEAR = 8
# How far the articles around a line are looked for.
_FAR = 60
_LIST_ENTRY = re.compile(
    r"(?:附\s*[件录表]?\s*[\d一二三四五六七八九十]{0,3}\s*[:：.．、]|\d{1,2}\s*[.．、])\s*\S"
)
# 附录A（规范性）: between the number and the title.
_KIND_OF_ANNEX = re.compile(r"[(（](?:规范性|资料性)(?:附录)?[)）]")
_LONGEST_ENTRY = 90


class Later:
    """Which annexes and which short lines come again further down: their last places."""

    def __init__(self, scan: Scan) -> None:
        self.annexes: dict[int, int] = {}
        self.lines: dict[str, int] = {}
        for at, label in enumerate(scan.labels):
            if label is not None and label.style is ANNEX:
                self.annexes[label.number] = at
        if self.annexes:
            for at, line in enumerate(scan.lines):
                if len(line.text) <= _LONGEST_ENTRY:
                    self.lines[squeeze(line.text)] = at


def goes_on(scan: Scan, at: int) -> bool:
    """Whether a draft goes on behind a list of annexes: a chapter or article comes before one."""
    for place in range(at, len(scan.labels)):
        label = scan.labels[place]
        if label is not None and (label.style.heads or label.style is ARTICLE):
            return label.style is not ANNEX
    return False


def annex_head(scan: Scan, own: int | None, later: Later, at: int, label: Label) -> Head:
    """The head that an annex line is: of a list of annexes, a companion, a further draft, or an
    annex. ``own``: the number of the annex that the first draft is, if it is one."""
    if _is_listed(scan, later, at, label) or _is_inside(scan, at):
        return ("annexes", _list_end(scan, later, at), "")
    rest = scan.lines[at].text[label.length :].strip().strip("：:")
    words = at + 1
    title = rest
    if not rest:
        if words < len(scan.lines) and _KIND_OF_ANNEX.fullmatch(scan.lines[words].text):
            title = scan.lines[words].text
            words += 1
        while (
            words < min(len(scan.lines), at + 4)
            and scan.labels[words] is None
            and looks_like_title(scan.lines[words].text)
            and not (title and TITLE_END.search(without_stage(title)))
            and (not title or len(scan.lines[words].text) <= 40)
        ):
            title += scan.lines[words].text
            words += 1
            if is_companion(title) or FOR_COMMENT.search(title):
                break
    if is_companion(title):
        return ("companion", words, title)
    numbered = own is not None and own > 0 and label.number == own + 1
    if (numbered or FOR_COMMENT.search(title)) and _is_draft(scan, words, title):
        return ("draft", words, without_stage(title))
    return ("annex", words, title)


def _is_draft(scan: Scan, words: int, title: str) -> bool:
    """Whether a numbered annex is a draft beside the first one, and not an annex of it."""
    if FOR_COMMENT.search(title):
        return clause_near(scan, words)
    return is_statute(scan, words)


def is_statute(scan: Scan, start: int) -> bool:
    """Whether a first chapter or article stands right below."""
    near = [one for one in scan.labels[start : start + _NEAR] if one is not None]
    return bool(near) and near[0].number == 1 and (near[0].style is ARTICLE or near[0].style.heads)


def _is_listed(scan: Scan, later: Later, at: int, label: Label) -> bool:
    """Whether an annex line is only an entry: of a list, or of one that comes again as a head."""
    text = scan.lines[at].text
    rest = text[label.length :].strip()
    if re.match(r"\d{1,2}\s*[.．、]", rest):
        return True
    if not rest:
        return False
    if (
        later.annexes[label.number] > at
        or later.lines.get(squeeze(rest.strip("《》：:")), 0) > at + 1
    ):
        return True
    following = scan.lines[at + 1].text if at + 1 < len(scan.lines) else ""
    below = scan.labels[at + 1] if following else None
    if below is not None and below.style is ANNEX:
        return True
    return not following or is_signature(following) or REMARK.fullmatch(following) is not None


def _is_inside(scan: Scan, at: int) -> bool:
    """Whether the articles around a line count on over it: it only names an annex."""
    before = _article(scan, range(at - 1, max(at - _FAR, -1), -1))
    behind = _article(scan, range(at + 1, min(at + _FAR, len(scan.labels))))
    return before is not None and behind is not None and behind.number == before.number + 1


def _article(scan: Scan, places: range) -> Label | None:
    found = (scan.labels[at] for at in places)
    return next((one for one in found if one is not None and one.style is ARTICLE), None)


def _list_end(scan: Scan, later: Later, at: int) -> int:
    end = at + 1
    while end < len(scan.lines):
        text, label = scan.lines[end].text, scan.labels[end]
        if len(text) > _LONGEST_ENTRY or not _LIST_ENTRY.match(text):
            break
        if label is not None and label.style is ANNEX and not _is_listed(scan, later, end, label):
            break
        end += 1
    return end


def is_signature(text: str) -> bool:
    """Whether a line is a date or the name of an office."""
    return DATE_LINE.fullmatch(text) is not None or (
        ISSUER.fullmatch(text) is not None and len(text) <= 60
    )
