"""How right the outlines are: `python -m benchmarks.outlines [FOLDER] [--misses] [--hostile]`.

FOLDER (../shared/data/drafts/more) holds the documents, `gold.jsonl` and `outlines/FILE.jsonl`.
A gold node is right when the outline has a clause with its address (or one of its `alt`) whose
words begin as the gold's do, white space and full stops aside (a heading has none); each clause
counts once; an article below an unnumbered heading 附则 may have that in its address. Where an address comes
several times, `#2` and the like are left out of the comparison and the nodes are taken in order.
Surplus are clauses that are in no gold node: preambles aside, and what the gold accepts as well
(`counts` and `labels` with several values, a heading 附则 of its own). What is inside an annex is
judged as all else.

    share = right / gold;  score = 2 right / (gold + right + surplus), the F1 of both

Kinds are printed as counted; where a number is not the gold's, only that is printed ("part 3 not
2"). The notice is right when deadline (by its last day) and mailbox are the gold's, also where it names
none. Then the mean of the scores, the Sichuan draft and the documents of the citation data (share
of addresses), the time beside python-docx's for opening and reading a statute of 1,260 articles as .docx, and
with --hostile the times and memory of texts made to hurt.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.core.outline.parse import parse
from app.core.outline.values import Clause, Outline
from app.core.text.numerals import to_chinese
from app.files import Unreadable, read_text

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data"
GOAL_MEAN, GOAL_LEAST = 0.97, 0.85
UNHEADED = re.compile(r"^.*?(?=第[^/]*条(?:/|$))")
Row = dict[str, Any]


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def squeeze(text: str) -> str:
    return "".join(text.split()).replace("。", "")


def plain(address: str) -> str:
    return re.sub(r"#\d+", "", address)


def begins(clause: Clause, below: dict[str, str]) -> str:
    """What comes after a clause's label: its heading, its text, or its first paragraph's."""
    return squeeze(clause.heading + clause.text) or below.get(clause.address, "")


def first_words(outline: Outline) -> dict[str, str]:
    found: dict[str, str] = {}
    for clause in reversed(outline.clauses):
        words = squeeze(clause.heading + clause.text) or found.get(clause.address, "")
        if clause.parent is not None:
            found[clause.parent] = words
    return found


def inside(clause: Clause, outline: Outline, gold: Row) -> bool:
    """Whether a clause begins in the part of the file that the gold speaks about."""
    text = outline.text
    start = text.find(gold["body_from"]) if "body_from" in gold else 0
    stop = text.rfind(gold["body_to"]) if "body_to" in gold else len(text)
    return max(start, 0) <= clause.start < (stop if stop > 0 else len(text) + 1)


class Score:
    """One document's outline held against its gold."""

    def __init__(self, outline: Outline, gold: Row, nodes: list[Row]) -> None:
        alts = {
            (one["address"], one["begins"]): one["alt"]
            for one in gold.get("spot", [])
            if "alt" in one
        }
        below = first_words(outline)
        waiting: dict[str, list[Clause]] = defaultdict(list)
        judged = [
            one for one in outline.clauses if one.kind != "preamble" and inside(one, outline, gold)
        ]
        for clause in judged:
            waiting[plain(clause.address)].append(clause)
        self.missed: list[str] = []
        used: set[str] = set()
        prefixes = self._alternatives(gold, nodes, waiting)
        for node in nodes:
            alternatives = [node["address"], *alts.get((node["address"], node["begins"]), ())]
            alternatives += [prefix + node["address"] for prefix in prefixes]
            alternatives.append("附则/" + UNHEADED.sub("", node["address"]))
            hit = next(
                (
                    clause
                    for address in alternatives
                    for clause in waiting.get(plain(address), ())
                    if clause.address not in used
                    and begins(clause, below).startswith(squeeze(node["begins"]))
                ),
                None,
            )
            if hit is None:
                self.missed.append(f"{node['address']} {node['begins']}")
            else:
                used.add(hit.address)
        self.gold = len(nodes)
        self.right = len(nodes) - len(self.missed)
        self.surplus = [
            f"{one.address} {begins(one, below)[:20]}"
            for one in judged
            if one.address not in used and not self._accepted(one, gold)
        ]
        self.share = self.right / self.gold if self.gold else 1.0
        whole = self.gold + self.right + len(self.surplus)
        self.score = 2 * self.right / whole if self.gold else float(not self.surplus)
        self.notice = notice_is_right(outline, gold)
        self.kinds = wrong_kinds(outline, gold)

    @staticmethod
    def _alternatives(gold: Row, nodes: list[Row], ours: dict[str, list[Clause]]) -> list[str]:
        """Where the gold takes the draft below 附件 as well as alone."""
        alternative = {
            alt[: -len(one["address"])]
            for one in gold.get("spot", [])
            for alt in one.get("alt", ())
            if alt.endswith("/" + one["address"])
        }
        return sorted(one for one in alternative if any(key.startswith(one) for key in ours))

    @staticmethod
    def _accepted(clause: Clause, gold: Row) -> bool:
        counts = {**gold.get("inside_annex", {}), **gold.get("counts", {})}
        several = isinstance(counts.get(clause.kind), list)
        uncounted = clause.kind == "paragraph" and "款1" not in gold.get("labels", {})
        return several or uncounted or clause.heading == "附则"


