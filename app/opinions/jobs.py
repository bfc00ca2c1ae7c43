"""The job that keeps a marked clause grouped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.jobs.drain import Handler
from app.jobs.names import JobName
from app.jobs.rows import Tools, row_handler
from app.opinions import finish, joining, keeper, letters, own_words
from app.opinions.embeddings import Embed
from app.opinions.glance import Glance, glance
from app.opinions.indexes import ClauseIndex, Indexes
from app.opinions.warm import warm
from app.storage.engine import read
from app.storage.models import ClauseMark

MARKS_TOGETHER = 500
# While staff work on a clause its runs may be overtaken again and again: then the mark is put off.
ATTEMPTS = 20


class Overtaken(Exception):
    """A clause was changed during every attempt; the mark stays and is taken up later."""


def regroup_handler(tools: Tools, embed: Embed | None = None) -> Handler:
    """Places what is new in the clauses that intake and staff marked; groups a clause as a whole
    when enough is new, or when it was asked for. A mark goes with the work that covers it."""

    indexes = Indexes(tools.engine)

    def perform(mark_id: int) -> None:
        for _ in range(ATTEMPTS):
            seen = read(tools.engine, glance, mark_id)
            if seen is None or _step(tools, indexes, seen, mark_id, embed):
                return
        raise Overtaken

    made = row_handler(
        tools, JobName.REGROUP_CLAUSE, ClauseMark, tuple, perform, limit=MARKS_TOGETHER
    )

    def claim() -> Sequence[int]:
        warm()
        return made.claim()

    return replace(made, claim=claim)


def _step(tools: Tools, indexes: Indexes, seen: Glance, mark_id: int, embed: Embed | None) -> bool:
    """One step; whether the marks are done with it."""
    if seen.fresh and (seen.decided or not seen.due):
        _join(tools, indexes.of(seen), seen)
        return False
    if not seen.due:
        if read(tools.engine, letters.due, seen.clause_id):
            standing = read(tools.engine, letters.standing, seen.clause_id)
            tools.writer.call(letters.write, seen.clause_id, letters.differs(standing))
        return bool(tools.writer.call(joining.settle, seen))
    return _run(tools, mark_id, embed)


def _join(tools: Tools, index: ClauseIndex, seen: Glance) -> None:
    joined = read(tools.engine, index.place, seen)
    made = tools.writer.call(joining.apply, seen, joined)
    index.settle(seen, joined, made)
    if made is not None:
        wanted = read(tools.engine, own_words.of_new, joined.families)
        if wanted:
            tools.writer.call(own_words.write, seen.clause_id, wanted)


def _run(tools: Tools, mark_id: int, embed: Embed | None) -> bool:
    """Group the clause as a whole."""
    started_at = tools.clock()
    taken = read(tools.engine, keeper.snapshot, mark_id)
    if taken is None:
        return True
    made = keeper.compute(taken, embed)
    run = finish.Run(
        taken,
        made,
        started_at,
        copies=letters.differs(
            read(tools.engine, letters.standing, taken.clause_id),
            letters.of_run(taken, made.families),
        ),
        added=own_words.differs(taken, own_words.compute(taken, made.families)),
    )
    return bool(tools.writer.call(finish.write, run))
