"""A draft's outline, ready to be asked: which clauses have this number, which stand below which."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from functools import cached_property, lru_cache

from app.core.citations import marks
from app.core.citations.fold import bare, fold
from app.core.citations.kinds import BRACKETED, KINDS, SWAPPED
from app.core.citations.likeness import Likeness
from app.core.citations.numbers import of_address
from app.core.citations.values import Level, Number, Step
from app.core.citations.words import Words
from app.core.outline.documents import MOST_DRAFTS
from app.core.outline.values import Kind, Outline

_PLAIN_NUMERALS = frozenset("一二三四五六七八九十")
# 2.3.3 may be a path, 2.3 is too often an amount.
_LEAST_PATH = 3
_SHORTEST_HEADING = 2
# The chapter on punishments is called the one where it is headed the other.
_SAME_HEADING = ("法律责任", "罚则")
_LEAST_LIKE = 4
_MAY_BE_PART = ("article", "point")
_TITLED = re.compile("《([^《》]{4,60})》")
# So many clauses with one number are ambiguous, whichever is nearest.
_MOST_PLACES = 32


class Index:
    """The clauses of an outline by number, by place in the tree, by heading and by words.

    Clauses are known by their position in ``outline.clauses``; None stands for the whole draft.
    """

    def __init__(self, outline: Outline) -> None:
        several = 1 < len(outline.documents) <= MOST_DRAFTS
        # The titles of the drafts that the outline is of, one for most.
        self.titles = [
            fold(title)
            for title in ([one.title for one in outline.documents] if several else [outline.title])
        ]
        self._firsts = [one.first for one in outline.documents] if several else [0]
        self.clauses = outline.clauses
        places = {clause.address: at for at, clause in enumerate(self.clauses)}
        self._lines: dict[int, list[int]] = {}
        self.parents = [places.get(clause.parent or "") for clause in self.clauses]
        self._numbered: dict[tuple[Kind, Number], list[int]] = defaultdict(list)
        self._by_kind: dict[Kind, list[int]] = defaultdict(list)
        self._below: list[set[Kind]] = [set() for _ in self.clauses]
        # Clauses stand in the order of the document: those below one follow it without a gap.
        self._last = list(range(len(self.clauses)))
        self._headed: dict[str, list[int]] = defaultdict(list)
        self._aliases: dict[Number, list[int]] = defaultdict(list)
        for at, clause in enumerate(self.clauses):
            self._enter(at, clause.kind, self.number(at))
            for alias in clause.aliases:
                # 第八条 in a letter about an amendment is the change of article 8.
                self._aliases[of_address(alias)].append(at)
            if len(heading := bare(fold(clause.heading))) >= _SHORTEST_HEADING:
                self._headed[heading].append(at)
        for one, other in (_SAME_HEADING, _SAME_HEADING[::-1]):
            if one in self._headed and other not in self._headed:
                self._headed[other] = self._headed[one]
        self._starts: dict[str, list[str]] = defaultdict(list)
        for heading in sorted(self._headed, key=len, reverse=True):
            self._starts[heading[:_SHORTEST_HEADING]].append(heading)
        # 條 項 款: where items are printed 一、 under articles, 款 names an item and 項 a paragraph.
        items = [
            clause.label[:1] in _PLAIN_NUMERALS for clause in self.clauses if clause.kind == "item"
        ]
        self.items_are_kuan = 2 * sum(items) > len(items)
        self.prints_decimals = any(
            "." in clause.address.rpartition("/")[2] for clause in self.clauses
        )
        # The laws that a decision on several of them changes stand in its headings.
        self.amended = {
            name
            for at, clause in enumerate(self.clauses)
            if self.changes(at)
            for above in self.line(at)[1:]
            for name in _TITLED.findall(fold(self.clauses[above].heading))
        }
        self._few_points = self._points_are_few()
        self.words = Words(
            (bare(fold(one.heading)) for one in self.clauses),
            (bare(fold(one.text)) for one in self.clauses),
        )
        self.likeness = Likeness(self.words, lambda at: self.line(at)[1:])

    @cached_property
    def _parts_in_chapters(self) -> bool:
        above = [self.parents[at] for at in self.of_kinds("part")]
        return all(at is not None and self.clauses[at].kind == "chapter" for at in above)

    @cached_property
    def behind(self) -> frozenset[int]:
        """What repeats the words of the clauses before it: punishments, 附则, annexes."""
        found: set[int] = set()
        for at, clause in enumerate(self.clauses):
            own = clause.kind == "annex" or marks.BEHIND.search(clause.heading)
            if own or marks.PUNISHING.search(clause.text) or self.parents[at] in found:
                found.add(at)
        return frozenset(found)

    def _enter(self, at: int, kind: Kind, number: Number) -> None:
        self._by_kind[kind].append(at)
        if number:
            self._numbered[kind, number].append(at)
        for above in self.line(at)[1:]:
            self._below[above].add(kind)
            self._last[above] = at

    def _points_are_few(self) -> bool:
        """Whether few points stand in a draft of parts, so that 第二条 may well be part 二."""
        parts = [at for at in self.of_kinds("part") if self.parents[at] is None]
        listed = sum(self.has("point", at) for at in parts)
        points = len(self.of_kinds("point"))
        return 0 < 2 * listed <= len(parts) and points < len(parts)

    def line(self, at: int) -> list[int]:
        """The clause and those it stands in, from the clause up."""
        line = self._lines.get(at)
        if line is None:
            above = self.parents[at]
            line = self._lines[at] = [at, *(self.line(above) if above is not None else ())]
        return line

    def within(self, at: int, scope: int | None) -> bool:
        """Whether the clause is ``scope`` or stands below it."""
        return scope is None or scope <= at <= self._last[scope]

    def children(self, at: int | None) -> list[int]:
        """The clauses right below the clause, in order."""
        if at is None:
            return []
        return [one for one in range(at + 1, self._last[at] + 1) if self.parents[one] == at]

    def last(self, at: int) -> int:
        """The last clause that stands below the clause, itself where there is none."""
        return self._last[at]

    def near(self, one: int, other: int) -> bool:
        """Whether one stands in the other, or both in one article."""
        if self.within(one, other) or self.within(other, one):
            return True
        shared = set(self.line(one)).intersection(self.line(other))
        return any(self.clauses[at].kind == "article" for at in shared)

    def number(self, at: int) -> Number:
        """The clause's own number, () where it is printed without one."""
        return of_address(self.clauses[at].address.rpartition("/")[2])

    def beside(self, at: int, step: int) -> int | None:
        """The next clause of the same kind, or with -1 the one before.

        Paragraphs and items stay in their parent; articles and points go on over the chapters.
        """
        kind = self.clauses[at].kind
        row = self._by_kind[kind]
        place = bisect_left(row, at) + step
        if not 0 <= place < len(row):
            return None
        wide = kind in ("article", "point", "chapter", "part")
        return row[place] if wide or self.parents[row[place]] == self.parents[at] else None

    def has(self, kind: Kind, scope: int | None = None) -> bool:
        """Whether there is a clause of the kind below ``scope``."""
        return kind in (self._by_kind if scope is None else self._below[scope])

    def of_kinds(self, kind: Kind) -> list[int]:
        """All clauses of the kind."""
        return self._by_kind.get(kind, [])

    def kinds(self, level: Level) -> tuple[Kind, ...]:
        """The kinds that the level may mean in this draft, the likeliest first."""
        if self.items_are_kuan and level in SWAPPED:
            level = SWAPPED[level]
        return KINDS[level]

    def below(self, scope: int | None, step: Step) -> list[int]:
        """The clauses below ``scope`` that the step names; the nearest ones.

        第三条 of an amendment is first the change of article 3, then the third change.
        """
        found = self._named(scope, step)
        if step.level == "article" and step.number in self._aliases:
            found = [*self._inside(self._aliases[step.number], scope), *found]
        return list(dict.fromkeys(found))

    def changes(self, at: int) -> bool:
        """Whether the clause is a change of an amendment, which stands for articles it touches."""
        return bool(self.clauses[at].aliases)

    def _named(self, scope: int | None, step: Step) -> list[int]:
        if step.level == "decimal":
            return self._decimal(scope, step.number)
        kinds = self.kinds(step.level)
        if kinds[0] == "paragraph" and scope is not None and not self.has("paragraph", scope):
            # An article of one paragraph has no level for it: its first paragraph is the article.
            whole = self.clauses[scope].kind == "article"
            if whole or self.clauses[scope].kind == "paragraph":
                return [scope] if whole and step.number in ((1,), (-1,)) else []
        if step.bracketed and not (step.level == "article" and self.has("article")):
            kinds = (*BRACKETED, *kinds)
        kind = self._kind(kinds, scope, step)
        if kind is None:
            return [scope] if scope is not None and self._has_line(scope, step) else []
        if step.number[0] < 0:
            return self._from_the_end(kind, scope, step.number[0])
        found = self._inside(self._numbered.get((kind, step.number), []), scope)
        if step.level == "letter" or (step.level == "subitem" and step.bracketed):
            # (ii) below (b), which is the second itself.
            found = [at for at in found if at != scope]
        if kind == "point" and scope is None and self._few_points and step.level in _MAY_BE_PART:
            return sorted([*found, *self._numbered.get(("part", step.number), [])])
        if not found and scope is not None:
            # 第四部分第三条 where points run on over the parts: what stands right below is meant.
            return self._children(scope, step)
        return self._nearest(found) if len(found) <= _MOST_PLACES else found

    def _has_line(self, at: int, step: Step) -> bool:
        """第三段 where the outline counts no paragraphs: whether the clause has so many lines."""
        counts = step.level in ("paragraph", "dash") and not self.has("paragraph")
        lines = self.clauses[at].heading + self.clauses[at].text
        return counts and len(step.number) == 1 and step.number[0] <= lines.count("\n") + 1

    def _kind(self, kinds: tuple[Kind, ...], scope: int | None, step: Step) -> Kind | None:
        """The first of the kinds that there is below ``scope``.

        第二十四条 where clauses are printed 二十四、: of the kinds that only stand for articles the
        first that has the number.
        """
        has = [kind for kind in kinds if self.has(kind, scope)]
        if step.level in _MAY_BE_PART and "part" in has and self._parts_in_chapters:
            # 第X章 with clauses printed 一、二、 that run on over the chapters.
            has.sort(key=lambda kind: kind not in ("article", "point", "part"))
        if step.level == "bare" and scope is not None and self.clauses[scope].kind == "part":
            # 第二部分三（二）, where parts stand in a part.
            parts = self._inside(self._numbered.get(("part", step.number), []), scope)
            if any(at != scope for at in parts):
                return "part"
        if step.level in _MAY_BE_PART and has and has[0] != step.level:
            numbered = (kind for kind in has if (kind, step.number) in self._numbered)
            return next(numbered, has[0])
        return has[0] if has else None

    def _nearest(self, found: list[int]) -> list[int]:
        """Those that stand highest in their draft."""
        least: dict[int, int] = {}
        for at in found:
            draft = bisect_right(self._firsts, at)
            least[draft] = min(least.get(draft, len(self.line(at))), len(self.line(at)))
        return [at for at in found if len(self.line(at)) == least[bisect_right(self._firsts, at)]]

    def _from_the_end(self, kind: Kind, scope: int | None, place: int) -> list[int]:
        """最后一款 of an article, 倒数第二条 of the draft; of what is printed below, the nearest level."""
        found = self._inside(self._by_kind[kind], scope)
        if scope is not None:
            found = self._nearest(found)
        return found[place : place + 1 or None] if len(found) >= -place else []

    def _decimal(self, scope: int | None, number: Number) -> list[int]:
        """4.2.1 where the draft prints it so; else its parts taken as the numbers of a path."""
        kinds: tuple[Kind, ...] = ("point", "section", "item", "subitem", "article", "part")
        for kind in kinds:
            if found := self._inside(self._numbered.get((kind, number), []), scope):
                return found
        if self.prints_decimals or len(number) < _LEAST_PATH:
            return []
        places: list[int] = self._inside(
            [at for at, above in enumerate(self.parents) if above is None], scope
        )
        for part in number[:-1]:
            tops = {at for at in places if self.number(at) == (part,)}
            places = [at for at, above in enumerate(self.parents) if above in tops]
        return [at for at in places if self.number(at) == number[-1:]]

    def _inside(self, places: list[int], scope: int | None) -> list[int]:
        if scope is None:
            return places
        return places[bisect_left(places, scope) : bisect_right(places, self._last[scope])]

    def _children(self, scope: int, step: Step) -> list[int]:
        for kind in self.kinds(step.level):
            numbered = self._inside(self._numbered.get((kind, step.number), []), scope)
            if found := [at for at in numbered if self.parents[at] == scope]:
                return found
        return []

    def headed(self, words: str) -> list[int]:
        """The clauses whose heading is exactly ``words`` (bare)."""
        return self._headed.get(words, [])

    def headed_like(self, words: str) -> int | None:
        """The one clause whose heading has the bare words in it, the shallowest; None for several."""
        if len(words) < _LEAST_LIKE:
            return None
        found = [at for heading in self._headed if words in heading for at in self._headed[heading]]
        nearest = self._nearest(found)
        return nearest[0] if len(nearest) == 1 else None

    def heading_at(self, words: str, at: int) -> str | None:
        """The longest heading that stands in the bare text at this place."""
        for heading in self._starts.get(words[at : at + _SHORTEST_HEADING], ()):
            if words.startswith(heading, at):
                return heading
        return None


@lru_cache(maxsize=4)
def index(outline: Outline) -> Index:
    """The index of an outline, made once for the few drafts that are open at a time."""
    return Index(outline)
