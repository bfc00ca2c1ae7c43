"""登录, 退出, and the pages for a form whose session was over."""

from __future__ import annotations

import secrets

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from app.accounts import sign_in
from app.web import csrf
from app.web.forms.body import read_form
from app.web.office.guard import COOKIE, SIGN_IN, SessionOver, StaleForm, posted
from app.web.office.kept import HOME, Kept, local, of_sign_in
from app.web.pages import house, page
from app.web.visitors import address_of
from app.wiring import TooMany

router = APIRouter()
# Binds the sign-in form to this browser before there is a session (login CSRF).
BEFORE = "zhutiao_before"
WRONG = "用户名或密码不对。"
LOCKED = "输错5次，请15分钟后再试。"
BUSY = "现在登录的人太多，请过几秒再试。"
OVER = "登录已过期，请再登录一次。"
OVER_KEPT = "登录已过期。内容已留着，登录后接着写"
OVER_FILE = "登录已过期，文件没有收到。登录后请再选一次。"
LONGEST_PASSWORD = 1000


@router.get(SIGN_IN)
async def ask(request: Request) -> Response:
    """The sign-in form."""
    return _form(request, Kept(local(request.query_params.get("next", HOME))))


@router.post(SIGN_IN)
async def answer(request: Request) -> Response:
    """Checks the password; a session for the right one."""
    form = await read_form(request)
    before, key = request.cookies.get(BEFORE, ""), house(request).secret_key
    if not before or not csrf.fits(key, before, form.get("csrf")):
        return _form(request, of_sign_in(form), "页面放得太久了，请再登录一次。", 403)
    name, password = form.get("name").strip(), form.get("password")[:LONGEST_PASSWORD]
    kept, address = of_sign_in(form), address_of(request)
    now = house(request).clock()
    tried = await house(request).read(sign_in.attempt, name, address, now=now)
    if tried.locked:
        return _form(request, kept, LOCKED, 429, name)
    try:
        right = await house(request).slow(sign_in.fits, tried, password)
    except TooMany:
        return _form(request, kept, BUSY, 503, name)
    if not right or tried.user_id is None:
        locked = await house(request).writer.run(sign_in.note_failure, name, address)
        return _form(request, kept, LOCKED if locked else WRONG, 429 if locked else 422, name)
    token = secrets.token_urlsafe(32)
    await house(request).writer.run(sign_in.open_session, tried.user_id, name, address, token)
    done: Response = RedirectResponse(kept.back, 303)
    if kept.path:
        done = page("office/kept.html", kept=kept, csrf=csrf.token(key, token))
    _set(request, done, COOKIE, token)
    done.delete_cookie(BEFORE, path=HOME)
    return done


@router.post("/office/sign-out")
async def leave(request: Request) -> Response:
    """Ends the session."""
    await posted(request, "reader")
    token = request.cookies.get(COOKIE, "")
    await house(request).writer.run(sign_in.close_session, token)
    done = RedirectResponse(SIGN_IN, 303)
    done.delete_cookie(COOKIE, path=HOME)
    return done


async def session_over(request: Request, error: Exception) -> Response:
    """What was typed stays on the page, and a new sign-in leads back."""
    if not isinstance(error, SessionOver):
        raise HTTPException(500)
    words = OVER_KEPT if error.kept.path else OVER_FILE if error.kept.file else OVER
    return _form(request, error.kept, words, 401)


async def stale_form(_request: Request, error: Exception) -> Response:
    """What was typed in an earlier session is shown, and sent again in this one."""
    if not isinstance(error, StaleForm):
        raise HTTPException(500)
    return page("office/kept.html", 403, kept=error.kept, csrf=error.csrf)


def _form(
    request: Request,
    kept: Kept,
    error: str = "",
    status: int = 200,
    name: str = "",
) -> Response:
    before = request.cookies.get(BEFORE) or secrets.token_urlsafe(16)
    answer = page(
        "office/sign_in.html",
        status,
        kept=kept,
        error=error,
        name=name,
        csrf=csrf.token(house(request).secret_key, before),
    )
    _set(request, answer, BEFORE, before)
    return answer


def _set(request: Request, answer: Response, name: str, value: str) -> None:
    answer.set_cookie(
        name,
        value,
        path=HOME,
        httponly=True,
        samesite="lax",
        secure=house(request).settings.secure_cookies,
    )
