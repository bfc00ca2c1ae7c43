from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from app.storage import migrate
from app.storage.engine import is_sqlite, make_engine
from app.storage.migrate import is_ours
from app.storage.models import Base


def test_migrations_equal_models(database: str) -> None:
    engine = make_engine(database, writing=False)
    with engine.connect() as connection:
        options = {"compare_type": True, "include_name": is_ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_running_them_again_changes_nothing(database: str) -> None:
    migrate.upgrade(database)


def test_sqlite_is_durable_and_checks_foreign_keys(database: str) -> None:
    if not is_sqlite(database):
        return
    engine = make_engine(database, writing=True)
    with engine.connect() as connection:
        values = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    engine.dispose()
    assert values == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'old.db'}"
        return
    cluster = request.getfixturevalue("postgres")
    url = cluster.make("old")
    yield url
    cluster.drop(url)


def test_letters_are_taken_over_and_ids_are_not_given_again(empty: str) -> None:
    """0006: comments know their letter; what was split before is asked about."""
    migrate.upgrade(empty, "0005")
    engine = make_engine(empty, writing=False)
    sqlite = is_sqlite(empty)
    with engine.connect() as connection:
        if sqlite:
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        connection.exec_driver_sql(
            "INSERT INTO clauses (id, version_id, position, depth, address, slug, kind, label, "
            'heading, text, commentable, start, "end") '
            "VALUES (7, 1, 1, 1, '一', '1', 'point', '', '', '', true, 0, 1)"
        )
        for one in (1, 2, 3):
            connection.exec_driver_sql(
                "INSERT INTO comments (id, submission_id, position, consultation_id, round_id, "
                "clause_id, clause_address, clause_text, text, counted, off_topic, received_at) "
                f"VALUES ({one}, {one}, 0, 1, 1, 7, '', '', '一', true, false, "
                "'2017-08-29 00:00:00')"
            )
        for demand, comment, family, origin in (
            (11, 1, 11, "whole"),
            (12, 2, 11, "whole"),
            (13, 3, "NULL", "split"),
        ):
            start = 0 if origin == "split" else "NULL"
            connection.exec_driver_sql(
                'INSERT INTO demands (id, comment_id, clause_id, position, start, "end", family, '
                f"origin) VALUES ({demand}, {comment}, 7, 0, {start}, {start}, {family}, "
                f"'{origin}')"
            )
        connection.exec_driver_sql(
            "INSERT INTO grouping_edits (clause_id, kind, demand_a, made_at) "
            "VALUES (7, 'pin', 12, '2017-08-29 00:00:00')"
        )
        connection.commit()
    migrate.upgrade(empty)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT id, family FROM comments ORDER BY id").all()
        assert [tuple(row) for row in rows] == [(1, 1), (2, 1), (3, None)]
        marks = connection.exec_driver_sql("SELECT clause_id, whole FROM clause_marks").all()
        assert [(row[0], bool(row[1])) for row in marks] == [(7, True)]
        kept = connection.exec_driver_sql("SELECT id, comment_id, origin FROM demands").all()
        assert sorted(map(tuple, kept)) == [
            (11, 1, "whole"),
            (12, 2, "whole"),
            (13, 3, "split"),
        ]
        if sqlite:
            connection.rollback()
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("DELETE FROM demands WHERE id = 13")
            connection.exec_driver_sql(
                "INSERT INTO demands (comment_id, clause_id, position) VALUES (3, 7, 0)"
            )
            assert connection.exec_driver_sql("SELECT max(id) FROM demands").scalar() == 14
    engine.dispose()
