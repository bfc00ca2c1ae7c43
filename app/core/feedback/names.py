"""People's names, and lists of signatures."""

from __future__ import annotations

import re
import unicodedata

_LIST_HEAD = re.compile(
    r"(?:^|\n)\s*(?:联名|联署|签名|签字|署名)(?:人|者|列表|名单|表|如下|附后|业主|居民|村民)*\s*(?:\([^()\n]{0,30}\))?\s*[:\n]"
)
_NAME = re.compile(r"(?:[0-9]{1,4}[.、]\s*)?([\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,8})?)")
# By the hundred commonest family names, or by how a person is addressed.
NAMED = re.compile(
    r"[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤]"
    r"[\u4e00-\u9fff]{1,2}|[\u4e00-\u9fff]{1,2}(?:先生|女士|小姐|老师|同志)"
)
_NOT_NAMES = re.compile(
    r"签名|签字|姓名|电话|日期|联名|地址|身份证|年|月|业主|建议|意见|此致|敬礼|谢谢"
)


def is_list(line: str) -> bool:
    """Whether a line is a list of signatures, or of its names: 联名人：张三、李四."""
    words = unicodedata.normalize("NFKC", line[:2000]).strip()
    head = _LIST_HEAD.match(words + "\n")
    rest = words[head.end() :] if head else words
    names = [one for one in re.split(r"[、,;\s]+", rest) if one]
    if head and not names:
        return True
    return (head is not None or len(names) > 2) and all(
        (_NAME if head else NAMED).fullmatch(re.sub(r"^[0-9]+[.、]", "", one))
        and not _NOT_NAMES.search(one)
        for one in names
    )


def listed(text: str) -> int:
    """How many names stand in the lists of signatures of a text (NFKC)."""
    names: set[str] = set()
    for head in _LIST_HEAD.finditer(text):
        for line in text[head.end() :].lstrip("\n").split("\n"):
            pieces = [
                one
                for one in re.split(r"[、,;\s]+", re.sub(r"([0-9]+[.、])\s+", r"\1", line))
                if one
            ]
            found = [_NAME.fullmatch(one) for one in pieces]
            named = [one[1] for one in found if one and not _NOT_NAMES.search(one[1])]
            if pieces and len(named) * 2 < len(pieces):
                break
            names.update(named)
    return len(names)
