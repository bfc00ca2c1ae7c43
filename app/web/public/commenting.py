"""A comment is posted: taken in, given back with its errors, or kept as late."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from fastapi import Request
from starlette.responses import Response
from starlette.routing import Route

from app.comments import intake, sender
from app.comments.values import Parcel, Part, Receipt, Refusal
from app.consultations.values import ClauseView, ConsultationView
from app.core import deadline, receipt_numbers
from app.storage.writer import WriterClosed
from app.web.directory import Directory, Known
from app.web.forms.body import read_form
from app.web.forms.comment import CommentForm, read_comment
from app.web.pages import house, page
from app.web.present import clause_name
from app.web.public.as_read import is_changed, meant
from app.web.public.clause_page import Alert, clause_values
from app.web.visitors import address_of, origins_of

BACK = "回到征求意见稿"
KEPT_BELOW = "您写的内容在下面，可以复制保存。"
NO_CLAUSE = ("没有这个条款", f"它可能改了地址，可以从全文里找。{KEPT_BELOW}")
NOT_STORED = "这次提交可能没有收到。您写的内容在下面，请稍后再试；重复提交只计一次。"
CORRECTED = Alert(
    "这一条的文字刚更正过",
    "下面是更正后的文字，请看过再提交。您写的内容都在。",
)
log = logging.getLogger(__name__)
TOO_FAST = Alert("提交得有点快", "请1分钟后再试，您写的内容都在。")
MAINTENANCE = Alert("系统正在维护", "请过几分钟再试，您写的内容都在。")


async def post_comment(request: Request) -> Response:
    """Take a comment in; 303 to its receipt, after the commit."""
    received_at = house(request).clock()
    form = read_comment(await read_form(request))
    try:
        known = await _directory(request).find(request.path_params["slug"])
        if not request.app.state.posts.allows(address_of(request)):
            return await _again(request, 429, TOO_FAST, known, form, {"Retry-After": "60"})
        return await _take(request, known, form, received_at)
    except WriterClosed:
        return await _again(request, 503, MAINTENANCE, _last_known(request), form)
    except Exception:  # whatever went wrong, what was typed is given back
        number = secrets.token_hex(4)
        log.exception("error %s: a comment was not stored", number)
        words = f"{NOT_STORED}编号 {number}"
        alert = Alert("系统出了问题", words)
        return await _again(request, 500, alert, _last_known(request), form)


async def _take(
    request: Request, known: Known | None, form: CommentForm, received_at: datetime
) -> Response:
    clause = meant(known, request.path_params["clause_slug"], form.as_read)
    if known is None or clause is None:
        return _given_back(404, *NO_CLAUSE, form, known.view if known else None)
    view = known.view
    if form.errors and view.state_at(received_at) == "open":
        values = await clause_values(house(request), known, clause.slug, received_at, form)
        return page("public/clause.html", 422, **values)
    if is_changed(clause, form.as_read) and view.state_at(received_at) == "open":
        values = await clause_values(
            house(request), known, clause.slug, received_at, form, CORRECTED
        )
        return page("public/clause.html", 409, **values)
    if "text" in form.errors:
        return _not_open(view, form, received_at)
    # No form is open here any more in which a slip could be mended: the words count.
    form = form.without_faults()
    parcel = _parcel(request, view, clause, form, received_at=received_at)
    try:
        receipt: Receipt = await house(request).writer.run(intake.take_in, parcel)
    except Refusal as refusal:
        return _refused(refusal, view, clause, form)
    address = receipt_path(request, receipt.receipt)
    if receipt.late:
        return _late(view, form, receipt, address)
    return Response(status_code=303, headers={"Location": address})


# A plain route, and before all routers: the hot path needs nothing of what FastAPI does around an
# endpoint, and no look at the addresses of other pages.
ROUTE = Route("/c/{slug}/{clause_slug}", post_comment, methods=["POST"])


def receipt_path(request: Request, receipt: str) -> str:
    """The secret address of a receipt."""
    return f"/r/{receipt}/{receipt_numbers.secret(receipt, house(request).secret_key)}"


def _parcel(
    request: Request,
    view: ConsultationView,
    clause: ClauseView,
    form: CommentForm,
    *,
    received_at: datetime,
) -> Parcel:
    receipt = receipt_numbers.make(secrets.randbits(receipt_numbers.BITS))
    person = form.person
    origin, earlier = origins_of(request, form.key)
    parts = (Part(form.text, clause.id, form.comment_kind),)
    return Parcel(
        consultation_id=view.id,
        channel="web",
        received_at=received_at,
        receipt=receipt,
        sender_key=sender.sender_key(view.id, person, receipt),
        parts=parts,
        person=person,
        form_key=sender.form_key(view.id, origin, person, parts),
        earlier_form_key=sender.form_key(view.id, earlier, person, parts) if earlier else None,
    )


def _refused(
    refusal: Refusal, view: ConsultationView, clause: ClauseView, form: CommentForm
) -> Response:
    if refusal.code == "not-open-yet":
        return _not_open(view, form, view.opens_at - timedelta(microseconds=1))
    if refusal.code == "clause-closed":
        words = f"{clause_name(clause)}不单独收意见，可以对全文提意见。{KEPT_BELOW}"
        link = f"/c/{view.slug}/whole"
        return _given_back(409, "这一条不单独收意见", words, form, view, link)
    return _given_back(404, *NO_CLAUSE, form, view)


def _not_open(view: ConsultationView, form: CommentForm, now: datetime) -> Response:
    """Before the opening; or late with words that cannot be kept (none, or far too many)."""
    if view.state_at(now) == "announced":
        words = (
            f"{deadline.print_instant(view.opens_at)}开始收意见，北京时间。到时再提交。{KEPT_BELOW}"
        )
        return _given_back(409, "还没有开始收意见", words, form, view)
    closed = f"征求意见已于{deadline.print_deadline(view.deadline)}截止，北京时间。"
    words = f"{closed}这次没有收下：{form.errors['text']}。"
    return _given_back(410, "已过截止时间", words, form, view)


def _late(view: ConsultationView, form: CommentForm, receipt: Receipt, address: str) -> Response:
    return page(
        "public/kept_text.html",
        410,
        {"Referrer-Policy": "strict-origin"},
        heading="已过截止时间",
        words=(
            f"征求意见已于{deadline.print_deadline(view.deadline)}截止，北京时间。"
            f"这条意见记为迟到，暂不计入，是否计入由起草单位决定。{KEPT_BELOW}"
        ),
        view=view,
        text=form.text,
        receipt=receipt.receipt,
        links=((address, "查看回执"), (f"/c/{view.slug}", BACK)),
    )


async def _again(
    request: Request,
    status: int,
    alert: Alert,
    known: Known | None,
    form: CommentForm,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The form once more with all that was typed and its key, so that sending it again is safe."""
    slug, now = request.path_params["clause_slug"], house(request).clock()
    clause = meant(known, slug, form.as_read)
    if known and clause and clause.commentable and known.view.state_at(now) == "open":
        form = replace(form, errors={})
        values = await clause_values(house(request), known, clause.slug, now, form, alert)
        return page("public/clause.html", status, headers, **values)
    view = known.view if known else None
    return _given_back(status, alert.heading, alert.words, form, view)


def _directory(request: Request) -> Directory:
    found: Directory = request.app.state.directory
    return found


def _last_known(request: Request) -> Known | None:
    return _directory(request).kept(request.path_params["slug"])


def _given_back(
    status: int,
    heading: str,
    words: str,
    form: CommentForm,
    view: ConsultationView | None = None,
    link: str = "",
) -> Response:
    return page(
        "public/kept_text.html",
        status,
        heading=heading,
        words=words,
        view=view,
        text=form.text,
        receipt="",
        links=((link or f"/c/{view.slug}" if view else "/", BACK if view else "全部征求意见"),),
    )
