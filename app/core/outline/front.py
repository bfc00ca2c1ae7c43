"""What stands before the first numbered clause: notice or letter, title, contents, preamble."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.outline.companions import is_companion
from app.core.outline.labels import Label
from app.core.outline.letter import (
    FRONT_LINES,
    LONGEST_LINE,
    PREFIX,
    companion_end,
    consults,
    is_notice_only,
    letter_end,
    named_in,
    names_in,
)
from app.core.outline.scan import Scan
from app.core.outline.styles import ANNEX, ARTICLE, DASH, UNNUMBERED
from app.core.outline.words import (
    CONTENTS,
    DATE_LINE,
    ENTRY_PAGE,
    FOR_COMMENT,
    HISTORY,
    ISSUER,
    NUMBER_OF_DOCUMENT,
    REMARK,
    TITLE_END,
    WEB_PAGE,
    looks_like_title,
    squeeze,
    without_stage,
)

_TITLE_LINES = 40
_CONTENTS_LINES = 600
_LONGEST_ENTRY = 80
_ONLY_NAMED = re.compile("《[^《》]{2,80}》")
# To whom a text is addressed: 各区人民政府，市级有关部门：
_ADDRESSEES = re.compile(
    r"[^。；;《》“”]{0,60}(?:各|有关)[^。；;《》“”]{0,60}"
    r"(?:政府|部门|单位|机构|机关|局|委|厅|处|院校?|企业|公司|协会|学校|科室|组织|公众|人员|同志|代表)[:：]$"
)
_TW_TITLE = re.compile(r"法規名稱[:：]\s*(.{2,80})$")


@dataclass(frozen=True, slots=True)
class Front:
    """Places of lines: where the notice or letter ends, which lines are preamble, where the first
    clause is (``len(lines)``: there is none). ``annex``: the number of the annex that the draft
    itself is (None: it is none). ``consults``: somebody asks for comments in front. ``contents``: the
    place of the table of contents, if there is one."""

    title: str
    letter: int
    preamble: tuple[int, ...]
    body: int
    consults: bool = False
    annex: int | None = None
    contents: int | None = None


def read_front(scan: Scan) -> Front:
    """Where the front matter ends. Without any numbered line the whole text is preamble."""
    lines = scan.lines
    texts = [line.text[:LONGEST_LINE] for line in lines[:FRONT_LINES]]
    asked = consults(texts)
    letter = letter_end(scan, texts, asked)
    if letter == 0 and asked and is_notice_only(scan):
        return Front(_title_of_notice(texts), len(lines), (), len(lines), True)
    letter = companion_end(scan, letter)
    contents = _contents(scan, letter)
    body = _first_clause(scan, contents[1] if contents else letter)
    title_end = contents[0] if contents else body
    at = _title_line(texts, letter, min(title_end, len(texts)), named_in(texts[:letter]))
    if at is None:
        named = names_in(texts[:letter])
        # 附件：title on the first line, or only the name that the letter gives.
        only = PREFIX.sub("", texts[letter], count=1) if letter < len(texts) else ""
        own = looks_like_title(only) and PREFIX.match(texts[letter]) is not None
        title = without_stage(only if own else named[0] if named else "")
        start = letter + own
    else:
        title, start = _whole_title(texts, at, title_end)
    stop = min(title_end, len(texts))
    preamble = range(_skip_remarks(texts, start, stop), title_end)
    if contents is not None:
        # What stands between the contents and the first clause is nearer to it.
        behind = _skip_remarks(texts, contents[1], min(body, len(texts)))
        preamble = range(behind, body) or preamble
    annex = _own_annex(scan, letter, start)
    at_contents = contents[0] if contents else None
    return Front(title, letter, tuple(preamble), body, asked, annex, at_contents)


def _contents(scan: Scan, start: int) -> tuple[int, int] | None:
    """The places of a table of contents' first line and of the line behind it."""
    stop = min(len(scan.lines), start + _TITLE_LINES * 4)
    head = next((at for at in range(start, stop) if CONTENTS.fullmatch(scan.lines[at].text)), None)
    if head is None:
        return None
    return head, contents_end(scan, head)


