"""The report as plain values: what every file format is written from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

By = Literal["comment", "opinion"]

COLUMNS = ("序号", "条款", "意见内容", "来源", "采纳情况", "理由")
DRAFT_COLUMN = "文件"
CONTENT_COLUMN = "意见内容"
CONTACT_COLUMNS = ("称呼", "单位", "电子邮箱", "电话")


@dataclass(frozen=True, slots=True)
class Row:
    """One line: the six columns, the four of the contact (empty unless asked for), the receipt.
    ``draft``: the title of its draft, a column of its own where there are several (else None)."""

    number: int
    clause: str
    content: str
    source: str
    outcome: str
    reason: str
    contact: tuple[str, ...] = ()
    receipts: tuple[str, ...] = ()
    draft: str | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells as words, in the order of the columns."""
        drafts = () if self.draft is None else (self.draft,)
        six = (
            str(self.number),
            *drafts,
            self.clause,
            self.content,
            self.source,
            self.outcome,
            self.reason,
        )
        return six + self.contact


@dataclass(frozen=True, slots=True)
class Check:
    """The sums under the table, in comments: ``counted == grouped + single + off_topic +
    unplaced + untied``; late and withdrawn stand apart. ``read``: comments that a person of the
    office had open on the screen; ``copies``: those whose family has two or more.

    Apart too, and in no sum: ``no_objection``, senders who said there is none; ``joint`` letters
    and how many ``signers`` they have by staff's word.
    """

    submissions: int
    people: int
    counted: int
    grouped: int
    single: int
    off_topic: int
    unplaced: int
    untied: int
    late: int
    withdrawn: int
    read: int = 0
    copies: int = 0
    no_objection: int = 0
    joint: int = 0
    signers: int = 0

    @property
    def adds_up(self) -> bool:
        """Whether every counted comment is in one of the parts."""
        parts = self.grouped + self.single + self.off_topic + self.unplaced + self.untied
        return parts == self.counted


@dataclass(frozen=True, slots=True)
class Report:
    """意见汇总处理表: by comment and by opinion, the late ones apart, and the sums. ``several``:
    whether there are several drafts, so that each line names its own."""

    title: str
    office: str
    made_at: datetime
    deadline: datetime
    contacts: bool
    by_comment: tuple[Row, ...]
    by_opinion: tuple[Row, ...]
    late: tuple[Row, ...]
    check: Check
    notes: tuple[str, ...] = field(default=())
    several: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The heads of the columns."""
        drafts = (DRAFT_COLUMN,) if self.several else ()
        six = (*COLUMNS[:1], *drafts, *COLUMNS[1:])
        return six + (CONTACT_COLUMNS if self.contacts else ())


class NoReport(Exception):
    """Codes: no-such-consultation, does-not-add-up, no-such-format, no-reason."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
