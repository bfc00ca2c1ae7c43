"""The words of the report: an office's document, in Chinese whatever the interface speaks."""

from __future__ import annotations

OUTCOMES = {
    "adopted": "采纳",
    "partly": "部分采纳",
    "rejected": "不采纳",
    "explained": "已说明",
}
UNDECIDED = "未处理"
OFF_TOPIC = "与本条无关"
UNTIED = "待归条"
CHANNELS = {"web": "网页", "mail": "邮件", "letter": "来信", "import": "导入"}
EXAMPLE = "（示例）"
PART = "（“按意见”表第{number}行所提的一项）"
JOINT = "（联名{}人）"
LATE = "迟到，暂不计入"
SHEETS = {"comment": "按意见", "opinion": "按观点", "late": "迟到", "check": "核对"}

COUNTING = (
    "来件是一个人一次提交的全部内容；意见是来件中针对一条条款的部分。",
    "人按邮箱或电话区分，两样都没有留的，一件来件算一人。",
    "雷同件是文字相同或相近的意见，件数、人数照实计；处理看内容，不看次数。",
    "迟到和撤回的来件不计入，另行列出。",
    "来信只说没有意见的，计为已回复无意见，一个发件人计一个单位，不计入意见和人数。",
    "联名信是一件来件，提出人计一人；联名人数由工作人员核对，另行列出，不加进人数。",
)
# In the column of drafts: what is said of all of them.
ALL_DRAFTS = "各件"
