"""Invariant 1: what was acknowledged is on disk, and every sum equals a plain count."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from app.comments import counts, intake, receipts
from app.jobs.drain import drain_once
from app.opinions import edits
from app.opinions.figures import comment_total, consultation_figures
from app.opinions.jobs import regroup_handler
from app.opinions.read import clause_comments, clause_desk
from app.review.reports import formats, table
from app.web.app import make_app
from tests.houses import Published

TEXTS = [
    "好",
    "😀",
    "=1+1",
    "保留人工窗口。",
    "请保留人工窗口！",
    "降低网费，提高网速。",
    "a\x07b",
    "两\n行",
    "的" * 500,
]


def test_no_answer_before_the_commit(town: Published) -> None:
    """A commit that fails is a 500 with the text given back, and leaves nothing."""
    client = TestClient(make_app(town.house), follow_redirects=False)

    def break_commit(_connection: Any) -> None:
        raise OSError("disk full")

    event.listen(town.house._writing, "commit", break_commit)
    answer = client.post(f"/c/{town.consultation.slug}/1-1", data={"text": "不能丢的话"})
    event.remove(town.house._writing, "commit", break_commit)
    assert answer.status_code == 500
    assert "不能丢的话" in answer.text
    assert town.house.read_now(counts.received, town.consultation.id) == 0
    again = client.post(f"/c/{town.consultation.slug}/1-1", data={"text": "不能丢的话"})
    assert again.status_code == 303
    assert town.house.read_now(counts.received, town.consultation.id) == 1


@pytest.mark.parametrize("seed", range(6))
def test_every_view_and_export_has_every_comment(town: Published, seed: int) -> None:
    """Random comments and staff's edits: sums and exports always equal the plain count."""
    chance = Random(seed)
    addresses = ["一/(一)", "一/(二)", "二", "全文", None]
    for _ in range(chance.randint(1, 14)):
        town.send(chance.choice(TEXTS), chance.choice(addresses))
    handler = regroup_handler(town.house.tools)
    while drain_once(handler):
        pass
    _edit_at_random(town, chance)
    while drain_once(handler):
        pass
    total = town.house.read_now(comment_total, town.consultation.id)
    figures = town.house.read_now(consultation_figures, town.consultation.id)
    assert figures.sums.total == figures.comments == total
    for clause in town.clauses.values():
        desk = town.house.read_now(clause_desk, clause.id)
        assert desk is not None
        assert desk.sums.total == desk.figures.comments
    report = town.house.writer.call(table.make_report, town.consultation.id, contacts=False)
    assert report.check.adds_up
    assert report.check.counted == total == len(report.by_comment)
    assert sum(len(row.receipts) for row in report.by_opinion) == total
    assert len(json.loads(formats.write(report, "json"))["rows"]) == total
    lines = csv.reader(io.StringIO(formats.write(report, "csv").decode("utf-8-sig"), newline=""))
    assert len(list(lines)) == total + 1


def _edit_at_random(town: Published, chance: Random) -> None:
    for address in ("一/(一)", "二"):
        comments = town.house.read_now(clause_comments, town.clauses[address].id)
        if not comments:
            continue
        one = chance.choice(comments)
        deed = chance.choice(["move", "off", "withdraw", "merge", "nothing"])
        if deed == "move":
            town.house.writer.call(edits.move, [one.demand_id], None, None)
        elif deed == "off":
            town.house.writer.call(edits.set_off_topic, one.id, True, None)
        elif deed == "withdraw":
            town.house.writer.call(receipts.withdraw, one.receipt)
        elif deed == "merge":
            live = sorted({c.opinion_id for c in comments if c.opinion_id is not None})
            if len(live) > 1:
                town.house.writer.call(edits.merge, live[0], live[1:], None)


KILLED = textwrap.dedent(
    """
    import secrets, sys
    from pathlib import Path
    from tests.houses import FakeClock, open_small
    town = open_small(Path(sys.argv[1]), sys.argv[2])
    print("ready", flush=True)
    for line in sys.stdin:
        print(town.send(line.strip()).receipt, flush=True)
    """
)


@pytest.mark.parametrize("after", [1, 7])
def test_what_was_acknowledged_outlives_a_kill(tmp_path: Path, database: str, after: int) -> None:
    """kill -9 right after an answer: its submission is there at the next start."""
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path), database],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert process.stdin
    assert process.stdout
    assert process.stdout.readline().strip() == "ready"
    told = []
    for n in range(after):
        process.stdin.write(f"第{n}条\n")
        process.stdin.flush()
        told.append(process.stdout.readline().strip())
    os.kill(process.pid, signal.SIGKILL)
    process.wait(10)
    process.stdin.close()
    process.stdout.close()
    from app import wiring
    from app.settings import Settings

    house = wiring.open_house(Settings(data_dir=tmp_path, database_url=database))
    try:
        for receipt in told:
            assert house.read_now(receipts.view, receipt) is not None
    finally:
        house.close()


def test_a_lot_is_taken_in_whole_or_refused_one_by_one(town: Published) -> None:
    """One bad parcel in a lot of good ones costs only itself."""
    from dataclasses import replace

    good = [town.parcel(f"好{n}") for n in range(5)]
    bad = replace(town.parcel("坏"), receipt=good[0].receipt)
    futures = [town.house.writer.submit(intake.take_in, one) for one in (*good, bad)]
    results = [future.exception(30) for future in futures]
    assert sum(error is not None for error in results) == 1
    assert town.house.read_now(counts.received, town.consultation.id) == 5
