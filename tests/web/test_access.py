"""Every route in one table of roles: a new page without its line here fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from starlette.routing import Route

from app.accounts.roles import ROLES, Role
from app.review import exports
from app.web.app import make_app
from tests.web.conftest import Site

PUBLIC = "public"
C = "/office/c/{slug}"
CLAUSE = C + "/clauses/{clause_slug}"
TABLE: dict[tuple[str, str], str] = {
    ("GET", "/"): PUBLIC,
    ("GET", "/c/{slug}"): PUBLIC,
    ("GET", "/c/{slug}/feedback.docx"): PUBLIC,
    ("GET", "/c/{slug}/feedback.xlsx"): PUBLIC,
    ("GET", "/c/{slug}/text/{number}"): PUBLIC,
    ("GET", "/c/{slug}/{clause_slug}"): PUBLIC,
    ("POST", "/c/{slug}/{clause_slug}"): PUBLIC,
    ("GET", "/r/{receipt}/{secret}"): PUBLIC,
    ("POST", "/r/{receipt}/{secret}/clause"): PUBLIC,
    ("GET", "/r/{receipt}/{secret}/receipt.txt"): PUBLIC,
    ("GET", "/r/{receipt}/{secret}/withdraw"): PUBLIC,
    ("POST", "/r/{receipt}/{secret}/withdraw"): PUBLIC,
    ("GET", "/r/{receipt}/{secret}/mail"): PUBLIC,
    ("POST", "/r/{receipt}/{secret}/mail"): PUBLIC,
    ("GET", "/r/{receipt}/{secret}/not-mine"): PUBLIC,
    ("POST", "/r/{receipt}/{secret}/not-mine"): PUBLIC,
    ("GET", "/receipt"): PUBLIC,
    ("POST", "/receipt"): PUBLIC,
    ("GET", "/about/{name}"): PUBLIC,
    ("GET", "/healthz"): PUBLIC,
    ("GET", "/readyz"): PUBLIC,
    ("GET", "/metrics"): PUBLIC,
    ("GET", "/api/v1/openapi.json"): PUBLIC,
    ("GET", "/office/sign-in"): PUBLIC,
    ("POST", "/office/sign-in"): PUBLIC,
    ("POST", "/office/sign-out"): "reader",
    ("GET", "/office"): "reader",
    ("GET", "/office/mail"): "reader",
    ("GET", "/office/mail/{message_id}"): "reader",
    ("GET", "/office/mail/{message_id}/raw"): "reader",
    ("GET", "/office/mail/{message_id}/again"): "reader",
    ("POST", "/office/mail/{message_id}/again"): "drafter",
    ("GET", "/office/mail/boxes/{mailbox_id}/fetch"): "reader",
    ("POST", "/office/mail/boxes/{mailbox_id}/fetch"): "drafter",
    ("GET", "/office/mail/outbox/{outbox_id}/again"): "reader",
    ("POST", "/office/mail/outbox/{outbox_id}/again"): "drafter",
    ("GET", "/office/mail/{message_id}/files/{number}"): "reader",
    ("POST", "/office/mail/{message_id}/signers"): "drafter",
    ("POST", "/office/mail/{message_id}/speaks"): "drafter",
    ("GET", "/office/mail/{message_id}/signers"): "reader",
    ("GET", "/office/mail/{message_id}/speaks"): "reader",
    ("GET", "/office/mail/{message_id}/unrelated"): "reader",
    ("POST", "/office/mail/{message_id}/unrelated"): "drafter",
    ("GET", "/office/mail/{message_id}/comment"): "reader",
    ("POST", "/office/mail/{message_id}/comment"): "drafter",
    ("GET", "/office/submissions"): "reader",
    ("GET", "/office/audit"): "administrator",
    ("GET", "/office/new"): "administrator",
    ("POST", "/office/new"): "administrator",
    ("GET", C): "reader",
    ("GET", C + "/clauses"): "reader",
    ("GET", C + "/map"): "reader",
    ("GET", C + "/search"): "reader",
    ("GET", C + "/words"): "reader",
    ("GET", C + "/words.csv"): "reader",
    ("POST", C + "/words"): "drafter",
    ("GET", CLAUSE): "reader",
    ("GET", CLAUSE + "/opinions/{opinion_id}"): "reader",
    ("POST", CLAUSE + "/decide/{opinion_id}"): "drafter",
    ("POST", CLAUSE + "/rename/{opinion_id}"): "drafter",
    ("POST", CLAUSE + "/confirm/{opinion_id}"): "drafter",
    ("POST", CLAUSE + "/comments/{comment_id}/decide"): "drafter",
    ("GET", CLAUSE + "/runs"): "reader",
    ("GET", CLAUSE + "/changes"): "reader",
    ("POST", CLAUSE + "/code"): "drafter",
    ("POST", CLAUSE + "/bundle"): "drafter",
    ("POST", CLAUSE + "/read"): "drafter",
    ("POST", CLAUSE + "/undo"): "drafter",
    ("POST", CLAUSE + "/together"): "drafter",
    ("POST", CLAUSE + "/merge"): "drafter",
    ("POST", CLAUSE + "/move"): "drafter",
    ("GET", C + "/triage"): "reader",
    ("GET", C + "/triage/{comment_id}"): "reader",
    ("POST", C + "/triage/{comment_id}"): "drafter",
    ("GET", C + "/submissions/{submission_id}"): "reader",
    ("GET", C + "/submissions/{submission_id}/withdraw"): "reader",
    ("POST", C + "/submissions/{submission_id}/withdraw"): "drafter",
    ("GET", C + "/audit"): "reader",
    ("GET", C + "/late"): "reader",
    ("POST", C + "/late/{submission_id}"): "drafter",
    ("GET", C + "/report"): "reader",
    ("POST", C + "/report"): "drafter",
    ("GET", C + "/report/{export_id}"): "reader",
    ("GET", C + "/outline"): "administrator",
    ("POST", C + "/outline"): "administrator",
    ("POST", C + "/outline/file"): "administrator",
    ("GET", C + "/outline/file"): "administrator",
    ("GET", C + "/outline/file/{number}"): "administrator",
    ("POST", C + "/outline/file/{number}"): "administrator",
    ("POST", C + "/outline/punctuation"): "administrator",
    ("POST", C + "/outline/drafts"): "administrator",
    ("GET", C + "/settings"): "administrator",
    ("POST", C + "/settings"): "administrator",
    ("POST", C + "/settings/clauses"): "administrator",
    ("POST", C + "/settings/extend"): "administrator",
}
GUARDED = sorted((method, path, role) for (method, path), role in TABLE.items() if role != PUBLIC)


def address(site: Site, path: str) -> str:
    """A route with places of the town in it; ids that nothing has."""
    places = {"slug": site.town.consultation.slug, "clause_slug": "1-1"}
    for name in (
        "message_id",
        "opinion_id",
        "comment_id",
        "submission_id",
        "export_id",
        "number",
        "mailbox_id",
        "outbox_id",
    ):
        places[name] = "999999"
    return path.format(**places)


def routes_of(routes: Iterable[Any]) -> Iterator[Route]:
    """All routes, also those of included routers; files have no roles."""
    for route in routes:
        if isinstance(route, Route):
            yield route
        elif hasattr(route, "original_router"):
            yield from routes_of(route.original_router.routes)


def test_every_route_has_its_line(site: Site) -> None:
    found = {
        (method, route.path)
        for route in routes_of(make_app(site.town.house).routes)
        for method in set(route.methods or ()) - {"HEAD", "OPTIONS"}
    }
    assert found == set(TABLE)


@pytest.mark.parametrize(("method", "path", "role"), GUARDED)
def test_nobody_gets_in_without_signing_in(site: Site, method: str, path: str, role: str) -> None:
    answer = site.client.request(method, address(site, path))
    if method == "GET":
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/office/sign-in?next=/office")
    else:
        assert answer.status_code == 401
        assert "登录" in answer.text


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_its_own_pages_and_no_other(site: Site, role: Role) -> None:
    browser = site.signed_in(role)
    token = browser.get(f"{site.office}/report").text.split('name="csrf" value="')[1].split('"')[0]
    for method, path, needed in GUARDED:
        if path == "/office/sign-out":
            continue
        answer = browser.request(
            method, address(site, path), data={"csrf": token} if method == "POST" else None
        )
        allowed = ROLES.index(role) >= ROLES.index(needed)  # type: ignore[arg-type]
        assert (answer.status_code != 403) == allowed, f"{role}: {method} {path}"
        assert answer.status_code < 500, f"{method} {path}"


def test_a_form_without_its_token_does_nothing(site: Site) -> None:
    browser = site.signed_in("administrator")
    for method, path, _ in GUARDED:
        if method == "POST":
            for data in ({}, {"csrf": "0" * 32}):
                assert browser.post(address(site, path), data=data).status_code == 403, path
    assert browser.get(site.office).status_code == 200, "and nobody was signed out"


def test_the_session_cookie_is_for_this_site_and_no_script(site: Site) -> None:
    browser = site.signed_in("reader")
    page = browser.get("/office/sign-in")
    for header in page.headers.get_list("set-cookie"):
        assert "httponly" in header.lower()
        assert "samesite=lax" in header.lower()


def test_wrong_passwords_are_told_apart_from_nothing_and_lock(site: Site) -> None:
    site.signed_in("reader")
    browser = site.visit()
    token = browser.get("/office/sign-in").text.split('name="csrf" value="')[1].split('"')[0]
    answers = [
        browser.post("/office/sign-in", data={"csrf": token, "name": name, "password": "不对的"})
        for name in ("nobody", *["staff-reader"] * 5)
    ]
    assert [one.status_code for one in answers] == [422, 422, 422, 422, 422, 429]
    assert all("用户名或密码不对。" in one.text for one in answers[:5])
    assert "输错5次，请15分钟后再试。" in answers[5].text


@pytest.mark.parametrize(
    "goal", ["//evil.example", "https://evil.example", "/office//evil", "/\\e"]
)
def test_signing_in_leads_to_no_other_site(site: Site, goal: str) -> None:
    page = site.visit().get("/office/sign-in", params={"next": goal}).text
    assert "evil" not in page


def test_a_file_with_contact_data_is_for_those_who_may_ask_for_one(site: Site) -> None:
    house, number = site.town.house, site.town.consultation.id
    for contacts, status in ((False, 200), (True, 403)):
        asked = house.writer.call(
            exports.ask, number, "csv", "comment", None, contacts=contacts, why="与提出人联系"
        )
        house.writer.call(exports.set_state, asked, "done", 100, file_name="表.csv", content=b"x")
        path = f"{site.office}/report/{asked}"
        assert site.signed_in("reader").get(path).status_code == status
        assert site.signed_in("drafter").get(path).status_code == 200


def test_numbers_that_no_row_has_are_left_out(site: Site) -> None:
    browser = site.signed_in("administrator")
    for number in ("²", "9" * 30, "-1", "٣"):
        site.post(browser, f"{site.office}/settings/clauses", {"clause": number})
        answer = site.post(browser, f"{site.office}/report", {"again": number})
        assert answer.status_code == 422


@pytest.mark.parametrize("odd", ["²", "٣", "9" * 40, "-1", "1.0"])
def test_a_forged_number_is_no_row(site: Site, odd: str) -> None:
    browser = site.signed_in("administrator")
    token = browser.get(f"{site.office}/report").text.split('name="csrf" value="')[1].split('"')[0]
    fields = (
        "do",
        "demand",
        "opinion",
        "comment",
        "to",
        "seen",
        "revision",
        "since",
        "edit",
        "row",
    )
    data = {"csrf": token, **dict.fromkeys(fields, odd), "offered": odd, "had": odd, "after": odd}
    for method, path, _ in GUARDED:
        if path in ("/office/sign-out", "/office/new"):
            continue
        if method == "POST":
            assert browser.post(address(site, path), data=data).status_code < 500, path
        else:
            answer = browser.get(address(site, path), params={"open": odd, "page": odd, "row": odd})
            assert answer.status_code < 500, path
