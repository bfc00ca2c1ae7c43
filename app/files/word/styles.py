"""The styles of a Word document, as far as they decide what is printed: numbers and hiding."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.files.markup import attribute, child, local, value

DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Style:
    """One style: the one it is based on; its own list and level; whether its text is hidden."""

    parent: str | None = None
    number: str | None = None
    level: int | None = None
    hidden: bool | None = None


@dataclass(slots=True)
class Styles:
    """All styles by id; ``default`` is that of a paragraph that names none."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: str | None = None

    def chain(self, name: str | None) -> list[str]:
        """A style and those it is based on, nearest first."""
        out: list[str] = []
        name = name or self.default
        while name is not None and name in self.by_id and name not in out and len(out) < DEEPEST:
            out.append(name)
            name = self.by_id[name].parent
        return out

    def numbering(self, name: str | None) -> tuple[str | None, int | None]:
        """List and level that a style gives to its paragraphs; each from the nearest that has it."""
        styles = [self.by_id[one] for one in self.chain(name)]
        number = next((one.number for one in styles if one.number is not None), None)
        level = next((one.level for one in styles if one.level is not None), None)
        return number, level

    def hidden(self, name: str | None) -> bool:
        """Whether a style hides its text."""
        styles = [self.by_id[one] for one in self.chain(name)]
        return next((one.hidden for one in styles if one.hidden is not None), False)


def read_styles(root: Any) -> Styles:
    """The styles of a styles part."""
    styles = Styles()
    for element in root:
        if local(element) != "style":
            continue
        name = attribute(element, "styleId") or ""
        if attribute(element, "type") == "paragraph" and attribute(element, "default") in (
            "1",
            "true",
            "on",
        ):
            styles.default = name
        number, level = own_numbering(child(element, "pPr"))
        styles.by_id[name] = Style(
            parent=value(element, "basedOn"),
            number=number,
            level=level,
            hidden=switched(child(element, "rPr"), "vanish"),
        )
    return styles


def own_numbering(properties: Any | None) -> tuple[str | None, int | None]:
    """The list and level that paragraph properties name themselves."""
    found = None if properties is None else child(properties, "numPr")
    if found is None:
        return None, None
    level = value(found, "ilvl")
    return value(found, "numId"), int(level) if level and level.isdecimal() else None


def switched(properties: Any | None, name: str) -> bool | None:
    """Whether properties switch something on or off; None if they do not say."""
    found = None if properties is None else child(properties, name)
    return None if found is None else attribute(found, "val") not in ("0", "false", "off")
