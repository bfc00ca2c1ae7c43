"""The receipt: what was received, what happens next, withdrawal; and finding it by its number."""

from __future__ import annotations

from contextlib import suppress

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from app.comments import offers, receipts
from app.comments.offers import NoOffer, Offer
from app.comments.receipts import CannotWithdraw, ReceiptView, ReceivedComment
from app.consultations import read
from app.consultations.naming import split_address
from app.consultations.values import WHOLE_ADDRESS, ConsultationView
from app.core import deadline, receipt_numbers
from app.locale.words import KINDS
from app.web.forms.body import number, read_form
from app.web.pages import house, page, render_text
from app.web.present import cited_name, printed
from app.web.qr import qr_image
from app.web.visitors import address_of

router = APIRouter()
PRIVATE = {
    "Cache-Control": "no-store",
    # Never the path with its secret. "no-referrer" would make browsers say `Origin: null` in the
    # forms of the page, as another site's page does.
    "Referrer-Policy": "strict-origin",
    "X-Robots-Tag": "noindex",
}


@router.get("/r/{receipt}/{secret}")
async def show_receipt(request: Request, receipt: str, secret: str) -> Response:
    """The receipt page."""
    return await receipt_page(request, receipt, secret)


async def receipt_page(
    request: Request, receipt: str, secret: str, *, error: str = "", typed: str = ""
) -> Response:
    """The receipt; with ``error`` again, with the address that was typed."""
    seen, view = await find(request, receipt, secret)
    base = base_of(request, seen)
    asked = await house(request).read(offers.offers, seen.receipt, now=house(request).clock())
    return page(
        "public/receipt.html",
        422 if error else 200,
        PRIVATE,
        seen=seen,
        secret=receipt_numbers.secret(seen.receipt, house(request).secret_key),
        base=base,
        qr=qr_image(_absolute(request, base)),
        office=view.office or view.issuer or "起草单位",
        answer_due=_day(view),
        may_withdraw=_may_withdraw(request, seen),
        over=deadline.is_late(house(request).clock(), seen.deadline),
        answered=view.results_published_at is not None,
        place_of=place_of,
        offers={one.comment_id: choices(one) for one in asked},
        kinds=KINDS,
        mailed=request.query_params.get("mailed") == "1",
        error=error,
        typed=typed,
    )


@router.post("/r/{receipt}/{secret}/clause")
async def choose_clause(request: Request, receipt: str, secret: str) -> Response:
    """The sender says whether a comment on the whole draft is on the clause it names.

    Whatever was asked, the answer is the receipt: a question that is over changes nothing.
    """
    seen, _ = await find(request, receipt, secret)
    form = await read_form(request)
    comment, clause = (number(form.get(name)) for name in ("comment", "clause"))
    if comment is not None and (clause is not None or not form.get("clause")):
        with suppress(NoOffer):
            await house(request).writer.run(offers.answer, seen.receipt, comment, clause)
    return RedirectResponse(base_of(request, seen), 303, PRIVATE)


@router.get("/r/{receipt}/{secret}/receipt.txt")
async def download(request: Request, receipt: str, secret: str) -> Response:
    """The receipt as a text file to keep."""
    seen, _ = await find(request, receipt, secret)
    words = render_text(
        "public/receipt.txt",
        {
            "seen": seen,
            "secret": receipt_numbers.secret(seen.receipt, house(request).secret_key),
            "link": _absolute(request, base_of(request, seen)),
            "place_of": place_of,
            "kinds": KINDS,
        },
    )
    disposition = f'attachment; filename="receipt-{seen.receipt}.txt"'
    return PlainTextResponse(words, headers={**PRIVATE, "Content-Disposition": disposition})


@router.get("/r/{receipt}/{secret}/withdraw")
async def ask_withdrawal(request: Request, receipt: str, secret: str) -> Response:
    """Asks once before a withdrawal."""
    seen, _ = await find(request, receipt, secret)
    base = base_of(request, seen)
    if not _may_withdraw(request, seen):
        return RedirectResponse(base, 303, PRIVATE)
    return page("public/withdraw.html", headers=PRIVATE, seen=seen, base=base)