def notice_is_right(outline: Outline, gold: Row) -> bool:
    deadline = outline.notice.deadline
    last = (deadline - timedelta(microseconds=1)).date().isoformat() if deadline else None
    return last == gold.get("deadline") and outline.notice.mailbox == gold.get("mailbox")


def wrong_kinds(outline: Outline, gold: Row) -> list[str]:
    """Kinds of which the body has another number than the gold counts, where it judges kinds."""
    if gold.get("kinds_free"):
        return []
    annexed: set[str] = set()
    body: Counter[str] = Counter()
    for clause in outline.clauses:
        if clause.kind == "annex" or clause.parent in annexed:
            annexed.add(clause.address)
        if clause.address not in annexed or clause.kind == "annex":
            body[clause.kind] += inside(clause, outline, gold)
    counts = {kind: n if isinstance(n, list) else [n] for kind, n in gold.get("counts", {}).items()}
    untold = {"preamble", *(set() if "paragraph" in counts else {"paragraph"})}
    return [
        f"{kind} {body[kind]} not {counts.get(kind, [0])[0]}"
        for kind in sorted({*body, *counts} - untold)
        if body[kind] not in counts.get(kind, [0])
    ]


def measure(folder: Path, show: bool) -> None:
    print(f"{'document':<44} share  score  gold  right surplus notice  kinds")
    scores = []
    for gold in rows(folder / "gold.jsonl"):
        name = gold["file"]
        path = folder / "outlines" / f"{name}.jsonl"
        try:
            outline = parse(read_text((folder / name).read_bytes(), name).text)
        except Unreadable as error:
            print(f"{name:<44} unreadable: {error.code}")
            scores.append((name, 0.0, False))
            continue
        score = Score(outline, gold, rows(path) if path.exists() else [])
        scores.append((name, score.score, score.notice))
        kinds = Counter(clause.kind for clause in outline.clauses)
        print(
            f"{name:<44} {score.share:.3f}  {score.score:.3f} {score.gold:>5} {score.right:>6} "
            f"{len(score.surplus):>7} {'right' if score.notice else 'WRONG':>6}  "
            + ", ".join(score.kinds or [f"{kind} {count}" for kind, count in sorted(kinds.items())])
        )
        if show:
            for words in score.missed[:40]:
                print(f"    missed   {words}")
            for words in score.surplus[:40]:
                print(f"    surplus  {words}")
            if not score.notice:
                print(
                    f"    notice   {outline.notice} not {gold.get('deadline')} {gold.get('mailbox')}"
                )
    mean = sum(score for _, score, _ in scores) / len(scores)
    name, least, _ = min(scores, key=lambda one: one[1])
    wrong = [name for name, _, notice in scores if not notice]
    print(
        f"mean {mean:.4f} (goal {GOAL_MEAN}), least {least:.3f} {name} (goal {GOAL_LEAST}), "
        f"notices right {len(scores) - len(wrong)} of {len(scores)}"
    )


def addresses(folder: Path) -> None:
    """The share of addresses of the citation data's outlines."""
    outline = parse((folder / "draft.txt").read_text("utf-8"))
    gold = [row["address"] for row in rows(folder / "outline.jsonl")]
    ours = {clause.address for clause in outline.clauses if clause.kind != "preamble"}
    found = sum(address in ours for address in gold)
    surplus = sorted(ours - set(gold))
    print(f"{folder.name}: {found} of {len(gold)} addresses, {len(surplus)} surplus {surplus[:5]}")


def statute(articles: int) -> Iterator[str]:
    """The lines of a statute: chapters, articles of one or two paragraphs, lists."""
    for number in range(1, articles + 1):
        if number % 40 == 1:
            yield f"第{to_chinese(number // 40 + 1)}章　一般规定"
        yield (
            f"第{to_chinese(number)}条　为了保护当事人的合法权益，维护社会和经济秩序，从事有关活动的单位和"
            "个人应当遵守法律、行政法规，遵循公平和诚信原则。"
        )
        if number % 2:
            yield "有下列情形之一的，由主管部门责令限期改正："
            for item in range(1, 4):
                yield f"（{to_chinese(item)}）未按照规定办理手续，或者提供虚假材料的；"
        elif number % 3 == 0:
            yield "法律、行政法规另有规定的，依照其规定。"


