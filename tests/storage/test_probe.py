"""Whether what comes could be kept: asked often, tried seldom."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.storage.models import SignInThrottle
from app.storage.probe import AGAIN_AFTER_FAILURE, COMMIT_EVERY, Probe, has_room
from tests.houses import Published


class Timer:
    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


def made(town: Published, tmp_path: Path) -> tuple[Probe, Timer, list[int]]:
    """A probe, its timer, and a list that grows with each commit."""
    commits: list[int] = []
    town.house.writer.on_commit(lambda: commits.append(1))
    timer = Timer()
    return Probe(town.house.writer, tmp_path, 1024, timer), timer, commits


def rows(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(SignInThrottle)) or 0


def test_many_questions_are_one_commit_that_leaves_nothing(town: Published, tmp_path: Path) -> None:
    probe, timer, commits = made(town, tmp_path)
    for _ in range(20):
        assert probe.trouble() == ""
        timer.time += COMMIT_EVERY / 20
    assert len(commits) == 1
    assert probe.trouble() == ""
    assert len(commits) == 2
    assert town.house.read_now(rows) == 0


def test_a_commit_that_fails_is_said_until_one_succeeds(
    town: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    probe, timer, _ = made(town, tmp_path)

    def full(_session: Session, **_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("app.storage.probe.touch", full)
    assert probe.trouble() == "write"
    monkeypatch.undo()
    assert probe.trouble() == "write"
    timer.time += AGAIN_AFTER_FAILURE
    assert probe.trouble() == ""


def test_a_writer_that_hangs_is_said(
    town: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.storage.probe.LONGEST_COMMIT", 0.05)
    probe, _, _ = made(town, tmp_path)
    go_on, busy = threading.Event(), threading.Event()

    def hangs(_session: Session, *, now: object) -> None:
        busy.set()
        go_on.wait(20)

    # As many as there are threads of the writer on either database.
    waits = [town.house.writer.submit(hangs) for _ in range(2)]
    assert busy.wait(20)
    try:
        if town.house.engine.dialect.name == "sqlite":
            assert probe.trouble() == "write"
    finally:
        go_on.set()
    for one in waits:
        one.result(20)


def test_room_is_octets_files_and_the_right_to_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = os.statvfs(tmp_path)
    assert has_room(tmp_path, 1)
    assert not has_room(tmp_path, found.f_bavail * found.f_frsize * 2 + 1)
    assert not has_room(tmp_path / "not-there", 1)
    plain = dict(zip(range(10), found, strict=False))
    for changed in ({7: 0, 5: 100}, {8: found.f_flag | os.ST_RDONLY}):
        # f_favail of some files, f_flag
        values = tuple({**plain, **changed}.values())
        monkeypatch.setattr("os.statvfs", lambda _, v=values: os.statvfs_result(v))
        assert not has_room(tmp_path, 1)
