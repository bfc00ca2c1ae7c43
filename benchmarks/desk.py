"""One key of the reading queue on a large clause, from the form's post to the next comment's page.

Makes its own data: one clause with many comments (texts of tests/data/opinions drawn together anew,
copies among them) in opinions, in a house of its own, with the real pages. After each key the next
page's reading is done three ways in the same run: as the page does it, from what is kept of the
clause; with nothing kept but the advice, as a page would have to without (the baseline); and one
plain read of four columns of the clause's demands, which nothing here can be faster than by much.
Processor time of the thread, and the wall clock's for the whole key.
``python -m benchmarks.desk [COMMENTS]``
"""

from __future__ import annotations

import argparse
import re
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app import wiring
from app.accounts import users
from app.consultations import propose, publish, read
from app.consultations.values import Proposal
from app.core.outline.values import Clause, Notice, Outline
from app.opinions.at_work import Memory, at_work
from app.opinions.queue import reading_queue
from app.opinions.read import clause_desk
from app.settings import Settings
from app.storage import migrate
from app.storage.models import Comment, Demand, Opinion, Submission
from app.web.app import make_app
from app.web.office.desk_page import MEMORY
from benchmarks.figures import comment_row, submission_row
from benchmarks.scale import copies, distinct

PRESSES = 9
PLAIN, KEPT, ANEW = (
    "plain read of four columns",
    "desk and queue, as the page reads them",
    ("baseline: desk and queue, nothing kept"),
)


def main() -> None:
    """Print the times."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("comments", nargs="?", type=int, default=20_000)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'desk.db'}"
        migrate.upgrade(url)
        house = wiring.open_house(
            Settings(
                data_dir=Path(folder), database_url=url, worker_id="benchmark", smtp_listen_port=0
            )
        )
        slug, clause_id = _published(house)
        house.writer.call(_fill, clause_id, options.comments)
        with TestClient(make_app(house), follow_redirects=False) as browser:
            _sign_in(house, browser)
            wiring.settle_memory()
            print(f"{options.comments:,} comments on one clause")
            press(house, browser, f"/office/c/{slug}/clauses/1", clause_id)
        house.close()


def press(house: wiring.House, browser: TestClient, page: str, clause_id: int) -> None:
    """Press the first key again and again."""
    shown = browser.get(page).text
    while "归入建议还在准备" in shown or 'value="to:' not in shown:
        time.sleep(1)
        shown = browser.get(page).text
    keys = []
    parts: dict[str, list[float]] = {PLAIN: [], KEPT: [], ANEW: []}
    # The page keeps its own; this has its advice, and keeps the clause beside it.
    memory = Memory()
    memory.advice = MEMORY.advice
    house.read_now(at_work, clause_id, memory, None, 0)
    for _ in range(PRESSES):
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', _form(shown)))
        do = re.findall(r'value="(to:\d+)"', _form(shown))[0]
        start = time.perf_counter()
        answer = browser.post(f"{page}/code", data={**fields, "do": do})
        assert answer.status_code == 303, answer.status_code
        shown = browser.get(answer.headers["location"]).text
        keys.append(time.perf_counter() - start)
        parts[PLAIN].append(_cpu(lambda: house.read_now(_plain, clause_id)))
        parts[KEPT].append(_cpu(lambda: house.read_now(at_work, clause_id, memory, None, 0)))
        parts[ANEW].append(_cpu(lambda: house.read_now(_anew, clause_id, memory)))
    for name, found in parts.items():
        one, base = statistics.median(found), statistics.median(parts[ANEW])
        print(f"{name:42} {one * 1000:7,.0f} ms  {one / base:5.2f} of the baseline")
    print(
        f"{'a key, from the post to the page (wall)':42} {statistics.median(keys) * 1000:7,.0f} ms"
    )


def _anew(session: Session, clause_id: int, memory: Memory) -> None:
    clause_desk(session, clause_id)
    reading_queue(session, clause_id, memory.advice)


def _form(page: str) -> str:
    return page.split('id="code"')[1].split("</form>")[0]


def _plain(session: Session, clause_id: int) -> int:
    rows = session.execute(
        select(Demand.id, Demand.opinion_id, Comment.read_at, Submission.sender_key)
        .join(Comment, Comment.id == Demand.comment_id)
        .join(Submission, Submission.id == Comment.submission_id)
        .where(Comment.clause_id == clause_id, Comment.counted.is_(True))
    )
    return len(rows.all())


def _cpu(work: Callable[[], Any]) -> float:
    start = time.thread_time()
    work()
    return time.thread_time() - start


def _published(house: wiring.House) -> tuple[str, int]:
    now = house.clock()
    one = Clause("一", "1", "part", "一、", "总体要求", "统筹推进。", None, True, 0, 1)
    proposal = Proposal(
        title="大",
        opens_at=now,
        deadline=now + timedelta(days=30),
        office="省经信委",
        mailbox="office@example.cn",
    )
    outline = Outline("大", Notice(), (one,), (), "一")
    slug = house.writer.call(
        publish.publish, house.writer.call(propose.propose, proposal, outline, None), None
    )
    view = house.read_now(read.by_slug, slug)
    assert view is not None
    (clause,) = (one for one in house.read_now(read.clauses_of, view.id) if one.slug == "1")
    return slug, clause.id


def _fill(session: Session, clause_id: int, count: int, *, now: Any) -> None:
    chance = Random(20170829)
    letters = count // 4
    texts = [*distinct(count - letters, chance)[0], *copies(letters, chance)[0]]
    chance.shuffle(texts)
    first: dict[str, int] = {}
    homes = max(20, count // 50)
    session.execute(
        insert(Opinion),
        [
            {"id": one, "clause_id": clause_id, "label": texts[one][:20], "created_at": now}
            | {"keywords": [], "representative_demand": None}
            for one in range(1, homes + 1)
        ],
    )
    for start in range(1, count + 1, 5_000):
        submissions, comments, demands = [], [], []
        for id_ in range(start, min(start + 5_000, count + 1)):
            text = texts[id_ - 1]
            at = now + timedelta(seconds=id_)
            letter = first.setdefault(text, id_)
            home = first[text] % homes if letter != id_ else int(homes * chance.random() ** 3)
            submissions.append(submission_row(id_, at, chance.randrange(count)))
            comments.append(comment_row(id_, clause_id, at, letter, text, "统筹推进。"))
            demands.append(
                {
                    "comment_id": id_,
                    "clause_id": clause_id,
                    "position": 0,
                    "opinion_id": 1 + home,
                    "placed_by": "machine",
                    "family": letter,
                    "origin": "whole",
                }
            )
        session.execute(insert(Submission), submissions)
        session.execute(insert(Comment), comments)
        session.execute(insert(Demand), demands)


def _sign_in(house: wiring.House, browser: TestClient) -> None:
    password = secrets.token_hex(12)
    house.writer.call(users.add_user, "drafter", password, "drafter", "李敏")
    page = browser.get("/office/sign-in").text
    token = page.split('name="csrf" value="')[1].split('"')[0]
    data = {"csrf": token, "name": "drafter", "password": password}
    assert browser.post("/office/sign-in", data=data).status_code == 303


if __name__ == "__main__":
    main()
