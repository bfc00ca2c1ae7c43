"""Engines: one for reading, one for the writer, on SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

SQLITE_BUSY_SECONDS = 30

T = TypeVar("T")


def is_sqlite(url: str) -> bool:
    """Whether a database URL means the embedded default."""
    return make_url(url).get_backend_name() == "sqlite"


def make_engine(url: str, *, writing: bool, size: int = 4) -> Engine:
    """An engine with ``size`` connections.

    On SQLite a writing engine begins IMMEDIATE: a deferred BEGIN that turns into a write fails at
    once with "database is locked", whatever the busy timeout. On PostgreSQL an engine for reading
    reads all statements of a session as of one moment, as SQLite does; by default each would see
    what was committed since, and sums would not add up while comments come in.
    """
    if not is_sqlite(url):
        level = {} if writing else {"isolation_level": "REPEATABLE READ"}
        return create_engine(url, pool_size=size, max_overflow=size, pool_pre_ping=True, **level)
    # With a timeout in the connect arguments the driver sets busy_timeout before the first PRAGMA.
    engine = create_engine(
        url, pool_size=size, max_overflow=size, connect_args={"timeout": SQLITE_BUSY_SECONDS}
    )
    begin = "BEGIN IMMEDIATE" if writing else "BEGIN"

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # The driver must not begin on its own: it would begin late, and deferred.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={SQLITE_BUSY_SECONDS * 1000}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session for reading: one snapshot, nothing is kept."""
    with Session(engine, autoflush=False) as session:
        try:
            yield session
        finally:
            session.rollback()


def read(engine: Engine, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Call a reading work function with a session of its own."""
    with reading(engine) as session:
        return work(session, *args, **kwargs)
