"""Words that pages, mails and commands share."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.core import deadline

DAY = timedelta(days=1)
KINDS = {"support": "赞成", "oppose": "反对", "amend": "修改建议", "question": "疑问"}
STATES = {
    "announced": "即将开始",
    "open": "正在征求意见",
    "closed": "已截止",
    "answered": "已公布结果",
}
CHANNELS = {"web": "网页", "mail": "邮件", "letter": "来信", "import": "导入"}
OUTCOMES = {"adopted": "采纳", "partly": "部分采纳", "rejected": "不采纳", "explained": "已说明"}
ROLES = {"administrator": "管理", "drafter": "经办", "reader": "查看"}


def left_words(now: datetime, until: datetime) -> str:
    """How long is left: days on the calendar, hours in the last 24, minutes in the last one."""
    if until - now > DAY:
        return f"{deadline.days_left(now, until)}天"
    left = deadline.time_left(now, until)
    hours = left.days * 24 + left.hours
    return f"{hours}小时" if hours else f"{max(left.minutes, 1)}分钟"
