"""What was missing or tried again is named at the end, and under CI=true nothing may be skipped."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from tests.conftest import BESIDE, pytest_collection_modifyitems

ROOT = Path(__file__).parents[2]
TESTS = {
    "part": "from tests.support import parts\ndef test_it(): parts.need(parts.DOVECOT, None)\n",
    "skip": "import pytest\n@pytest.mark.skip\ndef test_it(): pass\n",
    "xfail": "import pytest\n@pytest.mark.xfail\ndef test_it(): assert False\n",
    "once": (
        "import pathlib, pytest\n@pytest.mark.flaky(reruns=1)\ndef test_it():\n    mark = pathlib.Path(__file__).with_suffix('.mark')\n"
        "    seen = mark.exists()\n    mark.touch()\n    assert seen\n"
    ),
    "never": "import pytest\n@pytest.mark.flaky(reruns=1)\ndef test_it(): assert False\n",
    "pass": "def test_it(): pass\n",
}
MISSING = "SKIPPED, because it cannot be had here: Dovecot"
REFUSED = "FAILED: with CI=true nothing may be skipped, and 1 tests were"


def run(folder: Path, kind: str, ci: str) -> tuple[int, list[str]]:
    """The exit status and lines of a run of one test with this suite's hooks."""
    file = folder / "test_one.py"
    file.write_text(TESTS[kind])
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tests.conftest",
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run(
        [*command, f"--rootdir={folder}", file],
        cwd=ROOT,
        env={**os.environ, "CI": ci},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout.splitlines()


def test_a_missing_part_is_named_in_the_last_lines(tmp_path: Path) -> None:
    status, lines = run(tmp_path, "part", ci="")
    assert status == 0
    assert lines[-2] == MISSING
    assert lines[-1].startswith("1 skipped")


def test_with_ci_a_missing_part_is_a_failure(tmp_path: Path) -> None:
    status, lines = run(tmp_path, "part", ci="true")
    assert status == 1
    assert lines[-3:-1] == [MISSING, REFUSED]


@pytest.mark.parametrize("kind", ["skip", "xfail"])
def test_with_ci_any_skip_is_a_failure(tmp_path: Path, kind: str) -> None:
    assert run(tmp_path, kind, ci="")[0] == 0
    status, lines = run(tmp_path, kind, ci="true")
    assert status == 1
    assert lines[-2] == REFUSED


def test_what_passes_passes(tmp_path: Path) -> None:
    status, lines = run(tmp_path, "pass", ci="true")
    assert status == 0
    assert not [line for line in lines if "SKIPPED" in line or "FAILED" in line]


def test_what_needed_a_second_try_is_named(tmp_path: Path) -> None:
    status, lines = run(tmp_path, "once", ci="true")
    assert status == 0
    assert lines[-2] == "TRIED AGAIN, look into it: test_one.py::test_it"


def test_what_fails_twice_has_failed(tmp_path: Path) -> None:
    assert run(tmp_path, "never", ci="true")[0] == 1


@dataclass
class Item:
    """What the hook sees of a test."""

    path: Path
    tries: int = 1

    def add_marker(self, mark: pytest.MarkDecorator) -> None:
        self.tries += mark.kwargs["reruns"]


def test_what_waits_for_nothing_beside_it_gets_one_try() -> None:
    items = [Item(ROOT / "tests" / name) for name in ("core/text/test_cuts.py", "web/test_desk.py")]
    items.append(Item(ROOT / "tests/mail/test_idle.py"))
    pytest_collection_modifyitems(cast("list[pytest.Item]", items))
    assert [item.tries for item in items] == [1, 1, 2]
    assert all((ROOT / "tests" / name).is_dir() for name in BESIDE)
