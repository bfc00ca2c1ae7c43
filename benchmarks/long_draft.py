"""A statute of 1,260 articles through the pages: seconds and size of each, the first time.

``python -m benchmarks.long_draft``: upload, mendings, publishing, reading, the office. Goals: a page
and a mending under 1 s, no page of the text above 300 KB.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from app import wiring
from app.accounts import users
from app.settings import Settings
from app.storage import migrate
from app.web.app import make_app
from benchmarks.outlines import statute

PASSWORD = "一个足够长的口令"
FIELDS = [
    "title",
    "issuer",
    "office",
    "mailbox",
    "slug",
    "opens",
    "closes",
    "hour",
    "due",
    "reason",
]


def token(page: str) -> str:
    """The token in a page's forms."""
    return page.split('name="csrf" value="')[1].split('"')[0]


def timed(name: str, ask: Callable[[], Any]) -> Any:
    """Print how long an answer took and how large it is."""
    began = time.perf_counter()
    answer = ask()
    took = time.perf_counter() - began
    print(f"{name:<34} {took:6.2f} s {len(answer.content) / 1000:8.0f} KB")
    assert answer.status_code in (200, 303), answer.status_code
    return answer


def clerk(house: wiring.House) -> TestClient:
    """A browser in which an administrator is signed in."""
    browser = TestClient(make_app(house), follow_redirects=False)
    house.writer.call(users.add_user, "clerk", PASSWORD, "administrator", "李敏")
    data = {"csrf": token(browser.get("/office/sign-in").text), "name": "clerk"}
    browser.post("/office/sign-in", data={**data, "password": PASSWORD})
    return browser


def mend(browser: TestClient, page: str, row: str, do: str, **more: str) -> None:
    """One mending, and the page behind it."""
    shown = browser.get(f"{page}?row={row}").text
    seen = re.search(r'name="seen" value="(\d+)"', shown)
    data = {"csrf": token(shown), "do": do, "row": row, "seen": seen[1] if seen else "0", **more}
    answer = timed(f"mending: {do}", lambda: browser.post(page, data=data))
    timed("  the page behind it", lambda: browser.get(answer.headers["location"]))


def publish(browser: TestClient, settings: str) -> None:
    """Publish with what the form has."""
    shown = browser.get(settings).text
    typed = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', shown) for name in FIELDS}
    data = {name: found[1] for name, found in typed.items() if found}
    data |= {"csrf": token(shown), "apart": "1", "publish": "1", "reason": "急"}
    timed("publish", lambda: browser.post(settings, data=data))


def main() -> None:
    """Print the table."""
    text = "\n".join(statute(1260)).encode()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/zhutiao.db"
        migrate.upgrade(url)
        house = wiring.open_house(
            Settings(data_dir=Path(folder), database_url=url, smtp_listen_port=0)
        )
        browser = clerk(house)
        data = {"csrf": token(browser.get("/office/new").text)}
        file = {"file": ("法.txt", text)}
        settings = timed(
            "upload", lambda: browser.post("/office/new", data=data, files=file)
        ).headers["location"]
        slug, outline = settings.split("/")[3], settings.replace("settings", "outline")
        timed("settings", lambda: browser.get(settings))
        timed("outline", lambda: browser.get(outline))
        row = "c2-a51"
        mend(browser, outline, row, "rename", heading="新标题")
        mend(browser, outline, row, "join")
        mend(browser, outline, row, "undo")
        publish(browser, settings)
        for name, path in (
            ("reading, first sheet", f"/c/{slug}"),
            ("reading, fifth sheet", f"/c/{slug}/text/5"),
            ("a clause", f"/c/{slug}/{row}"),
            ("form, Word", f"/c/{slug}/feedback.docx"),
            ("form, Excel", f"/c/{slug}/feedback.xlsx"),
            ("dashboard", f"/office/c/{slug}"),
            ("clauses", f"/office/c/{slug}/clauses"),
            ("desk of a clause", f"/office/c/{slug}/clauses/{row}"),
            ("map", f"/office/c/{slug}/map"),
            ("settings", settings),
        ):
            timed(name, lambda path=path: browser.get(path))
        house.close()


if __name__ == "__main__":
    main()
