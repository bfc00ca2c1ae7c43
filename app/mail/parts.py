"""What a mail says, by its body and its attachments: comments, or that there is no objection."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.comments.rows import tie_entry
from app.comments.tying import tie
from app.comments.values import Part
from app.core.feedback import signers
from app.core.feedback.copies import changes
from app.core.feedback.courtesy import is_courtesy
from app.core.feedback.documents import Document, read_document
from app.core.feedback.letters import said
from app.core.feedback.lines import find_tables
from app.core.feedback.names import is_list
from app.core.feedback.values import Sender
from app.core.outline.values import Outline
from app.mail.attached import Content
from app.mail.margin import remarks
from app.mail.reading import Reading
from app.mail.waiting import FILE_MISSING, FILE_UNREAD, FORM_BLANK, opened, unread_files, waits

_PREFIX = re.compile(r"^(?:\s*(?:re|fw|fwd|回复|答复|转发|回覆|轉寄)\s*[:：])+", re.IGNORECASE)
# Subjects that say nothing by themselves.
_EMPTY_SUBJECTS = frozenset(
    (
        "",
        "无主题",
        "无标题",
        "没有主题",
        "nosubject",
        "意见",
        "建议",
        "意见建议",
        "意见和建议",
        "comment",
        "comments",
        "feedback",
        "suggestion",
        "suggestions",
        "opinion",
        "opinions",
    )
)
# A seal or a letterhead in a picture has no more characters.
_PICTURE_WORDS = 20
# No office has as many suggestions; what is below is kept in one piece, and waits.
MOST_ROWS = 5000

ClauseIds = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Spoken:
    """The comments of a mail, in order; nothing that says something is left out.

    ``no_objection``: it says only that there is none. ``sender``: what a form says of him;
    ``signers``: how many signed, as far as the text tells.
    """

    parts: tuple[Part, ...]
    no_objection: bool = False
    sender: Sender = field(default_factory=Sender)
    signers: int | None = None


def spoken(reading: Reading, outline: Outline, clause_ids: ClauseIds) -> Spoken:
    """What a mail says. ``()`` without ``no_objection``: nothing at all.

    A body that only points to its attachments is no comment if they say something; else it waits,
    so that a person opens them. Without a body the subject speaks, else the attachments' names do.
    """
    known = _known(outline) if any(one.sheets for one in reading.contents) else None
    documents = [
        (one, read_document(one.text, one.sheets, known) if known else read_document(one.text))
        for one in reading.contents
    ]
    files = tuple(
        part for one, found in documents for part in _file(one, found, outline, clause_ids)
    )
    sender = Sender()
    for _, found in documents:
        sender = sender.or_else(found.sender)
    told = signers.proposed("\n".join([reading.body, *(one.text for one in reading.contents)]))
    kind = said(reading.body)
    agrees = kind == "no-objection" or any(found.agrees for _, found in documents)
    if kind == "words" or (kind == "no-objection" and files):
        body = _letter(reading.body, reading.subject, outline, clause_ids, offsets=True)
        body = tuple(one for one in body if one.clause_id or not _is_beside(one.text)) or body
        unread_too = unread_files(reading, pictures=False)
        return Spoken(body + files + unread_too, sender=sender, signers=told)
    unread = [one for one in reading.attachments if not opened(one.status, one.type)]
    if files:
        waiting = (waits(reading, FILE_UNREAD),) if unread else ()
        return Spoken(waiting + files, sender=sender, signers=told)
    if agrees:
        return Spoken((), no_objection=True, sender=sender, signers=told)
    return _nothing_yet(reading, documents, outline, clause_ids, sender)


def _known(outline: Outline) -> Callable[[str], bool]:
    """Whether a line beside a table is the draft's: its title, a heading, words of a clause."""
    words = (
        _bare(outline.title)
        + "\n"
        + "\n".join(_bare(one.heading) + _bare(one.text) for one in outline.clauses)
    )
    return lambda line: _bare(line) in words


