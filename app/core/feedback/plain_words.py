"""Phrases of a short letter that say nothing by themselves, strictly: whole phrases of known words.

`phrases.kind_of` is generous, because a cover note points to a file that is read all the same. What
is held against these here ends outside the comments, so a phrase counts only if all of it is known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from app.core.feedback.names import NAMED
from app.core.feedback.wording import Vocabulary, is_office
from app.core.text.script import to_simplified

_BREAKS = re.compile(
    r"[\n。!！;；,，~～?？…]+|(?<=[\u4e00-\u9fff])\.+(?=\s|$)|(?<=\w)[.:]\s+(?=\S)"
)
_BARE = re.compile(r"[\s、:：\-—–_*·()\[\]【】<>“”\"'.\u200b-\u200d\ufe0f]+")
_GREETING = re.compile(
    r"(?:尊敬的|敬爱的|亲爱的)?[\u4e00-\u9fff]{0,12}(?:您好|你好|你们好|大家好|早上好|上午好|下午好|晚上好)[呀啊]?"
    r"|(?:尊敬的|敬爱的|亲爱的)?[\u4e00-\u9fff]{0,4}(?:领导|老师|同志|先生|女士|主任|处长|工作人员)(?:们)?"
    r"|(?:hi|hello|dear)[a-z]{0,30}|此致|敬礼|此致敬礼|顺[颂祝][\u4e00-\u9fff]{2,4}|(?:best|kind|warm)?regards|sincerely(?:yours)?"
)
_DATED = re.compile(
    r"[0-9〇零一二三四五六七八九十]{2,4}[年/.][0-9一二三四五六七八九十]{1,3}[月/.][0-9一二三四五六七八九十]{1,3}日?|[0-9]{6,8}"
)
_REACHED = re.compile(
    r"(?:联系)?(?:电话|手机|传真|邮箱|微信|qq|tel|mobile|e?mail)[a-z0-9@.+_-]{0,40}|[+0-9]{6,20}|[!-~]+@[!-~]+"
)
_PROGRAM = re.compile(r"(?:发自|来自|从我的|sentfrom).{1,24}", re.IGNORECASE)
_ENDS = 4
_SAYS = re.compile(r"[不没无改删增补太应须要请望把将]|建议|意见|第.{1,4}[条款项点]")


def phrases(text: str) -> Iterator[tuple[str, bool]]:
    """The phrases of a text in one width and script, lower case, without spaces and marks; and whether each is
    a line by itself among the last ones, where a name may stand."""
    text = to_simplified(unicodedata.normalize("NFKC", text))
    lines = [one for one in text.split("\n") if one.strip()]
    for place, line in enumerate(lines):
        found = [_BARE.sub("", one).lower() for one in _BREAKS.split(line)]
        found = [one for one in found if one]
        ends = len(found) == 1 and place >= max(len(lines) - _ENDS, 1)
        yield from ((one, ends) for one in found)


def says_nothing(phrase: str, *, at_end: bool) -> bool:
    """Whether a phrase is a salutation, a date, how to reach somebody; at the end, a name."""
    plain = (_GREETING, _DATED, _REACHED, _PROGRAM)
    if any(pattern.fullmatch(phrase) for pattern in plain) and not _SAYS.search(phrase):
        return True
    name = re.sub(r"^(?:联系人|姓名|单位)|[+0-9-]{6,20}$", "", phrase)
    return at_end and (NAMED.fullmatch(name) is not None or is_office(name))


def made_of(words: Vocabulary, phrase: str) -> bool:
    """Whether a phrase is made of these words and of numbers only."""
    return words.makes(re.sub(r"[0-9]+(?:[-/:.][0-9]+)*", "0", phrase))
