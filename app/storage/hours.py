"""The hour in which something came, told by the database, so that it can count by hours."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class UtcHour(FunctionElement[str]):
    """An instant's hour in UTC as ``2017-08-29 02``."""

    type = String()
    inherit_cache = True
    name = "utc_hour"


@compiles(UtcHour)
def _hour(element: UtcHour, compiler: SQLCompiler, **kw: Any) -> str:
    instant = compiler.process(element.clauses, **kw)
    return f"to_char({instant} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24')"


@compiles(UtcHour, "sqlite")
def _hour_sqlite(element: UtcHour, compiler: SQLCompiler, **kw: Any) -> str:
    # Instants are kept as text in UTC.
    return f"substr({compiler.process(element.clauses, **kw)}, 1, 13)"


def instant_of(hour: str) -> datetime:
    """The first instant of an hour as the database told it."""
    return datetime.strptime(hour, "%Y-%m-%d %H").replace(tzinfo=UTC)
