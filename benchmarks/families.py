"""How well copies of letters are found: `python -m benchmarks.families`.

On tests/data/opinions/letters.jsonl: pair precision and recall, which kinds of change are missed,
additions found and falsely found; beside joining only texts that are the same. Then each base text
of benchmarks/scale.py with a growing share of its characters edited: what is still found.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict

from app.core.clustering.additions import additions
from app.core.clustering.families import families
from app.core.text.normalise import bare
from benchmarks.measures import pairs
from benchmarks.opinion_data import Row, read
from benchmarks.scale import base, edited

SHARES = (0.05, 0.1, 0.2, 0.3, 0.4)
LENGTHS = (40, 80, 160)


def letters(rows: list[Row]) -> None:
    texts = {at: row["text"] for at, row in enumerate(rows)}
    gold = [row["family"] for row in rows]
    found = families(texts)
    same = {at: bare(text) for at, text in texts.items()}
    for name, by in (("zhutiao", found), ("baseline: the same text", same)):
        both, ours, theirs = pairs([by[at] for at in texts], gold)
        print(f"{name:<24} pair precision {both / ours:.3f}, recall {both / theirs:.3f}")
    print("kinds of change missed:", missed(rows, found) or "none")
    added = additions(texts, found)
    given = {at for at, row in enumerate(rows) if row.get("added")}
    copies = Counter(found.values())
    number = sum(count for count in copies.values() if count > 1)
    print(f"additions: {len(given & set(added))} of {len(given)} found,", end=" ")
    print(f"{len(set(added) - given)} false in {number} copies")


def missed(rows: list[Row], found: dict[int, int]) -> dict[str, int]:
    """By kind of change, copies that are not with most of their letter."""
    by: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        by[row["family"]].append(at)
    most = {
        name: Counter(found[at] for at in group).most_common(1)[0][0] for name, group in by.items()
    }
    return dict(
        Counter(row["change"] for at, row in enumerate(rows) if found[at] != most[row["family"]])
    )


def by_share() -> None:
    """Of a text and five edited copies, the share of copies that are with the text."""
    texts = base()
    pool = "".join(texts)
    print("share edited  " + " ".join(f"{f'from {n} characters':>20}" for n in LENGTHS))
    for share in SHARES:
        figures = []
        for least, most in zip(LENGTHS, (*LENGTHS[1:], 10_000), strict=True):
            chance = random.Random(share)
            chosen = [text for text in texts if least <= len(text) < most]
            kept = 0
            for text in chosen:
                made = [text, *(edited(text, pool, share, chance) for _ in range(5))]
                found = families(dict(enumerate(made)))
                kept += sum(found[at] == found[0] for at in range(1, 6))
            figures.append(kept / (5 * len(chosen)))
        print(f"{share:>12.2f}  " + " ".join(f"{figure:>20.3f}" for figure in figures))


if __name__ == "__main__":
    letters(read("letters.jsonl"))
    by_share()
