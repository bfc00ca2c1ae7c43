"""What a copy of a letter adds of its own: a demand of its own, which is easily overlooked.

The copy is aligned with its letter sentence by sentence: own is a sentence that shares few
character pairs with the letter and is like no passage of it. Greetings, names, dates, addresses
and thanks are own too, and say nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.core.clustering.courtesy import matter
from app.core.text.normalise import bare

# A sentence of the letter in other words still shares half of its pairs with it (measured:
# at least .33 or a passage 65 % alike); a sentence of one's own at most .13 and 43 %, but for
# very short ones.
_SHARED, _ALIKE = 0.3, 50.0
# The letter is what several copies say: read from so many of them.
_COPIES = 64
_LONGEST = 8_000
_LEAST = 14
_FEW = 10
_SENTENCE = re.compile(r"[^。！？!?；;\n\r．…]+[。！？!?；;．…]*[”」』\"]*")
_BREAKS = "\r\n"


@dataclass(frozen=True, slots=True)
class Addition:
    """``text[start:end]`` of the copy is its own, offsets in characters."""

    start: int
    end: int


def additions(
    texts: Mapping[int, str], families: Mapping[int, int]
) -> dict[int, tuple[Addition, ...]]:
    """The additions of every copy that has any, by id.

    ``families``: id to its family's representative, as ``families.families`` gives it.
    """
    members: dict[int, list[int]] = defaultdict(list)
    for id_, family in families.items():
        members[family].append(id_)
    found: dict[int, tuple[Addition, ...]] = {}
    for family, group in members.items():
        if len(group) > 1:
            letter = Letter(texts[family], (texts[id_] for id_ in sorted(group)))
            seen: dict[str, tuple[Addition, ...]] = {}
            for id_ in group:
                text = texts[id_]
                if text not in seen:
                    seen[text] = letter.added(text)
                if seen[text]:
                    found[id_] = seen[text]
    return found


class Letter:
    """What a family's letter says: its representative, and what several copies share."""

    def __init__(self, representative: str, copies: Iterable[str] = ()) -> None:
        self._form = bare(representative[:_LONGEST])
        forms = {self._form}
        for text in copies:
            if len(forms) == _COPIES:
                break
            forms.add(bare(text[:_LONGEST]))
        count = Counter(pair for form in forms for pair in _pairs(form))
        several = {pair for pair, number in count.items() if number > 1}
        # Of few copies the representative alone tells what the letter says; it may itself be a
        # copy with an addition where there are many.
        self._pairs = several if len(forms) > 3 else several | _pairs(self._form)

    def added(self, copy: str) -> tuple[Addition, ...]:
        """Neighbouring sentences that the letter does not have are one addition."""
        runs: list[list[tuple[int, int]]] = [[]]
        for start, end in _sentences(copy[:_LONGEST]):
            if self._has(bare(copy[start:end])):
                runs.append([])
            else:
                runs[-1].append((start, end))
        return tuple(_telling(copy, runs))

    def _has(self, form: str) -> bool:
        from rapidfuzz import fuzz

        pairs = _pairs(form)
        if not pairs:
            return False
        # A sentence of a few words shares one or two pairs with anything.
        chance = 2 if len(pairs) < _FEW else 0
        if len(pairs & self._pairs) >= _SHARED * len(pairs) + chance:
            return True
        if not len(pairs & self._pairs):
            return False
        # The representative's own sentences are like themselves: only pairs count for it.
        if form in self._form:
            return False
        return fuzz.partial_ratio(form, self._form, score_cutoff=_ALIKE) > 0


def _telling(copy: str, runs: Sequence[Sequence[tuple[int, int]]]) -> Iterator[Addition]:
    """The runs that say something, without the courtesies at their ends."""
    for run in runs:
        said = [
            matter(copy[start:end], alone=_stands_alone(copy, start, end)) for start, end in run
        ]
        first = next((at for at, one in enumerate(said) if one), len(said))
        last = next((at for at in range(len(said), 0, -1) if said[at - 1]), 0)
        if sum(said[first:last]) >= _LEAST:
            yield Addition(run[first][0], run[last - 1][1])


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a sentence without a mark at its end has a line of its own: as signatures have."""
    return text[end - 1] not in "。！？!?；;．…”" and (end == len(text) or text[end] in _BREAKS)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end and re.search(r"\w", text[start:end]):
            yield start, end


def _pairs(form: str) -> set[str]:
    return {form[at : at + 2] for at in range(len(form) - 1)}
