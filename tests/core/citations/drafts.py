"""The drafts that the cases cite, and the cases themselves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.core.outline.parse import parse
from app.core.outline.values import Outline

ROOT = Path(__file__).parents[3]
CASES = Path(__file__).parent / "cases"
DRAFTS = {
    path.name.removesuffix(".draft.txt"): path for path in sorted(CASES.glob("*.draft.txt"))
} | {
    "sichuan": ROOT / "draft_text" / "sichuan-informatization-2017.txt",
}


@cache
def draft(name: str) -> Outline:
    return parse(DRAFTS[name].read_text("utf-8"))


@dataclass(frozen=True)
class Case:
    draft: str
    label: str
    text: str
    expected: tuple[tuple[str | None, str, str], ...]


def cases() -> list[Case]:
    """`# label`, the text, then one line `= clause reason | quote` per passage (- is none)."""
    found = []
    for name in DRAFTS:
        for block in (CASES / f"{name}.txt").read_text("utf-8").strip().split("\n\n"):
            lines = block.split("\n")
            text = "\n".join(line for line in lines[1:] if not line.startswith("= "))
            expected = [line[2:].split(" | ", 1) for line in lines if line.startswith("= ")]
            passages = tuple(
                (None if clause == "-" else clause, reason, quote.replace("\\n", "\n"))
                for head, quote in expected
                for clause, reason in [head.split(" ")]
            )
            found.append(Case(name, lines[0].removeprefix("# "), text, passages))
    return found
