"""The words of one paragraph of a Word document, as they are printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.core.feedback import marks
from app.files.markup import attribute, child, local, value
from app.files.word.fields import Fields
from app.files.word.styles import Styles, switched

# Taken as accepted: what was deleted or moved away is gone. Properties and ruby hold no words.
_GONE = {"del", "moveFrom", "delText", "delInstrText", "rt", "sdtPr", "sdtEndPr", "pPr", "rPr"}
_TRACKED = {"ins", "del", "moveFrom", "moveTo"}
_SPACES = {"tab": " ", "ptab": " ", "cr": "\n", "noBreakHyphen": "-"}
# Check marks and boxes of the symbol fonts, by the last octet of their code.
_SYMBOLS = {0x6F: "□", 0xA8: "□", 0x71: "□", 0xFE: "☑", 0x52: "☑", 0xFD: "☒", 0x53: "☒", 0xFC: "✓",
            0xFB: "✗", 0x6C: "●", 0x6E: "■", 0xB7: "•", 0xD8: "➢", 0x75: "◆"}  # fmt: skip


@dataclass(slots=True)
class Words:
    """What a walk over paragraphs gathers beside their words."""

    styles: Styles = field(default_factory=Styles)
    fields: Fields = field(default_factory=Fields)
    boxes: list[Any] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    open_remarks: dict[str, list[str]] = field(default_factory=dict)
    quotes: dict[str, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)

    def take_boxes(self) -> list[Any]:
        """The text boxes anchored since the last call."""
        boxes, self.boxes = self.boxes, []
        return boxes


def words_of(paragraph: Any, words: Words) -> str:
    """The printed words of a paragraph."""
    style = value(paragraph, "pPr", "pStyle")
    parts: list[str] = []
    _walk(paragraph, words, parts, hidden=words.styles.hidden(style))
    return "".join(parts)


def _walk(element: Any, words: Words, parts: list[str], hidden: bool) -> None:
    for one in element:
        name = local(one)
        if name in _TRACKED:
            words.flags.add("tracked-changes")
        if name in _GONE or not name:
            continue
        if name == "r":
            _walk(one, words, parts, _hidden(one, words, hidden))
        elif name == "AlternateContent":
            # One content for newer programs, the same again for older ones.
            if len(one):
                _walk(one[0], words, parts, hidden)
        elif name == "txbxContent":
            words.boxes.append(one)
        elif name == "sdt" and child(one, "sdtPr", "showingPlcHdr") is not None:
            continue
        elif name in ("commentRangeStart", "commentRangeEnd"):
            _remark(attribute(one, "id") or "", name, words)
        else:
            text = _leaf(one, name, words)
            if text is None:
                _walk(one, words, parts, hidden)
            elif text and words.fields.printed():
                _add(text, words, parts, hidden)


def _add(text: str, words: Words, parts: list[str], hidden: bool) -> None:
    # The hidden marks of our own form are read: they say which clause a row is about.
    if hidden and marks.find(text) is None:
        words.flags.add("hidden-text")
        return
    parts.append(text)
    for quote in words.open_remarks.values():
        quote.append(text)


def _leaf(element: Any, name: str, words: Words) -> str | None:
    """What an element itself prints; None if it holds others."""
    if name == "t":
        return element.text or ""
    if name in _SPACES:
        return _SPACES[name]
    if name == "br":
        return "\n" if attribute(element, "type") in (None, "textWrapping") else ""
    if name == "fldChar":
        return words.fields.mark(attribute(element, "fldCharType"))
    if name == "instrText":
        words.fields.instruct(element.text or "")
        return ""
    if name == "sym":
        return _symbol(element)
    if name in ("footnoteReference", "endnoteReference"):
        words.notes.append(name.removesuffix("Reference") + (attribute(element, "id") or ""))
        return ""
    if name == "textpath":
        return attribute(element, "string") or ""
    if name == "den":
        return "/" + "".join(one.text or "" for one in element.iter() if local(one) == "t")
    return None


def _hidden(run: Any, words: Words, hidden: bool) -> bool:
    properties = child(run, "rPr")
    if properties is None:
        return hidden
    said = switched(properties, "vanish")
    if said is None:
        style = value(properties, "rStyle")
        said = words.styles.hidden(style) if style else False
        return said or hidden
    return said


def _symbol(element: Any) -> str:
    try:
        code = int(attribute(element, "char") or "", 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        return _SYMBOLS.get(code & 0xFF, "•")
    return chr(code) if 0x20 <= code < 0xD800 else ""


def _remark(number: str, name: str, words: Words) -> None:
    if name == "commentRangeStart":
        words.open_remarks[number] = []
    elif number in words.open_remarks:
        words.quotes[number] = "".join(words.open_remarks.pop(number))
