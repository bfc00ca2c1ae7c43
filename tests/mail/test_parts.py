"""Whatever a mail holds, it says something, says that there is nothing, or waits for a person."""

from __future__ import annotations

from functools import cache

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.core.feedback.documents import Sheet
from app.core.outline.values import Outline
from app.files import Remark
from app.mail.attached import Attached, Content
from app.mail.parts import Spoken, spoken
from app.mail.reading import Reading
from tests.mail.letters import real_outline

WORDS = [
    "",
    "您好",
    "意见见附件",
    "无意见",
    "第15条要补贴",
    "第99条删去",
    "网费贵",
    "张三",
    "附件：表.docx",
    "\n",
]
text = st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=4).map("\n".join)
cell = st.sampled_from(["", "条款", "修改建议", "理由", "15", "无意见", "删去", "单位"])
rows = st.lists(st.lists(cell, min_size=1, max_size=4), max_size=4)
content = st.builds(
    lambda words, table, remark: Content(
        "a", words, (Sheet(table, table),), tuple(Remark(one, "批注") for one in remark)
    ),
    text,
    rows,
    st.lists(st.sampled_from(["", "推进信息化", "没有的话"]), max_size=2),
)
attached = st.builds(
    Attached,
    st.sampled_from(["", "a.docx", "公章.png"]),
    st.sampled_from(["image/png", "application/pdf"]),
    st.just(1),
    st.sampled_from(["read", "damaged"]),
)


@cache
def draft() -> tuple[Outline, dict[str, int]]:
    outline = real_outline()
    addresses = ["全文", *(one.address for one in outline.clauses)]
    return outline, {address: number for number, address in enumerate(addresses, start=1)}


def said(subject: str, body: str, files: list[Attached], contents: list[Content]) -> Spoken:
    reading = Reading(
        subject=subject,
        from_name="",
        from_address="",
        recipients=(),
        message_id=None,
        in_reply_to=(),
        references=(),
        text=body,
        body=body,
        quoted_from=None,
        auto=None,
        attachments=tuple(files),
        flags=(),
        contents=tuple(contents),
    )
    return spoken(reading, *draft())


@settings(max_examples=150, deadline=None)
@example("", "意见见附件", [], [])
@example("无意见", "", [], [])
@given(text, text, st.lists(attached, max_size=2), st.lists(content, max_size=2))
def test_nothing_is_lost(
    subject: str, body: str, files: list[Attached], contents: list[Content]
) -> None:
    files = files if files or not contents else [Attached("a", "application/pdf", 1, "read")]
    found = said(subject, body, files, contents)
    assert all(part.text.strip() for part in found.parts)
    if body.strip() or files:
        assert bool(found.parts) != found.no_objection
    for part in found.parts:
        if part.tie_start is not None:
            assert body[part.tie_start : part.tie_end].strip()
