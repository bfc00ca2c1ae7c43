"""Tables on their way to text: what a cell holds may be tables again."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Cell:
    """A cell: lines and tables. ``below``: it belongs to the cell above it."""

    blocks: list[str | Grid] = field(default_factory=list)
    below: bool = False


@dataclass(slots=True)
class Grid:
    """A table: as many cells in a row as it has columns there; a merged cell's are empty."""

    rows: list[list[Cell]] = field(default_factory=list)
