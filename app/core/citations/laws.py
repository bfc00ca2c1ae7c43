"""Whose article is it: the name of the law that stands before a number."""

from __future__ import annotations

import re

from app.core.citations.fold import bare

_WINDOW = 40
_MAY_END = re.compile(r"[》法典例定则释办A-Z)][\s的中里规定]{0,5}$")
_AFTER_TITLE = re.compile(r"》\s?(?:\([^()\n]{0,20}\)\s?)?(?:规定|中|里)?的?\s?$")
_NAMED = re.compile(
    r"(?P<stem>[一-龥]{0,24}?)(?P<kind>法典?|条例|办法|规定|细则|规则|准则|司法解释)"
    r"\s?(?:\([^()\n]{0,20}\)\s?)?(?:中|里)?的?\s?$"
)
_LATIN = re.compile(r"(?P<name>[A-Z]{3,10})\s?(?:的|中)?$")
# 方法, 本办法, 按照规定: words that end like the name of a law and name none.
_NO_NAME = re.compile(
    r"(?:^|本|该|此|这|这个|这部|草案|文件|稿|按照?|依照?|依据|根据|有关|相关|作出|对|关于|的|在|将|把|和|与|"
    r"方|做|想|看|说|语|用|写|提|立|执|合|违|守|司|手|设)$"
)
_AMENDED = re.compile(
    r"(?:修[改正订]|废止)[^《》]{0,12}《(?P<titled>[^《》]{2,60})》|(?P<named>[^《》]{2,40}?)(?:\([^()]*\))?修[正改](?:案|的?决定)"
)
_VERSION = re.compile(
    r"\((?:草案|征求意见|修订|送审|修改|审议)[^()]{0,12}\)|草案|征求意见稿|修订稿"
)


def law_before(shown: str, at: int, titles: dict[int, str]) -> str | None:
    """The name of the law just before ``at``: 《…》 with its marks, 刑法, GDPR. Or None."""
    start = max(0, at - _WINDOW)
    window = shown[start:at]
    if not _MAY_END.search(window):
        return None
    if found := _AFTER_TITLE.search(window):
        title = titles.get(start + found.start())
        return f"《{title}》" if title else None
    if found := _LATIN.search(window):
        return found["name"]
    found = _NAMED.search(window)
    if found is None or _NO_NAME.search(found["stem"]):
        return None
    return found["stem"] + found["kind"]


def is_own(law: str, title: str) -> bool:
    """Whether a law's name means the draft with this title: its version and 中华人民共和国 aside.

    A name without 《》 may have words of the sentence before it (建议个人信息保护法): four
    characters at its end are enough.
    """
    name, own = _plain(law), _plain(title)
    if law.startswith("《") and not name:
        # 《征求意见稿》, 《草案》
        return True
    if not name or not own:
        return False
    if own.endswith(name) or (name.endswith(own) and len(own) >= 4):
        return True
    if law.startswith("《"):
        return len(name) >= 6 and name in own
    return own[-4:] == name[-4:] and len(own) >= 4


def is_amended(law: str, title: str) -> bool:
    """Whether a draft of this title amends the law: 刑法 for 刑法修正案, 《某条例》 for its 修改决定."""
    found = _AMENDED.search(title)
    amended = _plain(found["titled"] or found["named"] or "") if found else ""
    name = _plain(law)
    return (
        len(name) >= 2 and len(amended) >= 2 and (name.endswith(amended) or amended.endswith(name))
    )


def _plain(title: str) -> str:
    return bare(_VERSION.sub("", title)).removeprefix("中华人民共和国")