def contents_end(scan: Scan, head: int) -> int:
    """The place behind a table of contents: an entry or its first number comes again, or a line
    is no entry."""
    entries: set[str] = set()
    at = head + 1
    first: tuple[str, int] | None = None
    while at < min(len(scan.lines), head + _CONTENTS_LINES):
        text = scan.lines[at].text
        entry = _entry(text)
        label = scan.labels[at]
        number = (label.style.name, label.number) if label is not None else None
        long = len(text) > _LONGEST_ENTRY and not ENTRY_PAGE.search(text[:LONGEST_LINE])
        if entry in entries or (number and number == first) or long or text[-1] in "。；;":
            break
        first = first or number
        entries.add(entry)
        at += 1
    return at


def _entry(text: str) -> str:
    """An entry without its page number and white space."""
    return squeeze(ENTRY_PAGE.sub("", text[:LONGEST_LINE])).replace("(", "（").replace(")", "）")


def _first_clause(scan: Scan, start: int) -> int:
    for at in range(start, len(scan.lines)):
        label, text = scan.labels[at], scan.lines[at].text
        if UNNUMBERED.match(text):
            return at
        if label is None or label.style in (ANNEX, DASH) or HISTORY.match(text):
            continue
        if label.style is ARTICLE or label.style.heads or label.number <= 5:
            return at
    return len(scan.lines)


def _title_line(texts: Sequence[str], start: int, stop: int, named: frozenset[str]) -> int | None:
    """The line that repeats a title named in the letter, else the first that looks like one."""
    known = named or named_in(texts[:stop])
    for at in range(start, stop):
        joined = squeeze(without_stage(texts[at]))
        two = joined + squeeze(without_stage(texts[at + 1])) if at + 1 < stop else joined
        if joined in known or two in known:
            return at
    for at in range(start, min(stop, start + _TITLE_LINES)):
        if _TW_TITLE.match(texts[at]):
            return at
        if looks_like_title(texts[at]) and not texts[at].startswith(("附件", "附：", "附:")):
            return at
    return None


def _whole_title(texts: Sequence[str], at: int, stop: int) -> tuple[str, int]:
    """A title and the place behind it: a long one breaks over lines."""
    taiwan = _TW_TITLE.match(texts[at])
    if taiwan:
        return taiwan[1].strip(), at + 1
    title = texts[at]
    end = at + 1
    while (
        end < min(stop, len(texts), at + 4)
        and not TITLE_END.search(without_stage(title))
        and not FOR_COMMENT.search(title)
        and not is_companion(title)
        and len(texts[end]) <= 40
        and (looks_like_title(texts[end]) or TITLE_END.fullmatch(texts[end]))
    ):
        title += texts[end]
        end += 1
    if end < min(stop, len(texts)) and TITLE_END.fullmatch(texts[end]):
        title += texts[end]
        end += 1
    return squeeze_title(without_stage(title)), end


def squeeze_title(title: str) -> str:
    """Without the white space that spreads or breaks a Chinese title, and without 《》 around it."""
    title = re.sub(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])", "", title)
    return title[1:-1] if _ONLY_NAMED.fullmatch(title) else title


def _skip_remarks(texts: Sequence[str], start: int, stop: int) -> int:
    """The place behind remarks, dates, offices and addressees under a title."""
    at = start
    while at < stop:
        text = texts[at]
        if text[0] in "(（" and not re.search(r"[)）]$", text):
            closed = next((n for n in range(at, min(stop, at + 5)) if texts[n][-1] in ")）"), None)
            if closed is None:
                break
            at = closed + 1
        elif (
            REMARK.fullmatch(text)
            or HISTORY.match(text)
            or DATE_LINE.fullmatch(text)
            or NUMBER_OF_DOCUMENT.fullmatch(text)
            or (len(text) <= _LONGEST_ENTRY * 2 and _ADDRESSEES.match(text))
            or (len(text) <= _LONGEST_ENTRY and WEB_PAGE.search(text) and text[-1] not in "。：:")
            or (ISSUER.fullmatch(text) and len(text) <= 40)
        ):
            at += 1
        else:
            break
    return at


def _title_of_notice(texts: Sequence[str]) -> str:
    found = next((at for at, text in enumerate(texts) if looks_like_title(text)), None)
    if found is None:
        found = next((at for at, text in enumerate(texts) if "征求" in text), None)
    return squeeze_title(texts[found]) if found is not None else ""


def _own_annex(scan: Scan, letter: int, stop: int) -> int | None:
    """The number of the annex line right above the title: the draft is that annex."""
    for at in range(max(letter - 2, 0), min(stop, len(scan.lines))):
        label: Label | None = scan.labels[at]
        if label is not None and label.style is ANNEX:
            return label.number
    return None
