"""拆分校对: a corrected file is loaded, what it changes is shown, and a clerk accepts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import anyio.to_thread
from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from app.consultations import mending as drafts
from app.consultations import reloading
from app.consultations.correcting import correct
from app.consultations.mending import ProposedDraft
from app.consultations.outlines import drafts_of, mended, mended_file
from app.consultations.values import ConsultationView, Unpublishable
from app.consultations.versions import File
from app.core.outline.lines import normalise
from app.core.outline.mending import Mending
from app.core.outline.reloading import Changes, changes, partners
from app.core.outline.values import Outline
from app.core.text.changed import changed
from app.core.text.punctuation import to_full_width_punctuation
from app.files import Unreadable, read_text
from app.locale.files import UNREADABLE
from app.locale.mending import MENDINGS, REFUSED
from app.web.forms.body import PostedForm
from app.web.marks import marked
from app.web.office import guard
from app.web.office.frame import consultation, values
from app.web.office.outline import PAGE, all_drafts, show_outline
from app.web.office.touched import touched
from app.web.pages import RowId, house, page

router = APIRouter()
# What a page shows of each kind of change; the rest is counted.
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Reloaded:
    """A draft of a corrected file: the place of the one it comes from, what it changes of that, the
    mendings that it keeps, and those that do not fit."""

    outline: Outline
    origin: int | None
    changes: Changes
    kept: tuple[Mending, ...]
    lost: tuple[Mending, ...]


@router.get(PAGE + "/file")
async def ask(request: Request, slug: str) -> Response:
    """The form for a corrected file of a published draft (a proposed one's is on its outline)."""
    desk = await guard.desk(request, "administrator")
    view = await consultation(request, slug)
    return await _refused(request, desk, view, PostedForm(), "", 200)


@router.post(PAGE + "/file")
async def load(request: Request, slug: str) -> Response:
    """A corrected file is kept, and compared with the one it corrects."""
    desk, form = await guard.posted(request, "administrator")
    view = await consultation(request, slug)
    try:
        text = (await anyio.to_thread.run_sync(_read, form)).text
    except Unreadable as error:
        words = UNREADABLE.get(error.code, "这个文件读不了").format(**error.values)
        return await _refused(request, desk, view, form, words, 422)
    file = File(form.file_name, form.file, await anyio.to_thread.run_sync(normalise, text))
    kept = await house(request).writer.run(reloading.offer, view.id, file)
    return RedirectResponse(f"{PAGE.format(slug=slug)}/file/{kept}", 303)


@router.get(PAGE + "/file/{number}")
async def compare(request: Request, slug: str, number: RowId) -> Response:
    """What the kept file would change."""
    desk = await guard.desk(request, "administrator")
    view = await consultation(request, slug)
    file, before, found = await _compared(request, view, number)
    shown: dict[str, Any] = await values(request, desk, view, "settings")
    received = await touched(request, view, before)
    return page(
        "office/reload.html",
        **shown,
        file=file,
        states=[one.last for one in before],
        found=found,
        received=received,
        orphans=sum(
            (one.origin, gone.address) in received for one in found for gone in one.changes.gone
        ),
        fewer=len(before) - len(found),
        most=SHOWN,
        lost=[(MENDINGS[one.kind], one.address, one.words) for each in found for one in each.lost],
        differing=differing,
    )


@router.post(PAGE + "/file/{number}")
async def accept(request: Request, slug: str, number: RowId) -> Response:
    """The kept file takes the place of the one it corrects; the mendings that fit go with it, and
    after publishing the comments with their clauses."""
    desk, form = await guard.posted(request, "administrator")
    view = await consultation(request, slug)
    _, _, found = await _compared(request, view, number)
    if view.published_at is None:
        return await _accepted(request, desk, view, form, number, found, "file")
    try:
        await house(request).writer.run(
            correct,
            view.id,
            number,
            [one.outline for one in found],
            [one.kept for one in found],
            [one.origin for one in found],
            [one.changes.both for one in found],
            form.ordered("state"),
            desk.staff.id,
        )
    except Unpublishable as error:
        return await _refused(request, desk, view, form, REFUSED[error.code], 409)
    return RedirectResponse(f"/office/c/{slug}/settings?done=file", 303)


async def _refused(
    request: Request,
    desk: guard.Desk,
    view: ConsultationView,
    form: PostedForm,
    words: str,
    status: int,
) -> Response:
    """Where a file can be chosen again, with the reason."""
    if view.published_at is None:
        return await show_outline(request, desk, view, form, words, status)
    shown: dict[str, Any] = await values(request, desk, view, "settings")
    return page("office/correct.html", status, **shown, error=words)


@router.post(PAGE + "/punctuation")
async def punctuation(request: Request, slug: str) -> Response:
    """Half-width signs beside Chinese become full-width, where the clerk has seen them."""
    desk, form = await guard.posted(request, "administrator")
    view = await consultation(request, slug)
    before = await all_drafts(request, view)
    text = to_full_width_punctuation(before[0].text)
    wanted = [tuple(_full_width(one) for one in draft.mendings) for draft in before]
    file = File(before[0].file_name, text.encode(), text)
    kept = await house(request).writer.run(reloading.offer, view.id, file)
    found = await anyio.to_thread.run_sync(_reloaded, before, text, wanted)
    return await _accepted(request, desk, view, form, kept, found, "punctuation")


async def _accepted(
    request: Request,
    desk: guard.Desk,
    view: ConsultationView,
    form: PostedForm,
    number: int,
    found: list[Reloaded],
    done: str,
) -> Response:
    try:
        await house(request).writer.run(
            reloading.accept,
            view.id,
            number,
            [one.outline for one in found],
            [one.kept for one in found],
            form.ordered("state"),
            desk.staff.id,
        )
    except Unpublishable as error:
        return await show_outline(request, desk, view, form, REFUSED[error.code], 409)
    return RedirectResponse(f"{PAGE.format(slug=view.slug)}?done={done}", 303)


async def _compared(
    request: Request, view: ConsultationView, number: int
) -> tuple[ProposedDraft, list[ProposedDraft], list[Reloaded]]:
    file = await house(request).read(reloading.offered, view.id, number)
    if file is None:
        raise HTTPException(404)
    before = await all_drafts(request, view)
    wanted = [draft.mendings for draft in before]
    found = await anyio.to_thread.run_sync(_reloaded, before, file.text, wanted)
    return file, before, found


def _reloaded(
    before: list[ProposedDraft], text: str, mendings: list[tuple[Mending, ...]]
) -> list[Reloaded]:
    old = [drafts.outline_of(one, one.mendings)[0] for one in before]
    # A file of several drafts that a clerk said is one text stays one.
    whole = len(before) == 1 and len(drafts_of(before[0].text)) > 1
    origins = [0] if whole else partners(old, drafts_of(text))
    wanted = [mendings[at] if at is not None else () for at in origins]
    news = [mended(text, None, wanted[0])] if whole else mended_file(text, wanted)
    made = []
    for (outline, lost), origin, own in zip(news, origins, wanted, strict=True):
        clauses = old[origin].clauses if origin is not None else ()
        kept = tuple(one for one in own if one not in lost)
        made.append(Reloaded(outline, origin, changes(clauses, outline.clauses), kept, lost))
    return made


def differing(before: str, after: str) -> Any:
    """The new words with what is not in the old ones marked."""
    return marked(after, changed(before, after))


def _full_width(one: Mending) -> Mending:
    return Mending(
        one.kind,
        one.address,
        to_full_width_punctuation(one.words),
        to_full_width_punctuation(one.value) if one.kind == "split" else one.value,
    )


def _read(form: PostedForm) -> Any:
    return read_text(form.file, form.file_name, recognise=bool(form.get("recognise")))
