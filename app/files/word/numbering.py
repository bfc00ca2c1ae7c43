"""The lists of a Word document (numbering.xml): which level of which list prints what."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from app.files.markup import attribute, child, local, value
from app.files.word.formats import print_number

LEVELS = 9
BULLET = "•"
_PLACE = re.compile(r"%([1-9])")
# Signs of Symbol and Wingdings stand in the private area: shown as what they look like.
_PRIVATE = {0xB7: "•", 0x6C: "●", 0x6E: "■", 0x75: "◆", 0xD8: "➢", 0xFC: "✓", 0xB2: "◇", 0xA8: "□"}


@dataclass(frozen=True, slots=True)
class Level:
    """One level. ``text`` has %1 … %9 for the counts; ``restart`` None: after any higher level;
    ``zeros``: the width that a custom format (001, 002, …) pads to."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    legal: bool = False
    suffix: str = "tab"
    restart: int | None = None
    paragraph_style: str | None = None
    zeros: int = 0

    def printed(self, number: int, legal: bool) -> str:
        """One count in this level's format; plain digits if the level it is shown in asks so."""
        text = print_number(number, "decimal" if legal and self.style != "none" else self.style)
        return text.zfill(self.zeros)


@dataclass(slots=True)
class Numbering:
    """Lists by id. ``nums``: id in use → (id of the definition, restarts by level, own levels)."""

    definitions: dict[str, dict[int, Level]] = field(default_factory=dict)
    style_links: dict[str, str] = field(default_factory=dict)
    nums: dict[str, tuple[str, dict[int, int], dict[int, Level]]] = field(default_factory=dict)


def read_numbering(root: Any) -> Numbering:
    """The lists of a numbering part."""
    found = Numbering()
    for element in root:
        if local(element) == "abstractNum":
            _read_definition(found, element)
        elif local(element) == "num":
            _read_num(found, element)
    return found


def compose(levels: dict[int, Level], level: int, counts: list[int]) -> str:
    """The printed label of a paragraph at a level, with what parts it from the words."""
    here = levels.get(level, Level())
    if here.style == "bullet":
        label = _bullet(here.text)
    else:
        label = _PLACE.sub(lambda place: _count(levels, here, counts, int(place[1]) - 1), here.text)
    return label + _gap(label, here.suffix)


def _count(levels: dict[int, Level], here: Level, counts: list[int], level: int) -> str:
    return levels.get(level, Level()).printed(counts[level], here.legal)


def _gap(label: str, suffix: str) -> str:
    """Printed, the gap after 一、 or （一） is no more than the mark's own width."""
    if not label or suffix == "nothing" or label[-1] in "、，。．）】〕》：":
        return ""
    return " "


def _bullet(text: str) -> str:
    if not text:
        return ""
    code = ord(text[0])
    return _PRIVATE.get(code - 0xF000, BULLET) if 0xE000 <= code <= 0xF8FF else text


def _read_definition(found: Numbering, element: Any) -> None:
    number = attribute(element, "abstractNumId") or ""
    found.definitions[number] = {
        _int(attribute(one, "ilvl"), 0): _read_level(one) for one in element if local(one) == "lvl"
    }
    link = value(element, "numStyleLink")
    if link:
        found.style_links[number] = link


def _read_num(found: Numbering, element: Any) -> None:
    starts: dict[int, int] = {}
    levels: dict[int, Level] = {}
    for override in element:
        if local(override) != "lvlOverride":
            continue
        level = _int(attribute(override, "ilvl"), 0)
        own = child(override, "lvl")
        if own is not None:
            levels[level] = _read_level(own)
        start = value(override, "startOverride")
        if start is not None:
            starts[level] = _int(start, 1)
            if own is not None:
                levels[level] = replace(levels[level], start=starts[level])
    number = attribute(element, "numId") or ""
    found.nums[number] = (value(element, "abstractNumId") or "", starts, levels)


def _read_level(element: Any) -> Level:
    style, zeros = _format(element)
    legal = child(element, "isLgl")
    restart = value(element, "lvlRestart")
    return Level(
        start=_int(value(element, "start"), 0 if style == "none" else 1),
        style=style,
        text=value(element, "lvlText") or "",
        legal=legal is not None and attribute(legal, "val") not in ("0", "false", "off"),
        suffix=value(element, "suff") or "tab",
        restart=None if restart is None else _int(restart, 0),
        paragraph_style=value(element, "pStyle"),
        zeros=zeros,
    )


def _format(element: Any) -> tuple[str, int]:
    """The number format. A newer one stands beside an older one for programs that lack it."""
    for one in element.iter():
        if local(one) == "numFmt":
            style = attribute(one, "val") or "decimal"
            if style != "custom":
                return style, 0
            first = (attribute(one, "format") or "").split(",")[0].strip()
            if first.isdigit():
                return "decimal", min(len(first), 9)
    return "decimal", 0


def _int(text: str | None, default: int) -> int:
    return int(text) if text and text.lstrip("-").isdecimal() and len(text) < 10 else default
