"""What a clerk reads when he mends an outline."""

from __future__ import annotations

DONE = {
    "promote": "已升级。",
    "demote": "已降级。",
    "join": "已合并到上一条。",
    "split": "已拆开。",
    "rename": "已改名。",
    "title": "已改草案标题。",
    "together": "已当作一份文件。",
    "apart": "已分成几份草案。",
    "close": "这一条不收意见了。",
    "open": "这一条可以提意见了。",
    "undo": "已撤销。",
    "file": "已换成新文件。",
    "punctuation": "已改为全角标点。",
}
REFUSED = {
    "no-such-clause": "这一条已经不在了，页面已更新。",
    "at-the-top": "这一条已经在最上一级。",
    "nothing-above": "它前面没有同级的条款，不能这样改。",
    "too-deep": "级别太深，不能再降。",
    "nothing-to-split": "请先选从哪里拆开。",
    "no-heading": "没有编号的条款要有标题。",
    "no-title": "草案要有标题。",
    "changed-meanwhile": "别人刚改过拆分，页面已更新，请再改一次。",
    "nothing-to-undo": "没有可以撤销的改动。",
    "already-published": "已经发布，不能再改拆分。",
    "not-published": "还没有发布。",
    "drafts-differ": "草案的份数和已发布的不一样，不能换。",
    "drafts-moved": "新文件里草案的次序和已发布的不一样，请按原来的次序排好再换。",
    "another-text": "新文件没有一条和已发布的对得上，像是另一份文件，不能换。",
    "clause-has-comments": "有条款已收到意见，新文件里找不到它，不能换。",
    "no-such-consultation": "没有这次征求意见。",
}
MENDINGS = {
    "promote": "升级",
    "demote": "降级",
    "join": "合并到上一条",
    "split": "拆开",
    "rename": "改名",
    "title": "草案改标题",
    "close": "不收意见",
    "open": "可提意见",
}
ASIDES = {
    "front": "正文前",
    "title": "标题",
    "contents": "目录",
    "annexes": "附件清单",
    "end": "落款",
    "companion": "随附材料",
}
