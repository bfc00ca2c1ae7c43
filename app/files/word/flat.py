"""Word documents that are one XML file: Word 2003's, and a .docx whose parts stand in one file.

Office systems that fill templates write such files and call them .doc.
"""

from __future__ import annotations

from typing import Any

from app.files.markup import local, parse_xml
from app.files.render import render
from app.files.values import FileText, Unreadable
from app.files.word.blocks import Reader
from app.files.word.counting import Counter
from app.files.word.inline import Words
from app.files.word.numbering import Numbering, read_numbering
from app.files.word.styles import Styles, read_styles

WORD_XML = "application/xml"


def read_word_xml(data: bytes) -> FileText:
    """Its text as of a .docx. Raises Unreadable."""
    root = parse_xml(data)
    body = _first(root, "body")
    if body is None:
        raise Unreadable("kind")
    styles, numbering = _first(root, "styles"), _first(root, "numbering")
    words = Words(read_styles(styles) if styles is not None else Styles())
    lists = read_numbering(numbering) if numbering is not None else Numbering()
    text, tables = render(list(Reader(words, Counter(lists, words.styles)).read(body)))
    return FileText(text, WORD_XML, flags=tuple(sorted(words.flags)), tables=tables)


def _first(root: Any, name: str) -> Any | None:
    return next((one for one in root.iter() if local(one) == name), None)
