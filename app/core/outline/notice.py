"""What the notice says about taking part: until when, to which mailbox, by post, who asks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.core.outline.dates import find_deadline
from app.core.outline.lines import Line
from app.core.outline.values import Notice
from app.core.outline.words import ISSUER
from app.core.text.width import to_half_width

_MAILBOX = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}\s?(?:@|#|\(at\)|\[at\]|\{at\}|\(AT\)|\[AT\])\s?"
    r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
)
_AT = re.compile(r"#|\s|[(\[{](?:at|AT)[)\]}]")
_POST = re.compile(
    r"(?:地\s*址\s*(?:为|是)?\s*:|(?:邮寄|寄送|寄往|邮寄信函|信函寄|来信请寄)\s*(?:至|到|往)?\s*:?)\s*(?:至|到)?\s*"
    r"([^\s:;。](?:\([^()\n]{0,40}\)|[^。;\n:()]){5,90})"
)
_POST_END = re.compile(r"[,，](?:并|请|邮件|信封|来信)|[,，(（]?\s*邮\s*[政编]")
_TELEPHONE = re.compile(
    r"(?:电\s*话|传\s*真|咨询|联系方式)[^0-9\n。]{0,16}?(\(?0\d{2,3}\)?\s?[-—–]?\s?\d{7,8}|\d{7,8}|1\d{10}|400[-\s]?\d{3,4}[-\s]?\d{3,4})"
)
_ASKED_BY = re.compile(r"(?:\[[^\[\]]{1,10}\]\s*)?([^《》“”\s]{2,40}?)\s*关于")
_LONGEST_NOTICE = 20_000
_ISSUER_LINES = 80
_LONGEST_OFFICE = 40


def read_notice(text: str, front: Sequence[Line] = (), title: str = "") -> Notice:
    """The notice's facts. ``front``: the lines before the draft's first words (default: the start
    of ``text``); what stands in the draft itself is not looked at when there is a front."""
    above = "\n".join(line.text for line in front) if front else text[:2000]
    printed = above[:_LONGEST_NOTICE]
    words = to_half_width(printed)
    mailboxes = _mailboxes(words)
    return Notice(
        find_deadline(words),
        mailboxes[0] if mailboxes else None,
        _issuer(front, title),
        mailboxes,
        _post(words, printed),
        _telephone(words),
    )


def _mailboxes(words: str) -> tuple[str, ...]:
    """Every address, # or (at) for @ as well, in order and once each."""
    return tuple(dict.fromkeys(_mailbox(match[0]) for match in _MAILBOX.finditer(words)))


def _mailbox(printed: str) -> str:
    bare = "".join(printed.split())
    return bare if "@" in bare else _AT.sub("", _AT.sub("@", bare, count=1))


def _post(words: str, printed: str) -> str | None:
    match = _POST.search(words)
    if match is None:
        return None
    end = _POST_END.search(words, *match.span(1))
    return printed[match.start(1) : end.start() if end else match.end(1)].strip(" ,，、") or None


def _telephone(words: str) -> str | None:
    match = _TELEPHONE.search(words)
    return match[1].strip() if match else None


def _issuer(front: Sequence[Line], title: str) -> str | None:
    """The offices named on lines of their own, else the one that the notice's title begins with."""
    found = [
        "".join(line.text.split())
        for line in front[:_ISSUER_LINES]
        if len(line.text) <= _LONGEST_OFFICE
        and ISSUER.fullmatch(line.text)
        and line.text != title
        and "关于" not in line.text
    ]
    if found:
        return "、".join(dict.fromkeys(found))
    for line in front[:3]:
        match = _ASKED_BY.match(line.text)
        if match and ISSUER.fullmatch(match[1]):
            return match[1]
    return None
