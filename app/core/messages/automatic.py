"""Mail that no person wrote to us: never answered, stored apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.message import Message as Mime

from app.core.messages import headers
from app.core.messages.mime import Leaf
from app.core.messages.values import Auto

# The words by themselves: 自动回复功能的建议 is a person's.
_AUTO_SUBJECT = re.compile(
    r"[\s【\[［(（]*(?:自动回复|自動回覆|自动答复|auto(?:matic)?[- ]?reply|out of (?:the )?office|"
    r"不在办公室|外出自动(?:回复|答复)?)(?=$|[\s】\]］)）:：,，!！。.\-—–|]|re|回复|答复|来自|您好|你好)",
    re.IGNORECASE,
)
_BOUNCE_SUBJECT = re.compile(
    r"\s*(?:系统退信|退信|邮件退回|投递失败|undeliver|delivery (?:status|failure|failed)|mail delivery "
    r"(?:failed|subsystem)|returned mail|failure notice|mail system error)",
    re.IGNORECASE,
)
# Only with a server as the sender: a person may write of such things too.
_RETURNED = re.compile(
    r"退信|退回|无法(?:投递|送达|传递)|(?:投递|发送|送达)失败|未(?:能)?(?:送达|投递|传递)|未傳遞|無法(?:投遞|傳送)"
)
_BOUNCE_SENDER = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon)@?", re.IGNORECASE)


def kind_of(mime: Mime, parts: Sequence[Leaf], subject: str, sender: str) -> Auto | None:
    """auto, bounce, list, or None for a person's mail (RFC 3834, RFC 3464, RFC 2369)."""
    types = {part.type for part in parts}
    kind = headers.value(mime, "content-type").lower()
    if "message/delivery-status" in types or b"report-type=delivery-status" in kind.replace(
        b'"', b""
    ):
        return "bounce"
    if _is_null(headers.value(mime, "return-path")) and (
        _BOUNCE_SUBJECT.match(subject) or _BOUNCE_SENDER.match(sender)
    ):
        return "bounce"
    named = _BOUNCE_SUBJECT.match(subject) or _RETURNED.search(subject)
    if _BOUNCE_SENDER.match(sender) and named:
        return "bounce"
    if headers.value(mime, "x-failed-recipients"):
        return "bounce"
    submitted = headers.value(mime, "auto-submitted").lower().strip()
    if submitted and not submitted.startswith(b"no"):
        return "auto"
    if any(
        headers.value(mime, name)
        for name in (
            "x-autoreply",
            "x-autorespond",
            "x-auto-response-suppress-reply",
            "x-autoreply-from",
        )
    ):
        return "auto"
    precedence = headers.value(mime, "precedence").lower()
    if precedence.startswith(b"auto_reply") or _AUTO_SUBJECT.match(subject):
        return "auto"
    if b"disposition-notification" in kind:
        return "auto"
    if headers.value(mime, "list-id") or headers.value(mime, "list-unsubscribe"):
        return "list"
    return "list" if precedence in (b"bulk", b"list", b"junk") else None


def _is_null(path: bytes) -> bool:
    return path.strip() == b"<>"
