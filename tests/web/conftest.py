"""A small published draft with its pages, as a browser without scripts meets them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.accounts import users
from app.accounts.roles import Role
from app.web.app import make_app
from tests.houses import Published, open_small

PASSWORD = "一个足够长的口令"


@dataclass
class Site:
    """The pages of a town; clients follow no redirects, so that each answer is seen."""

    town: Published
    client: TestClient
    visit: Callable[[], TestClient]

    @property
    def base(self) -> str:
        return f"/c/{self.town.consultation.slug}"

    @property
    def office(self) -> str:
        return f"/office/c/{self.town.consultation.slug}"

    def signed_in(self, role: Role) -> TestClient:
        """A new browser in which a person of this role is signed in."""
        name = f"staff-{role}"
        if name not in self.town.house.read_now(users.user_names):
            self.town.house.writer.call(users.add_user, name, PASSWORD, role, "李敏")
        browser = self.visit()
        answer = browser.post(
            "/office/sign-in",
            data={
                "csrf": form_token(browser.get("/office/sign-in").text),
                "name": name,
                "password": PASSWORD,
            },
        )
        assert answer.status_code == 303
        return browser

    def post(self, browser: TestClient, path: str, data: dict[str, Any], page: str = "") -> Any:
        """Post a form of the office with the token of one of its pages."""
        token = form_token(browser.get(page or f"{self.office}/report").text)
        return browser.post(path, data={"csrf": token, **data})


def form_token(page: str) -> str:
    """The token in a page's forms."""
    return page.split('name="csrf" value="')[1].split('"')[0]


@pytest.fixture
def site(tmp_path: Path, sqlite_database: str) -> Iterator[Site]:
    """The pages of a house with one open consultation."""
    town = open_small(tmp_path, sqlite_database)
    app = make_app(town.house)

    def visit() -> TestClient:
        return TestClient(app, follow_redirects=False, raise_server_exceptions=False)

    yield Site(town, visit(), visit)
    town.house.close()
