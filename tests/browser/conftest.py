"""A running service and browsers that look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.live import PASSWORD, STAFF, Live, live
from tests.support.browser import new_page


@pytest.fixture
def service(tmp_path: Path, sqlite_database: str) -> Iterator[Live]:
    """The whole service on SQLite."""
    with live(tmp_path / "data", sqlite_database) as running:
        yield running


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Page]]:
    """Opens a page of a new visitor; a script error fails the test."""
    pages: list[Page] = []
    errors: list[str] = []

    def open_page(width: int = 1440, **options: Any) -> Page:
        page = new_page(browser, width, **options)
        page.on("pageerror", lambda error: errors.append(str(error)))
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.context.close()
    assert errors == []


def sign_in(page: Page, url: str, name: str = STAFF, password: str = PASSWORD) -> None:
    """Sign in to the office."""
    page.goto(f"{url}/office")
    page.fill("[name=name]", name)
    page.fill("[name=password]", password)
    page.click("button.pri")
    page.wait_for_url("**/office/c/**")
