"""What kind of comment it is: for the draft, against it, asking for a change, or a question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from app.core.clustering.stance import stance
from app.core.text.normalise import normalise

SUPPORT, OPPOSE, AMEND, QUESTION = KINDS = ("support", "oppose", "amend", "question")
_LONGEST = 4_000
_ASKS_TO_KNOW = re.compile("请问|想问|问一下|咨询|请教|想知道|想了解")
# Said of the draft, in the words of those who agree or do not.
_AGREES = re.compile(
    "(?<![不没勿])(?:支持|赞成|赞同|拥护|同意|举双手|点赞)(?!的人|政策|力度|资金|平台|企业|计划|系统)|好用|没意见|无意见|无修改"
)
_REFUSES = re.compile(
    "反对|不(?:赞成|赞同|同意|支持)|(?:不要|别|莫)再|没(?:得)?必要|何必|不划算|建议(?:删去|删除|取消)|凭啥|凭什么"
    "|强制|强迫|一刀切"
)
_CHANGES = re.compile("建议|希望|增加|补充|写明|明确|修改|改为|应当|应该|加上|加一")
_ENDS_ASKING = re.compile(r"(?:[?]|吗|呢|多少|什么时候|哪年)[?!。]*\Z")


def kind(text: str) -> str:
    """One of ``KINDS``; a change asked for unless the words say otherwise."""
    form = normalise(text[: 2 * _LONGEST])[:_LONGEST].strip()
    changes = len(_CHANGES.findall(form))
    if not changes and (_ASKS_TO_KNOW.search(form) or _is_only_asked(form)):
        return QUESTION
    agrees, refuses = len(_AGREES.findall(form)), len(_REFUSES.findall(form))
    if refuses and refuses >= agrees and stance(form) <= 0 and changes <= refuses:
        return OPPOSE
    if agrees and agrees > refuses and changes <= agrees:
        return SUPPORT
    return AMEND


def kinds(texts: Iterable[str]) -> dict[str, int]:
    """How many of the texts are of each kind; every kind is there."""
    count = Counter(map(kind, texts))
    return {one: count[one] for one in KINDS}


def _is_only_asked(form: str) -> bool:
    sentences = [one for one in re.split("(?<=[。!?;\n])", form) if one.strip()]
    return bool(sentences) and all(_ENDS_ASKING.search(one.strip()) for one in sentences)
