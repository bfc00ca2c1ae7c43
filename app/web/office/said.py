"""What the desk says after a deed, and why it refused one."""

from __future__ import annotations

# "{n}" is a number, "{had}" what was left as it was.
DONE = {
    "merged": "已合并。",
    "merged-decided": "已合并。原来不止一个处理结果，只留下一个，请核对；要找回另一个，请撤销合并。",
    "moved": "已移动。",
    "renamed": "已改名。",
    "decided": "已保存。",
    "undecided": "已撤销处理结果。",
    "together": "已处理{n}个观点{had}。",
    "off": "已标为与本条无关。",
    "placed": "已归入。",
    "new": "已另立新观点。",
    "later": "放到了最后，以后再看。",
    "split": "已拆开，请逐项归入。",
    "whole": "已按一项诉求处理。",
    "read": "已读。",
    "bundle": "已确认{n}条。",
    "confirmed": "已确认，以后归并不会动这{n}条。",
    "apart": "记下了，不再合并这两个观点。",
    "not-same": "已移出，不会再归进来。",
    "undone": "已撤销。",
}
REFUSED = {
    "nothing": "没有选中任何一项。请先勾选，再点按钮。",
    "one-only": "只勾选了一个观点。请勾选两个或更多，再合并。",
    "no-target": "没有选移到哪里，没有移动。请再勾选，并选一个去处。",
    "no-such-opinion": "这个观点已被合并或移走，页面已更新。",
    "no-such-demand": "这条意见已被移走，页面已更新。",
    "someone-else": "同事刚处理过这里的意见，您这一步没有保存，以他的为准；页面已更新。",
    "no-such-comment": "这条意见已被移走，页面已更新。",
    "other-clause": "只能在同一条款内合并和移动。",
    "no-such-cut": "这里拆不开，请另选断开的地方。",
    "nothing-to-undo": "没有可以撤销的。",
    "changed-since": "后来又改动过同一条，请先撤销后面的改动。",
    "no-outcome": "请选择处理结果",
    "no-reason": "请写理由，它会随结果公布",
    "reason-long": "理由最多5,000字，请写短一些",
}
# What a deed is called when it is told to others: {who}{deed}“{words}”。
DEEDS = {
    "opinions-merged": "合并了观点",
    "demands-moved": "移动了意见到",
    "demand-placed": "归入了一条到",
    "bundle-confirmed": "确认了一组",
    "opinion-renamed": "改名为",
    "opinion-confirmed": "确认了",
    "not-the-same": "移出了意见，从",
    "opinions-apart": "分开了观点",
    "off-topic-set": "处理了意见",
    "put-off": "放到以后再看",
    "comment-split": "拆分了",
    "comment-kept-whole": "不拆分",
    "opinion-decided": "处理了",
    "opinions-decided": "一并处理了",
    "decision-taken-back": "撤销了处理结果",
    "comment-decided": "单独处理了",
    "comment-decision-taken-back": "撤销了单独处理",
}
