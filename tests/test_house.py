"""The house keeps its own rules: layers, sizes, locked and licensed dependencies."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from app import wiring
from app.cli import serving
from app.jobs.long import LongJobs, LongTables
from app.jobs.names import JobName, LongJobName
from app.settings import Settings

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = ("requirements.lock", "requirements-dev.lock")
LONGEST = 400
LARGE = 220
MEDIAN = 90
# No word of a licence in its metadata; its file COPYING is the three-clause BSD licence.
TELLS_NO_LICENCE = {"imapclient"}
# GPL and AGPL; the LGPL of psycopg, which is used as a library, may be there.
COPYLEFT = re.compile(r"(?<!L)(?<!Lesser )(A?GPL|(Affero )?General Public License)", re.IGNORECASE)


def pins(lock: str) -> dict[str, str]:
    """Each pinned requirement of a lock, with its whole line (hashes and all)."""
    text = (ROOT / lock).read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return {line.partition(" --hash")[0].strip(): line for line in lines}


def name_of(requirement: str) -> str:
    """The name a requirement begins with."""
    return re.split(r"[\[<>=;\s]", requirement, maxsplit=1)[0].lower()


def names(lock: str) -> set[str]:
    """The names a lock pins."""
    return {name_of(requirement) for requirement in pins(lock)}


def runtime() -> list[str]:
    """The pinned distributions that are installed here (markers leave some out elsewhere)."""
    here = {dist.name.lower().replace("_", "-") for dist in metadata.distributions()}
    return sorted(names("requirements.lock") & here)


def licence(name: str) -> str:
    """What a distribution says of its licence: expression, classifiers, else the old field."""
    meta = metadata.metadata(name)
    short = [meta.get("License-Expression") or ""]
    short += [one for one in meta.get_all("Classifier") or [] if one.startswith("License ::")]
    said = " ".join(short).strip()
    # The old field may hold the whole text, with the licences of all that is bundled.
    return said or (meta.get("License") or "").partition("\n")[0]


def test_import_contracts_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    command = [program, "--no-cache"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_every_room_is_in_the_layers() -> None:
    rooms = {
        path.stem
        for path in (ROOT / "app").iterdir()
        if (path.is_dir() and any(path.glob("*.py"))) or path.suffix == ".py"
    } - {"__init__"}
    layers = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    assert rooms == {room.strip() for layer in layers for room in layer.split("|")}


def test_files_stay_small() -> None:
    sizes = {
        str(path.relative_to(ROOT)): path.read_text().count("\n")
        for path in (ROOT / "app").rglob("*.py")
    }
    assert {name: size for name, size in sizes.items() if size > LONGEST} == {}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash_and_no_host(lock: str) -> None:
    found = pins(lock)
    assert len(found) > 50
    for requirement, line in found.items():
        assert re.match(r"[a-z0-9.-]+(\[\w+\])?==[^\s;]+", line), requirement
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", line), requirement
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--index|--extra-index|--find-links|--trusted)", text, re.M)


def test_development_lock_holds_the_runtime_lock() -> None:
    both = pins("requirements-dev.lock")
    assert {key: line for key, line in pins("requirements.lock").items() if key not in both} == {}


def test_locks_hold_what_the_project_asks_for() -> None:
    asked = PROJECT["project"]["dependencies"]
    assert {name_of(one) for one in asked} <= names("requirements.lock")
    asked = PROJECT["dependency-groups"]["dev"]
    assert {name_of(one) for one in asked} <= names("requirements-dev.lock")


def test_no_runtime_dependency_is_gpl() -> None:
    said = {name: licence(name) for name in runtime()}
    assert len(said) > 50
    assert {name: text for name, text in said.items() if COPYLEFT.search(text)} == {}
    assert {name for name, text in said.items() if not text} <= TELLS_NO_LICENCE


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("GPL-3.0-or-later", True),
        ("AGPL-3.0-only", True),
        ("License :: OSI Approved :: GNU General Public License v2 (GPLv2)", True),
        ("License :: OSI Approved :: GNU Affero General Public License v3", True),
        ("GNU GPL v3", True),
        ("LGPL-3.0-only", False),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", False),
        ("BSD-3-Clause", False),
    ],
)
def test_copyleft_is_told_from_lesser(text: str, refused: bool) -> None:
    assert bool(COPYLEFT.search(text)) is refused


def test_sizes_to_live_by() -> None:
    """Of the files that hold anything; empty markers of packages would flatter the figures."""
    counts = [path.read_text().count("\n") for path in (ROOT / "app").rglob("*.py")]
    sizes = sorted(count for count in counts if count > 1)
    assert statistics.median(sizes) < MEDIAN
    assert sum(size < LARGE for size in sizes) >= 0.9 * len(sizes)


def test_job_names_and_handlers_are_the_same_set(tmp_path: Path) -> None:
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        data_dir=tmp_path,
        database_url="",
        # Handlers are only made here; nobody connects.
        imap_host="imap.example.cn",
        imap_user="office@example.cn",
    )
    house = wiring.open_house(settings)
    try:
        steps = wiring.long_job_steps(house)
        long_jobs = LongJobs(house.tools, LongTables("sqlite://", "test"), steps)
        made = [handler.name for handler in wiring.handlers(house, long_jobs)]
    finally:
        house.close()
    assert sorted(made) == sorted(JobName)
    assert sorted(steps) == sorted(LongJobName)
    # Steps of all long jobs share one table of names.
    names = [name for one in steps.values() for name in one]
    assert names
    assert len(names) == len(set(names))


def test_every_job_is_done_by_a_process_of_its_own_kind() -> None:
    assert set(JobName) == serving.WORK_JOBS | serving.MAIL_JOBS == serving.EVERYTHING.jobs
    assert not serving.WORK_JOBS & serving.MAIL_JOBS


@pytest.mark.parametrize(
    ("target", "line"),
    [
        ("demo", ".venv/bin/zhutiao demo --empty"),
        ("test", ".venv/bin/python -m pytest --empty"),
        ("lint", ".venv/bin/mypy"),
        ("packages", "sh scripts/install-packages.sh"),
        ("clean", "rm -rf .venv build *.egg-info"),
    ],
)
def test_targets_of_make(target: str, line: str) -> None:
    command = ["make", "--dry-run", "--always-make", target, "VENV=.venv", "ARGS=--empty"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert line in done.stdout.splitlines()


def test_every_install_of_make_is_hashed_or_our_own() -> None:
    lines = [line for line in (ROOT / "Makefile").read_text().splitlines() if "$(PIP)" in line]
    assert len(lines) == 3
    assert [line for line in lines if "--require-hashes" not in line] == [
        "\t@$(PIP) --no-deps -e ."
    ]


def test_licence_is_apache() -> None:
    assert PROJECT["project"]["license"] == "Apache-2.0"
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text.split("\n\n")[0]
    assert "Version 2.0, January 2004" in text
    assert "9. Accepting Warranty or Additional Liability." in text
