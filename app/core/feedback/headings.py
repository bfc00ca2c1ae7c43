"""What a column of a table of comments holds, by the words of its heading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

Role = Literal[
    "clause", "original", "suggestion", "reason", "serial", "unit", "contact", "mark", "other"
]
LONGEST = 24
# In this order: 提出意见单位 is no column of opinions, 征求意见稿条文 none of suggestions.
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("mark", re.compile(r"(?:行号|编码|识别码|标识)(?:勿改|请勿修改|请勿改动)")),
    ("other", re.compile(r".*(?:采纳|处理|办理|答复|回复|审核|主办|承办).*")),
    (
        "unit",
        re.compile(
            r"(?:提出|反馈|填报|填表|来文|意见|建议|所在|提交)*(?:意见|建议)?的?"
            r"(?:单位|部门|机构|企业)(?:名称|全称|或个人|个人)?|意见来源|来源|提出人|反馈人|提出者"
        ),
    ),
    (
        "contact",
        re.compile(r"(?:姓名|联系人|填表人|联系(?:电话|方式)|电话|手机|邮箱|电子邮箱)+(?:及.*)?"),
    ),
    ("serial", re.compile(r"序号|编号|次序|项次|no|号")),
    (
        "reason",
        re.compile(
            r"(?:修改|修订|建议|意见|增加|主要|具体|提出|调整|的|及|和|或|与|法律|政策|文件)*"
            r"(?:理由|依据|原因|说明|备注|缘由)(?:及|和|或|与|的|理由|依据|原因|说明|备注|来源)*"
        ),
    ),
    (
        "original",
        re.compile(
            r"(?:.*(?:征求意见稿|送审稿|草案|原稿|现行|原|修改前|修订前|拟修改|被修改).*"
            r"(?:条文|条款|原文|文本|内容|表述|稿|案|前|规定|文)|原文.*|"
            r"征求意见稿|送审稿|草案|修改前|修订前|条[文款](?:具体)?(?:内容|原文|表述)|内容原文)"
        ),
    ),
    (
        "suggestion",
        re.compile(
            r"(?:建议|拟|具体|主要|反馈|补充|修改|修订|完善|调整|意见|内容|和|或|与|及|的|后)*"
            r"(?:意见|建议|修改为|修改后|修订为|修订后|改为|调整为|修改内容|修改稿|建议内容|意见内容|"
            r"修改文本|修改表述|修改条文)(?:建议|意见|内容|和|或|与|及|的|表述|条文|文本|稿|情况|为)*"
        ),
    ),
    (
        "clause",
        re.compile(
            r"(?:涉及|对应|相关|所在|具体|所涉|针对|修改|意见)*(?:的)?"
            r"(?:条款|条文|条目|条|章节|章|节|款项|条款项|位置|部分|部位|条次|所在处)"
            r"(?:号|序号|编号|名称|位置|项|章节|条款|及|和)*"
        ),
    ),
)


def bare(heading: str) -> str:
    """A heading without spaces, punctuation, and what is explained in brackets."""
    folded = unicodedata.normalize("NFKC", heading).lower()
    folded = re.sub(r"\([^()]*\)", "", folded) or folded
    return re.sub(r"[\W_]", "", folded)


def role(heading: str) -> Role | None:
    """The role of a column with this heading; None if it is none that is known."""
    if "勿改" in heading:
        return "mark"
    words = bare(heading)
    if not words or len(words) > LONGEST:
        return None
    return next((name for name, pattern in _ROLES if pattern.fullmatch(words)), None)


def roles(row: Sequence[str]) -> tuple[Role, ...] | None:
    """The roles of a table's columns if this row is its head, else None.

    A head names the suggestions, and at least one column beside them.
    """
    if not any(cell.strip() for cell in row):
        return None
    found = [role(cell) for cell in row]
    if "suggestion" not in found:
        return None
    named = {one for one in found if one not in (None, "other", "mark")}
    if len(named) < 2 or any(
        one is None and len(bare(cell)) > LONGEST for one, cell in zip(found, row, strict=True)
    ):
        return None
    return tuple(one or "other" for one in found)
