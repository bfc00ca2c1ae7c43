"""Which clause do these words come from: exactly, or as typed from memory."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

_BORDER = "\x00"
_MOST_HITS = 8
_LONGEST = 2_000
_FUZZY_FROM = 8
_FUZZY_SHARE = 0.6
_FUZZY_LEAD = 0.15
_RARE = 24
_LOOKED_AT = 8


class Words:
    """The bare texts of all clauses, searchable; clauses are known by their position."""

    def __init__(self, headings: Iterable[str], texts: Iterable[str]) -> None:
        self.headings = list(headings)
        self.texts = [head + text for head, text in zip(self.headings, texts, strict=True)]
        self._whole = _BORDER.join(self.texts)
        self._starts: list[int] = []
        at = 0
        for text in self.texts:
            self._starts.append(at)
            at += len(text) + 1
        self.exact = lru_cache(maxsize=4096)(self._exact)

    def _exact(self, words: str) -> tuple[int, ...]:
        """The clauses in which the bare ``words`` stand, at most a handful."""
        found: list[int] = []
        at = self._whole.find(words) if words else -1
        while at >= 0 and len(found) < _MOST_HITS:
            place = bisect_right(self._starts, at) - 1
            found.append(place)
            after = self._starts[place] + len(self.texts[place])
            at = self._whole.find(words, after)
        return tuple(found)

    def fuzzy(self, words: str) -> int | None:
        """The one clause that has most of the three-character runs of ``words``, or None.

        Only clauses that share a run which few others have are looked at: boilerplate alone
        tells nothing.
        """
        runs = grams(words[:_LONGEST], 3)
        if len(words) < _FUZZY_FROM:
            return None
        rare: Counter[int] = Counter()
        for run in runs:
            places = self._triples.get(run, ())
            if len(places) <= _RARE:
                rare.update(places)
        shares = sorted(
            (
                (sum(run in self.texts[at] for run in runs), at)
                for at, _ in rare.most_common(_LOOKED_AT)
            ),
            reverse=True,
        )
        (most, best), (second, _) = ([*shares, (0, -1), (0, -1)])[:2]
        if most < _FUZZY_SHARE * len(runs) or most - second < _FUZZY_LEAD * len(runs):
            return None
        return best

    def shared(self, words: str, places: Iterable[int]) -> Counter[int]:
        """How many of the three-character runs each place has in common with the words alone."""
        runs = grams(words[:_LONGEST], 3)
        counts: Counter[int] = Counter()
        wanted = set(places)
        for gram in runs:
            hits = wanted.intersection(self._triples.get(gram, ()))
            if len(hits) == 1:
                counts.update(hits)
        return counts

    def places(self, gram: str) -> Sequence[int]:
        """The clauses in which a run of one, two or three characters stands."""
        return self._runs(len(gram)).get(gram, ())

    def known(self, words: str, length: int) -> list[str]:
        """The runs of this many characters that stand in some clause too, in their order."""
        runs = self._runs(length)
        return [gram for gram in grams(words, length) if gram in runs]

    def _runs(self, length: int) -> dict[str, list[int]]:
        if length == 3:
            return self._triples
        return self._pairs if length == 2 else self._singles

    @cached_property
    def _triples(self) -> dict[str, list[int]]:
        return self._postings(3)

    @cached_property
    def _singles(self) -> dict[str, list[int]]:
        return self._postings(1)

    @cached_property
    def _pairs(self) -> dict[str, list[int]]:
        return self._postings(2)

    def _postings(self, length: int) -> dict[str, list[int]]:
        postings: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(self.texts):
            for gram in grams(text, length):
                postings[gram].append(place)
        return postings


def grams(words: str, length: int) -> list[str]:
    """All runs of this many characters, each once. In their order, so that sums over them and the
    first of several alike are the same in every process."""
    return list(dict.fromkeys(words[at : at + length] for at in range(len(words) - length + 1)))