def pace() -> None:
    import docx

    lines = list(statute(1260))
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    saved = io.BytesIO()
    document.save(saved)
    text = "\n".join(lines)
    opened, walked, split, whole = [], [], [], []
    for _ in range(5):
        began = time.perf_counter()
        opening = docx.Document(io.BytesIO(saved.getvalue()))
        opened.append(time.perf_counter() - began)
        assert len([paragraph.text for paragraph in opening.paragraphs]) == len(lines)
        walked.append(time.perf_counter() - began)
        began = time.perf_counter()
        outline = parse(text)
        split.append(time.perf_counter() - began)
        began = time.perf_counter()
        read_text(saved.getvalue(), "statute.docx")
        whole.append(time.perf_counter() - began)
    print(
        f"statute of 1,260 articles, {len(lines)} lines, {len(outline.clauses)} clauses: split "
        f"{min(split) * 1000:.0f} ms; python-docx opens it in {min(opened) * 1000:.0f} ms and has "
        f"read its paragraphs after {min(walked) * 1000:.0f} ms; "
        f"ratio {min(split) / min(walked):.2f} (goal 0.3); our reader, in a process of its own, "
        f"takes {min(whole) * 1000:.0f} ms"
    )


HOSTILE = {
    "10 MB of 第一条": lambda: "第一条" * (10_000_000 // 9),
    "10 MB of 第一条, a line each": lambda: "第一条\n" * 1_000_000,
    "1 M brackets": lambda: "（" * 1_000_000,
    "1 M bracketed numbers": lambda: "（一）" * 333_333,
    "1 M quotation marks": lambda: "一、将“" * 250_000,
    "10,000 levels": lambda: "\n".join("1." * n + "1 甲" for n in range(1, 3000)),
    "10,000 numbers": lambda: "\n".join(f"{n}. 甲\n（{n}）乙\n{n}）丙" for n in range(10_000)),
    "1 M digits": lambda: "1" * 1_000_000,
    "1 M blanks": lambda: "第" + " " * 1_000_000 + "一条",
    "1 M form feeds": lambda: "甲\f" * 500_000,
    "100,000 annexes": lambda: "附件1：甲\n" * 50_000,
    "100,000 titles": lambda: "甲乙办法（征求意见稿）\n" * 50_000,
    "contents without end": lambda: "目录\n第一章 甲\n" * 50_000,
    "items with text between": lambda: "第一条 甲：\n" + "（一）乙\n丙。\n" * 18_000,
    "dashes among points": lambda: "——甲\n1.乙\n" * 9_000,
    "rows of a table": lambda: "1\t第一条 甲\t乙\n" * 60_000,
    "open quotations": lambda: "“甲\n" * 190_000,
    "drafts": lambda: "某某办法（征求意见稿）\n第一条 甲\n" * 9_000,
    "wrapped": lambda: "甲乙丙丁" * 10 + "\n" + ("甲乙丙丁" * 10 + "\n") * 100_000,
    "a sentence without end": lambda: "第一条 甲\n" + "甲乙\n" * 190_000,
    "run on one line": lambda: "：" + "；".join(f"（{to_chinese(n)}）甲" for n in range(1, 9999)),
}


def hostile(only: list[str]) -> None:
    for name, make in HOSTILE.items():
        if only and name not in only:
            continue
        text = make()
        began = time.perf_counter()
        outline = parse(text)
        took = time.perf_counter() - began
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{name:<30} {len(text):>9} characters {took:6.2f} s, {len(outline.clauses)} clauses, "
            f"{len(outline.doubts)} doubts; peak {memory} MB so far"
        )


def main(arguments: list[str]) -> None:
    named = [Path(one) for one in arguments if not one.startswith("--")]
    if "--hostile" in arguments:
        hostile([one for one in arguments if not one.startswith("--")])
        return
    for folder in named or [SHARED / "drafts" / "more"]:
        if (folder / "gold.jsonl").exists():
            measure(folder, "--misses" in arguments)
        else:
            print(f"{folder} is absent: nothing measured", file=sys.stderr)
    for name in ("sichuan", "statute"):
        folder = SHARED / "citations" / name
        if (folder / "outline.jsonl").exists():
            addresses(folder)
        else:
            print(f"{folder} is absent: nothing measured", file=sys.stderr)
    pace()


if __name__ == "__main__":
    main(sys.argv[1:])
