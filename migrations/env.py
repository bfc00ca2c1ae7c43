"""Alembic's entry: runs the migrations on the URL it was handed (or ZHUTIAO_DATABASE_URL)."""

from __future__ import annotations

import os

from alembic import context

from app.storage.engine import make_engine
from app.storage.migrate import is_ours
from app.storage.models import Base


def run() -> None:
    url = context.config.attributes.get("url") or os.environ["ZHUTIAO_DATABASE_URL"]
    engine = make_engine(url, writing=True, size=1)
    try:
        with engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                # A table that others point to can only be built anew without; heeded only here,
                # outside any transaction.
                connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
            context.configure(
                connection=connection,
                target_metadata=Base.metadata,
                render_as_batch=connection.dialect.name == "sqlite",
                compare_type=True,
                include_name=is_ours,
                transaction_per_migration=True,
            )
            if connection.dialect.name == "postgresql":
                # Two containers may start at once: one migrates, the other waits.
                connection.exec_driver_sql("SELECT pg_advisory_lock(7395268)")
                connection.commit()
            with context.begin_transaction():
                context.run_migrations()
    finally:
        engine.dispose()


run()
