"""The sender's own fields in the head or foot of a form: 单位：…, 联系人, 电话."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from app.core.feedback.headings import bare
from app.core.feedback.values import Sender

_NAMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "organisation",
        re.compile(
            r"(?:反馈|填报|填表|提出|所在|您的|工作|提交)?(?:意见)?(?:单位|部门|机构|企业)(?:名称|全称|盖章|公章|或个人)*"
        ),
    ),
    (
        "name",
        re.compile(r"(?:您的)?(?:姓名|称呼|联系人|填表人|反馈人|提出人|经办人)(?:姓名|或称呼)?"),
    ),
    ("phone", re.compile(r"(?:联系)?(?:电话|手机|方式)(?:号码)?|联系电话手机")),
    ("email", re.compile(r"(?:电子)?(?:邮箱|邮件)(?:地址)?|email")),
)
_LABELLED = re.compile(
    r"([^:：\s][^:：\n]{0,16}?)\s*(?:[（(][^（）()]{0,20}[）)])?\s*[:：]\s*([^\n]{0,200})"
)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}", re.ASCII)
_SEALED = re.compile(r"[（(](?:盖章|公章|加盖公章|签章|签字)[)）]\s*$")
_UNFILLED = re.compile(r"[\s_＿—/\\-]*|（?(?:可不填|选填|盖章|公章)）?")


def field_of(label: str) -> str | None:
    """Which of a sender's fields a label names: organisation, name, phone, email; None: none."""
    words = bare(label)
    return next((name for name, pattern in _NAMES if pattern.fullmatch(words)), None)


def of_rows(rows: Iterable[Sequence[str]]) -> Sender:
    """The sender by rows of labels with what stands beside them, or after a colon."""
    return _sender(pair for row in rows for pair in _pairs(row))


def of_lines(text: str) -> Sender:
    """The sender by lines such as 单位：某市教育局　联系人：张三."""
    return _sender(
        (found[1], found[2])
        for line in text.split("\n")
        for piece in re.split(r"\t|\s{2,}|　+", line[:400])
        for found in [_LABELLED.fullmatch(piece.strip())]
        if found
    )


def is_field(text: str) -> bool:
    """Whether a cell or line is a label of the sender's fields, filled or not."""
    label = re.split(r"[:：]", text, maxsplit=1)[0]
    return field_of(label) is not None


def _pairs(row: Sequence[str]) -> Iterator[tuple[str, str]]:
    cells = list(dict.fromkeys(cell.strip() for cell in row if cell.strip()))
    for place, cell in enumerate(cells):
        for line in re.split(r"\n|\s{2,}|　+", cell):
            labelled = _LABELLED.fullmatch(line.strip())
            if labelled and labelled[2].strip():
                yield labelled[1], labelled[2]
        following = cells[place + 1] if place + 1 < len(cells) else ""
        if following and not is_field(following):
            yield re.sub(r"[:：]\s*$", "", cell), following


def _sender(pairs: Iterable[tuple[str, str]]) -> Sender:
    found: dict[str, str] = {}
    for label, words in pairs:
        name = field_of(label)
        words = words.strip()
        if name is None or _UNFILLED.fullmatch(words):
            continue
        if name == "phone" and (mail := _MAIL.search(words)):
            found.setdefault("email", mail[0])
            words = words.replace(mail[0], "").strip(" ,，;；、/")
        words = _SEALED.sub("", words).strip()
        if words:
            found.setdefault(name, words[:200])
    return Sender(**found)
