"""What else can be done from a receipt: 发到我的邮箱, 这不是我发的."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from app.comments import disowning
from app.core import deadline
from app.mail import receipt_mail
from app.mail.receipt_mail import CannotSend
from app.web.forms.body import read_form
from app.web.pages import house, page
from app.web.public.receipts import PRIVATE, base_of, find, receipt_page
from app.web.visitors import address_of

router = APIRouter()
REFUSED = {
    "no-address": "邮箱应像 name@example.com",
    "too-many": "这份回执今天已发过几次，请明天再试，或直接保存本页链接",
}


@router.post("/r/{receipt}/{secret}/mail")
async def send(request: Request, receipt: str, secret: str) -> Response:
    """Sends the receipt to the sender's own address, or to one he names now."""
    seen, _ = await find(request, receipt, secret)
    form = await read_form(request)
    if not request.app.state.posts.allows(address_of(request)):
        raise HTTPException(429)
    typed = form.get("email").strip()[:300]
    try:
        await house(request).writer.run(receipt_mail.send_receipt, seen.receipt, typed)
    except CannotSend as refusal:
        said = REFUSED[refusal.code]
        return await receipt_page(request, receipt, secret, error=said, typed=typed)
    return RedirectResponse(f"{base_of(request, seen)}?mailed=1#mailed", 303, PRIVATE)


@router.get("/r/{receipt}/{secret}/mail")
async def back(request: Request, receipt: str, secret: str) -> Response:
    """After a mistake the page stands under this address; opened again it is the receipt."""
    seen, _ = await find(request, receipt, secret)
    return RedirectResponse(base_of(request, seen), 303, PRIVATE)


@router.get("/r/{receipt}/{secret}/not-mine")
async def ask(request: Request, receipt: str, secret: str) -> Response:
    """Asks once: mail scanners open every link."""
    seen, _ = await find(request, receipt, secret)
    return page(
        "public/not_mine.html",
        headers=PRIVATE,
        seen=seen,
        base=base_of(request, seen),
        over=deadline.is_late(house(request).clock(), seen.deadline),
        said=await house(request).read(disowning.disowned, seen.submission_id),
    )


@router.post("/r/{receipt}/{secret}/not-mine")
async def not_mine(request: Request, receipt: str, secret: str) -> Response:
    """Notes that the submission is not his; until the deadline it is withdrawn too."""
    seen, _ = await find(request, receipt, secret)
    await house(request).writer.run(disowning.disown, seen.receipt)
    return RedirectResponse(f"{base_of(request, seen)}/not-mine", 303, PRIVATE)
