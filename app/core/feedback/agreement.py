"""Words that say there is no objection, as a whole: 我单位对…无修改意见.

A phrase is taken only if every word of it is one of those that such letters are made of; whatever
else it holds (a clause's number, 但, 除, a wish) makes it a comment.
"""

from __future__ import annotations

import re
import unicodedata

from app.core.feedback.wording import Vocabulary, after_office

_SELF = "我 本 敝 该 此 全 贵 你 们 人 个人 单位 局 厅 委 院 部 署 处 科 室 中心 办 公司 校 学校 行 会 所 市 县 区 镇 乡 省 方 站 协会 集团 街道"
_ABOUT = (
    "对于 对 就 关于 针对 《》 () “” 上述 以上 所附 所发 发来 来文 来函 本次 这次 此次 印发 文件 征求 意见稿 意见 送审稿 "
    "讨论稿 草案 修订 修改 稿 内容 条款 全文 全部 各 项 方案 办法 条例 规定 规划 实施 细则 通知 函 法 表述 文稿 文本 "
    "所列 有关 相关 中 的 及 和 与 、 其 起草 制定 拟定 拟订 提出 报送 公布 公开 公告 发布"
)
_HOW = (
    "经 已 已阅 阅 收悉 认真 仔细 审阅 学习 了 组织 充分 现 均 都 也 表示 完全 一致 原则 原则上 总体 总体上 目前 暂 暂时 研究 认真 讨论 班子 党组 会议 科室 处室 "
    "部门 后 , 函复 回复 反馈 答复 如下 : 兹"
)
_LEAD = Vocabulary(_SELF, _ABOUT, _HOW)
_AFTER = Vocabulary(
    _ABOUT, "该 此 贵 你 委 厅 局 办 院 单位 印发 发布 出台 执行 所提 按此 报送 通过 了"
)
_NONE = re.compile(
    r"(?:均|暂|并)?(?:无|没有?|未提出|不提|未有|不存在)"
    r"(?:任何|什么|其他|其它|不同|修改|补充|反对|异议|进一步|具体|新的|的|、|和|或|及|与|完善|调整|修订|反馈|原则性?|重大)*"
    r"(?:意见|异议|建议|修改)(?:[和或及与、/](?:修改)?(?:意见|建议))?(?:反馈|提出|可提)?[了的]?"
)
_AGREES = re.compile(r"无异议|同意")
_CELL = Vocabulary(
    "我 本 单位 们 人 局 委 校 公司 厅 院 部 会 对 此 该 条 款 均 都 也 暂 原则 原则上 完全 表示",
)
_CELL_END = re.compile(
    r"(?:无|没有?|同意|无异议|未提出意见|不改|不作?修改|保留原文)(?:原文|原稿|[本该此]条|不变|保留|修改)?"
)
_STOPS = re.compile(r"[\s。．.!！;；]+$")
_LONGEST = 120


def folded(text: str) -> str:
    """The text with titles, brackets, quotations and file numbers emptied, in one width."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"(?m)^[ \t]*\(([^()\n]*)\)[ \t]*$", r"\1", text)
    text = re.sub(r"【[^【】\n]{0,30}】", "", text)
    # What points to a file speaks also in brackets.
    text = re.sub(r"\(([^()\n]{0,40}(?:附件|附后|附表|附上)[^()\n]{0,40})\)", r",\1,", text)
    # Titles stand in titles: from the inside outwards.
    text = re.sub(r"〈[^〈〉\n]{0,200}〉", "", text)
    text = re.sub(r"《[^《》\n]{0,300}》", "《》", text)
    text = re.sub(
        r"(?<=[\u4e00-\u9fff])[\[〔(][0-9]{4}[\])〕]\s*第?\s*[0-9]{1,6}\s*号", "〔〕号", text
    )
    for _ in range(3):
        text = re.sub(r"\([^()\n]{0,120}\)", "", text)
    return re.sub(r"[“\"][^“”\"\n]{0,80}[”\"]", "“”", text)


def is_agreement(phrase: str) -> bool:
    """Whether a folded phrase (no sentence end in it) says nothing but that there is no objection."""
    words = re.sub(r"\s", "", _STOPS.sub("", phrase))
    if not 0 < len(words) <= _LONGEST:
        return False
    starts = _LEAD.reach(words, after_office(words))
    for start in starts:
        if _NONE.fullmatch(words, start):
            return True
        agrees = _AGREES.match(words, start)
        if agrees and _AFTER.makes(words, {agrees.end()}):
            return True
    return False


def agrees_in_cell(cell: str) -> bool:
    """Whether a form's cell says that there is nothing to say: 无, 无意见, 同意."""
    words = re.sub(r"\s", "", _STOPS.sub("", folded(cell)))
    if not 0 < len(words) <= _LONGEST:
        return False
    starts = _CELL.reach(words, {0})
    return is_agreement(words) or any(_CELL_END.fullmatch(words, one) for one in starts)
