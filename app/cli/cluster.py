"""`zhutiao cluster FILE`: groups the comments of a file, clause by clause, without a database."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from app.cli.comment_rows import CommentRow, read
from app.cli.errors import EXIT_DONE
from app.core.clustering.group import Constraints, Group, Item, group
from app.core.clustering.placing import placed_demands
from app.core.clustering.suggestions import suggestions

_Object = dict[str, Any]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE, --json and --summary."""
    parser.add_argument(
        "file", metavar="FILE", help="jsonl、csv 或 xlsx，要有意见一列（text、意见、内容…）"
    )
    parser.add_argument("--json", action="store_true", help="每行一个 JSON 对象")
    parser.add_argument("--summary", action="store_true", help="另外列出各个观点")


def run(args: argparse.Namespace) -> int:
    """Print one object per comment, then with --summary one per opinion.

    On a terminal without --json the opinions are written for a person.
    """
    rows = read(args.file)
    comments, opinions = cluster(rows)
    if not args.json and sys.stdout.isatty():
        _print_for_people(rows, opinions)
        return EXIT_DONE
    for one in [*comments, *(opinions if args.summary else [])]:
        print(json.dumps(one, ensure_ascii=False, default=str))
    return EXIT_DONE


def cluster(rows: Sequence[CommentRow]) -> tuple[list[_Object], list[_Object]]:
    """The objects of all comments, in the order of the file, and those of all opinions.

    ``family`` and a new ``opinion`` are numbers that are unique in the file; an opinion that
    staff gave keeps its name, and then each other comment of its clause has ``suggestions``: at
    most five of staff's opinions, the likeliest first. A comment that is proposed to be split has
    ``demands``; the opinion of one that fits none is None.
    """
    by_clause: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        by_clause[str(row.clause)].append(at)
    comments: dict[int, _Object] = {}
    opinions: list[_Object] = []
    names = _Names(str(row.opinion) for row in rows if row.opinion is not None)
    for done, places in enumerate(by_clause.values(), 1):
        _progress(done, len(by_clause), len(rows))
        _one_clause(rows, places, names, comments, opinions)
    return [comments[at] for at in range(len(rows))], opinions


class _Names:
    """Numbers for families and new opinions; no number that staff use as a name."""

    def __init__(self, given: Iterator[str]) -> None:
        self._given = frozenset(given)
        self._opinion = 0
        self._families: dict[int, int] = {}

    def opinion(self) -> int:
        self._opinion += 1
        while str(self._opinion) in self._given:
            self._opinion += 1
        return self._opinion

    def family(self, representative: int) -> int:
        return self._families.setdefault(representative, len(self._families) + 1)


def _one_clause(
    rows: Sequence[CommentRow],
    places: Sequence[int],
    names: _Names,
    comments: dict[int, _Object],
    opinions: list[_Object],
) -> None:
    given: dict[str, int] = {}
    pinned: dict[int, int] = {}
    for at in places:
        if rows[at].opinion is not None:
            pinned[at] = given.setdefault(str(rows[at].opinion), at)
    items = [Item(at, rows[at].text) for at in places]
    found = group(
        items,
        previous={},
        constraints=Constraints(pinned=pinned),
    )
    offers = suggestions(items, pinned, families=found.families) if pinned else {}
    named = []
    for one in found.groups:
        name = names.opinion() if one.opinion is None else rows[one.opinion].opinion
        named.append(name)
        opinions.append(_summary(rows, one, name, len({found.families[at] for at in one.members})))
        for at in one.members:
            comments[at] = {
                "id": rows[at].id,
                "clause": rows[at].clause,
                "family": names.family(found.families[at]),
                "opinion": name,
            }
            if at in offers:
                comments[at]["suggestions"] = [
                    {"opinion": rows[one.opinion].opinion, "score": one.score}
                    for one in offers[at].suggestions
                ]
    proposals = placed_demands(items, found)
    if proposals.unread:
        clause = rows[places[0]].clause or "（未注明条款）"
        print(
            f"{clause}：意见太多，{proposals.unread} 条没有看是否要拆分诉求。",
            file=sys.stderr,
        )
    for at, parts in proposals.placed.items():
        comments[at]["demands"] = [
            {
                "start": part.demand.start,
                "end": part.demand.end,
                "opinion": None if part.group is None else named[part.group],
            }
            for part in parts
        ]


def _summary(rows: Sequence[CommentRow], one: Group, name: Any, families: int) -> _Object:
    return {
        "clause": rows[one.representative].clause,
        "opinion": name,
        "label": one.label,
        "representative": rows[one.representative].id,
        "size": len(one.members),
        "families": families,
        "keywords": list(one.keywords),
    }


def _print_for_people(rows: Sequence[CommentRow], opinions: Sequence[_Object]) -> None:
    sizes = Counter(str(row.clause) for row in rows)
    clause: object = object()
    for one in opinions:
        if one["clause"] != clause:
            clause = one["clause"]
            print(
                f"\n{'（未注明条款）' if clause is None else clause}：意见 {sizes[str(clause)]} 条"
            )
        copies = one["size"] - one["families"]
        alike = f"，其中雷同 {copies} 件" if copies else ""
        print(f"{one['size']:>6} 条{alike}  {one['label']}  [{' '.join(one['keywords'][:2])}]")


def _progress(done: int, clauses: int, comments: int) -> None:
    if comments > 5_000 and sys.stderr.isatty():
        print(f"\r正在归类：第 {done} / {clauses} 个条款", end="", file=sys.stderr, flush=True)
        if done == clauses:
            print(file=sys.stderr)
