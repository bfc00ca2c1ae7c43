"""Cover notes that wait for a person: nobody could read what they point to."""

from __future__ import annotations

from app.comments.values import Part
from app.mail.attached import FOR_PROGRAMS, READ
from app.mail.reading import Reading

# Why a passage waits, beside the reasons of citing (`comments.tie_reason`).
FILE_UNREAD = "file-unread"
FILE_MISSING = "file-missing"
FORM_BLANK = "form-blank"
# With these reasons the words are none that could be about a clause.
UNREAD = frozenset({FILE_UNREAD, FILE_MISSING, FORM_BLANK})


def opened(status: str, media_type: str) -> bool:
    """Whether nobody need open a file: it was read, is a picture (a seal, a letterhead), or is what
    a program adds for programs."""
    return status == READ or media_type.startswith("image/") or media_type in FOR_PROGRAMS


def unread_files(reading: Reading, *, pictures: bool) -> tuple[Part, ...]:
    """The files of a letter that nobody could read, as one passage that waits; ``pictures``: a
    picture counts, because nothing else says what the letter is about."""
    names = [
        f"附件《{one.name}》"
        for one in reading.attachments
        if not opened(one.status, "" if pictures and one.type not in FOR_PROGRAMS else one.type)
    ]
    if not names:
        return ()
    return (Part("\n".join(names), None, tied_by=None, tie_reason=FILE_UNREAD),)


def waits(reading: Reading, why: str) -> Part:
    """A cover note that waits for a person to open what it points to; never tied by a guess."""
    names = "\n".join(f"附件《{one.name}》" for one in reading.attachments if one.name)
    text = reading.body.strip() or names or reading.subject.strip() or "（没有文字）"
    # Offsets only where the text is the body's own.
    start = reading.body.find(text) if reading.body.strip() else -1
    placed = start >= 0
    return Part(
        text=text,
        clause_id=None,
        tied_by=None,
        tie_reason=why,
        tie_start=start if placed else None,
        tie_end=start + len(text) if placed else None,
    )
