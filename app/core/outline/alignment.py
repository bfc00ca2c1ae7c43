"""Which clause of a second version of a draft is which of the first.

Asked when an office publishes a revised draft, or loads a corrected file again. First come the
clauses whose words are the same or nearly, then those with the same address and similar words, then
those with the same heading, then the most similar of what is left, then the short items below a
pair. A clause whose words are all new is new, even where its number is an old one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from app.core.outline.values import Clause
from app.core.text.normalise import bare

How = Literal["same", "address", "heading", "text", "family"]

# Of 100, by rapidfuzz's ratio on the bare words. A clause at its old address may change more than
# one that is found elsewhere.
SIMILAR_AT_ADDRESS = 45.0
SIMILAR_ELSEWHERE = 70.0
# What was put in at an old address may be rather like what stood there, which moved on: words this
# like are worth more than an address.
NEARLY_SAME = 85.0
# Words this short are alike by chance: the parents must be a pair too.
_SHORTEST = 6
# Comparing all with all costs their product: beyond this only addresses and headings decide.
_MOST_PAIRS = 4_000_000
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Pair:
    """A clause of each version, by its place; ``similarity`` of their words from 0 to 100."""

    old: int
    new: int
    how: How
    similarity: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs by the new clause's place; the places of what was dropped and of what is new."""

    pairs: tuple[Pair, ...]
    dropped: tuple[int, ...]
    added: tuple[int, ...]


def align(old: Sequence[Clause], new: Sequence[Clause]) -> Alignment:
    """Tie each clause of ``new`` to at most one of ``old``, and each of these at most once."""
    aligner = _Aligner(old, new)
    aligner.by_key("same", lambda clause, words: (clause.address, words))
    aligner.by_key("same", lambda clause, words: words if len(words) >= _SHORTEST else None)
    aligner.by_text(NEARLY_SAME)
    aligner.by_address()
    aligner.by_key("heading", lambda clause, words: bare(clause.heading) or None, alike=True)
    aligner.by_text(SIMILAR_ELSEWHERE)
    aligner.by_family()
    pairs = sorted(aligner.pairs, key=lambda pair: pair.new)
    olds, news = {pair.old for pair in pairs}, {pair.new for pair in pairs}
    return Alignment(
        tuple(pairs),
        tuple(at for at in range(len(old)) if at not in olds),
        tuple(at for at in range(len(new)) if at not in news),
    )


class _Aligner:
    def __init__(self, old: Sequence[Clause], new: Sequence[Clause]) -> None:
        self.old, self.new = old, new
        self.old_words = _words(old)
        self.new_words = _words(new)
        self.old_left = dict.fromkeys(range(len(old)))
        self.new_left = dict.fromkeys(range(len(new)))
        self.pairs: list[Pair] = []

    def by_key(
        self,
        how: How,
        key: Callable[[Clause, str], object | None],
        *,
        alike: bool = False,
    ) -> None:
        """Pair those that alone have a key in both versions, in order where several do alike."""
        olds = self._by_key(self.old, self.old_words, self.old_left, key)
        news = self._by_key(self.new, self.new_words, self.new_left, key)
        for value, places in olds.items():
            others = news.get(value, [])
            if len(places) != len(others):
                continue
            for one, other in zip(places, others, strict=True):
                if self.old[one].kind != self.new[other].kind:
                    continue
                similarity = self._similarity(one, other)
                if not alike or similarity >= SIMILAR_AT_ADDRESS or not self.old_words[one]:
                    self._pair(one, other, how, similarity)

    @staticmethod
    def _by_key(
        clauses: Sequence[Clause],
        words: Sequence[str],
        left: Iterable[int],
        key: Callable[[Clause, str], object | None],
    ) -> dict[object, list[int]]:
        found: dict[object, list[int]] = defaultdict(list)
        for at in left:
            value = key(clauses[at], words[at])
            if value is not None:
                found[value].append(at)
        return found

    def by_address(self) -> None:
        """Pair what stands at the same address with similar words."""
        places = {self.old[at].address: at for at in self.old_left}
        for other in list(self.new_left):
            one = places.get(self.new[other].address)
            if one is None:
                continue
            similarity = self._similarity(one, other)
            if similarity >= SIMILAR_AT_ADDRESS:
                self._pair(one, other, "address", similarity)

    def by_text(self, least: float) -> None:
        """Pair the most similar of what is left, the most similar first."""
        olds = [at for at in self.old_left if len(self.old_words[at]) >= _SHORTEST]
        news = [at for at in self.new_left if len(self.new_words[at]) >= _SHORTEST]
        if not olds or not news or len(olds) * len(news) > _MOST_PAIRS:
            return
        scores = process.cdist(
            [self.old_words[at] for at in olds],
            [self.new_words[at] for at in news],
            scorer=fuzz.ratio,
            score_cutoff=least,
        )
        found = [
            (-float(scores[row][column]), abs(one - other), one, other)
            for row, column in zip(*scores.nonzero(), strict=True)
            for one, other in ((olds[row], news[column]),)
            if self.old[one].kind == self.new[other].kind
        ]
        for negative, _, one, other in sorted(found):
            if one in self.old_left and other in self.new_left:
                same = self.old[one].address == self.new[other].address
                self._pair(one, other, "address" if same else "text", -negative)

    def by_family(self) -> None:
        """Pair what is left below a pair: items too short to be known elsewhere. First those with
        the same words, then those with the same number and similar words."""
        if len(self.old_left) * len(self.new_left) > _MOST_PAIRS:
            return
        partner = {pair.new: pair.old for pair in self.pairs}
        places = {clause.address: at for at, clause in enumerate(self.new)}
        below: dict[str, list[int]] = defaultdict(list)
        for at in self.old_left:
            below[self.old[at].parent or ""].append(at)
        for alike in (self._same, self._same_step):
            for other in list(self.new_left):
                above = partner.get(places.get(self.new[other].parent or "", -1))
                if above is None:
                    continue
                beside = (at for at in below[self.old[above].address] if at in self.old_left)
                one = next((at for at in beside if alike(at, other)), None)
                if one is not None:
                    self._pair(one, other, "family", self._similarity(one, other))
                    partner[other] = one

    def _same(self, one: int, other: int) -> bool:
        same = self.old_words[one] == self.new_words[other]
        return same and self.old[one].kind == self.new[other].kind

    def _same_step(self, one: int, other: int) -> bool:
        first, second = self.old[one], self.new[other]
        same = first.address.rpartition("/")[2] == second.address.rpartition("/")[2]
        alike = self._similarity(one, other) >= SIMILAR_AT_ADDRESS
        return same and alike and first.kind == second.kind

    def _similarity(self, one: int, other: int) -> float:
        first, second = self.old_words[one], self.new_words[other]
        if first == second:
            return 100.0
        return float(fuzz.ratio(first, second))

    def _pair(self, one: int, other: int, how: How, similarity: float) -> None:
        del self.old_left[one], self.new_left[other]
        self.pairs.append(Pair(one, other, how, similarity))


def _words(clauses: Sequence[Clause]) -> list[str]:
    """What a clause says, bare; a clause that is only a number speaks by what stands below it."""
    own = [bare((clause.heading + clause.text)[:_LONGEST]) for clause in clauses]
    below: dict[str, list[str]] = defaultdict(list)
    for clause, words in zip(reversed(clauses), reversed(own), strict=True):
        if clause.parent is not None:
            below[clause.parent].append(words or "".join(reversed(below[clause.address])))
    return [
        words or "".join(reversed(below[clause.address]))[:_LONGEST]
        for clause, words in zip(clauses, own, strict=True)
    ]
