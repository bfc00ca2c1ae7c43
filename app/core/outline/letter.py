"""The notice or letter in front of a draft: where it ends, and whether there is a draft at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.core.outline.companions import is_companion, is_comparison_head
from app.core.outline.scan import Scan
from app.core.outline.styles import ANNEX, ARTICLE, DASH
from app.core.outline.words import (
    DATE_LINE,
    FOR_COMMENT,
    LONGEST_TITLE,
    looks_like_title,
    squeeze,
    without_stage,
)

_NAMED = re.compile(r"《([^《》\n]{2,80}(?:[《〈][^《》〈〉\n]{1,80}[》〉][^《》\n]{0,60})?)》")
_LETTER = re.compile(
    r"印发给你们|现予(?:以)?(?:公布|发布|印发)|予以(?:公布|发布|印发)|现(?:公布|发布|印发)"
    r"|现将《.{2,100}》|已.{2,80}(?:通过|同意|批准).{0,30}(?:公布|施行|印发|发布)"
)
_CONSULT = re.compile(
    r"公开征求[^稿]{0,8}意见(?!稿)|征求.{0,80}意见的?(?:通知|公告|公示|函|启事)|征集.{0,20}意见"
    r"|提出(?:宝贵)?(?:修改)?意见|反馈意见|意见反馈|征求(?:社会|公众|各方).{0,10}意见"
)
WAY = re.compile(
    r"电子邮[件箱]|邮箱|信函|信件|邮寄|寄[至送往]|登[录陆]|网站|网址|传真|电话|地址|邮编|截[止至]|反馈|联系"
)
# A sentence that asks the reader for comments.
ASKS = re.compile(
    r"(?:请|請|欢迎|歡迎|可以?)[^。]{0,80}(?:意见|意見|建议|建議)|(?:意见|意見|建议|建議)[^。]{0,40}(?:请|請|可以?)[^。]{0,60}(?:反馈|反饋|发|寄|提出|告知)"
)
PREFIX = re.compile(
    r"附[件录錄]?\s*[\d一二三四五六七八九十]{0,3}\s*[:：.．、]?\s*(?:\d{1,2}\s*[.．、]\s*)?"
)
# Where a letter or notice is looked for, how far it may reach, and what of a line is looked at.
_LETTER_LINES = 30
FRONT_LINES = 150
LONGEST_LINE = 400
_LONG_TEXT = 120
_NEAR = 24
_FEWEST_CLAUSES = 4
_LONGEST_NOTICE = 4_000


def consults(texts: Sequence[str]) -> bool:
    """Whether somebody asks for comments on a draft."""
    return any(_CONSULT.search(text) for text in texts[:_LETTER_LINES])


def letter_end(scan: Scan, texts: Sequence[str], asked: bool) -> int:
    """The place behind a notice or letter that introduces the draft; 0 if there is none."""
    begins = next(
        (
            at
            for at, text in enumerate(texts[:_LETTER_LINES])
            if (_LETTER.search(text) or (asked and _CONSULT.search(text)))
        ),
        None,
    )
    if begins is None:
        return 0
    named = named_in(texts[: begins + 6])
    found = 0
    for at in range(begins + 1, len(texts)):
        label = scan.labels[at]
        if label is not None and label.style.heads and label.style is not ANNEX:
            break
        if label is not None and label.style is ARTICLE:
            break
        name = squeeze(without_stage(PREFIX.sub("", texts[at], count=1)))
        two = name + squeeze(without_stage(texts[at + 1])) if at + 1 < len(texts) else name
        if name.strip("《》") in named or two in named or _is_divider(texts, at):
            after = (
                at if (name in named and not PREFIX.match(texts[at])) or two in named else at + 1
            )
            if _has_content(scan, after) and not _holds_clauses(scan, after):
                found = after
        elif found and label is not None and label.style is not ANNEX:
            if not _is_file_name(texts[at]):
                break
        elif found and len(texts[at]) > _LONG_TEXT:
            break
    return found


def companion_end(scan: Scan, start: int) -> int:
    """The place of the draft's title where a companion of it (起草说明) stands in front of it, else
    ``start``."""
    lines = scan.lines
    head = next((at for at in range(start, len(lines)) if looks_like_title(lines[at].text)), None)
    if head is None or head > start + FRONT_LINES or not is_companion(lines[head].text):
        return start
    behind = range(head + 1, len(lines))
    found = next((at for at in behind if draft_title(scan, at)), None)
    if found is None:
        # Taiwan's drafts: a general explanation, then the comparison that is the draft itself.
        found = next((at for at in behind if _is_compared(scan, at)), None)
    return start if found is None else found


def _is_compared(scan: Scan, at: int) -> bool:
    """Whether a title stands right above the head of a comparison table."""
    below = at + 1 < len(scan.lines) and is_comparison_head(scan.lines[at + 1].text)
    return below and scan.labels[at] is None and looks_like_title(scan.lines[at].text)


def draft_title(scan: Scan, at: int) -> int | None:
    """The place behind the title of a draft that says it is one (征求意见稿), on its line or on one
    of its own, and that a first clause follows; None for any other line."""
    text = scan.lines[at].text
    if scan.labels[at] is not None or len(text) > LONGEST_TITLE or not looks_like_title(text):
        return None
    behind = at + 1
    if not FOR_COMMENT.search(text):
        below = scan.lines[behind].text if behind < len(scan.lines) else ""
        if len(below) > LONGEST_TITLE or not FOR_COMMENT.fullmatch(below):
            return None
        behind += 1
    return behind if clause_near(scan, behind) else None


def clause_near(scan: Scan, start: int) -> bool:
    """Whether a first clause stands a few lines below."""
    found = scan.labels[start : start + _NEAR]
    return any(one is not None and one.style is not ANNEX and one.number == 1 for one in found)


def _is_divider(texts: Sequence[str], at: int) -> bool:
    """The date under a letter, or a line that says the draft is annexed."""
    text = texts[at]
    if re.fullmatch(r"附\s*[件录]?\s*[\d一二三四五六七八九十]{0,3}\s*[:：]?", text):
        return True
    if re.match(r"附[件]?\s*[\d一]?\s*[:：]?\s*《?", text) and re.match(r"附.{2,90}[:：]$", text):
        return True
    return DATE_LINE.fullmatch(text) is not None


def _has_content(scan: Scan, start: int) -> bool:
    """Whether a draft stands behind a letter, and not only a list of annexes and links."""
    chars = 0
    labels = 0
    for at in range(start, min(len(scan.lines), start + FRONT_LINES)):
        label, text = scan.labels[at], scan.lines[at].text
        if label is not None and label.style is not ANNEX and not _is_file_name(text):
            if label.style.heads or label.style is ARTICLE:
                return True
            labels += 1
        chars += len(text) if not _is_file_name(text) and len(text) > 30 else 0
        if labels > 3 or chars > 4 * _LONG_TEXT:
            return True
    return False


def _is_file_name(text: str) -> bool:
    bare = PREFIX.sub("", text, count=1)
    bare = re.sub(r"^\d{1,2}\s*[.．、]\s*", "", bare)
    return (
        bare.lower().endswith((".doc", ".docx", ".pdf", ".wps", ".xlsx", ".xls", ".zip", ".rar"))
        or FOR_COMMENT.search(bare) is not None
        or is_companion(bare)
    )


def _holds_clauses(scan: Scan, end: int) -> bool:
    """Whether what looks like a letter is a draft itself: it is numbered, by more than the ways to
    take part, and is longer than what follows."""
    numbered = [
        at
        for at in range(end)
        if scan.labels[at] is not None and not WAY.search(scan.lines[at].text[:LONGEST_LINE])
    ]
    if len(numbered) < _FEWEST_CLAUSES:
        return False
    own = scan.lines[end - 1].end - scan.lines[numbered[0]].start
    behind = scan.lines[-1].end - scan.lines[end].start if end < len(scan.lines) else 0
    return own > behind


def is_notice_only(scan: Scan) -> bool:
    """Whether a notice came without its draft: what is numbered in it are ways to take part."""
    if sum(len(line.text) for line in scan.lines) >= _LONGEST_NOTICE:
        return False
    texts = [line.text for line in scan.lines]
    if not any(_CONSULT.search(text) and not FOR_COMMENT.search(text) for text in texts[:20]):
        return False
    numbered = [
        (label, texts[at])
        for at, label in enumerate(scan.labels)
        if label is not None and label.style not in (ANNEX, DASH) and not _is_file_name(texts[at])
    ]
    if any(label.style.heads or label.style is ARTICLE for label, _ in numbered):
        return False
    ways = sum(WAY.search(text) is not None for _, text in numbered)
    return 2 * ways >= len(numbered)


def names_in(texts: Sequence[str]) -> list[str]:
    """What stands in 《》, as printed."""
    return [name for text in texts for name in _NAMED.findall(text)]


def named_in(texts: Sequence[str]) -> frozenset[str]:
    """The titles that are named in 《》, to be compared: without white space and stage."""
    found = [squeeze(without_stage(name)) for name in names_in(texts)]
    return frozenset(name for name in found if len(name) >= 4)
