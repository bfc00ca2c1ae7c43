from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from app import audit
from app.clock import now as real_now
from app.storage.engine import is_sqlite, make_engine, read
from app.storage.models import AuditEntry
from app.storage.writer import Writer, WriterClosed, plural


@pytest.fixture
def engine(database: str) -> Iterator[Any]:
    made = make_engine(database, writing=True)
    yield made
    made.dispose()


@pytest.fixture
def writer(engine: Any) -> Iterator[Writer]:
    made = Writer(engine, real_now)
    yield made
    made.close()


def put(session: Session, word: str, *, now: datetime) -> str:
    audit.note(session, now=now, actor=None, action=word, subject="test", subject_id=1)
    if word == "bad":
        session.flush()
        raise ValueError(word)
    return word


@plural
def put_all(session: Session, words: Sequence[str], *, now: datetime) -> list[str | Exception]:
    if "poison" in words and len(words) > 1:
        raise RuntimeError("one spoils the lot")
    if words == ["poison"]:
        raise RuntimeError("poison")
    for word in words:
        put(session, word, now=now)
    return [KeyError(word) if word == "refused" else word for word in words]


def kept(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_many_calls_share_commits(engine: Any, writer: Writer) -> None:
    commits = []
    event.listen(engine, "commit", lambda _: commits.append(1))
    gate = threading.Event()

    def wait(session: Session, *, now: datetime) -> None:
        gate.wait(10)

    first = writer.submit(wait)
    answers = [writer.submit(put, str(n)) for n in range(100)]
    gate.set()
    assert [answer.result(30) for answer in answers] == [str(n) for n in range(100)]
    first.result(30)
    assert len(commits) <= 3
    assert len(read(engine, kept)) == 100


def test_one_bad_call_costs_no_other_its_commit(engine: Any, writer: Writer) -> None:
    answers = [writer.submit(put, word) for word in ("a", "bad", "b")]
    assert answers[0].result(30) == "a"
    assert answers[2].result(30) == "b"
    with pytest.raises(ValueError, match="bad"):
        answers[1].result(30)
    assert read(engine, kept) == ["a", "b"]


def test_a_spoilt_lot_is_done_again_one_by_one(engine: Any, writer: Writer) -> None:
    gate = threading.Event()

    def wait(session: Session, *, now: datetime) -> None:
        gate.wait(10)

    writer.submit(wait)
    answers = [writer.submit(put_all, word) for word in ("a", "poison", "refused", "b")]
    gate.set()
    assert answers[0].result(30) == "a"
    assert answers[3].result(30) == "b"
    with pytest.raises(RuntimeError, match="poison"):
        answers[1].result(30)
    with pytest.raises(KeyError):
        answers[2].result(30)


def test_no_answer_before_the_commit_and_none_if_it_fails(engine: Any, writer: Writer) -> None:
    def break_commit(_connection: Any) -> None:
        raise OSError("disk full")

    event.listen(engine, "commit", break_commit)
    answer = writer.submit(put, "lost")
    with pytest.raises(OSError, match="disk full"):
        answer.result(30)
    event.remove(engine, "commit", break_commit)
    assert read(engine, kept) == []
    assert writer.call(put, "kept") == "kept"
    assert read(engine, kept) == ["kept"]


def test_listeners_hear_after_the_commit(engine: Any, writer: Writer) -> None:
    seen: list[int] = []
    writer.on_commit(
        lambda: seen.append(read(engine, lambda s: s.scalar(select(func.count(AuditEntry.id)))))
    )
    writer.call(put, "x")
    assert seen[-1] == 1


def test_closed_writer_finishes_what_waits_and_refuses_more(engine: Any) -> None:
    writer = Writer(engine, real_now)
    answers = [writer.submit(put, str(n)) for n in range(20)]
    writer.close()
    assert all(answer.done() for answer in answers)
    with pytest.raises(WriterClosed):
        writer.submit(put, "late")


def test_sqlite_has_one_writer(engine: Any, database: str) -> None:
    if is_sqlite(database):
        with pytest.raises(ValueError, match="one writer"):
            Writer(engine, real_now, threads=2)
    else:
        two = Writer(engine, real_now, threads=2)
        answers = [two.submit(put, str(n)) for n in range(50)]
        assert sorted(answer.result(30) for answer in answers) == sorted(map(str, range(50)))
        two.close()


def test_a_command_beside_the_server_gets_its_turn(engine: Any, database: str) -> None:
    busy, beside = Writer(engine, real_now), make_engine(database, writing=True)
    other = Writer(beside, real_now)
    stop = threading.Event()

    def keep_busy() -> None:
        while not stop.is_set():
            busy.call(put, "busy")

    threads = [threading.Thread(target=keep_busy) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        assert [other.submit(put, "beside").result(30) for _ in range(10)] == ["beside"] * 10
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        busy.close()
        other.close()
        beside.dispose()
