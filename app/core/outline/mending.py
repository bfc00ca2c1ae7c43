"""A clerk's mendings of a proposed outline, as values that can be replayed on a corrected text.

A mending names its clause by address and first words as they stood when it was made. Replayed on
the same text it finds just that clause; on a corrected text it finds the clause with the same
words, and one whose words have changed is told, not guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol, get_args

from app.core.outline.headings import split_heading
from app.core.outline.labels import read_label
from app.core.outline.rows import DEEPEST, Row, branch, clauses_of, rows_of, settle
from app.core.outline.values import Clause, Kind, Outline
from app.core.text.punctuation import to_full_width_punctuation

MendingKind = Literal["promote", "demote", "join", "split", "rename", "close", "open", "title"]
MENDING_KINDS: tuple[MendingKind, ...] = get_args(MendingKind)
WORDS = 40
_SENTENCE_END = re.compile(r"[。；;！？][”’」』）)》]*")


@dataclass(frozen=True, slots=True)
class Mending:
    """One change. ``value``: the new heading of a rename; for a split the words from which on the
    clause's text becomes a clause of its own (to the end of their line). A title is changed of the
    draft itself: no ``address``, and the old title as ``words``."""

    kind: MendingKind
    address: str
    words: str
    value: str = ""


class BadMending(ValueError):
    """A mending that cannot be. Codes: no-such-clause, at-the-top, nothing-above, too-deep,
    nothing-to-split, no-heading, no-title."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Worded(Protocol):
    """What has a label, a heading and words of its own."""

    @property
    def label(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def text(self) -> str: ...


def words_of(clause: Worded) -> str:
    """The first words by which a clause is known again, without white space."""
    printed = "".join(f"{clause.label}{clause.heading}{clause.text[: 3 * WORDS]}".split())
    return printed[:WORDS]


def mending_of(kind: MendingKind, clause: Clause, value: str = "") -> Mending:
    """The mending that changes this clause."""
    return Mending(kind, clause.address, words_of(clause), value)


def full_width(mending: Mending) -> Mending:
    """The mending as it reads on the text with full-width signs; a heading that a clerk typed
    stays as it is."""
    words, value = mending.words, mending.value
    return replace(
        mending,
        words=to_full_width_punctuation(words),
        value=to_full_width_punctuation(value) if mending.kind == "split" else value,
    )


def mend(outline: Outline, mending: Mending) -> Outline:
    """The outline with one change. Addresses of clauses outside the changed branch stay. Raises
    BadMending."""
    if mending.kind == "title":
        return _retitled(outline, mending)
    rows = rows_of(outline.clauses)
    at = _find(outline.clauses, mending)
    if at is None:
        raise BadMending("no-such-clause")
    _CHANGES[mending.kind](rows, at, mending, outline.text)
    return replace(outline, clauses=clauses_of(rows, outline.clauses))


def title_of(outline: Outline, value: str) -> Mending:
    """The mending that gives a draft another title."""
    return Mending("title", "", "".join(outline.title.split())[:WORDS], " ".join(value.split()))


def _retitled(outline: Outline, mending: Mending) -> Outline:
    if not mending.value:
        raise BadMending("no-title")
    if title_of(outline, "").words != mending.words:
        raise BadMending("no-such-clause")
    return replace(outline, title=mending.value)


def replay(outline: Outline, mendings: Iterable[Mending]) -> tuple[Outline, list[Mending]]:
    """The outline with all changes that still fit, in order; and those that do not."""
    lost: list[Mending] = []
    for mending in mendings:
        try:
            outline = mend(outline, mending)
        except BadMending:
            lost.append(mending)
    return outline, lost


def split_places(clause: Clause) -> list[str]:
    """The lines and sentences of a clause's text at which it can be split, by their words: the
    value of a split. What comes twice is no place."""
    places = list(_sentences(clause.text))
    if not clause.heading:
        places = places[1:]
    counts = Counter(clause.text.count(place) for place in places)
    return (
        places if counts.keys() <= {1} else [one for one in places if clause.text.count(one) == 1]
    )


def _sentences(text: str) -> Iterator[str]:
    """Each sentence with what follows it on its line, so that it is found by its beginning."""
    for line in text.split("\n"):
        starts = [0, *(hit.end() for hit in _SENTENCE_END.finditer(line))]
        yield from (line[start:].strip() for start in starts if line[start:].strip())


def _find(clauses: Sequence[Clause], mending: Mending) -> int | None:
    same = [at for at, clause in enumerate(clauses) if words_of(clause) == mending.words]
    for at in same:
        if clauses[at].address == mending.address:
            return at
    return same[0] if len(same) == 1 else None


def _promote(rows: list[Row], at: int, _mending: Mending, _text: str) -> None:
    if rows[at].depth == 1:
        raise BadMending("at-the-top")
    for place in branch(rows, at):
        rows[place].depth -= 1


def _demote(rows: list[Row], at: int, _mending: Mending, _text: str) -> None:
    if at == 0 or rows[at - 1].depth < rows[at].depth:
        raise BadMending("nothing-above")
    below = branch(rows, at)
    if max(rows[place].depth for place in below) >= DEEPEST:
        raise BadMending("too-deep")
    for place in below:
        rows[place].depth += 1


def _join(rows: list[Row], at: int, _mending: Mending, text: str) -> None:
    if at == 0:
        raise BadMending("nothing-above")
    gone, above = rows[at].clause, rows[at - 1].clause
    printed = text[gone.start : gone.end].strip() or f"{gone.label}{gone.heading}{gone.text}"
    lines = "\n".join(line.strip() for line in printed.splitlines() if line.strip())
    rows[at - 1].clause = above._replace(
        text=f"{above.text}\n{lines}" if above.text else lines, end=gone.end
    )
    for place in branch(rows, at):
        rows[place].depth = min(rows[place].depth, rows[at - 1].depth + 1)
    del rows[at]
    settle(rows)


def _split(rows: list[Row], at: int, mending: Mending, text: str) -> None:
    row, words = rows[at], mending.value.strip()
    place = row.clause.text.find(words) if words else -1
    if place < 0 or (place == 0 and not row.clause.heading):
        raise BadMending("nothing-to-split")
    start = text.find(words[:WORDS], row.clause.start, row.clause.end)
    if start < 0:
        raise BadMending("nothing-to-split")
    kept, moved = row.clause.text[:place].rstrip(), row.clause.text[place:]
    new = _new_row(row, moved, start, _branch_steps(rows, at))
    row.clause = row.clause._replace(text=kept, end=start)
    rows.insert(at + 1, new)


def _branch_steps(rows: Sequence[Row], at: int) -> set[str]:
    return {
        rows[place].step for place in branch(rows, at) if rows[place].depth == rows[at].depth + 1
    }


def _new_row(above: Row, text: str, start: int, taken: set[str]) -> Row:
    """With a label it stands beside the clause it comes from; without one it is its paragraph."""
    first, _, rest = text.partition("\n")
    label = read_label(first)
    if label is None:
        number = next(n for n in range(2, len(taken) + 3) if f"款{n}" not in taken)
        made = _made(above.clause, "paragraph", "", "", text, start)
        return Row(made, min(above.depth + 1, DEEPEST), f"款{number}")
    words = first[label.length :].strip()
    kind = label.style.kind
    heading, more = split_heading(kind, words, more=bool(rest))
    body = "\n".join(part for part in (more, rest) if part)
    made = _made(above.clause, kind, first[: len(label.printed)], heading, body, start)
    return Row(made, above.depth, label.step or "-1")


def _made(above: Clause, kind: Kind, label: str, heading: str, text: str, start: int) -> Clause:
    return Clause(
        address="",
        slug="",
        kind=kind,
        label=label,
        heading=heading,
        text=text,
        parent=None,
        commentable=above.commentable,
        start=start,
        end=above.end,
    )


def _rename(rows: list[Row], at: int, mending: Mending, _text: str) -> None:
    heading = " ".join(mending.value.split())
    if not heading and not rows[at].clause.label:
        raise BadMending("no-heading")
    rows[at].clause = rows[at].clause._replace(heading=heading)


def _set_commentable(rows: list[Row], at: int, mending: Mending, _text: str) -> None:
    rows[at].clause = rows[at].clause._replace(commentable=mending.kind == "open")


_CHANGES = {
    "promote": _promote,
    "demote": _demote,
    "join": _join,
    "split": _split,
    "rename": _rename,
    "close": _set_commentable,
    "open": _set_commentable,
}