@router.post("/r/{receipt}/{secret}/withdraw")
async def withdraw(request: Request, receipt: str, secret: str) -> Response:
    """Withdraws until the deadline; afterwards the page says that it is too late."""
    seen, view = await find(request, receipt, secret)
    base = base_of(request, seen)
    try:
        await house(request).writer.run(receipts.withdraw, seen.receipt)
    except CannotWithdraw as refusal:
        if refusal.code == "already-withdrawn":
            return RedirectResponse(base, 303, PRIVATE)
        words = f"征求意见已于{deadline.print_deadline(seen.deadline)}截止，不能再撤回，北京时间。"
        return page(
            "public/kept_text.html",
            409,
            PRIVATE,
            heading="已过截止时间",
            words=words,
            view=view,
            text="",
            receipt=seen.receipt,
            links=((base, "回到回执"),),
        )
    return RedirectResponse(base, 303, PRIVATE)


@router.get("/receipt")
async def ask_receipt() -> Response:
    """The form that finds a receipt."""
    return page("public/find_receipt.html", wrong=False, receipt="")


@router.post("/receipt")
async def find_receipt(request: Request) -> Response:
    """Finds a receipt by its number and code."""
    form = await read_form(request)
    if not request.app.state.posts.allows(address_of(request)):
        raise HTTPException(429)
    receipt = receipt_numbers.read(form.get("receipt"))
    key = house(request).secret_key
    if receipt and receipt_numbers.secret_fits(receipt, form.get("code")[:100], key):
        seen = await house(request).read(receipts.view, receipt)
        if seen is not None:
            return RedirectResponse(base_of(request, seen), 303, PRIVATE)
    return page("public/find_receipt.html", 404, wrong=True, receipt=form.get("receipt")[:60])


async def find(request: Request, receipt: str, secret: str) -> tuple[ReceiptView, ConsultationView]:
    """The submission behind a secret address, or 404."""
    found = receipt_numbers.read(receipt)
    if not found or not receipt_numbers.secret_fits(found, secret, house(request).secret_key):
        raise HTTPException(404)
    seen = await house(request).read(receipts.view, found)
    view = await house(request).read(read.by_id, seen.consultation_id) if seen else None
    if seen is None or view is None:
        raise HTTPException(404)
    return seen, view


def place_of(comment: ReceivedComment) -> str:
    """Which clause a comment is on, as its reader knows it: number and heading."""
    if not comment.address:
        return "待起草单位归到条款"
    label = printed(comment.label) if comment.label != "--" else ""
    draft, own = split_address(comment.address)
    words = f"{label} {comment.heading}".strip() or own
    if own == WHOLE_ADDRESS:
        words = WHOLE_ADDRESS
    return f"《{draft}》{words}" if draft else words


def choices(offer: Offer) -> list[tuple[int, str, str]]:
    """The clauses of an offer: id, what to call each, and its heading."""
    return [(path[-1].id, cited_name(path), path[-1].heading) for path in offer.clauses]


def _may_withdraw(request: Request, seen: ReceiptView) -> bool:
    late = deadline.is_late(house(request).clock(), seen.deadline)
    return seen.withdrawn_at is None and not late


def base_of(request: Request, seen: ReceiptView) -> str:
    """The secret address of a receipt, without the site."""
    return f"/r/{seen.receipt}/{receipt_numbers.secret(seen.receipt, house(request).secret_key)}"


def _absolute(request: Request, path: str) -> str:
    return (house(request).settings.public_url or str(request.base_url)).rstrip("/") + path


def _day(view: ConsultationView) -> str:
    if view.answer_due_at is None:
        return ""
    day = deadline.last_day(view.answer_due_at)
    return f"{day.month}月{day.day}日"
