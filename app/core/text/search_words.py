"""What a text can be found by: its words, and every pair of neighbouring characters.

Words alone would not do: 保障局 is no word of 社会保障局, and a name of two characters is no word
at all. With the pairs every run of two characters or more can be found wherever it stands.
"""

from __future__ import annotations

import re

from app.core.text.cuts import cut
from app.core.text.normalise import normalise

_RUN = re.compile(r"[^\W_]+")
_PLAIN = re.compile(r"[a-z0-9]+")
_LONGEST_WORD = 40
# Bounded, since a tsvector holds a megabyte at most.
_LONGEST_TEXT = 100_000
_MOST = 40_000


def index_words(text: str) -> list[str]:
    """The words a text is found by, each once, at most 40,000."""
    found: dict[str, None] = {}
    for run in _RUN.findall(normalise(text[:_LONGEST_TEXT])):
        if _PLAIN.fullmatch(run):
            found[run[:_LONGEST_WORD]] = None
            continue
        found.update((word[:_LONGEST_WORD], None) for word in cut(run))
        found.update((run[at : at + 2], None) for at in range(len(run) - 1))
        found.update((letter, None) for letter in run)
        if len(found) > _MOST:
            break
    return list(found)[:_MOST]


def terms(query: str) -> list[str]:
    """What a reader asks for: the parts between spaces, in the form texts are compared in."""
    return list(dict.fromkeys(normalise(query).split()))[:10]


def asked_words(term: str) -> list[str]:
    """Words that a text with ``term`` in it has all of; none: the term holds no letter."""
    found: dict[str, None] = {}
    for run in _RUN.findall(term):
        if _PLAIN.fullmatch(run) or len(run) == 1:
            found[run[:_LONGEST_WORD]] = None
        else:
            found.update((run[at : at + 2], None) for at in range(len(run) - 1))
    return list(found)
