"""What can be wrong with the place where everything is kept, as one error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic.util import CommandError
from sqlalchemy.exc import ArgumentError, DBAPIError


class CannotOpen(Exception):
    """``code``: data-dir, database-url, database, schema; ``detail``: the system's own words."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


@contextmanager
def opening() -> Iterator[None]:
    """Raises CannotOpen for a folder, an address, a server or a schema that cannot be used."""
    try:
        with answering():
            yield
    except (ArgumentError, ImportError) as error:
        raise CannotOpen("database-url", _first_line(error)) from error
    except CommandError as error:
        raise CannotOpen("schema", _first_line(error)) from error
    except OSError as error:
        raise CannotOpen("data-dir", error.strerror or _first_line(error)) from error


@contextmanager
def answering() -> Iterator[None]:
    """Raises CannotOpen for a database that fails: gone, locked, its disk full."""
    try:
        yield
    except DBAPIError as error:
        raise CannotOpen("database", _first_line(error.orig or error)) from error


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0]
