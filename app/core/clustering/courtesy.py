"""Greetings, thanks, names, dates and addresses: what a comment says about no clause."""

from __future__ import annotations

import re

from app.core.clustering.dictionary import dictionary
from app.core.clustering.requests import SURELY, asks
from app.core.text.cuts import cut
from app.core.text.normalise import normalise

_CLAUSE = re.compile(r"[^，,。！!？?；;：:、\s（）()—…]+")
_WORD = re.compile(r"[^\W_]")
_COURTESY = re.compile(
    "您们?好|你们?好|尊敬|敬爱|各位|领导|同志|负责人|打扰|打搅|冒昧|来信|去信|写(?:这|此)?封?信|见信|感谢|谢谢|多谢"
    "|包涵|见谅|谅解|海涵|指正|抽空|占用|耽误|几分钟|(?:看到|看见|得知|获悉|读到|听说).{0,8}(?:公告|通知|征求意见|消息|文件)"
    "|网上看到|敬祝|恭祝|祝愿?|顺颂|顺祝|此致|敬礼|敬上|敬启|盼复|望复|盼回|为盼|为荷|时祺|夏安|冬安|身体健康|工作顺利|万事如意"
    "|扎西德勒|辛苦|以上|妥否|仅供参考|不对的地方|说得不对|恳请采纳|请予采纳|请采纳|望采纳|望予|百忙"
)
_WHO = re.compile(
    "^(?:我|我们|本人)(?:是|叫|系|姓|来自|家?住)|^(?:一[名位个]|普通|签名|签字|署名|姓名|地址|住址|家住|联系|电话|手机|邮编|邮箱"
    "|身份证|代笔|执笔|联名|附议|同意人|日期|时间|年龄|职业|单位|落款|转发|此致|女|男|编号|第?\\d+号?$)"
)
_FIGURES = re.compile(r"^[\d年月日时分岁号室栋楼单元\-—/.*xX#+@a-z]+$")
# Of an unmarked line so long at most are names and addresses.
_LINE, _LABELLED_LINE, _CLAUSE_OF_NAMES = 36, 100, 16
_LABELLED = re.compile("^(?:签名|签字|署名|姓名|地址|住址|家住|联系|电话|手机|代笔|联名|附议|落款)")


def matter(sentence: str, *, alone: bool) -> int:
    """How many characters of a sentence say something about the matter; 0 for a courtesy.

    ``alone``: it has a line of its own and no mark at its end, as a signature has.
    """
    form = normalise(sentence)
    longest = _LABELLED_LINE if _LABELLED.match(form) else _LINE
    if alone and len(form) <= longest and asks(form) != SURELY:
        return 0
    clauses = _CLAUSE.findall(form)
    courteous = [bool(_COURTESY.search(one) or _WHO.match(one)) for one in clauses]
    # One polite word in a long sentence does not make it a courtesy.
    return sum(
        len(_WORD.findall(one))
        for one, polite in zip(clauses, courteous, strict=True)
        if not polite and not _only_names(one)
    )


def _only_names(clause: str) -> bool:
    """Whether a clause holds figures, places and names only: 绵阳市涪城区临园路, 2017.9.5."""
    if _FIGURES.match(clause):
        return True
    if len(clause) > _CLAUSE_OF_NAMES:
        return False
    known = dictionary()
    words = [word for word in cut(clause) if _WORD.search(word)]
    return all(known.is_name(word) or _FIGURES.match(word) or len(word) == 1 for word in words)
