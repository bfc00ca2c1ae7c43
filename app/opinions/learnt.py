"""Words that set a confirmed opinion apart, proposed to the office for its thesaurus."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clustering.learning import proposals
from app.opinions.snapshot import of_clause
from app.opinions.words import LONGEST_NAME, as_concepts
from app.storage.models import OfficeWord, Opinion

MOST = 20


@dataclass(frozen=True, slots=True)
class LearntWord:
    """A word that ``voices`` members of an opinion use and others do not; ``concept``: to which it
    would be added (a new one is called as the opinion is)."""

    word: str
    concept: str
    opinion: str
    voices: int


def learnt(session: Session, clause_id: int) -> list[LearntWord]:
    """What a clause's confirmed opinions teach, the most telling first; refused words are left out."""
    taken = of_clause(session, clause_id)
    if not taken.constraints.pinned:
        return []
    found = proposals(
        taken.items,
        taken.constraints.pinned,
        families={one: to for one, to in taken.families.items() if to is not None},
        own=as_concepts(taken.words),
    )
    refused = set(session.scalars(select(OfficeWord.word).where(OfficeWord.state == "refused")))
    wanted = {one.opinion for one in found}
    rows = session.scalars(select(Opinion).where(Opinion.id.in_(wanted)))
    labels = {row.id: row.name or row.label for row in rows}
    return [
        LearntWord(
            one.word,
            one.concept or labels.get(one.opinion, one.word)[:LONGEST_NAME],
            labels.get(one.opinion, ""),
            one.voices,
        )
        for one in found
        if one.word not in refused
    ][:MOST]
