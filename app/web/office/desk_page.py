"""The page of one clause's desk, put together: whoever posted what, this is what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import HTTPException, Request
from starlette.responses import Response

from app.comments.counts import by_clause
from app.consultations import read
from app.consultations.values import ClauseView, ConsultationView, path_to
from app.core.deadline import BEIJING, last_day
from app.core.text.sentences import sentence_starts
from app.opinions.at_work import Memory, at_work
from app.opinions.changes import last_change
from app.opinions.figure_values import ClauseFigures
from app.opinions.panel import Panel, panel
from app.opinions.queue_values import Queue
from app.opinions.read import clause_desk
from app.opinions.values import ClauseDesk, OpinionView
from app.review.decisions import Conflict, usual_reasons
from app.web import marks
from app.web.forms.body import PostedForm
from app.web.forms.body import number as number_of
from app.web.office import charts, kept
from app.web.office.differing import differing
from app.web.office.frame import values
from app.web.office.guard import Desk
from app.web.office.said import DONE, REFUSED
from app.web.pages import house, page
from app.web.present import show
from app.web.shown import LONGEST_SHOWN, bounded

# Under a dozen comments no grouping is forced: they stand in one list.
FEW = 12
OTHER = "其他"
SINGLES_SHOWN = 100
MEMORY = Memory()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a posted form leaves on the page when it is shown at once."""

    opened: int | None = None
    typed: PostedForm | None = None
    error: str = ""
    conflict: Conflict | None = None
    status: int = 200


async def desk_page(
    request: Request,
    desk: Desk,
    view: ConsultationView,
    found: ClauseView,
    shown: Shown | None = None,
) -> Response:
    """The whole page."""
    shown = shown or Shown()
    ask = house(request).read
    at = _number(request.query_params.get("at", ""))
    work = await ask(at_work, found.id, MEMORY, at, FEW if desk.may("drafter") else None)
    if work is None:
        raise HTTPException(404)
    own, queue = work.desk, work.queue
    counts = await ask(by_clause, view.id)
    figures = {key: ClauseFigures(key, comments=count) for key, count in counts.items()}
    clauses = await ask(read.clauses_of, view.id)
    groups, steps = charts.clause_map(clauses, figures)
    opinion = opinion_of(own, shown.opened)
    few = own.figures.comments < FEW
    order = [cell.clause for _, cells in groups for cell in cells]
    texts = await _texts(request, own) if few else {}
    place = next((n for n, one in enumerate(order) if one.id == found.id), None)
    listed = _sorted(own.groups, request.query_params.get("sort", ""))
    return page(
        "office/clause.html",
        shown.status,
        **await values(request, desk, view, "clauses"),
        item=show(found),
        path=path_to(clauses, found),
        own=own,
        few=few,
        listed=listed,
        sort=request.query_params.get("sort", ""),
        singles=own.singles[:SINGLES_SHOWN],
        map_groups=groups,
        map_steps=steps,
        arrivals=_arrivals(request, view, own),
        bursts=work.bursts,
        opinion=opinion,
        panel=await ask(panel, opinion.id) if opinion else None,
        texts=texts,
        usual=await ask(usual_reasons, view.id) if opinion else [],
        most_people=max((one.people for one in own.groups), default=1),
        queue=queue,
        reading=_reading(queue),
        revision=await ask(last_change, found.id),
        typed=shown.typed,
        # A form of an opinion that is gone: its words are given back above the others.
        kept=kept.of_form(shown.typed, "", "") if shown.typed and not opinion else kept.Kept(),
        error=REFUSED.get(shown.error, ""),
        error_code=shown.error,
        conflict=shown.conflict is not None,
        other=shown.conflict.other if shown.conflict else None,
        done=_done(request),
        edit=_number(request.query_params.get("edit", "")),
        before=order[place - 1] if place else None,
        after=order[place + 1] if place is not None and place + 1 < len(order) else None,
        marked=marks.marked,
        word_spans=marks.word_spans,
        as_written=marks.as_written,
        differing=differing(one for panel_ in texts.values() for one in panel_.voices),
    )


async def clause_of(request: Request, found: ClauseView) -> ClauseDesk:
    """The clause's opinions, or 404."""
    own = await house(request).read(clause_desk, found.id)
    if own is None:
        raise HTTPException(404)
    return own


def opinion_of(own: ClauseDesk, opinion_id: int | None) -> OpinionView | None:
    """One of the clause's opinions; a clause with a single comment has it open."""
    every = (*own.groups, *own.singles)
    if opinion_id is None and len(every) == 1:
        return every[0]
    return next((one for one in every if one.id == opinion_id), None)


def _reading(queue: Queue | None) -> dict[str, Any]:
    """The current comment as it is shown: in pieces, with shared words marked, and where it can
    be cut."""
    if queue is None or queue.current is None:
        return {}
    now = queue.current
    text = now.comment.whole_text
    cuts = [start for start, _ in (now.spans or now.proposed)[1:]]
    shared = now.choices[0].shared if now.choices else ()
    inside = [at for at in cuts if at < LONGEST_SHOWN]
    return {
        "pieces": marks.pieces(bounded(text), inside, shared),
        "cuts": ",".join(map(str, cuts)),
        "places": [
            (start, text[start : start + 18].strip(), start in cuts)
            for start in sentence_starts(text)[:60]
        ],
    }


async def _texts(request: Request, own: ClauseDesk) -> dict[int, Panel]:
    """With few comments all of them are shown whole."""
    return {
        one.id: await house(request).read(panel, one.id, every=True)
        for one in (*own.groups, *own.singles)
    }


def _sorted(groups: Sequence[OpinionView], sort: str) -> list[tuple[str, list[OpinionView]]]:
    """By people, or the undecided first; where there are topics, under them, the largest first."""
    found = list(groups)
    if sort == "undecided":
        return [("", sorted(found, key=lambda one: one.decision is not None))]
    if not any(one.topic for one in found):
        return [("", found)]
    topics: dict[str, list[OpinionView]] = {}
    for one in found:
        topics.setdefault(one.topic or OTHER, []).append(one)
    return sorted(
        topics.items(),
        key=lambda item: (item[0] == OTHER, -sum(one.comments for one in item[1]), item[0]),
    )


def _arrivals(request: Request, view: ConsultationView, own: ClauseDesk) -> charts.Arrivals:
    today = house(request).clock().astimezone(BEIJING).date()
    opens = view.opens_at.astimezone(BEIJING).date()
    return charts.arrivals(own.by_day, opens, last_day(view.deadline), today)


def _done(request: Request) -> str:
    words = DONE.get(request.query_params.get("done", ""), "")
    count = request.query_params.get("n", "")
    had = request.query_params.get("had", "")
    return words.format(
        n=count if count.isdigit() else "",
        had=f"，{had}个已有结果，没有改动" if had.isdigit() and had != "0" else "",
    )


def _number(value: str) -> int | None:
    return number_of(value)
