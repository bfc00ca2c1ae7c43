"""How well free text finds its clause: `python -m benchmarks.citations [FOLDER ...] [--misses]`.

On the project's own letters (the Sichuan draft's, the marked ones of tests/core/citations and of
benchmarks/letters: development data all, a figure here is no result), on ../shared/data where it is,
and on any folder with `draft.txt` and `suggestions.jsonl`. A gold segment is found when a passage
with the same clause overlaps at least half of it (no clause: a passage that is tied to none). A
tie is right when a gold segment is found by it. What is marked hard needs more than words in
common and is counted apart. Then the time of a letter of 5,000 characters beside that of reading
the outline.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.cli.inputs import read_draft
from app.core.citations.index import Index, index
from app.core.citations.passages import cite
from app.core.citations.values import SURE, Passage
from app.core.outline.parse import parse
from app.core.outline.values import Outline
from tests.core.citations import letters as marked

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data" / "citations"
SICHUAN = ROOT / "tests" / "data" / "citations" / "sichuan"
DRAFTS = {SICHUAN: ROOT / "draft_text" / "sichuan-informatization-2017.txt"}
MORE = ROOT.parent / "shared" / "data" / "drafts" / "more"
OFFICIAL = {
    "telecom": "statute-telecom.txt",
    "freight": "notice-network-freight-draft.txt",
    "tax": "html-individual-tax-deductions.html",
    "zones": "html-foreign-trade-zones.html",
    "coal": "docx-coal-safety-amendment-draft.docx",
}
STEPS = (0.0, 0.5, 0.65, SURE, 0.9, 1.01)
Row = dict[str, Any]


@dataclass(frozen=True)
class Segment:
    """A gold segment; ``start`` and ``end`` in characters of its letter."""

    start: int
    end: int
    clause: str | None
    how: str
    hard: bool

    def met(self, one: Passage) -> bool:
        return one.clause == self.clause and 2 * self.overlap(one) >= self.end - self.start

    def overlap(self, one: Passage) -> int:
        return min(one.end, self.end) - max(one.start, self.start)


@dataclass
class Score:
    """Counts over letters: gold segments and those found by how, ties and right ones by reason."""

    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    ties: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def __iadd__(self, other: Score) -> Score:
        for name in ("gold", "found", "ties", "right"):
            getattr(self, name).update(getattr(other, name))
        return self

    def add(
        self, name: str, text: str, segments: Sequence[Segment], draft: Outline, show: bool
    ) -> None:
        passages = cite(text, draft)
        for segment in segments:
            kind = "hard" if segment.hard else "not hard"
            tied = [] if segment.clause is None else [f"{kind} tied"]
            hit = any(segment.met(one) for one in passages)
            for key in (segment.how + "*" * segment.hard, kind, *tied):
                self.gold[key] += 1
                self.found[key] += hit
            if show and not hit:
                said = [(one.clause, one.reason) for one in passages if segment.overlap(one) > 0]
                print(
                    f"  missed {name} {segment.how}{'*' * segment.hard}: {segment.clause}, not {said}"
                )
        for one in passages:
            if one.clause is not None:
                self._tie(name, one, segments, show)

    def _tie(self, name: str, one: Passage, segments: Sequence[Segment], show: bool) -> None:
        right = any(segment.met(one) for segment in segments)
        near = max(segments, key=lambda segment: segment.overlap(one), default=None)
        hard = near is not None and near.overlap(one) > 0 and near.hard
        step = max(at for at in STEPS if at <= one.confidence)
        sure = "sure" if one.confidence >= SURE else "unsure"
        for key in (f"by {one.reason}", f"from {step:.2f}", sure, "hard" if hard else "not hard"):
            self.ties[key] += 1
            self.right[key] += right
        if show and not right:
            print(
                f"  false  {name} {one.reason} {one.confidence}: {one.clause} | {one.quote[:30]!r}"
            )

    def report(self) -> None:
        print("  gold by how (* hard)      found")
        kinds = [key for key in self.gold if not key.endswith(("hard", "tied"))]
        for how in sorted(kinds, key=lambda how: (how.endswith("*"), how)):
            print(f"    {how:<20} {ratio(self.found[how], self.gold[how])}")
        print("  our ties                  right")
        groups = [key for key in self.ties if key.startswith(("by", "from"))]
        for key in (*sorted(groups), "unsure", "sure"):
            print(f"    {key:<20} {ratio(self.right[key], self.ties[key])}")
        self.summary()

    def summary(self) -> None:
        for kind in ("not hard", "hard"):
            precision = share(self.right[kind], self.ties[kind])
            recall = share(self.found[f"{kind} tied"], self.gold[f"{kind} tied"])
            both = precision + recall
            print(
                f"  {kind:<9} precision {ratio(self.right[kind], self.ties[kind])}   recall "
                f"{ratio(self.found[kind], self.gold[kind])}   of what has a clause {recall:.3f}, "
                f"F1 {2 * precision * recall / both if both else 0:.3f}"
            )


def share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def ratio(part: int, whole: int) -> str:
    return f"{part:>4} / {whole:<4} {share(part, whole):.3f}"


def read_folder(folder: Path) -> tuple[str, list[tuple[str, str, list[Segment]]]]:
    """The draft, and its letters with their names and segments."""
    draft = DRAFTS.get(folder, folder / "draft.txt").read_text("utf-8")
    lines = (folder / "suggestions.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return draft, [(row["id"], row["text"], _segments(row["segments"])) for row in rows]


def read_mails() -> Iterable[tuple[str, str, str, list[Segment]]]:
    """Of each mail: the document's name, a name, a text (body or subject) and its segments."""
    for line in (SHARED / "mails" / "mails.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        yield row["document"], row["file"], row["body"], _segments(row["segments"])
        said = [
            {**one, "start": row["subject"].index(one["quote"]), "end": 0}
            for one in row.get("subject_segments", ())
        ]
        for one in said:
            one["end"] = one["start"] + len(one["quote"])
        if said:
            yield row["document"], f"{row['file']} (subject)", row["subject"], _segments(said)


def read_marked() -> Iterable[tuple[str, Outline, list[marked.Letter]]]:
    """The letters written for drafts of the project, then those for drafts that stay outside it."""
    for name in marked.NAMES:
        yield name, marked.outline(name), marked.letters(name)
    for letters, draft in OFFICIAL.items():
        if not (MORE / draft).exists():
            print(f"{MORE / draft} is absent: {letters} not measured", file=sys.stderr)
            continue
        outline = parse(read_draft(MORE / draft))
        text = (ROOT / "benchmarks" / "letters" / f"{letters}.txt").read_text("utf-8")
        yield letters, outline, marked.read(text, outline)


def _segments(rows: Iterable[Row]) -> list[Segment]:
    return [
        Segment(row["start"], row["end"], row["clause"], row["how"], row.get("hard", False))
        for row in rows
    ]


def pace(draft: str, letters: Sequence[str]) -> None:
    """A letter of 5,000 characters, made of the folder's letters, against reading the outline."""
    letter = "\n".join(letters)[:5_000]
    read, outline = _timed(lambda: parse(draft))
    made, _ = _timed(lambda: Index(outline))
    index(outline)
    cite(letter, outline)
    cited, _ = _timed(lambda: cite(letter, outline))
    print(
        f"  letter of {len(letter):,} characters: {cited * 1000:.1f} ms, {cited / read:.2f} × "
        f"reading the outline ({read * 1000:.1f} ms); index once {made * 1000:.1f} ms"
    )


def _timed(work: Any) -> tuple[float, Any]:
    """The best of five, in seconds of the processor, and what came of it."""
    best, done = float("inf"), None
    for _ in range(5):
        began = time.process_time()
        done = work()
        best = min(best, time.process_time() - began)
    return best, done


def main(arguments: list[str]) -> None:
    show = "--misses" in arguments
    total = Score()
    folders = [SICHUAN, SHARED / "statute", *(Path(one) for one in arguments if one[:2] != "--")]
    outlines: dict[str, Outline] = {}
    for folder in folders:
        if not folder.exists():
            print(f"{folder} is absent: not measured", file=sys.stderr)
            continue
        text, letters = read_folder(folder)
        outlines[folder.name] = parse(text)
        print(f"== {folder.name}: {len(letters)} letters")
        score = Score()
        for name, letter, segments in letters:
            score.add(name, letter, segments, outlines[folder.name], show)
        score.summary()
        pace(text, [letter for _, letter, _ in letters])
        total += score
    if (SHARED / "mails").exists() and "statute" in outlines:
        print("== mails")
        score = Score()
        for document, name, text, segments in read_mails():
            score.add(name, text, segments, outlines[document], show)
        score.summary()
        total += score
    for name, draft, own in read_marked():
        print(f"== {name}: {len(own)} letters")
        score = Score()
        for one in own:
            segments = [
                Segment(gold.start, gold.end, clause, gold.how, gold.hard)
                for gold in one.gold
                for clause in gold.clauses
            ]
            score.add(f"{name}: {one.label}", one.text, segments, draft, show)
        score.summary()
        total += score
    print("== all")
    total.report()


if __name__ == "__main__":
    main(sys.argv[1:])
