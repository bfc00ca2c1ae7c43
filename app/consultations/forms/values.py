"""The form as plain values, whatever file it is written into."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.consultations.values import WHOLE_KIND, ClauseView, ConsultationView
from app.core import deadline
from app.core.feedback import marks

SHOWN_CHARACTERS = 40
COLUMNS = ("条款号", "条款原文", "修改建议", "理由")
MARK_COLUMN = "行号（勿改）"
SENDER_FIELDS = ("单位", "姓名", "联系方式")
WHOLE_WORDS = "对整个文件的意见"
HINT = "每条意见写一行，不提意见的条款留空；可以加行、删行。单位、姓名、联系方式都可不填。"
# https://www.w3.org/TR/xml/#charsets
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class FormRow:
    """A clause's row: its hidden mark, its address, its first 40 characters."""

    mark: str
    number: str
    original: str


@dataclass(frozen=True, slots=True)
class Form:
    """A consultation's form. ``closing``: until when and to which mailbox, as printed; ``name``: of
    its file."""

    title: str
    closing: str
    rows: tuple[FormRow, ...]

    @property
    def name(self) -> str:
        """What the file is called, without its ending."""
        return f"意见反馈表-{re.sub(r'[^0-9A-Za-z_一-鿿（）-]', '', self.title)[:40]}"


def form_of(view: ConsultationView, clauses: Iterable[ClauseView]) -> Form:
    """The form for the clauses that take comments, the whole draft last."""
    taken = [one for one in clauses if one.commentable]
    taken.sort(key=lambda one: one.kind == WHOLE_KIND)
    sent_to = f"，发到 {view.mailbox}" if view.mailbox else ""
    return Form(
        title=printable(view.title),
        closing=printable(f"{deadline.print_deadline(view.deadline)}截止（北京时间）{sent_to}"),
        rows=tuple(FormRow(marks.make(one.id), one.address, _original(one)) for one in taken),
    )


def printable(text: str) -> str:
    """The text with what XML cannot hold shown as a replacement character."""
    return _FORBIDDEN.sub("\ufffd", text)


def _original(clause: ClauseView) -> str:
    if clause.kind == WHOLE_KIND:
        return f"对《{clause.draft}》的总体意见" if clause.draft else WHOLE_WORDS
    words = printable(" ".join(f"{clause.heading} {clause.text}".split()))
    return words if len(words) <= SHOWN_CHARACTERS else words[:SHOWN_CHARACTERS] + "……"
