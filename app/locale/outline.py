"""What was doubtful when a draft was split, in a clerk's words."""

from __future__ import annotations

DOUBTS = {
    "no-clauses": "没有找到带编号的条款，全文作为一条",
    "number-skipped": "编号跳过了：{words}",
    "number-doubled": "编号重复：{words}",
    "heading-unnumbered": "像没有编号的标题，当作上一条的正文：{words}",
    "companion": "随附材料，不分条款：{words}",
    "another-draft": "文件里还有一份草案：{words}",
    "too-many-labels": "编号太多，不像征求意见稿，全文作为一条",
    "label-out-of-order": "像编号但接不上，当作正文：{words}",
}
