"""Fixtures: real databases and servers; what is missing is named at the end."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support import parts

HERE = Path(__file__).parent
# Their tests wait for browsers, mail servers, child processes and jobs that run beside them.
BESIDE = {"browser", "contracts", "faults", "files", "mail", "opinions"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On a machine that stands still for a moment such a test may be tried once more.

    Which tests needed it stands in the last lines. All others get one try.
    """
    for item in items:
        if item.path.is_relative_to(HERE) and item.path.relative_to(HERE).parts[0] in BESIDE:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Any]:
    """A PostgreSQL cluster for the whole run, with a migrated template database."""
    from app.storage import migrate
    from tests.support.postgres import Postgres

    cluster = Postgres(parts.postgresql())
    try:
        migrate.upgrade(cluster.make("migrated"))
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy from."""
    from app.storage import migrate

    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a fresh, migrated database; each test runs on both engines."""
    if request.param == "sqlite":
        return _sqlite(request, tmp_path)
    url: str = request.getfixturevalue("postgres_database")
    return url


@pytest.fixture
def postgres_database(postgres: Any) -> Iterator[str]:
    """A fresh, migrated PostgreSQL database, where only that engine has several writers."""
    url = postgres.fresh("migrated")
    yield url
    postgres.drop(url)


@pytest.fixture
def sqlite_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh, migrated SQLite database, where the engine does not matter."""
    return _sqlite(request, tmp_path)


def _sqlite(request: pytest.FixtureRequest, folder: Path) -> str:
    template: Path = request.getfixturevalue("migrated_sqlite")
    path = folder / "zhutiao.db"
    path.write_bytes(template.read_bytes())
    return f"sqlite:///{path}"


@pytest.fixture
def town(tmp_path: Path, database: str) -> Iterator[Any]:
    """A house with one open consultation of a few clauses (``tests.houses.Published``)."""
    from tests.houses import open_small

    made = open_small(tmp_path, database)
    yield made
    made.house.close()


@pytest.fixture(scope="session")
def dovecot_server() -> Iterator[Any]:
    """A Dovecot for the whole run."""
    from tests.support.dovecot import Dovecot

    server = Dovecot(parts.dovecot())
    yield server
    server.stop()


@pytest.fixture
def dovecot(dovecot_server: Any) -> Any:
    """The Dovecot, with an empty mailbox."""
    dovecot_server.clear()
    return dovecot_server


@pytest.fixture
def smtp_sink() -> Iterator[Any]:
    """An SMTP server that keeps what it gets."""
    from tests.support.smtp_sink import SmtpSink

    sink = SmtpSink()
    sink.start()
    yield sink
    sink.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium for one file of tests.

    Not for the whole run: as long as it is open, Playwright's event loop runs in this thread, and
    the tests that come after it could start none of their own.
    """
    from playwright.sync_api import sync_playwright

    from tests.support.browser import launch

    program = parts.chromium()
    with sync_playwright() as playwright:
        made = launch(playwright, program)
        yield made
        made.close()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: Any) -> Iterator[None]:
    """Name what was missing or needed a second try in the last lines, after everything else."""
    yield
    for part in sorted(_missing(terminalreporter)):
        terminalreporter.write_line(f"SKIPPED, because it cannot be had here: {part}", yellow=True)
    for report in terminalreporter.stats.get("rerun", ()):
        terminalreporter.write_line(f"TRIED AGAIN, look into it: {report.nodeid}", yellow=True)
    left_out = _left_out(terminalreporter)
    if left_out and _in_ci():
        line = f"FAILED: with CI=true nothing may be skipped, and {left_out} tests were"
        terminalreporter.write_line(line, red=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Under CI=true a skipped test is a failure: nobody reads skips there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and _left_out(reporter) and _in_ci() and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _missing(reporter: Any) -> set[str]:
    """The parts that tests were skipped for, by the reasons they gave (in whatever process)."""
    reasons = [str(one.longrepr[-1]) for one in reporter.stats.get("skipped", ())]
    found = [re.search(r"(?:Skipped: )?(.+) is missing$", reason) for reason in reasons]
    return {match[1] for match in found if match}


def _left_out(reporter: Any) -> int:
    """How many tests were skipped or expected to fail."""
    return sum(len(reporter.stats.get(kind, ())) for kind in ("skipped", "xfailed"))


def _in_ci() -> bool:
    return os.environ.get("CI") == "true"
