"""Chromium by Playwright: contexts, pictures, accessibility."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright

from tests.support.pictures import small, write_if_new

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "img"
WIDTHS = (390, 1440)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Rules of WCAG 2.2 A and AA and axe's best practices: all of axe's default rules.
_AXE_OPTIONS: dict[str, Any] = {}


def launch(playwright: Playwright, program: Path) -> Browser:
    """A headless Chromium."""
    return playwright.chromium.launch(executable_path=str(program), args=FLAGS)


def new_page(
    browser: Browser, width: int = 1440, *, scripts: bool = True, dark: bool = False
) -> Page:
    """A page of a new visitor in Beijing; an error in a script fails at the end of the test."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        java_script_enabled=scripts,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    return context.new_page()


def axe_violations(page: Page) -> list[str]:
    """What axe finds wrong on the page as it stands, a line each."""
    found = Axe().run(page, options=_AXE_OPTIONS).response["violations"]
    return [
        f"{one['id']}: {one['help']} at {[node['target'] for node in one['nodes']][:5]}"
        for one in found
    ]


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than its window."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )


def shot(page: Page, name: str, folder: Path = IMAGES) -> list[Path]:
    """Pictures of the page, whole, at phone and desktop width, into ``docs/img``.

    The window is made as tall as the page, or sticky bars would lie across the picture.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    before = page.viewport_size
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        height = int(page.evaluate("document.documentElement.scrollHeight"))
        page.set_viewport_size({"width": width, "height": min(max(height, 900), 6000)})
        path = folder / f"{name}-{width}.png"
        browser = page.context.browser
        assert browser
        write_if_new(path, small(browser, page.screenshot()))
        made.append(path)
    if before:
        page.set_viewport_size(before)
    return made
