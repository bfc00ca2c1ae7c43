"""Time, memory and growth of grouping: `python -m benchmarks.scale [--sizes 10000 100000 1000000]`.

Makes its own data from tests/data/opinions: ``copies`` are its texts of 40 characters and more,
resampled and changed (exact, greeting and name, edits of up to 30 % of the characters, sentences
dropped or in another order); ``distinct`` are texts of clauses drawn together anew. Each size runs
in a process of its own, all as one clause, beside the time that cutting into words alone takes.
Seconds are the processor's, of one core; the wall clock's stand behind those of all.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.measures import b_cubed
from benchmarks.opinion_data import read

SIZES = (10_000, 100_000)
GREETINGS = ("尊敬的领导：您好！", "您好，", "各位领导：\n", "看到公告，写几句。", "")
NAMES = ("王秀英", "成都 李建国", "一名普通市民", "此致敬礼 张某", "2017年9月5日 绵阳", "")
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；\n]?")
_CLAUSE = re.compile(r"[^。！？；，,\n]+")


def base() -> list[str]:
    rows = [*read("comments.jsonl"), *read("letters.jsonl")]
    texts = [row["text"] for row in rows if row.get("change", "original") == "original"]
    return [text for text in texts if len(text) >= 40]


def copies(number: int, chance: random.Random) -> tuple[list[str], list[int]]:
    """Texts, and which base text each is a copy of."""
    texts = base()
    letters = "".join(texts)
    of = [chance.randrange(len(texts)) for _ in range(number)]
    return [changed(texts[at], letters, chance) for at in of], of


def changed(text: str, letters: str, chance: random.Random) -> str:
    way = chance.random()
    if way < 0.25:
        return text
    if way < 0.55:
        return chance.choice(GREETINGS) + text + chance.choice(NAMES)
    if way < 0.85:
        return edited(text, letters, chance.uniform(0.01, 0.3), chance)
    sentences = _SENTENCE.findall(text)
    if way < 0.93 and len(sentences) > 3:
        del sentences[chance.randrange(len(sentences))]
    else:
        chance.shuffle(sentences)
    return "".join(sentences)


def edited(text: str, letters: str, share: float, chance: random.Random) -> str:
    """That share of the characters replaced, dropped or put in, in runs of one to three."""
    out: list[str] = []
    at = 0
    while at < len(text):
        if chance.random() < share / 2:
            run, start = chance.randint(1, 3), chance.randrange(len(letters) - 3)
            out.append(letters[start : start + chance.randint(0, 3)])
            at += run
        else:
            out.append(text[at])
            at += 1
    return "".join(out)


def distinct(number: int, chance: random.Random) -> tuple[list[str], list[int]]:
    clauses = [c for text in base() for c in _CLAUSE.findall(text) if len(c) > 5]
    made = dict.fromkeys(
        "，".join(chance.sample(clauses, chance.randint(3, 7))) + "。" for _ in range(number)
    )
    return list(made), list(range(len(made)))


KINDS: dict[str, Callable[[int, random.Random], tuple[list[str], list[int]]]] = {
    "copies": copies,
    "distinct": distinct,
}


def one_run(kind: str, number: int) -> None:
    """In a process of its own: prints one JSON object."""
    from app.core.clustering.families import families
    from app.core.clustering.group import Constraints, Item, group
    from app.core.text.cuts import cutter

    texts, gold = KINDS[kind](number, random.Random(number))
    before = memory()
    knife = cutter()
    knife.cut("预热")
    found: dict[str, float] = {"number": len(texts), "characters": sum(map(len, texts))}
    found["cutting"] = timed(lambda: [len(knife.cut(text)) for text in texts])[0]
    found["families"], by = timed(lambda: families(dict(enumerate(texts))))
    figures = b_cubed([by[at] for at in range(len(texts))], gold)
    found |= dict(zip(("precision", "recall"), figures, strict=False))
    del by
    items = [Item(at, text) for at, text in enumerate(texts)]
    start = time.perf_counter()
    found["all"], grouping = timed(lambda: group(items, previous={}, constraints=Constraints()))
    found["wall"] = time.perf_counter() - start
    found["groups"] = len(grouping.groups)
    found["memory"], found["before"] = memory(), before
    print(json.dumps(found))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of processor time: other work on the machine does not count."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def memory() -> float:
    """The peak of this process in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=list(KINDS))
    parser.add_argument("--one", nargs=2, metavar=("KIND", "SIZE"), help="one run, as JSON")
    options = parser.parse_args()
    if options.one:
        one_run(options.one[0], int(options.one[1]))
        return
    print(
        "kind         comments  MB text  cutting  families  P     R      all (wall)  groups  GB peak (texts)"
    )
    for kind in options.kinds:
        runs = [run(kind, size) for size in options.sizes]
        for one in runs:
            print(
                f"{kind:<10} {one['number']:>10,} {3e-6 * one['characters']:>8.0f} {one['cutting']:>8.1f}"
                f" {one['families']:>9.1f}  {one['precision']:.3f} {one['recall']:.3f}"
                f" {one['all']:>7.1f} ({one['wall']:>5.0f}) {one['groups']:>7,}  {one['memory']:.2f} ({one['before']:.2f})"
            )
        if len(runs) > 1:
            growth = [exponent(runs, what) for what in ("cutting", "families", "all")]
            print(
                "  exponent of growth: cutting {:.2f}, families {:.2f}, all {:.2f}".format(*growth)
            )


def run(kind: str, size: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.scale", "--one", kind, str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def exponent(runs: list[dict[str, float]], what: str) -> float:
    """From the smallest to the largest: 1 is linear."""
    first, last = runs[0], runs[-1]
    return math.log(last[what] / first[what]) / math.log(last["number"] / first["number"])


if __name__ == "__main__":
    main()
