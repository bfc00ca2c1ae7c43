"""One new demand joins an opinion, or starts one, without the clause being grouped again.

An index of a clause, made from its last run and kept up with every demand that comes: the letters
by their fingerprints, the opinions by the words and concerns of their members. It answers in less
than a millisecond; the next full run has the last word.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.core.clustering.anchors import anchors_of
from app.core.clustering.content import Reading
from app.core.clustering.copies import LONGEST, SHORT, same_letter
from app.core.clustering.newcomer import Reader, Sums
from app.core.clustering.values import Item
from app.core.text.normalise import bare_form, normalise

# Of the leaders under one fingerprint, and of those compared with one text.
_BUCKET, _COMPARED, _LEAST_VOTES = 8, 4, 2
# Under a dozen voices only what is plainly alike meets.
_TRIED = 1_000
_FEW, _LEAST, _LEAST_OF_FEW = 12, 0.05, 0.5


@dataclass(frozen=True, slots=True)
class Joined:
    """Where a new demand belongs.

    ``family``: the representative of the letter it is a copy of, None for none. ``opinion``: the
    one it joins, None for a new one. ``offered``: the opinion is decided, so that the demand is
    only offered to it (待确认). ``score``: likeness, 1 for a copy.
    """

    family: int | None
    opinion: int | None
    offered: bool
    score: float


class Index:
    """A clause as its last run left it.

    ``families``: item id to its representative's; ``opinions``: item id to opinion id;
    ``decided``: opinions that nothing joins by itself. Ids of items without an opinion are passed
    over.
    """

    def __init__(
        self,
        items: Iterable[Item],
        families: Mapping[int, int],
        opinions: Mapping[int, int],
        *,
        decided: frozenset[int] = frozenset(),
        terms: Sequence[str] = (),
    ) -> None:
        self._decided = decided
        self._exact: dict[str, int] = {}
        self._forms: dict[int, str] = {}
        self._leaders: dict[int, list[int]] = defaultdict(list)
        self._opinion: dict[int, int] = dict(opinions)
        self._columns: list[int] = []
        self._readings: dict[int, Reading] = {}
        texts = {item.id: item.text for item in items if item.id in self._opinion}
        self._heirs: dict[int, int] = {}
        self._family = {id_: self._speaker(families.get(id_, id_), id_, texts) for id_ in texts}
        self._reader = Reader([texts[id_] for id_ in sorted(set(self._family.values()))], terms)
        self._sums = Sums(self._reader, len(set(self._opinion.values())))
        for id_ in sorted(texts):
            self._enter(id_, texts[id_], self._family[id_])
        self._least = self._border()

    def find(self, text: str) -> Joined:
        """Where a new demand with this text belongs; nothing changes."""
        whole = normalise(text[: 2 * LONGEST])
        if (letter := self._letter(_form(whole))) is not None:
            opinion = self._opinion[letter]
            return Joined(letter, opinion, opinion in self._decided, 1.0)
        best, score = self._nearest(self._reader.read_form(whole))
        if best is None or score < self._least:
            return Joined(None, None, False, max(0.0, score))
        return Joined(None, best, best in self._decided, score)

    def add(self, id_: int, text: str, opinion: int, family: int | None = None) -> None:
        """A demand came, or staff put it, into an opinion; it is known from now on."""
        if id_ in self._opinion:
            self.remove(id_)
        self._opinion[id_] = opinion
        self._family[id_] = self._speaker(id_ if family is None else family, id_, self._opinion)
        self._enter(id_, text, self._family[id_])

    def left_behind(self, gone: Collection[int]) -> list[int]:
        """Of letters whose representative is among these removed demands, one copy each: to be
        handed to ``speak``, or nothing finds the letter any more."""
        first: dict[int, int] = {}
        for id_, family in self._family.items():
            if family in gone:
                first[family] = min(id_, first.get(family, id_))
        return list(first.values())

    def speak(self, id_: int, text: str) -> None:
        """A copy represents its letter from now on."""
        before = self._family[id_]
        self._heirs.pop(id_, None)
        self._heirs[before] = id_
        self._family |= {one: id_ for one, family in self._family.items() if family == before}
        self._enter(id_, text, id_)

    def remove(self, id_: int) -> None:
        """The demand is gone (moved, split); KeyError if it is not known."""
        opinion = self._opinion.pop(id_)
        self._family.pop(id_)
        if (reading := self._readings.pop(id_, None)) is not None:
            self._sums.put(reading, opinion, -1.0)

    def _speaker(self, family: int, id_: int, known: Container[int]) -> int:
        """Who represents a letter: who gave it its name, who speaks in its place, or (nobody is
        left) this copy."""
        while family in self._heirs:
            family = self._heirs[family]
        if family in known or family == id_:
            return family
        self._heirs.pop(id_, None)
        self._heirs[family] = id_
        return id_

    def _enter(self, id_: int, text: str, family: int) -> None:
        whole = normalise(text[: 2 * LONGEST])
        form = _form(whole)
        if form and self._exact.get(form) not in self._opinion:
            self._exact[form] = id_
        # A letter's copies are one voice in their opinion.
        opinion = self._opinion[id_]
        if family != id_ and self._opinion.get(family) == opinion:
            return
        self._readings[id_] = self._reader.read_form(whole)
        self._sums.put(self._readings[id_], opinion)
        if len(form) >= SHORT:
            self._forms[id_] = form[:LONGEST]
            for key in _keys(form):
                held = self._leaders[key]
                if len(held) >= _BUCKET:
                    # Those that are gone keep nobody out.
                    held[:] = [one for one in held if one in self._opinion]
                if len(held) < _BUCKET and id_ not in held:
                    held.append(id_)

    def _letter(self, form: str) -> int | None:
        """The demand it is a copy of: of the same form, or the leader it shares most with."""
        same = self._exact.get(form) if form else None
        if same is not None and same in self._opinion:
            family = self._family[same]
            return family if family in self._opinion else same
        if len(form) < SHORT:
            return None
        votes = Counter(id_ for key in _keys(form) for id_ in self._leaders.get(key, ()))
        best = sorted(votes.items(), key=lambda one: (-one[1], one[0]))[:_COMPARED]
        for id_, count in best:
            if count < _LEAST_VOTES or id_ not in self._opinion:
                continue
            if same_letter(form[:LONGEST], self._forms[id_]):
                return id_
        return None

    def _nearest(self, reading: Reading, without: int | None = None) -> tuple[int | None, float]:
        """The opinion whose members it is most like on average; ``without``: it is one of it."""
        likeness = self._sums.likeness(reading, without)
        if not len(likeness):
            return None, 0.0
        at = int(likeness.argmax())
        return self._names()[at], float(likeness[at])

    def _names(self) -> list[int]:
        if len(self._columns) < len(self._sums.column):
            self._columns = list(self._sums.column)
        return self._columns

    def _border(self) -> float:
        """The likeness that parts members of opinions from those that stand alone, with the fewest
        mistakes on those that the last run placed."""
        seen = []
        for id_, reading in list(self._readings.items())[:_TRIED]:
            opinion = self._opinion[id_]
            best, score = self._nearest(reading, without=opinion)
            seen.append((score, best == opinion))
        if len(seen) < _FEW:
            return _LEAST_OF_FEW
        seen.sort(reverse=True)
        right = best_right = 0
        border = seen[0][0]
        for score, good in seen:
            right += 1 if good else -1
            if right >= best_right:
                best_right, border = right, score
        return max(_LEAST, border)


def _form(whole: str) -> str:
    return bare_form(whole) or whole.strip()


def _keys(form: str) -> list[int]:
    found: list[int] = anchors_of(form[:LONGEST]).tolist()
    return found
