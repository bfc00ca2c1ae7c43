"""The one way from a file's octets to its text."""

from __future__ import annotations

from app.files.bounded import run_bounded
from app.files.kinds import sniff
from app.files.plain import read_plain
from app.files.values import FileText, Unreadable

LARGEST = 25 * 1024 * 1024


def read_text(data: bytes, name: str, *, recognise: bool = False) -> FileText:
    """The text of a file, by what its octets say it is. Raises Unreadable. Blocks for seconds.

    ``recognise`` lets the machine read scans and pictures (flag machine-read), which takes a second
    or two a page. Anything but plain text is read in a child process with bounds on memory, time
    and what its archive expands to: a file from outside may be made to hurt.
    """
    if not data.strip():
        raise Unreadable("empty")
    if len(data) > LARGEST:
        raise Unreadable("too-large", megabytes=-(-len(data) // 2**20), limit=LARGEST // 2**20)
    kind = sniff(data, name)
    if kind == "other":
        raise Unreadable("kind")
    if kind == "text":
        found = read_plain(data)
    else:
        found = run_bounded(kind, data, name, recognise=recognise)
    if not found.text.strip() and not found.notes:
        raise Unreadable("no-text")
    return found
