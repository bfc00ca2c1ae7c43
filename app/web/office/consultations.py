"""新建征求意见: a file is uploaded, the proposal mended, the draft published, its deadline extended."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import anyio.to_thread
from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app.consultations import propose, publish, read
from app.consultations.values import Proposal, Unpublishable
from app.core import deadline
from app.core.deadline import BEIJING, end_of_day
from app.core.outline.documents import separate
from app.core.outline.parse import parse
from app.core.outline.values import Outline
from app.files import Unreadable, read_text
from app.locale.files import UNREADABLE
from app.locale.outline import DOUBTS
from app.web.forms.body import PostedForm
from app.web.forms.body import number as number_of
from app.web.forms.proposal import ProposalForm, form_of, read_proposal
from app.web.office import guard
from app.web.office.frame import consultation, values
from app.web.office.settings_page import clause_tree, drafts_now
from app.web.pages import house, page
from app.web.public.contents import span_of

router = APIRouter()
USUAL_DAYS = 30
SHOWN_TEXT = 20_000
REFUSED = {
    "no-title": ("title", "请写标题"),
    "slug-taken": ("slug", "这个网址已经用了，请换一个"),
    "slug-malformed": ("slug", "网址只用小写字母、数字和连字符"),
    "deadline-before-opening": ("closes", "截止要在开始之后"),
    "deadline-passed": ("closes", "截止时间已经过去了"),
    "deadline-not-later": ("closes", "新的截止时间要比原来的晚"),
    "already-published": ("title", "已经发布，不能再改；可以延长截止时间"),
}


@router.get("/office/new")
async def new(request: Request) -> Response:
    """The upload form."""
    desk = await guard.desk(request, "administrator")
    return page("office/new.html", desk=desk, here="new", error="")


@router.post("/office/new")
async def upload(request: Request) -> Response:
    """Reads the file, proposes outline, deadline and mailbox; nothing is public yet."""
    desk, form = await guard.posted(request, "administrator")
    try:
        outline = await anyio.to_thread.run_sync(_read, form)
    except Unreadable as error:
        words = UNREADABLE.get(error.code, "这个文件读不了").format(**error.values)
        return page("office/new.html", 422, desk=desk, here="new", error=words)
    proposal = _proposal(request, form, outline)
    number = await house(request).writer.run(propose.propose, proposal, outline, desk.staff.id)
    view = await house(request).read(read.by_id, number)
    assert view is not None
    return RedirectResponse(f"/office/c/{view.slug}/settings", 303)


@router.get("/office/c/{slug}/settings")
async def settings(request: Request, slug: str) -> Response:
    """The proposal beside its source; after publishing, the deadline and which clauses."""
    desk = await guard.desk(request, "administrator")
    view = await consultation(request, slug)
    return await _page(request, desk, slug, form_of(view))


@router.post("/office/c/{slug}/settings")
async def save(request: Request, slug: str) -> Response:
    """Saves, and publishes where that was pressed; every error beside its field."""
    desk, posted = await guard.posted(request, "administrator")
    view = await consultation(request, slug)
    form = read_proposal(posted, house(request).clock())
    # A long draft's clauses are chosen sheet by sheet, in a form of their own.
    chosen = None if posted.get("apart") else posted.numbers("clause")
    if form.errors:
        return await _page(request, desk, slug, form, chosen, 422)
    writer, actor = house(request).writer, desk.staff.id
    try:
        await writer.run(publish.mend, view.id, form.proposal(), actor)
        if chosen is not None:
            await writer.run(propose.set_commentable, view.id, chosen, actor)
        if posted.get("publish"):
            await writer.run(publish.publish, view.id, actor)
    except Unpublishable as error:
        name, words = REFUSED[error.code]
        return await _page(
            request, desk, slug, ProposalForm(form.values, {name: words}), chosen, 422
        )
    saved = await house(request).read(read.by_id, view.id)
    assert saved is not None
    return RedirectResponse(f"/office/c/{saved.slug}/settings?done=1", 303)


@router.post("/office/c/{slug}/settings/clauses")
async def choose(request: Request, slug: str) -> Response:
    """Which clauses take comments, also after publishing; of a long draft those of one sheet."""
    desk, posted = await guard.posted(request, "administrator")
    view = await consultation(request, slug)
    number = number_of(posted.get("sheet"))
    tree = await clause_tree(request, view, number or 1)
    await house(request).writer.run(
        partial(propose.set_commentable, among=tree.ids),
        view.id,
        posted.numbers("clause"),
        desk.staff.id,
    )
    more = f"&sheet={number}" if number else ""
    return RedirectResponse(f"/office/c/{slug}/settings?done=1{more}", 303)


@router.post("/office/c/{slug}/settings/extend")
async def extend(request: Request, slug: str) -> Response:
    """Moves the deadline later."""
    desk, posted = await guard.posted(request, "administrator")
    view = await consultation(request, slug)
    kept = form_of(view)
    typed = {**kept.values, "closes": posted.get("closes"), "hour": posted.get("hour")}
    wanted = read_proposal(
        PostedForm({name: [value or "-"] for name, value in typed.items() if value}),
        house(request).clock(),
    )
    errors = {name: words for name, words in wanted.errors.items() if name in ("closes", "hour")}
    if wanted.deadline is None or errors:
        return await _page(request, desk, slug, ProposalForm(typed, errors), None, 422)
    try:
        await house(request).writer.run(publish.extend, view.id, wanted.deadline, desk.staff.id)
    except Unpublishable as refusal:
        name, words = REFUSED[refusal.code]
        return await _page(request, desk, slug, ProposalForm(typed, {name: words}), None, 422)
    return RedirectResponse(f"/office/c/{slug}/settings?done=1", 303)


async def _page(
    request: Request,
    desk: guard.Desk,
    slug: str,
    form: ProposalForm,
    chosen: set[int] | None = None,
    status: int = 200,
) -> Response:
    view = await consultation(request, slug)
    tree = await clause_tree(request, view, number_of(request.query_params.get("sheet", "")) or 1)
    found = await drafts_now(request, view)
    text = found[0][0].text if found else ""
    shown: dict[str, Any] = await values(request, desk, view, "settings")
    return page(
        "office/settings.html",
        status,
        **shown,
        form=form,
        tree=tree,
        span_of=span_of,
        chosen=chosen if chosen is not None else tree.open_ids,
        text=text[:SHOWN_TEXT],
        doubts=[
            DOUBTS[one.code].format(words=one.words)
            for _, outline in found
            for one in outline.doubts
        ],
        short=deadline.is_short(view.opens_at, view.deadline),
        done=request.query_params.get("done", ""),
    )


def _read(form: PostedForm) -> Outline:
    recognise = form.get("recognise") == "1"
    return parse(read_text(form.file, form.file_name, recognise=recognise).text)


def _proposal(request: Request, form: PostedForm, outline: Outline) -> Proposal:
    """What the file says; a deadline that is past or missing becomes one 30 days ahead."""
    now = house(request).clock()
    last = now.astimezone(BEIJING).date() + timedelta(days=USUAL_DAYS)
    found = outline.notice.deadline
    stem = form.file_name.rsplit(".", 1)[0]
    drafts = separate(outline)
    title = drafts[0].title or stem or "征求意见稿"
    return Proposal(
        title=f"{title}等{len(drafts)}份文件" if len(drafts) > 1 else title,
        issuer=outline.notice.issuer or "",
        mailbox=outline.notice.mailbox,
        opens_at=now,
        deadline=found if found and found > now else end_of_day(last),
        file_name=form.file_name,
        source=form.file,
    )
