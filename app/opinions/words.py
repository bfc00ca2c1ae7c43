"""The office's own words in the thesaurus of concerns: added by hand or from a file, used by every
later run; words that the desk proposed and staff refused are not proposed again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app import audit
from app.core.clustering.thesaurus.concepts import LONGEST_WORD, MOST_WORDS, Concept
from app.storage.models import ClauseMark, Comment, OfficeWord

FIELD = "本单位"
LONGEST_NAME = 40


class BadWords(Exception):
    """Codes: no-concept, no-word, too-long, too-many, not-a-table; ``line`` of a file, from 1."""

    def __init__(self, code: str, line: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.line = line


@dataclass(frozen=True, slots=True)
class OwnConcept:
    """A concept with the office's words for it."""

    name: str
    words: tuple[str, ...]


def own_concepts(session: Session, state: str = "added") -> list[OwnConcept]:
    """The office's words by concept, in order."""
    found: dict[str, list[str]] = {}
    rows = session.execute(
        select(OfficeWord.concept, OfficeWord.word)
        .where(OfficeWord.state == state)
        .order_by(OfficeWord.concept, OfficeWord.word)
    )
    for concept, word in rows:
        found.setdefault(concept, []).append(word)
    return [OwnConcept(name, tuple(words)) for name, words in found.items()]


def as_concepts(pairs: Iterable[tuple[str, str]]) -> list[Concept]:
    """Pairs of concept and word as the thesaurus takes them; words of no concept are left out."""
    found: dict[str, list[str]] = {}
    for name, word in pairs:
        if name:
            found.setdefault(name, []).append(word)
    return [Concept(name, FIELD, tuple(words)) for name, words in found.items()]


def add(
    session: Session,
    concept: str,
    words: Sequence[str],
    actor: int | None,
    *,
    state: str = "added",
    now: datetime,
) -> int:
    """Add words to a concept (or, state ``refused``, note that they are no words of it); how many
    are new. Raises BadWords."""
    name, wanted = checked(concept, words)
    known = {
        row.word: row
        for row in session.scalars(select(OfficeWord).where(OfficeWord.concept == name))
    }
    if len(known.keys() | set(wanted)) > MOST_WORDS:
        raise BadWords("too-many")
    fresh = [word for word in wanted if word not in known or known[word].state != state]
    for word in fresh:
        if word in known:
            known[word].state = state
        else:
            session.add(
                OfficeWord(concept=name, word=word, state=state, added_by=actor, added_at=now)
            )
    if fresh:
        _note(session, actor, now, f"words-{state}", {"concept": name, "words": fresh})
    return len(fresh)


def remove(
    session: Session, concept: str, words: Sequence[str], actor: int | None, *, now: datetime
) -> int:
    """Take words out; without words, the whole concept. How many went."""
    conditions = [OfficeWord.concept == concept, OfficeWord.state == "added"]
    if words:
        conditions.append(OfficeWord.word.in_(words))
    gone = list(session.scalars(select(OfficeWord.word).where(*conditions)))
    session.execute(delete(OfficeWord).where(*conditions))
    if gone:
        _note(session, actor, now, "words-removed", {"concept": concept, "words": gone})
    return len(gone)


def take_table(
    session: Session, concepts: Sequence[OwnConcept], actor: int | None, *, now: datetime
) -> int:
    """Add a whole table, or nothing of it; how many words are new. Raises BadWords."""
    return sum(add(session, one.name, one.words, actor, now=now) for one in concepts)


def regroup_all(session: Session, consultation_id: int, *, now: datetime) -> int:
    """Group every clause of a consultation again, with the words as they are now; how many."""
    clauses = session.scalars(
        select(Comment.clause_id)
        .where(
            Comment.consultation_id == consultation_id,
            Comment.counted.is_(True),
            Comment.clause_id.is_not(None),
        )
        .distinct()
    )
    marks = [ClauseMark(clause_id=one, marked_at=now, whole=True) for one in clauses]
    session.add_all(marks)
    return len(marks)


def checked(concept: str, words: Sequence[str]) -> tuple[str, list[str]]:
    """A concept's name and its words without doubles and stray spaces. Raises BadWords."""
    name = " ".join(concept.split())
    wanted = list(dict.fromkeys(word for one in words if (word := " ".join(one.split()))))
    if not name:
        raise BadWords("no-concept")
    if not wanted:
        raise BadWords("no-word")
    if len(name) > LONGEST_NAME or any(len(word) > LONGEST_WORD for word in wanted):
        raise BadWords("too-long")
    return name, wanted


def _note(
    session: Session, actor: int | None, now: datetime, action: str, values: dict[str, object]
) -> None:
    audit.note(
        session,
        now=now,
        actor=actor,
        action=action,
        subject="words",
        subject_id=None,
        values=values,
    )
