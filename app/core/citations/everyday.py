"""What people say for what drafts print: 刷脸 for 人脸识别, 白干 for 拖欠工资 (`everyday.txt`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib import resources

_PREFIX = 2
Matters = dict[str, tuple[int, ...]]
"""Each word with the matters (lines of the list) it belongs to."""


@cache
def _table() -> tuple[dict[str, list[str]], Matters, Matters]:
    """The words by their first two characters, longest first; the printed ones; all of them."""
    printed: dict[str, list[int]] = defaultdict(list)
    said: dict[str, list[int]] = defaultdict(list)
    lines = resources.files(__package__).joinpath("everyday.txt").read_text("utf-8").splitlines()
    for matter, line in enumerate(line for line in lines if " = " in line):
        official, _, everyday = line.partition(" = ")
        for word in official.split():
            printed[_bare(word)].append(matter)
        for word in (*official.split(), *everyday.split()):
            said[_bare(word)].append(matter)
    starts: dict[str, list[str]] = defaultdict(list)
    for word in sorted(said, key=len, reverse=True):
        starts[word[:_PREFIX]].append(word)
    return starts, _fixed(printed), _fixed(said)


def printed(words: str) -> frozenset[int]:
    """The matters whose printed words stand in the bare text of a clause."""
    _, official, _ = _table()
    return frozenset(matter for word in _in(words) for matter in official.get(word, ()))


def said(words: str) -> Matters:
    """The words of the list that stand in a letter's bare text, with their matters."""
    _, _, every = _table()
    return {word: every[word] for word in _in(words)}


def _in(words: str) -> Iterator[str]:
    starts, _, _ = _table()
    seen: set[str] = set()
    for at in range(len(words) - 1):
        for word in starts.get(words[at : at + _PREFIX], ()):
            if word not in seen and words.startswith(word, at):
                seen.add(word)
                yield word


def _bare(word: str) -> str:
    return "".join(letter for letter in word if letter.isalnum()).lower()


def _fixed(words: dict[str, list[int]]) -> Matters:
    return {word: tuple(dict.fromkeys(matters)) for word, matters in words.items()}
