"""Words for the audit trail: what was done, in groups by which it is filtered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.locale.words import OUTCOMES, ROLES

GROUPS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "consultation": (
        "征求意见",
        {
            "consultation-proposed": "新建征求意见",
            "consultation-mended": "改了标题、时间等",
            "consultation-published": "公布",
            "deadline-extended": "延长截止时间",
            "commentable-set": "改了哪些条款收意见",
            "outline-mended": "校对拆分",
            "outline-mending-undone": "撤销校对",
            "draft-replaced": "换了征求意见稿文件",
            "draft-corrected": "更正了已发布的征求意见稿",
        },
    ),
    "received": (
        "来件",
        {
            "comment-tied": "归到条款",
            "late-admitted": "迟到来件计入",
            "late-not-admitted": "迟到来件不再计入",
            "submission-withdrawn": "撤回来件",
            "submission-restored": "恢复撤回的来件",
            "submission-disowned": "表示不是本人所发",
            "signers-set": "记下联名人数",
            "no-objection-undone": "无意见改为意见",
            "mail-unrelated": "邮件标为与征求意见无关",
            "mail-unrelated-undone": "撤销“与征求意见无关”",
            "mail-made-comment": "礼节性回复或撤回的信改为意见",
        },
    ),
    "grouping": (
        "归并",
        {
            "off-topic-set": "标为无关，或撤销",
            "opinions-merged": "合并观点",
            "demands-moved": "移动诉求",
            "demand-placed": "归入观点",
            "bundle-confirmed": "确认一组",
            "opinion-renamed": "改观点名称",
            "opinion-confirmed": "确认观点",
            "opinions-apart": "定为不同的观点",
            "not-the-same": "定为不是同一观点",
            "comment-split": "拆分意见",
            "comment-kept-whole": "不拆分意见",
            "put-off": "以后再看",
            "comments-read": "读了意见",
            "deed-undone": "撤销上一步",
            "words-added": "添加本单位的词",
            "words-refused": "不采用推荐的词",
            "words-removed": "删去本单位的词",
        },
    ),
    "decision": (
        "处理结果",
        {
            "opinion-decided": "定处理结果",
            "opinions-decided": "一并定处理结果",
            "decision-taken-back": "撤下处理结果",
            "comment-decided": "定一条意见的处理结果",
            "comment-decision-taken-back": "撤下一条意见的处理结果",
        },
    ),
    "report": ("导出", {"report-asked": "导出处理表"}),
    "account": (
        "账号",
        {"user-added": "新增账号", "password-set": "改密码", "signed-in": "登录"},
    ),
}
WORDS: Mapping[str, str] = {
    action: words for _, actions in GROUPS.values() for action, words in actions.items()
}
# Who acts where no member of staff does: the program, but for these the sender himself.
SENDERS = frozenset({"submission-withdrawn", "submission-disowned", "comment-tied"})
_LABELS = {
    "reason": "理由",
    "why": "理由",
    "title": "标题",
    "file": "文件",
    "address": "条款",
    "subject": "主题",
    "name": "名称",
    "concept": "关切",
    "ending": "格式",
    "said": "留言",
}


def details(values: Mapping[str, Any]) -> list[str]:
    """What an entry says beside its words, as short phrases: 理由：…; 原为…，现为…."""
    found = [f"{label}：{_plain(values[key])}" for key, label in _LABELS.items() if values.get(key)]
    if values.get("role") in ROLES:
        found.append(f"角色：{ROLES[values['role']]}")
    if values.get("contacts"):
        found.append("含联系方式")
    if isinstance(values.get("off_topic"), bool):
        found.append("标为无关" if values["off_topic"] else "不再标为无关")
    if "before" in values and "after" in values and "address" not in values:
        before, after = _plain(values["before"]), _plain(values["after"])
        found.append(f"原为{before or '（没有）'}，现为{after or '（没有）'}")
    for key, unit in (("comments", "条意见"), ("demands", "项诉求"), ("merged", "个观点"), ("words", "个词")):  # fmt: skip
        if isinstance(values.get(key), list):
            found.append(f"{len(values[key])}{unit}")
    return found


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        outcome = OUTCOMES.get(str(value.get("outcome", "")), "")
        return "，".join(one for one in (outcome, str(value.get("reason") or "")) if one)
    return "" if value is None else str(value)