def _nothing_yet(
    reading: Reading,
    documents: Sequence[tuple[Content, Document]],
    outline: Outline,
    clause_ids: ClauseIds,
    sender: Sender,
) -> Spoken:
    """Where neither body nor attachments say anything."""
    subject = _PREFIX.sub("", reading.subject[:2000])
    if not reading.body.strip() and speaks(reading.subject):
        if said(subject) == "no-objection":
            return Spoken((), no_objection=True, sender=sender)
        if not reading.attachments or said(subject) == "words":
            parts = tie(reading.subject, outline, clause_ids, offsets=False)
            return Spoken(parts + unread_files(reading, pictures=True), sender=sender)
    if reading.attachments:
        blank = bool(documents) and all(found.blank for _, found in documents)
        return Spoken((waits(reading, FORM_BLANK if blank else FILE_UNREAD),), sender=sender)
    if said(reading.body) == "pointer":
        return Spoken((waits(reading, FILE_MISSING),), sender=sender)
    return Spoken(tie(reading.body, outline, clause_ids, subject=reading.subject), sender=sender)


def speaks(subject: str) -> bool:
    """Whether a subject line without a body says something."""
    bare = re.sub(r"[\W_]", "", _PREFIX.sub("", subject[:2000])).lower()
    return bool(subject.strip()) and bare not in _EMPTY_SUBJECTS


def _letter(
    text: str, subject: str, outline: Outline, clause_ids: ClauseIds, *, offsets: bool
) -> tuple[Part, ...]:
    """A letter's comments: the rows of tables that stand in it as lines, and the passages around
    them; ``offsets`` as in `comments.tying.tie`."""
    tables = find_tables(text)
    if not tables:
        return tie(text, outline, clause_ids, subject=subject, offsets=offsets)
    rows: list[tuple[int, Part]] = []
    around = text
    for table in tables:
        # Blanked, not cut, so that the offsets of the rest stand.
        blank = re.sub(r"[^\n]", " ", text[table.start : table.end])
        around = around[: table.start] + blank + around[table.end :]
        for start, end, entry in table.rows:
            place = (start, end) if offsets else None
            rows += [(start, part) for part in tie_entry(entry, outline, clause_ids, place)]
    parts = tie(around, outline, clause_ids) if said(around) == "words" else ()
    # Lines that only announce the table are none of its comments.
    kept = [(one.tie_start or 0, one) for one in parts if one.clause_id or not _announces(one.text)]
    found = [one for _, one in sorted([*kept, *rows], key=lambda pair: pair[0])]
    if offsets:
        return tuple(found)
    return tuple(replace(one, tie_start=None, tie_end=None) for one in found)


def _announces(text: str) -> bool:
    last = text.strip().rsplit("\n", 1)[-1].strip()
    return last.endswith(("：", ":")) and len(text) <= 200


def _file(
    content: Content, found: Document, outline: Outline, clause_ids: ClauseIds
) -> Iterator[Part]:
    for entry in found.entries[:MOST_ROWS]:
        yield from tie_entry(entry, outline, clause_ids)
    if more := found.entries[MOST_ROWS:]:
        words = "\n".join(f"{entry.clause}\t{entry.text}" for entry in more)
        yield Part(words, None, tied_by=None, tie_reason="too-many-rows")
    yield from remarks(content.remarks, outline, clause_ids)
    if found.said != "words":
        return
    if content.machine and len(re.sub(r"[\W_]", "", found.rest)) < _PICTURE_WORDS:
        return
    changed = changes(found.rest, outline)
    if changed is None:
        rest = _letter(found.rest, content.subject, outline, clause_ids, offsets=False)
        # What introduces a table or a list of remarks and names no clause says nothing beside it.
        beside = bool(found.entries)
        yield from (one for one in rest if one.clause_id or not (beside and _introduces(one.text)))
        return
    for change in changed:
        clause = clause_ids.get(change.address or "")
        text = f"改为：{change.line}"
        how = "table" if clause else None
        yield Part(text, clause, tied_by=how, tie_reason="changed-line", tie_confidence=None)


def _introduces(text: str) -> bool:
    return _announces(text) or said(text) != "words"


def _is_beside(text: str) -> bool:
    """Whether a passage that names no clause is none of a letter's comments: 收到，谢谢 before
    them, the names that signed them."""
    lines = [line for line in text.split("\n") if line.strip()]
    return is_courtesy(text) or all(is_list(line) for line in lines)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text)
