"""What a whole letter says: nothing of its own, that its opinion is attached, that there is none.

The letter is cut into phrases. Salutations, thanks, dates, file numbers, signatures say nothing;
one phrase that is none of the kinds known here makes the letter one of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.core.feedback.agreement import folded, is_agreement
from app.core.feedback.names import NAMED, is_list
from app.core.feedback.phrases import POINTS, SPEAKS, kind_of
from app.core.feedback.values import Said
from app.core.feedback.wording import is_office

LONGEST = 1200
# 原则同意，具体修改意见见附件: what counts stands in the file.
_OPINION_ATTACHED = re.compile(
    r"(?<![无没有同何])(?:意见|建议|修改稿)[^,。;!\n]{0,12}(?:附件|附后|附表|附上)|(?:附件|附上)(?:为|是|中的?|里的?)[^,。;!\n]{0,16}(?:意见|建议)"
)
_SIGNED = re.compile(r"[\w\u4e00-\u9fff·.,、《》“” ()（）-]{1,30}")
_VERBS = re.compile(SPEAKS.pattern + r"|第.{1,6}[条款项点章节]|意见|好|多|少|难|没|要|让|请|很|贵")


def said(text: str) -> Said:
    """What a letter says as a whole."""
    if not text.strip():
        return "nothing"
    if len(text) > LONGEST:
        return "words"
    lines = [line.strip() for line in folded(text).split("\n")]
    lines = [line for line in lines if line]
    found: set[Said] = set()
    for place, line in enumerate(lines):
        kind: Said = "nothing" if is_list(line) and place else _line(line)
        # A name, an office, at the end of the letter, or before what else signs it.
        if kind == "words" and _signs(lines, place, bool(found - {"nothing"})):
            kind = "nothing"
        if kind == "words":
            return "words"
        found.add(kind)
    pointed = "pointer" in found
    if "no-objection" in found and not (pointed and _OPINION_ATTACHED.search(" ".join(lines))):
        return "no-objection"
    return "pointer" if pointed else "nothing"


def _line(line: str) -> Said:
    kinds = {kind_of(one) for one in _phrases(line)}
    if "words" in kinds:
        return kind_of(line)
    if "no-objection" in kinds:
        return "pointer" if _OPINION_ATTACHED.search(line) else "no-objection"
    return "pointer" if "pointer" in kinds else "nothing"


def _phrases(line: str) -> Iterator[str]:
    """The phrases of a line; 贵委： before what is said is one."""
    for sentence in re.split(r"[。!！;；]", line):
        if not POINTS.search(sentence) and kind_of(sentence) == "nothing":
            yield sentence
            continue
        head, colon, rest = sentence.partition(":")
        if colon and rest.strip() and kind_of(head + ":") == "nothing":
            sentence = rest
        if is_agreement(sentence):
            yield sentence
            continue
        yield from filter(str.strip, re.split(r"[,，~]", sentence))


def _signs(lines: list[str], place: int, spoken: bool) -> bool:
    """Whether a line is a name at the letter's end: short, no verb, nothing but the like below.

    Before anything was said (``spoken``) only what looks like a person's or an office's name is.
    """
    if place == 0 or place < len(lines) - 4:
        return False
    return all(kind_of(one) == "nothing" or _is_name(one, spoken) for one in lines[place:])


def _is_name(line: str, spoken: bool) -> bool:
    if len(line) > 30 or not _SIGNED.fullmatch(line) or _VERBS.search(line):
        return False
    words = re.sub(r"\s", "", line)
    return spoken or NAMED.fullmatch(words) is not None or is_office(words)
