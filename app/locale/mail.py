"""Words for what became of a mail, what was noted on it, and why it did not work."""

from __future__ import annotations

import re

from app.locale.files import FLAGS as FILE_FLAGS
from app.locale.files import UNREADABLE

# In the order in which the office reads them; with these all mails are counted once.
MAIL_STATES = {
    "stored": "待读",
    "tied": "已归条",
    "untied": "待归条",
    "withdrawal": "要求撤回",
    "courtesy": "礼节性回复",
    "automatic": "自动回复",
    "bounce": "退信",
    "own": "本系统的信",
    "empty": "没有内容",
    "quarantined": "读不出或待核对",
    "unrelated": "与征求意见无关",
}
SENT_STATES = {"waiting": "待发", "sent": "已发出", "failed": "没有送到", "suppressed": "没有发"}
LETTERS = {
    "acknowledgement": "确认邮件",
    "receipt": "按要求发出的回执",
    "withdrawal": "请对方确认撤回",
    "withdrawn": "告知已代为撤回",
}
FLAGS = {
    "charset-doubtful": "编码存疑",
    "html-only": "只有网页格式",
    "no-body": "没有正文",
    "truncated": "超过大小限制，只收到前面一部分",
    "date-unreadable": "信上的日期读不出",
    "too-many-parts": "部分太多，只读了前面",
    "attachment-unread": "有附件没读出来",
}
CLOCKS = {
    "clock": "本系统收到的时间",
    "internal": "邮箱服务器收到的时间",
    "relay": "前一级邮件服务器收到的时间",
}
_REASONS = {
    "no-consultation": "没有已公布的征求意见",
    "which-consultation": "看不出说的是哪一次征求意见",
    "empty": "没有文字，也没有能读的附件",
    "quote-only": "只有引用的旧信，没有写别的",
    "withdraw-which": "要求撤回，但看不出是哪一件，请对照来件",
    "withdraw-no-address": "要求撤回，但那件来件没有留邮箱，请另行核实",
    "not-mine": "来信说那件来件不是他发的",
    "asked-already": "一小时内已请对方确认过，没有再发",
    "no-address": "不是能写信去的地址",
    "own-address": "收件人是本单位自己",
    "too-many": "同一地址一天内已发过20封",
    "no-submission": "来件已不在",
    "cannot-move": "邮件已入库，但移不到“已处理”文件夹",
    "missing": "有邮件取不下来，会再取，编号",
    "bounced": "被退回",
    "delayed": "对方服务器还在投递",
    "login": "邮箱不认账号或授权码",
    "connection": "连不上邮箱",
}


def status(code: str) -> str:
    """What became of an attachment: read, or in short why there is no text."""
    if code == "read":
        return "已读出文字"
    if code == "too-many":
        return "附件太多，没有读"
    if code == "mail":
        return "邮件，没有读；请下载后打开"
    if code.startswith("too-"):
        return "太大，没有读出文字"
    return UNREADABLE.get(code, "没有读出文字").partition("，")[0]


def file_notes(flags: list[str]) -> str:
    """What a clerk should know of a file that was read: 机器识别，可能有错字."""
    return "；".join(FILE_FLAGS.get(one, one) for one in flags)


# Why a passage waits that no clause could be guessed for.
WAITS = {
    "file-unread": "附件没有读出文字，意见可能写在里面。请下载附件，打开看",
    "file-missing": "信里说意见在附件，但没有收到附件。请与发件人联系",
    "form-blank": "附件里的意见反馈表是空白的。请打开看，或与发件人联系",
}
_NETWORK = (
    (re.compile(r"refused", re.IGNORECASE), "对方没有开这个端口"),
    (re.compile(r"timed? ?out", re.IGNORECASE), "对方没有应答，等了很久"),
    (re.compile(r"name or service|resolution|nodename", re.IGNORECASE), "服务器的名字查不到"),
    (re.compile(r"certificate|ssl", re.IGNORECASE), "加密连接没有建成，证书不对或过期"),
    (re.compile(r"unreachable|no route", re.IGNORECASE), "网络不通"),
)


def network(error: str) -> str:
    """Why a server was not reached, in a clerk's words, with the system's own in brackets."""
    said = error.removeprefix("connection: ")
    known = next((words for pattern, words in _NETWORK if pattern.search(said)), "")
    return f"{known}（{said}）" if known else said


def state(code: str, error: str | None) -> str:
    """What became of a mail: one that was read and waits for somebody's word is not 读不出."""
    if code == "taken":
        return "已成来件"
    if code == "quarantined" and (error or "") in _REASONS:
        return "待核对"
    return MAIL_STATES.get(code, code)


def reason(error: str | None, state: str = "") -> str:
    """Why something did not work, in a clerk's words; the other side's own words follow."""
    if not error:
        return ""
    code, _, rest = error.partition(":")
    known = _REASONS.get(code)
    if known is not None:
        return f"{known}：{rest.strip()}" if rest.strip() else known
    if (
        re.match(r"[A-Za-z]+(?:Error|Exception|Refused|Timeout)?:", error)
        and state == "quarantined"
    ):
        return f"试了几次都没有读成：{error}"
    return error
