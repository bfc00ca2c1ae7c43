"""The cases: a short document, a line of ====, and its outline as a clerk would write it down.

A line of the outline is a clause, two blanks deeper than the one it stands in: the last part of
its address, its kind, its heading in 〔 〕 if it has one, its text (a line end is ⏎), and in { } the
other numbers it is known by. Before the clauses stand title, deadline and mailbox where there are
any, after them what is no clause (~) and what a clerk is asked to look at (!).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.core import deadline
from app.core.outline.values import Clause, Outline

CASES = Path(__file__).parent / "cases"
BAR = "\n====\n"


@dataclass(frozen=True)
class Case:
    name: str
    oddity: str
    text: str
    outline: str


def cases() -> list[Case]:
    """Every case, by name."""
    found = []
    for path in sorted(CASES.glob("*.txt")):
        oddity, _, rest = path.read_text("utf-8").partition("\n")
        text, _, outline = rest.partition(BAR)
        found.append(
            Case(path.stem, oddity.removeprefix("# "), unescaped(text), outline.strip("\n"))
        )
    return found


def unescaped(text: str) -> str:
    """A page break is written as a line ␌, a tab as ⇥."""
    return text.replace("\n␌\n", "\f").replace("⇥", "\t")


def written(outline: Outline) -> str:
    """The outline in the form of the cases."""
    return "\n".join([*_head(outline), *map(_clause, outline.clauses), *_tail(outline)])


def _head(outline: Outline) -> Iterator[str]:
    if outline.title:
        yield f"标题：{outline.title}"
    notice = outline.notice
    if notice.deadline:
        yield f"截止：{deadline.print_deadline(notice.deadline)}"
    if notice.mailboxes:
        yield f"邮箱：{'、'.join(notice.mailboxes)}"
    if notice.issuer:
        yield f"发文：{notice.issuer}"
    if notice.address:
        yield f"地址：{notice.address}"
    if notice.telephone:
        yield f"电话：{notice.telephone}"
    if len(outline.documents) > 1:
        for document in outline.documents:
            first = outline.clauses[document.first].address
            yield f"草案：{document.title}，从{first}起"


def _clause(clause: Clause) -> str:
    step = clause.address.rpartition("/")[2]
    heading = f"〔{clause.heading}〕" if clause.heading else ""
    text = clause.text.replace("\n", "⏎").replace("\t", "⇥")
    aliases = f"{{{'、'.join(clause.aliases)}}}" if clause.aliases else ""
    words = " ".join(filter(None, [step, clause.kind, heading + text, aliases]))
    return "  " * clause.address.count("/") + words


def _tail(outline: Outline) -> Iterator[str]:
    for aside in outline.asides:
        if aside.role != "front":
            words = outline.text[aside.start : aside.end].split("\n")[0]
            yield f"~ {aside.role} {words}"
    for doubt in outline.doubts:
        yield f"! {doubt.code} {doubt.words}".rstrip()
